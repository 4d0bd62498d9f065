"""Who was picked on the pages of a group, and what is to become of them."""

import re
from typing import Any

from django import forms
from django.http import QueryDict

from scorecards.forms.rounds import TOO_LONG
from scorecards.models import Standing

_MOST = 2000
_PICK = re.compile(r"(\d{1,9}):(\d{1,9})", re.ASCII)


def picked_things(data: QueryDict) -> list[int]:
    """Keys of units or branches to add; raises `BadPick` for anything else."""
    texts = data.getlist("pick")
    if len(texts) > _MOST or not all(re.fullmatch(r"\d{1,9}", text, re.ASCII) for text in texts):
        raise BadPick
    return sorted({int(text) for text in texts})


def picked_cards(data: QueryDict) -> dict[int, int]:
    """Cards by key with the row version that the page showed; raises `BadPick` for anything else."""
    found = [_PICK.fullmatch(text) for text in data.getlist("pick")]
    if len(found) > _MOST or not all(found):
        raise BadPick
    return {int(match[1]): int(match[2]) for match in found if match}


def ticked(data: QueryDict) -> set[int]:
    """The same keys for showing the page again, whatever else the boxes carry."""
    heads = (text.partition(":")[0] for text in data.getlist("pick")[:_MOST])
    return {int(head) for head in heads if re.fullmatch(r"\d{1,9}", head, re.ASCII)}


class BadPick(ValueError):
    """The boxes of the page carry something that the page never wrote."""

    def __str__(self) -> str:
        return "勾选的内容无法识别，没有办理。请刷新后重新勾选。"


class StandingForm(forms.Form):
    """How those that were picked take part."""

    use_required_attribute = False
    taking_part = forms.ChoiceField(label="参评方式", choices=Standing.choices)
    reason = forms.CharField(
        label="原因",
        max_length=200,
        required=False,
        error_messages={"max_length": TOO_LONG},
        help_text="改为参评不排名、缓评、免评的须写明，如“本年新设立”。",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["taking_part"].error_messages |= dict.fromkeys(
            ("required", "invalid_choice"), "请选择参评方式。"
        )
        self.fields["reason"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Whoever does not simply take part has a reason."""
        given = self.cleaned_data
        needs = given.get("taking_part", Standing.RANKED) != Standing.RANKED
        if needs and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "请写明原因。")
        return given
