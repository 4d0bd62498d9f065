"""日常记录: one record as a form, many by paste, and which ones the list shows."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing

from scorecards.imports.people import as_choices
from scorecards.imports.record_lines import (
    COLUMNS,
    MOST_BASIS,
    MOST_FIGURE,
    MOST_REASON,
    WITHOUT_HEAD,
    Against,
    figure_of,
)
from scorecards.models import DailyRecord, Rubric
from scorecards.models.records import DailyRecordQuerySet
from scorecards.record_causes import RecordCause
from scorecards.transitions.records import RecordFacts
from units.imports.tables import MOST_SIGNS, TableRow, rows_of_text, text_of
from units.models import Unit, User
from units.sheets import BadSheet

_SALT = "scorecards.daily-records"
_PATIENCE = 24 * 3600
_DAY = {"type": "date"}
_WRONG_DAY = "请按“2026-07-03”的样子填写日期。"


class RecordForm(forms.Form):
    """What happened, by the present wording of one rubric."""

    date = forms.DateField(
        label="日期", widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY),
        error_messages={"required": "请填写日期。", "invalid": _WRONG_DAY},
    )  # fmt: skip
    whom = forms.ChoiceField(
        label="单位或党支部",
        error_messages={"required": "请选择单位或党支部。", "invalid_choice": "请重新选择单位或党支部。"},
    )
    cause = forms.ChoiceField(
        label="情形", error_messages={"required": "请选择情形。", "invalid_choice": "请重新选择情形。"}
    )
    figure = forms.CharField(
        label="次数或分数", max_length=MOST_FIGURE, initial="1", help_text="次数填整数；酌情的填分数，几处用加号连接。",
        error_messages={"required": "请填写次数或分数。", "max_length": f"最多 {MOST_FIGURE} 个字，请分几条登记。"},
    )  # fmt: skip
    reason = forms.CharField(
        label="理由", required=False, max_length=MOST_REASON, help_text="酌情加扣分的要写。",
        error_messages={"max_length": f"理由最多 {MOST_REASON} 个字。"},
    )  # fmt: skip
    basis = forms.CharField(
        label="依据", max_length=MOST_BASIS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="文件、通报、会议记录等。不得录入巡察反馈原文、问题线索、处分细节、个人事项。",
        error_messages={"required": "请填写依据。", "max_length": f"依据最多 {MOST_BASIS} 个字。"},
    )  # fmt: skip
    told = forms.BooleanField(label="已告知单位", required=False)

    def __init__(self, *args: Any, against: Against, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric, self.causes, self.people = against.rubric, against.causes, against.people
        self.today = today = against.today
        self.fields["whom"].choices = [("", "请选择"), *as_choices(self.people.values())]  # type: ignore[attr-defined]
        self.fields["cause"].choices = [("", "请选择"), *_by_item(self.causes)]  # type: ignore[attr-defined]
        self.fields["date"].widget.attrs["max"] = today.isoformat()

    def clean_date(self) -> datetime.date:
        """Nothing happened tomorrow."""
        date: datetime.date = self.cleaned_data["date"]
        if date > self.today:
            raise forms.ValidationError("日期不能晚于今天。")
        return date

    def clean(self) -> dict[str, Any]:
        """The figure has to suit the cause."""
        given: dict[str, Any] = self.cleaned_data
        if {"cause", "figure", "reason"} <= given.keys():
            what = self.causes[given["cause"]]
            try:
                given["figure"], given["reason"] = figure_of(what, given["figure"], given["reason"])
            except ValueError as error:
                raise forms.ValidationError(
                    {"reason" if "理由" in str(error) else "figure": str(error)}
                ) from None
        return given

    @property
    def facts(self) -> RecordFacts:
        """As it is stored."""
        given, whom = self.cleaned_data, self.people[self.cleaned_data["whom"]]
        what = self.causes[given["cause"]]
        return RecordFacts(
            given["date"], whom.unit, whom.branch, self.rubric, what.item.key, what.cause.key, given["figure"],
            given["reason"], given["basis"], given["told"],
        )  # fmt: skip


def initial_of(record: DailyRecord) -> dict[str, object]:
    """The stored record in the form."""
    return {
        "date": record.date,
        "whom": f"b{record.branch_id}" if record.branch_id else f"u{record.unit_id}",
        "cause": f"{record.node_key}|{record.cause}",
        "figure": record.figure,
        "reason": record.reason,
        "basis": record.basis,
        "told": record.told,
    }


def _by_item(causes: Mapping[str, RecordCause]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, one in causes.items():
        groups.setdefault(f"{one.item.key} {one.item.title}", []).append((key, one.label))
    return list(groups.items())


class PasteForm(forms.Form):
    """Many lines at once."""

    text = forms.CharField(
        label="日常记录", strip=False, max_length=MOST_SIGNS, widget=forms.Textarea(attrs={"rows": 12}),
        help_text="从 Excel 复制后粘贴，第一行是表头：日期、单位、情形、次数或分数、依据，"
                  "需要时加项目、理由、已告知单位。"
                  "没有表头的，五列依次是日期、单位、情形、次数或分数、依据。",
        error_messages={"required": "请粘贴日常记录。", "max_length": f"最多 {MOST_SIGNS} 个字，请分几次导入。"},
    )  # fmt: skip
    rows: tuple[TableRow, ...] = ()

    def clean_text(self) -> str:
        """The lines under their head."""
        text: str = self.cleaned_data["text"]
        try:
            self.rows = rows_of_text(text, COLUMNS, without_head=WITHOUT_HEAD)
        except BadSheet as error:
            raise forms.ValidationError(str(error)) from None
        return text

    def tidied(self) -> "PasteForm":
        """The same lines as they were understood, to be mended on the page."""
        return PasteForm(initial={"text": text_of(self.rows, COLUMNS)})


def seal_rows(rows: tuple[TableRow, ...], picks: Mapping[str, str], *, rubric_id: int, by: User) -> str:
    """The lines as the page carries them to the next step; nobody else can use or change them."""
    plain = {"rows": [[row.place, dict(row.texts)] for row in rows], "picks": dict(picks)}
    return signing.dumps(plain, salt=f"{_SALT}:{rubric_id}:{by.pk}", compress=True)


def unseal_rows(text: str, *, rubric_id: int, by: User) -> tuple[tuple[TableRow, ...], dict[str, str]] | None:
    """Nothing for what was not sealed by this page."""
    try:
        plain = signing.loads(text, salt=f"{_SALT}:{rubric_id}:{by.pk}", max_age=_PATIENCE)
    except signing.BadSignature:
        return None
    return tuple(TableRow(place, texts) for place, texts in plain["rows"]), plain["picks"]


class RecordFilter(forms.Form):
    """Unit, days, rubric and told; a value that means nothing filters nothing."""

    unit = forms.ChoiceField(label="单位", required=False)
    since = forms.DateField(label="起", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    until = forms.DateField(label="止", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    rubric = forms.ChoiceField(label="评分细则", required=False)
    told = forms.ChoiceField(
        label="告知", required=False, choices=[("", "全部"), ("yes", "已告知"), ("no", "未告知")]
    )

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        units = Unit.objects.visible_to(user).in_order()
        self.fields["unit"].choices = [("", "全部单位"), *((str(one.pk), one.name) for one in units)]  # type: ignore[attr-defined]
        rubrics = Rubric.objects.order_by("title", "pk")
        self.fields["rubric"].choices = [("", "全部细则"), *((str(one.pk), one.title) for one in rubrics)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and can be looked for."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, records: DailyRecordQuerySet) -> DailyRecordQuerySet:
        """The records that fit."""
        chosen = self.chosen
        found = records.in_period(chosen.get("since"), chosen.get("until"))
        if "unit" in chosen:
            found = found.filter(unit=int(chosen["unit"]))
        if "rubric" in chosen:
            found = found.filter(rubric=int(chosen["rubric"]))
        return found.filter(told=chosen["told"] == "yes") if "told" in chosen else found
