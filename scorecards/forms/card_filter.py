"""Which cards the office wants to see; what was chosen stays in the address."""

from typing import Any

from django import forms

from scorecards.models import CardState, Round
from scorecards.models.card_lists import CardQuerySet
from units.models import Unit, User


class CardFilter(forms.Form):
    """Round, state and name; a value that no longer exists filters nothing."""

    round = forms.ChoiceField(label="期次", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部状态"), *CardState.choices])
    q = forms.CharField(label="单位名称、拼音或首字母", required=False, max_length=40)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        self._user = user
        rounds = Round.objects.visible_to(user).newest_first()
        self.fields["round"].choices = [("", "全部期次"), *((str(one.pk), one.title) for one in rounds)]  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs["autocomplete"] = "off"

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen and can be looked for."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, cards: CardQuerySet) -> CardQuerySet:
        """The cards that fit."""
        chosen = self.chosen
        if "round" in chosen:
            cards = cards.filter(group__round=int(chosen["round"]))
        if "state" in chosen:
            cards = cards.filter(state=chosen["state"])
        if "q" in chosen:
            units = Unit.objects.visible_to(self._user).matching(chosen["q"])
            cards = cards.filter(unit__in=units.values("pk")) | cards.filter(
                branch_name__contains=chosen["q"]
            )
        return cards
