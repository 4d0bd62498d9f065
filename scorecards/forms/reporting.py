"""The one confirmation of 报送: the paper's signature, why it is late, and what stands though it came back."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.functional import cached_property

from scorecards.forms.signature import TOMORROWS, endorser_field, signed_on_field
from scorecards.models import Mark

_PAPER = ("is_signed", "sign_later", "endorser", "endorsed_on")


@dataclass(frozen=True, slots=True)
class Asked:
    """What this 报送 has to say: the signature on paper, whether that may follow, a reason, items that stand."""

    paper: bool = True
    may_follow: bool = True
    late: bool = False
    untouched: Sequence[Mark] = ()


class ReportForm(forms.Form):
    """Fields that are not asked for are not there."""

    is_signed = forms.BooleanField(
        label="已经书记审签",
        required=False,
    )
    endorser = endorser_field()
    endorsed_on = signed_on_field()
    sign_later = forms.BooleanField(
        label="纸质审签件随后送交",
        help_text="先报送，书记签字后再登记审签人和日期；没有勾选“已经书记审签”时才选。",
        required=False,
    )
    late_reason = forms.CharField(
        label="逾期原因",
        help_text="工委据此决定收或不收。",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请写明逾期原因。", "max_length": "逾期原因最多 200 个字。"},
    )
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: Asked, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.today = asked, today
        self.fields["endorsed_on"].widget.attrs["max"] = today.isoformat()
        dropped = [name for name in _PAPER if not asked.paper]
        dropped += [] if asked.may_follow else ["sign_later"]
        dropped += [] if asked.late else ["late_reason"]
        for name in dropped:
            self.fields.pop(name, None)
        for mark in asked.untouched:
            self.fields[f"{mark.anchor}-same"] = _stands()
            self.fields[f"{mark.anchor}-why"] = _why()

    def full_clean(self) -> None:
        """A paper that follows later needs no name and no date now."""
        follows = bool(self.is_bound and self.data.get("sign_later")) and "sign_later" in self.fields
        for name in ("endorser", "endorsed_on"):
            if name in self.fields:
                self.fields[name].required = not follows
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """One of the two ticks about the paper."""
        given = super().clean() or {}
        if not self.asked.paper:
            return given
        if given.get("is_signed") and given.get("sign_later"):
            self.add_error("sign_later", "“已经书记审签”和“随后送交”只选一项。")
        elif not given.get("is_signed") and not given.get("sign_later"):
            self.add_error("is_signed", "请先打印评分表，经书记签字后勾选此项。")
        return given

    def clean_endorsed_on(self) -> datetime.date | None:
        """Nobody signs tomorrow's paper."""
        signed: datetime.date | None = self.cleaned_data["endorsed_on"]
        if signed and signed > self.today:
            raise forms.ValidationError(TOMORROWS)
        return signed

    @property
    def report(self) -> dict[str, Any]:
        """What a valid form says, as `submit` takes it."""
        given = self.cleaned_data
        signed = {name: given[name] for name in ("endorser", "endorsed_on") if given.get("is_signed")}
        same = {mark.slot: given[f"{mark.anchor}-why"] for mark in self.asked.untouched}
        return {**signed, "late_reason": given.get("late_reason", ""), "same": same, "key": given["key"]}

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, to stand in another form of the kind."""
        return {name: self.data.get(name) for name in self.fields if self.data.get(name)}

    @cached_property
    def stands(self) -> list[tuple[Mark, forms.BoundField, forms.BoundField]]:
        """Each item that stands as it was, with its tick and its note."""
        return [
            (mark, self[f"{mark.anchor}-same"], self[f"{mark.anchor}-why"]) for mark in self.asked.untouched
        ]


def _stands() -> forms.BooleanField:
    return forms.BooleanField(
        label="核对后不作修改",
        error_messages={"required": "请返回修改这一项，或者勾选“核对后不作修改”。"},
    )


def _why() -> forms.CharField:
    return forms.CharField(
        label="情况说明",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"required": "请写明不作修改的情况。", "max_length": "情况说明最多 200 个字。"},
    )
