"""The signed 计票表 of one panel and one of the rated: what is typed, whether its sums agree, and what it comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scorecards.scoring.numbers import canonical, half_width, typed
from scorecards.scoring.panel import MOST_VOTES, Judges, Votes
from scorecards.scoring.refusals import BadInput
from scorecards.scoring.rule import CanonicalInput, Input
from scorecards.scoring.tree import Item

_NO_NUMBER = {"-", "—", "－", "×", "/"}


@dataclass(frozen=True, slots=True)
class Ballots:
    """发出, 收回, 有效."""

    issued: int
    returned: int
    valid: int

    def in_words(self) -> str:
        """As a basis says it."""
        return f"发出 {self.issued} 张，收回 {self.returned} 张，有效 {self.valid} 张"


def read_ballots(issued: str, returned: str, valid: str) -> Ballots:
    """Three whole numbers, none greater than the one before; raises `BadInput`."""
    found = Ballots(
        _whole(issued, "发出", "issued"), _whole(returned, "收回", "returned"), _whole(valid, "有效", "valid")
    )
    if found.returned > found.issued:
        raise BadInput(f"收回 {found.returned} 张，多于发出 {found.issued} 张，请核对。", "returned")
    if found.valid > found.returned:
        raise BadInput(f"有效 {found.valid} 张，多于收回 {found.returned} 张，请核对。", "valid")
    return found


def read_votes(item: Item, votes: Mapping[str, str], ballots: Ballots) -> CanonicalInput:
    """Votes by level, which come to the valid ballots; raises `BadInput`."""
    read = item.rule.parse({"votes": dict(votes)})
    cast = sum(int(str(count)) for count in _mapping(read).values())
    if cast != ballots.valid:
        raise BadInput(f"各档票数合计 {cast} 张，与有效 {ballots.valid} 张不符，请核对。", "votes")
    return read


def read_scores(item: Item, text: str, ballots: Ballots) -> CanonicalInput:
    """The judges' numbers in the order of the judges; where ballots can be void as wholes a dash is no number.

    Kept as {"scores": ["90", "", "85"]}; raises `BadInput`.
    """
    words = half_width(text).split()
    scores = ["" if word in _NO_NUMBER else word for word in words]
    given = [score for score in scores if score]
    if not given:
        raise BadInput("请填各位评委的分数，用空格隔开。", "numbers")
    numbers = item.rule.parse({"numbers": given})["numbers"]
    whole = iter(numbers if isinstance(numbers, list) else [])
    wanted, name = (ballots.returned, "收回") if hears_whole_ballots(item) else (ballots.valid, "有效")
    if not hears_whole_ballots(item) and len(given) < len(scores):
        raise BadInput("没有打分的评委不填，也不写横线。", "numbers")
    if len(scores) != wanted:
        raise BadInput(f"填了 {len(scores)} 位评委的分数，与{name} {wanted} 张不符，请核对。", "numbers")
    return {"scores": [str(next(whole)) if score else "" for score in scores]}


def hears_whole_ballots(item: Item) -> bool:
    """Whether a ballot counts or not as a whole, over all of the rated, so that they are confirmed together."""
    return isinstance(item.rule, Judges) and bool(item.rule.demands)


def show_scores(kept: Input) -> str:
    """As `read_scores` reads it."""
    scores = kept.get("scores")
    return " ".join(str(one) or "-" for one in scores) if isinstance(scores, list) else ""


def votes_of(kept: Input) -> Mapping[str, str]:
    """The votes by level as kept; a level without a vote is left out."""
    return {str(name): str(count) for name, count in _mapping(kept).items()}


def inputs_of(item: Item, sheets: Mapping[str, tuple[Input, Ballots]]) -> dict[str, CanonicalInput]:
    """What each sheet of the panel comes to, by name of the rated; raises `BadInput` naming a name as its field."""
    if isinstance(item.rule, Votes):
        return {name: item.rule.parse(kept) for name, (kept, _) in sheets.items()}
    if isinstance(item.rule, Judges) and item.rule.demands:
        return _heard(item.rule, sheets)
    return {
        name: item.rule.parse({"numbers": _scores(kept), "void": str(ballots.returned - ballots.valid)})
        for name, (kept, ballots) in sheets.items()
    }


def _heard(rule: Judges, sheets: Mapping[str, tuple[Input, Ballots]]) -> dict[str, CanonicalInput]:
    """The n-th number of every sheet is one judge's ballot."""
    rows = {name: _scores(kept) for name, (kept, _) in sheets.items()}
    judges = {len(scores) for scores in rows.values()}
    if len(judges) > 1:
        raise BadInput("各张计票表的评委人数不同，对不上每位评委的整张票，请核对。", next(iter(rows)))
    ballots: list[dict[str, Fraction]] = [
        {name: typed(scores[judge]) for name, scores in rows.items() if scores[judge]}
        for judge in range(max(judges, default=0))
    ]
    heard = rule.heard(ballots)
    for name, (_, counts) in sheets.items():
        numbers = heard.get(name, {}).get("numbers", [])
        valid = len(numbers) if isinstance(numbers, list) else 0
        if not valid:
            raise BadInput("按有效票的要求，没有一张有效票。", name)
        if valid != counts.valid:
            raise BadInput(f"按有效票的要求应有 {valid} 张有效，计票表上是 {counts.valid} 张，请核对。", name)
    return heard


def _scores(kept: Input) -> Sequence[str]:
    scores = kept.get("scores")
    return [str(one) for one in scores] if isinstance(scores, list) else []


def _mapping(given: Input) -> Mapping[str, object]:
    votes = given.get("votes")
    return votes if isinstance(votes, Mapping) else {}


def _whole(text: str, name: str, field: str) -> int:
    try:
        found = typed(text)
    except ValueError:
        found = Fraction(-1)
    if found.denominator != 1 or not 0 <= found <= MOST_VOTES:
        raise BadInput(f"“{name}”请填 0 到 {MOST_VOTES} 之间的整数。", field)
    return int(canonical(found))
