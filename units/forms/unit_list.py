"""导入单位名单: the rows, and the proof that their preview was shown before they count."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing

from units.forms.sheet_upload import SheetForm
from units.imports.tables import TableRow
from units.imports.unit_rows import COLUMNS, WITHOUT_HEAD
from units.models import User
from units.transitions.unit_imports import Source

_SALT = "units.unit-list"
_PATIENCE = 24 * 3600
_SHAPE = (
    "从 Excel 复制后粘贴，一行一个单位。有表头的按表头识别（单位名称、简称、党组织名称、类别、排列顺序）；"
    "没有表头的，一列是单位名称，两列再加简称，三列再加类别，四列是单位名称、简称、党组织名称、类别。"
)


class UnitListForm(SheetForm):
    """A list of units as the office has it."""

    columns = COLUMNS
    without_head = WITHOUT_HEAD
    nothing_given = "请粘贴单位名单，或者选择文件。"

    reorders = forms.BooleanField(
        label="按名单的先后作为规定的排列顺序", required=False,
        help_text="不选的，已有单位保持原来的顺序，新增的排在最后。名单里有“排列顺序”一列的，以该列为准。",
    )  # fmt: skip

    field_order = ("file", "text", "reorders")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label, self.fields["text"].label = "单位名单文件", "或者粘贴名单"
        self.fields["text"].help_text = _SHAPE

    def with_rows(self) -> "UnitListForm":
        """The same form with the rows in its text box, those of a file too."""
        given = self.cleaned_data | {"text": self.as_text, "file": None}
        return UnitListForm(initial=given)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was shown, as the page carries it to the next step."""

    rows: tuple[TableRow, ...]
    picks: Mapping[str, str]
    reorders: bool
    source: Source
    fingerprint: str


def sealed(parcel: Parcel, *, by: User) -> str:
    """Nobody else can use or change it."""
    plain = {
        "rows": [[row.place, dict(row.texts)] for row in parcel.rows],
        "picks": dict(parcel.picks),
        "reorders": parcel.reorders,
        "source": [parcel.source.name, parcel.source.sha256],
        "fingerprint": parcel.fingerprint,
    }
    return signing.dumps(plain, salt=f"{_SALT}:{by.pk}", compress=True)


def unsealed(text: str, *, by: User) -> Parcel | None:
    """Nothing for what was not sealed by this page."""
    try:
        plain = signing.loads(text, salt=f"{_SALT}:{by.pk}", max_age=_PATIENCE)
    except signing.BadSignature:
        return None
    rows = tuple(TableRow(place, texts) for place, texts in plain["rows"])
    return Parcel(rows, plain["picks"], plain["reorders"], Source(*plain["source"]), plain["fingerprint"])
