"""Which cards of a round one checks; what was chosen stays in the address, from card to card."""

from typing import Any

from django import forms
from django.db.models import Q

from scorecards.models import Group, Round
from scorecards.work_left import KINDS
from units.models import Unit, User


class QueueFilter(forms.Form):
    """Group, what is left, and name; a value that no longer exists filters nothing."""

    group = forms.ChoiceField(label="组别", required=False)
    left = forms.ChoiceField(
        label="待办",
        required=False,
        choices=[("", "全部评分表"), *((name, word) for name, (word, _) in KINDS.items())],
    )
    q = forms.CharField(label="单位名称、拼音或首字母", required=False, max_length=40)

    def __init__(self, data: Any, *, round_: Round, user: User) -> None:
        super().__init__(data)
        self._user = user
        groups = Group.objects.visible_to(user).filter(round=round_).in_order()
        self.fields["group"].choices = [("", "全部组别"), *((str(one.pk), one.name) for one in groups)]  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs["autocomplete"] = "off"

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen and can be looked for."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def wanted(self) -> Q:
        """The cards that fit, as a condition on what `with_work_left` gives."""
        chosen, wanted = self.chosen, Q()
        if "group" in chosen:
            wanted &= Q(group=int(chosen["group"]))
        if "left" in chosen:
            wanted &= KINDS[chosen["left"]][1]
        if "q" in chosen:
            units = Unit.objects.visible_to(self._user).matching(chosen["q"])
            wanted &= Q(unit__in=units.values("pk")) | Q(branch_name__contains=chosen["q"])
        return wanted
