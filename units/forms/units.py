"""A unit one by one, and all units in their order."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from units.models import Unit, User
from units.models.people import Post
from units.name_keys import plain
from units.naming import bearers
from units.roles import Role
from units.transitions.units import FIELDS, Spot

_TOO_LONG = "最多 %(limit_value)d 个字，请缩短。"
_DATE = {"required": "请填写日期。", "invalid": "请按“2026-07-03”的样子填写日期。"}


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]
    """新增单位, 修改单位."""

    use_required_attribute = False

    class Meta:
        model = Unit
        fields = FIELDS
        widgets = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            for name in ("valid_from", "valid_until")
        }
        error_messages = {
            **{name: {"max_length": _TOO_LONG} for name in ("name", "short_name", "party_name", "category")},
            "official_order": {"invalid": "排列顺序请填整数。", "min_value": "排列顺序请填 0 以上的整数。"},
            "valid_from": _DATE, "valid_until": _DATE,
        }  # fmt: skip
        help_texts = {
            "short_name": "日常的写法，如“县财政局”；导入别的部门的名单时按它对应。",
            "category": "按类别分组、按类别定细则；同一类别写法要一致。",
            "valid_until": "单位撤销、合并时填写；以前各期次的结果都保留。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages.setdefault("required", f"请填写{field.label}。")
            field.error_messages["required"] = f"请填写{field.label}。"
            field.widget.attrs.setdefault("autocomplete", "off")
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = User.objects.filter(pk__in=_leaders(self.instance, name)).order_by("name")
                field.empty_label = "未填写"
                field.error_messages["invalid_choice"] = f"请重新选择{field.label}。"
        if not self.instance.pk:
            last = Unit.objects.order_by("-official_order").values_list("official_order", flat=True).first()
            self.initial = {
                **self.initial,
                "valid_from": timezone.localdate(),
                "official_order": (last or 0) + 1,
            }

    def clean(self) -> dict[str, Any]:
        """No name of another unit."""
        given = super().clean() or self.cleaned_data
        for name in ("name", "short_name"):
            text = given.get(name, "")
            others = [one for one in bearers(text) if one.pk != self.instance.pk] if plain(text) else []
            if others:
                self.add_error(name, f"这是{others[0].name}的名称，请改成不同的写法。")
        return given


def _leaders(unit: Unit, name: str) -> set[int]:
    now = set(Post.objects.current().filter(role=Role.COUNTY_LEADER).values_list("user", flat=True))
    held = getattr(unit, f"{name}_id", None)
    return now | ({held} if held else set())


class OrderRow(forms.Form):
    """Order and kind of one unit; what was shown goes along."""

    order = forms.IntegerField(
        min_value=0, max_value=99_999,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "请填 0 到 99999 的整数。"),
    )  # fmt: skip
    category = forms.CharField(
        max_length=20, error_messages={"required": "请填写类别。", "max_length": "类别最多 20 个字。"}
    )
    was = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, unit: Unit) -> None:
        shown = f"{unit.official_order}|{unit.category}"
        given = {"order": unit.official_order, "category": unit.category, "was": shown}
        super().__init__(data, initial=given, prefix=f"u{unit.pk}")
        self.unit = unit
        self.fields["order"].label = f"{unit.short_name}的排列顺序"
        self.fields["category"].label = f"{unit.short_name}的类别"

    @property
    def spot(self) -> Spot:
        """As typed, on what was shown."""
        number, _, category = self.cleaned_data["was"].partition("|")
        before = (int(number) if number.isdigit() else -1, category)
        return Spot(
            self.unit.pk, before, (self.cleaned_data["order"], "".join(self.cleaned_data["category"].split()))
        )
