"""导入: the rows of a list, and the proof that their preview was shown before they count."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core import signing

from units.forms.sheet_upload import SheetForm
from units.imports import branch_rows, people_rows, unit_rows
from units.imports.tables import TableRow
from units.models import User
from units.transitions.sources import Source

_SALT = "units.import"
_PATIENCE = 24 * 3600


class ImportForm(SheetForm):
    """A file or pasted rows; `shape` says how pasted rows are read."""

    file_label: ClassVar[str]
    text_label: ClassVar[str]
    shape: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label, self.fields["text"].label = self.file_label, self.text_label
        self.fields["text"].help_text = self.shape
        self.order_fields(["file", "text"])

    def with_rows(self) -> "ImportForm":
        """The same form with the rows in its text box, those of a file too."""
        return type(self)(initial=self.cleaned_data | {"text": self.as_text, "file": None})


class UnitListForm(ImportForm):
    """A list of units as the office has it."""

    columns = unit_rows.COLUMNS
    without_head = unit_rows.WITHOUT_HEAD
    nothing_given = "请粘贴单位名单，或者选择文件。"
    file_label, text_label = "单位名单文件", "或者粘贴单位名单"
    shape = (
        "从 Excel 复制后粘贴，一行一个单位。有表头的按表头识别（单位名称、简称、党组织名称、类别、排列顺序）；"
        "没有表头的，一列是单位名称，两列再加简称，三列再加类别，四列是单位名称、简称、党组织名称、类别。"
    )
    reorders = forms.BooleanField(
        label="按名单的先后作为规定的排列顺序", required=False,
        help_text="不选的，已有单位保持原来的顺序，新增的排在最后。名单里有“排列顺序”一列的，以该列为准。",
    )  # fmt: skip


class BranchListForm(ImportForm):
    """A list of branches, each with its unit."""

    columns = branch_rows.COLUMNS
    without_head = branch_rows.WITHOUT_HEAD
    nothing_given = "请粘贴党支部名单，或者选择文件。"
    file_label, text_label = "党支部名单文件", "或者粘贴党支部名单"
    shape = (
        "从 Excel 复制后粘贴，一行一个党支部。有表头的按表头识别（所属单位、党支部名称、类别）；"
        "没有表头的，两列是所属单位、党支部名称，三列再加类别。单位可以写全称、简称或者党组织名称。"
    )


class PeopleListForm(ImportForm):
    """A list of people with their posts."""

    columns = people_rows.COLUMNS
    without_head = people_rows.WITHOUT_HEAD
    nothing_given = "请粘贴人员名单，或者选择文件。"
    file_label, text_label = "人员名单文件", "或者粘贴人员名单"
    shape = (
        "从 Excel 复制后粘贴，一行一个人。有表头的按表头识别（单位、党支部、姓名、岗位、联系电话、账号）；没有表头的，"
        "两列是单位、姓名，三列再加联系电话，四列是单位、姓名、岗位、联系电话。"
        "不写岗位的，写了党支部的是支部书记，没有写的是联络员；不写账号的，用姓名拼音。"
    )


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was shown, as the page carries it to the next step; `options` are the form's other fields."""

    rows: tuple[TableRow, ...]
    picks: Mapping[str, str]
    options: Mapping[str, Any]
    source: Source
    fingerprint: str = ""


def sealed(parcel: Parcel, *, kind: str, by: User) -> str:
    """Nobody else can use or change it, and not for another list."""
    plain = {
        "rows": [[row.place, dict(row.texts)] for row in parcel.rows],
        "picks": dict(parcel.picks),
        "options": dict(parcel.options),
        "source": [parcel.source.name, parcel.source.sha256],
        "fingerprint": parcel.fingerprint,
    }
    return signing.dumps(plain, salt=f"{_SALT}:{kind}:{by.pk}", compress=True)


def unsealed(text: str, *, kind: str, by: User) -> Parcel | None:
    """Nothing for what was not sealed by this page."""
    try:
        plain = signing.loads(text, salt=f"{_SALT}:{kind}:{by.pk}", max_age=_PATIENCE)
    except signing.BadSignature:
        return None
    rows = tuple(TableRow(place, texts) for place, texts in plain["rows"])
    return Parcel(rows, plain["picks"], plain["options"], Source(*plain["source"]), plain["fingerprint"])
