"""A TALLY's input as a person types it: a box or two for each cause, or all in one cell: 2 0 10/12 5+7:理由."""

import re
from collections.abc import Iterable

from scorecards.scoring.boxes import Box
from scorecards.scoring.causes import Cause, Counter
from scorecards.scoring.happenings import Happening
from scorecards.scoring.numbers import MEASURED_PLACES, canonical, half_width
from scorecards.scoring.refusals import BadInput
from scorecards.scoring.rule import Input


def cell_to_input(causes: tuple[Cause, ...], text: str) -> Input:
    """One word a cause, separated by blanks; a single 0 says that nothing occurred."""
    words = text.split()
    plain = half_width(text)
    if plain == "无" or (plain == "0" and not any(cause.is_measured for cause in causes)):
        return {"counts": {}}
    if len(words) != len(causes):
        raise BadInput(f"请{cell_hint(causes)}", "counts")
    counts: dict[str, str] = {}
    targets: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for cause, word in zip(causes, words, strict=True):
        if cause.counter is Counter.AMOUNTS:
            counts[cause.key], *reason = re.split("[:：]", word, maxsplit=1)
            reasons[cause.key] = "".join(reason)
        elif cause.target is not None and cause.target.own:
            counts[cause.key], _, targets[cause.key] = half_width(word).partition("/")
        else:
            counts[cause.key] = word
    return {"counts": counts, "targets": targets, "reasons": reasons}


def happenings_to_cell(causes: tuple[Cause, ...], happened: Iterable[Happening]) -> str:
    """The text that `cell_to_input` reads back as the same."""
    by_key = {one.cause.key: one for one in happened}
    if not by_key:
        return "无" if any(cause.is_measured for cause in causes) else "0"
    return " ".join(_word(by_key.get(cause.key)) for cause in causes)


def _word(one: Happening | None) -> str:
    if one is None:
        return "0"
    if one.cause.counter is Counter.AMOUNTS:
        return f"{'+'.join(map(canonical, one.amounts))}：{one.reason}"
    own = "" if one.own is None else f"/{canonical(one.own, MEASURED_PLACES)}"
    return f"{canonical(one.number, MEASURED_PLACES)}{own}"


def cell_hint(causes: tuple[Cause, ...]) -> str:
    """What one types."""
    nothing = "无" if any(cause.is_measured for cause in causes) else "0"
    if len(causes) == 1:
        return f"填{_what(causes[0])}；没有发生的填 {nothing}。"
    all_times = all(cause.counter is Counter.TIMES for cause in causes)
    words = [cause.text if all_times else _what(cause) for cause in causes]
    order = "、".join(f"{number}. {what}" for number, what in enumerate(words, 1))
    numbers = "次数" if all_times else "数"
    return f"按顺序填 {len(causes)} 个{numbers}，用空格隔开：{order}；都没有发生的只填 {nothing}。"


def boxes_of(cause: Cause, *, verb: str) -> Iterable[Box]:
    """The number, and what some counters need beside it."""
    worth = cause.in_words(verb=verb).removeprefix(cause.text)
    times = cause.counter is Counter.TIMES
    unit = "次" if times else "分" if cause.counter is Counter.AMOUNTS else ""
    yield Box(("counts", cause.key), cause.text, unit, worth=worth, is_whole=times)
    if cause.counter is Counter.AMOUNTS:
        yield Box(("reasons", cause.key), f"“{cause.text}”的理由", is_wide=True)
    elif cause.target is not None and cause.target.own:
        yield Box(("targets", cause.key), cause.target.own)


def _what(cause: Cause) -> str:
    if cause.counter is Counter.TIMES:
        return f"“{cause.text}”的次数"
    if cause.counter is Counter.AMOUNTS:
        return f"“{cause.text}”的分数和理由，如 1.5+2：理由"
    if cause.target is not None and cause.target.own:
        return f"“{cause.text}”的实际数和{cause.target.own}，如 9/12"
    return f"“{cause.text}”的实际数"
