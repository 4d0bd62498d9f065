"""Several inputs of one item brought together: times of a cause add up, amounts stand side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from scorecards.scoring.causes import Cause, Counter
from scorecards.scoring.happenings import Happening, read_happenings, write_happenings
from scorecards.scoring.inputs import is_na, parse_input
from scorecards.scoring.refusals import BadInput
from scorecards.scoring.rule import CanonicalInput, Input
from scorecards.scoring.tally import Tally
from scorecards.scoring.tally_cells import cell_to_input
from scorecards.scoring.tree import Item

_LONGEST_REASON = 200


def causes_of(item: Item) -> tuple[Cause, ...]:
    """The causes of a TALLY; no other kind has any."""
    return item.rule.causes if isinstance(item.rule, Tally) else ()


def of_cause(cause: Cause, text: str, *, reason: str = "") -> Input:
    """One cause as typed beside its name: a count (nothing typed is once), amounts, or an actual number.

    Amounts want a reason: the one typed behind a colon, or else the one given here.
    """
    typed = text.strip() or ("1" if cause.counter is Counter.TIMES else "")
    if cause.counter is Counter.AMOUNTS and ":" not in typed.replace("：", ":"):
        typed = f"{typed}：{''.join(reason.split())[:_LONGEST_REASON]}"
    return cell_to_input((cause,), typed)


def one_occurrence(cause: Cause, figure: str, *, reason: str = "") -> Happening:
    """A cause as a daily record has it: how often or how much, never nothing; raises `BadInput`."""
    if cause.is_measured:
        raise BadInput(f"“{cause.text}”按实际数计，不能逐次登记。", f"counts.{cause.key}")
    given = of_cause(cause, figure, reason=reason)
    found = read_happenings((cause,), given)
    if not found:
        raise BadInput(f"“{cause.text}”请填大于 0 的次数或分数。", f"counts.{cause.key}")
    return found[0]


def add_up(item: Item, inputs: Sequence[Input]) -> CanonicalInput:
    """One input out of several; raises `BadInput` where the kind takes one only, or the sum is out of bounds."""
    if len(inputs) > 1 and (not causes_of(item) or any(map(is_na, inputs))):
        raise BadInput(f"“{item.title}”只能填一次，不能累加。", "")
    if not causes_of(item) or is_na(inputs[0]):
        return parse_input(item, inputs[0])
    found = (_joined(cause, list(_of(cause, inputs))) for cause in causes_of(item))
    return parse_input(item, write_happenings(one for one in found if one is not None))


def _of(cause: Cause, inputs: Iterable[Input]) -> Iterator[Happening]:
    """What each of the inputs says about this cause."""
    for given in inputs:
        counts = given.get("counts")
        if isinstance(counts, Mapping) and cause.key in counts:
            yield from read_happenings((cause,), {name: _only(cause, value) for name, value in given.items()})


def _only(cause: Cause, value: object) -> dict[str, object]:
    return {cause.key: value[cause.key]} if isinstance(value, Mapping) and cause.key in value else {}


def _joined(cause: Cause, found: Sequence[Happening]) -> Happening | None:
    if len(found) < 2:
        return found[0] if found else None
    if cause.is_measured:
        raise BadInput(f"“{cause.text}”按实际数计，只能填一次，不能累加。", f"counts.{cause.key}")
    reasons = dict.fromkeys(one.reason for one in found if one.reason)
    return replace(
        found[0],
        number=sum((one.number for one in found[1:]), found[0].number),
        amounts=tuple(amount for one in found for amount in one.amounts),
        reason="；".join(reasons)[:_LONGEST_REASON],
    )
