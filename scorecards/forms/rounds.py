"""The settings of a round as a clerk types them."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from scorecards.forms.scopes import SCOPES, ScopeFields
from scorecards.models import Endorsing, Round, Scope, Term, Yields
from scorecards.models.rounds import named_as
from scorecards.phases import Phase
from units.models import User

_STAGES = [
    (Phase.JUDGING.value, "评议：审核之后由测评组评议"),
    (Phase.REVIEW.value, "核对：锁定之后由各单位核对本单位得分"),
    (Phase.APPROVAL.value, "报审：通报之前把送审稿报县领导审定"),
    (Phase.NOTICE.value, "公示：通报之前在公示范围内公示"),
]
_MOMENT = "%Y-%m-%dT%H:%M"
TOO_LONG = "最多 %(limit_value)d 个字，请缩短。"
_LONGEST_TITLE = 60
_AHEAD = 2  # years between a round and its deadline, more is a slip of the pen


_CHOOSE = {
    name: dict.fromkeys(("required", "invalid_choice"), f"请选择{label}。")
    for name, label in {
        "term": "期次", "yields": "产出", "previous": "上一期次", "endorsing": "审签方式", "optional_phases": "阶段"
    }.items()
}  # fmt: skip
_BOUNDS = ("invalid", "min_value", "max_value")
_SENTENCES: dict[str, dict[str, str]] = _CHOOSE | {
    "title": {"max_length": TOO_LONG},
    "plan_title": {"max_length": TOO_LONG},
    "plan_number": {"max_length": TOO_LONG},
    "year": dict.fromkeys(_BOUNDS, "请填 2000 到 2100 之间的年份。"),
    "review_days": dict.fromkeys(_BOUNDS, "请填 1 到 10 之间的整数。"),
    "notice_days": dict.fromkeys(_BOUNDS, "请填 1 到 20 之间的整数。"),
    "covers_from": {"invalid": "请填写日期，如 2026-01-01。"},
    "covers_until": {"invalid": "请填写日期，如 2026-06-30。"},
    "fill_due_at": {"invalid": "请填写日期和时间，如 2026-07-03 17:00。"},
}


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, "%Y-%m-%d")


class RoundForm(ScopeFields):
    """新建期次, 修改期次; names of fields are those of `create_round`."""

    use_required_attribute = False
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    term = forms.ChoiceField(label="期次", choices=Term.choices)
    title = forms.CharField(
        label="名称",
        max_length=_LONGEST_TITLE,
        required=False,
        help_text="不填的按年度和期次定名，如“2026年上半年晒比评”。",
    )
    plan_title = forms.CharField(label="工作方案名称", max_length=120)
    plan_number = forms.CharField(label="工作方案文号", max_length=40, required=False)
    yields = forms.ChoiceField(label="产出", choices=Yields.choices, widget=forms.RadioSelect)
    previous = forms.ModelChoiceField(
        label="上一期次",
        queryset=Round.objects.none(),
        required=False,
        empty_label="没有",
        help_text="填报时可对照上一期次的评分表。",
    )
    covers_from = forms.DateField(label="评议时段起", required=False, widget=_day())
    covers_until = forms.DateField(label="评议时段止", required=False, widget=_day())
    fill_due_at = forms.DateTimeField(
        label="填报截止时间",
        widget=forms.DateTimeInput({"type": "datetime-local"}, _MOMENT),
        help_text="到这一分钟为止，之后报送的按逾期办理。",
    )
    optional_phases = forms.MultipleChoiceField(
        label="设置的阶段",
        choices=_STAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="只晒问题的期次不评分，没有这些阶段，勾选不起作用。",
    )
    review_days = forms.IntegerField(
        label="复核申请期限",
        min_value=1,
        max_value=10,
        help_text="转入核对后，各单位可在几个工作日内申请复核。",
    )
    notice_days = forms.IntegerField(
        label="公示期",
        min_value=1,
        max_value=20,
        help_text="转入公示后，公示几个工作日；公示期满才能通报。",
    )
    endorsing = forms.ChoiceField(label="审签方式", choices=Endorsing.choices, widget=forms.RadioSelect)
    asks_paper = forms.BooleanField(label="要求交述职报告或交流材料", required=False)
    is_trial = forms.BooleanField(
        label="演练",
        required=False,
        help_text="名称里写明演练，结果不作数；可以一次填好，用完可以整体删除。下发以后不能再改。",
    )
    field_order = (
        "year", "term", "title", "plan_title", "plan_number", "yields", "previous", "covers_from", "covers_until",
        "fill_due_at", "optional_phases", "review_days", "notice_days", *SCOPES, "scope_top",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, user: User, round_: Round | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        earlier = Round.objects.visible_to(user).newest_first()
        chosen: Any = self.fields["previous"]
        chosen.queryset = earlier.exclude(pk=round_.pk) if round_ else earlier
        for name, field in self.fields.items():
            if name not in ScopeFields.base_fields:
                field.error_messages |= {"required": f"请填写{field.label}。", **_SENTENCES.get(name, {})}
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean_fill_due_at(self) -> datetime.datetime:
        """A deadline lies ahead."""
        due: datetime.datetime = self.cleaned_data["fill_due_at"]
        if due <= timezone.now():
            raise forms.ValidationError("填报截止时间要晚于现在，请改填。")
        return due

    def clean(self) -> dict[str, Any]:
        """What has to fit together; a name is proposed where none was typed."""
        given = super().clean()
        self.match_places(gives_places=given.get("yields") in {None, Yields.RANKING})
        if {"year", "term"} <= given.keys() and not given.get("title") and "title" not in self.errors:
            given["title"] = proposed_title(
                given["year"], given["term"], is_trial=bool(given.get("is_trial"))
            )
        if given.get("title"):
            given["title"] = named_as(given["title"], is_trial=bool(given.get("is_trial")))
            if len(given["title"]) > _LONGEST_TITLE:
                self.add_error(
                    "title", f"演练的名称要加上“（演练）”，合计最多 {_LONGEST_TITLE} 个字，请缩短。"
                )
        start, end, due = (given.get(name) for name in ("covers_from", "covers_until", "fill_due_at"))
        if start and end and end < start:
            self.add_error("covers_until", "评议时段的止日不能早于起日。")
        if due and given.get("year") and timezone.localtime(due).year > given["year"] + _AHEAD:
            self.add_error("fill_due_at", f"填报截止时间在 {timezone.localtime(due).year} 年，请核对年份。")
        if given.get("yields") == Yields.PROBLEMS:
            given["optional_phases"] = []
        previous = given.get("previous")
        if previous and previous.is_trial:
            self.add_error("previous", "演练不能作为上一期次，请改选。")
        return given


def proposed_title(year: int, term: str, *, is_trial: bool) -> str:
    """2026年上半年晒比评."""
    return named_as(f"{year}年{Term(term).label}晒比评", is_trial=is_trial)


def first_values(*, today: datetime.date, last: Round | None) -> dict[str, Any]:
    """What a new round's form proposes; `last` is the newest round that counts."""
    is_first = today.month < 8
    year, until = today.year, (6, 30) if is_first else (12, 31)
    due = datetime.datetime.combine(today + datetime.timedelta(days=14), datetime.time(17))
    return {
        "year": year,
        "term": Term.FIRST_HALF if is_first else Term.YEAR_END,
        "yields": Yields.RANKING,
        "previous": last,
        "covers_from": datetime.date(year, 1, 1),
        "covers_until": datetime.date(year, *until),
        "fill_due_at": timezone.make_aware(due),
        "optional_phases": [Phase.REVIEW.value],
        "review_days": 3,
        "review_scope": Scope.OWN,
        "notice_scope": Scope.MERIT,
        "release_scope": Scope.MERIT,
        "notice_days": 5,
        "endorsing": Endorsing.ON_PAPER,
    }


def values_of(round_: Round) -> dict[str, Any]:
    """What the form shows of a round."""
    return {name: getattr(round_, name) for name in RoundForm.base_fields}
