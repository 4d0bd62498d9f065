"""Adding and taking as printed: 每少1次扣0.5分 · 每例扣0.1分，最多扣2分 · 酌情扣0.5-2分 · 扣完为止 · 可倒扣."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from scorecards.rubrics.sheets import tally_words as words
from scorecards.rubrics.sheets.rule import Frame, NotUnderstood, Rule
from scorecards.rubrics.sheets.tally_build import Cause, Found, build
from scorecards.rubrics.sheets.wording import clauses, trimmed, value

_IN_PARENTHESES = re.compile(r"（([^（）]*)）")
_PERCENT = {"个百分点": "%", "百分点": "%", "回": "次"}


def read_tally(text: str, frame: Frame) -> Rule:
    """TALLY, or `NotUnderstood` with the first words that no pattern takes."""
    reader = _Reader(frame)
    for clause in clauses(_opened(text)):
        reader.clause(clause)
    return build(reader.done(), frame)


def _opened(text: str) -> str:
    """Parentheses that say something about points become clauses of their own; others stay in the words."""

    def opened(match: re.Match[str]) -> str:
        inner = match[1]
        return f"，{inner}，" if re.search(r"\d分|扣完|倒扣|封顶|重复|最多计", inner) else match[0]

    generated = text.replace("酌情扣分，每处", "，酌情扣").replace("酌情加分，每处", "，酌情加")
    return _IN_PARENTHESES.sub(opened, generated.replace("酌情减分，每处", "，酌情减"))


@dataclass(slots=True)
class _Reader:
    """Goes from clause to clause; what describes without points waits for the next cause."""

    frame: Frame
    found: Found = field(default_factory=Found)
    waiting: list[str] = field(default_factory=list)
    started: int = 0

    def clause(self, clause: str) -> None:
        self.started = len(self.found.causes)
        for part in self._parts(clause):
            if not any(reader(self, part) for reader in _READERS):
                self._wait(part)

    def done(self) -> Found:
        if self.waiting or not self.found.causes:
            raise NotUnderstood("，".join(self.waiting) or self.frame.title)
        return self.found

    def _parts(self, clause: str) -> Iterator[str]:
        """Between commas; a generated 以…为准 keeps its comma."""
        kept = re.sub(r"(以[\d.]+为准)，(每[少超])", r"\1\0\2".replace("\\0", "\0"), clause)
        yield from (part.replace("\0", "，") for part in kept.split("，") if part)

    def _wait(self, part: str) -> None:
        if words.DANGER.search(part):
            raise NotUnderstood(part)
        self.waiting.append(part)

    def head(self, last: str) -> str:
        """What waited and what stands before the points."""
        whole = "，".join([*self.waiting, *([last] if last else [])])
        self.waiting.clear()
        return whole

    def caps_all(self, match: re.Match[str], part: str) -> bool:
        """Whether a ceiling is that of the whole item and not of the cause before it."""
        here = len(self.found.causes) - self.started
        if match["total"] or len(self.found.causes) == 0 or (here == 0 and len(self.found.causes) > 1):
            return True
        if here > 1:
            raise NotUnderstood(part)
        return not match["verb"] and any(cause.adds for cause in self.found.causes)

    def last_cause(self, part: str) -> Cause:
        """The cause that a word about it belongs to: one of the same clause."""
        if len(self.found.causes) == self.started and len(self.found.causes) != 1:
            raise NotUnderstood(part)
        return self.found.causes[-1]


def _floor(reader: _Reader, part: str) -> bool:
    if words.FLOOR.fullmatch(part):
        reader.found.lo = Fraction(0)
        return True
    if words.BELOW.fullmatch(part):
        reader.found.below = True
        return True
    match = words.LEAST.fullmatch(part)
    if match:
        reader.found.lo = value(match["least"])
    return bool(match) or bool(words.NOTE.fullmatch(part) and reader.found.causes)


def _cap(reader: _Reader, part: str) -> bool:
    if words.NO_CEILING.fullmatch(part):
        reader.found.endless = True
        return True
    match = words.CAP.fullmatch(part)
    if not match:
        return False
    if reader.caps_all(match, part):
        if reader.found.cap is not None:
            raise NotUnderstood(part)
        reader.found.cap = value(match["cap"] or match["end"])
    else:
        cause = reader.last_cause(part)
        if cause.cap is not None:
            raise NotUnderstood(part)
        cause.cap = value(match["cap"] or match["end"])
    return True


def _base(reader: _Reader, part: str) -> bool:
    match = words.BASE.fullmatch(part) or words.EARNED_BASE.fullmatch(part)
    if not match:
        return False
    base = reader.frame.points if match["full"] else value(match["base"])
    head = match.groupdict().get("head")
    if head and (not reader.frame.is_ordinary or base != reader.frame.points or words.DANGER.search(head)):
        return False
    if reader.found.base not in (None, base) or base is None:
        raise NotUnderstood(part)
    reader.found.base = base
    if head and (words.AT_LEAST.search(head) or words.AT_MOST.search(head)):
        reader.waiting.append(head)
    return True


def _rounding(reader: _Reader, part: str) -> bool:
    match = words.ROUND.fullmatch(part)
    if not match and not words.EXACT.fullmatch(part):
        return False
    cause = reader.last_cause(part)
    if cause.target is None:
        raise NotUnderstood(part)
    if not match:
        cause.rounding = "exact"
        return True
    if value(match["part"]) != cause.step or (match["whole"] and value(match["whole"]) != cause.step):
        raise NotUnderstood(part)
    cause.rounding = "floor" if match["floor"] else "ceil"
    return True


def _rivals(reader: _Reader, part: str) -> bool:
    named = words.NAMED_RIVALS.fullmatch(part)
    if named:
        reader.found.rivals.append(re.findall("“([^”]+)”", named["names"]))
        return True
    if words.HIGHEST_ONLY.fullmatch(part) and reader.found.rivals:
        return True
    match = words.RIVALS.fullmatch(part)
    if match:
        reader.found.rivals.append([cause.text for cause in reader.found.causes])
    return bool(match)


def _only(reader: _Reader, part: str) -> bool:
    match = words.ONLY.fullmatch(part)
    if match:
        reader.last_cause(part).most = "1" if match["most"] == "一" else match["most"]
    return bool(match)


def _amounts(reader: _Reader, part: str) -> bool:
    match = words.AMOUNTS.fullmatch(part)
    if not match:
        return False
    low, high = value(match["low"]), value(match["high"])
    if low >= high:
        raise NotUnderstood(part)
    text = trimmed(reader.head(match["head"])) or reader.frame.title
    adds = match["act"] == "加" or (match["act"] == "减" and reader.frame.within == "penalty")
    reader.found.causes.append(
        Cause(text=text, act=match["act"], points=high, adds=adds, amounts=(low, high))
    )
    return True


def _act(reader: _Reader, part: str) -> bool:
    earns = words.EARNS.fullmatch(part)
    match = words.ACT.fullmatch(part) or (
        earns if earns and words.PER_CASE.fullmatch(earns["head"]) else None
    )
    if not match:
        return False
    said = match.groupdict()
    act = said.get("act") or "加"
    reader.found.below |= act == "倒扣"
    cause = _counted(reader.head(trimmed(match["head"])), reader.frame.title, part)
    cause.act, cause.points = act, value(match["points"])
    cause.adds = act in {"加", "奖"}
    reader.found.causes.append(cause)
    return True


def _nothing(reader: _Reader, part: str) -> bool:
    match = words.NOTHING.fullmatch(part)
    if not match:
        return False
    text = trimmed(reader.head(match["head"]))
    if not text or re.search(r"\d分|倍", text) or not reader.frame.is_ordinary:
        raise NotUnderstood(part)
    reader.found.causes.append(Cause(text=text, act="扣", most="1", takes_all=True))
    return True


_READERS: tuple[Callable[[_Reader, str], bool], ...] = (
    _floor, _cap, _base, _rounding, _rivals, _only, _amounts, _act, _nothing,
)  # fmt: skip


def _counted(head: str, title: str, part: str) -> Cause:
    """How the cause of these words is counted."""
    if re.search(r"\d分|倍|减半|同一|除外|酌情|视情", head):
        raise NotUnderstood(head)
    for ending, goal, count in (
        (words.STEP_DOWN, (words.AT_LEAST,), "shortfall"),
        (words.STEP_UP, (words.AT_MOST, words.MORE_THAN), "excess"),
    ):
        cause = _distance(head, ending, goal, count, title)
        if cause:
            return cause
    return _against(head, title) or _per_case(head, title, part)


def _distance(
    head: str, ending: re.Pattern[str], goals: tuple[re.Pattern[str], ...], count: str, title: str
) -> Cause | None:
    """不少于4次，每少1次: the distance to a target that is said once, in the same unit, and for the whole year."""
    match = ending.fullmatch(head)
    if not match or words.PER_PERIOD.search(match["head"]):
        return None
    found = [one for goal in goals for one in goal.finditer(match["head"])]
    if len(found) != 1 or _unit(found[0]["unit"]) != _unit(match["unit"]):
        return None
    goal = found[0]
    about = trimmed(match["head"].replace(goal[0], goal["between"], 1).replace("，，", "，"))
    step = value(match["step"])
    if not step:
        raise NotUnderstood(head)
    text = words.YEARLY.sub("", about) if len(words.WHOLE_PERIOD.sub("", about)) > 1 else title
    return Cause(text=text, count=count, target=value(goal["target"]), step=step)


def _unit(unit: str) -> str:
    return _PERCENT.get(unit, unit)


def _against(head: str, title: str) -> Cause | None:
    """The sentence that this application writes itself: 缺会以 4 为准，每少 1."""
    for pattern, count in ((words.AGAINST_DOWN, "shortfall"), (words.AGAINST_UP, "excess")):
        match = re.fullmatch(f"(?P<text>.*?){pattern.pattern.split('(?=')[0]}", head)
        if match:
            text = trimmed(match["text"]) or title
            return Cause(text=text, count=count, target=value(match["target"]), step=value(match["step"]))
    return None


def _per_case(head: str, title: str, part: str) -> Cause:
    match = words.PER_CASE.fullmatch(head)
    if match:
        if match["count"] not in (None, "1"):
            raise NotUnderstood(part)
        seen = f"{match['seen']}1{match['unit']}" if match["seen"] else ""
        text = trimmed(
            f"{trimmed(match['head'])}{'，' if seen and match['head'] else ''}{seen}{match['rest']}"
        )
        return Cause(text=text or title, most=None, says_most=True)
    if re.search("每", words.PER_PERIOD.sub("", head)):
        raise NotUnderstood(part)
    return Cause(text=trimmed(head) or title)
