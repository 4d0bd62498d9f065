"""What daily records can be about: the causes of a rubric that are counted or given by amounts."""

from collections.abc import Iterable
from dataclasses import dataclass

from scorecards.models import DailyRecord, Rubric, RubricVersion, VersionState
from scorecards.rubrics.trees import tree_of
from scorecards.scoring import Item
from scorecards.scoring.adding import causes_of
from scorecards.scoring.causes import Cause, Counter
from scorecards.scoring.numbers import in_print


@dataclass(frozen=True, slots=True)
class RecordCause:
    """One cause of one item of the rubric's present wording."""

    item: Item
    cause: Cause

    @property
    def key(self) -> str:
        """As a form sends it."""
        return f"{self.item.key}|{self.cause.key}"

    @property
    def label(self) -> str:
        """With what one enters for it."""
        if self.cause.counter is Counter.AMOUNTS:
            low, high = in_print(self.cause.least), in_print(self.cause.largest)
            return f"{self.cause.text}（酌情 {low}—{high} 分，写明理由）"
        return f"{self.cause.text}（次数）"


def present_version(rubric: Rubric) -> RubricVersion | None:
    """The last frozen version, or the last draft of a rubric that was never frozen."""
    versions = RubricVersion.objects.filter(rubric=rubric).order_by("-number")
    return versions.filter(state=VersionState.FROZEN).first() or versions.first()


def record_causes(rubric: Rubric) -> dict[str, RecordCause]:
    """By key, in the order of the rubric; actual numbers are not recorded day by day."""
    found = (
        RecordCause(item, cause)
        for item in tree_of(present_version(rubric)).items()
        for cause in causes_of(item)
        if not cause.is_measured
    )
    return {one.key: one for one in found}


def words_of(records: Iterable[DailyRecord]) -> dict[int, str]:
    """What each record is about, in words; one set of queries a rubric."""
    known: dict[int, dict[str, RecordCause]] = {}
    found = {}
    for record in records:
        causes = known.get(record.rubric_id)
        if causes is None:
            causes = known[record.rubric_id] = record_causes(record.rubric)
        one = causes.get(f"{record.node_key}|{record.cause}")
        found[record.pk] = f"{one.item.number} {one.item.title}：{one.cause.text}" if one else record.node_key
    return found
