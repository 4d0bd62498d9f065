"""新建名单: the paper's heading, its lines by paste or file, and the proof that they were shown before they count."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing

from scorecards.imports.list_lines import COLUMNS, WITHOUT_HEAD
from scorecards.scorers import Ground, target_of
from scorecards.transitions.exception_lists import ListHead
from units.forms.sheet_upload import SheetForm
from units.imports.tables import TableRow
from units.models import User

_SALT = "scorecards.exception-list"
_PATIENCE = 24 * 3600
_SHAPE = (
    "从 Excel 复制后粘贴，一行一条，列与列之间是制表符。有表头的按表头识别（单位、项目、情形、录入内容、依据）；"
    "没有表头的，两列是单位、录入内容，三列再加依据，四列是单位、项目或情形、录入内容、依据。"
    "写了情形的，录入内容是这一情形的次数（不写按 1 次）或者分数；没有写情形的，与审核矩阵里的格子同样填写。"
    "同一单位同一情形写了几行的，逐行累加。"
)


class ListForm(SheetForm):
    """Heading and lines; the scoring office is settled before."""

    columns = COLUMNS
    without_head = WITHOUT_HEAD
    nothing_given = "请粘贴名单内容，或者选择文件。"

    title = forms.CharField(
        label="名单名称", max_length=120,
        error_messages={"required": "请填写名单名称。", "max_length": "名单名称最多 120 个字。"},
    )  # fmt: skip
    number = forms.CharField(
        label="文号", max_length=40, required=False, error_messages={"max_length": "文号最多 40 个字。"}
    )
    dated_on = forms.DateField(
        label="落款日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填写落款日期。", "invalid": "请按“2026-07-03”的样子填写日期。"},
    )  # fmt: skip
    target = forms.ChoiceField(
        label="评分项目", required=False, error_messages={"invalid_choice": "请重新选择评分项目。"}
    )
    rest_is_full = forms.BooleanField(
        label="未列入名单的单位按满分计", required=False,
        help_text="只计还是“未评”的；录入前逐家列出。",
    )  # fmt: skip

    def __init__(self, *args: Any, ground: Ground, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ground, self.today = ground, today
        self.fields["text"].label, self.fields["text"].help_text = "名单内容", _SHAPE
        one_by_one = "按名单里的“项目”“情形”逐行确定" if len(ground.targets) > 1 else "该部门只有一项"
        names = [target_of(item) for item in ground.targets]
        self.fields["target"].choices = [("", one_by_one), *((one, one) for one in names)]  # type: ignore[attr-defined]
        self.fields["dated_on"].widget.attrs["max"] = today.isoformat()

    def clean_dated_on(self) -> datetime.date:
        """No paper of tomorrow."""
        dated: datetime.date = self.cleaned_data["dated_on"]
        if dated > self.today:
            raise forms.ValidationError("落款日期不能晚于今天。")
        return dated

    @property
    def head(self) -> ListHead:
        """The heading as given."""
        given = self.cleaned_data
        return ListHead(self.ground.scorer, given["title"], given["number"], given["dated_on"],
                        given["rest_is_full"])  # fmt: skip

    def with_lines(self) -> "ListForm":
        """The same form with the lines in its text box, those of a file too, to be mended on the page."""
        given = self.cleaned_data | {"text": self.as_text, "file": None}
        return ListForm(initial=given, ground=self.ground, today=self.today)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was shown, as the page carries it to the next step."""

    head: ListHead
    target: str
    rows: tuple[TableRow, ...]
    picks: Mapping[str, str]
    versions: Mapping[str, int]


def sealed(parcel: Parcel, *, round_id: int, by: User) -> str:
    """Nobody else can use or change it, and not for another round."""
    head = parcel.head
    plain = {
        "head": [head.scorer, head.title, head.number, head.dated_on.isoformat(), head.rest_is_full],
        "target": parcel.target,
        "rows": [[row.place, dict(row.texts)] for row in parcel.rows],
        "picks": dict(parcel.picks),
        "versions": dict(parcel.versions),
    }
    return signing.dumps(plain, salt=f"{_SALT}:{round_id}:{by.pk}", compress=True)


def unsealed(text: str, *, round_id: int, by: User) -> Parcel | None:
    """Nothing for what was not sealed by this page."""
    try:
        plain = signing.loads(text, salt=f"{_SALT}:{round_id}:{by.pk}", max_age=_PATIENCE)
    except signing.BadSignature:
        return None
    scorer, title, number, dated, rest = plain["head"]
    head = ListHead(scorer, title, number, datetime.date.fromisoformat(dated), rest)
    rows = tuple(TableRow(place, texts) for place, texts in plain["rows"])
    return Parcel(head, plain["target"], rows, plain["picks"], plain["versions"])


def seal_versions(versions: Mapping[str, int], *, list_id: int, by: User) -> str:
    """What the page of a kept list was looking at."""
    return signing.dumps(dict(versions), salt=f"{_SALT}:kept:{list_id}:{by.pk}", compress=True)


def unseal_versions(text: str, *, list_id: int, by: User) -> dict[str, int] | None:
    """Nothing for what was not sealed by this page."""
    try:
        found: dict[str, int] = signing.loads(text, salt=f"{_SALT}:kept:{list_id}:{by.pk}", max_age=_PATIENCE)
    except signing.BadSignature:
        return None
    return found
