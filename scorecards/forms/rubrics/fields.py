"""Fields for writing a rubric: numbers, names and lists as a clerk types them; the core decides if they will do."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from scorecards.scoring import BadRubric
from scorecards.scoring.numbers import canonical, exact, half_width
from scorecards.scoring.reading import words

_BETWEEN = re.compile(r"[、，,；;\n]+")
_LONGEST = 5_000


def plain_number(text: str) -> str:
    """The one stored form of a number; what is no number comes back as typed, for the core to refuse."""
    narrow = half_width(text)
    try:
        return canonical(exact(narrow))
    except ValueError:
        return narrow


class PlainText(forms.CharField):
    """Words as the core takes them: trimmed, lines ended by one sign, no hidden ones."""

    splits = False

    def __init__(self, *, label: str, required: bool = False, lines: int = 0, **kwargs: Any) -> None:
        self.unit, when = kwargs.pop("unit", ""), kwargs.pop("when", "")
        needed = kwargs.pop("needed", False)
        self.takes_lines = self.splits or lines > 0
        self.width = kwargs.pop("width", "" if lines else "medium")
        widget = (
            forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput(attrs={"autocomplete": "off"})
        )
        super().__init__(label=label, required=required, widget=kwargs.pop("widget", widget), **kwargs)
        self.error_messages["required"] = f"请填写{label}。"
        if when:  # js/rubric-boxes.js hides the box while another one says that it is not asked for
            self.widget.attrs["data-when"] = when
        if needed:  # once it is asked for, it is no longer 选填
            self.widget.attrs["data-needed"] = True

    def to_python(self, value: Any) -> str:
        """No browser's own line ends, and nothing endless."""
        text = super().to_python(value) or ""
        if len(text) > _LONGEST:
            raise ValidationError(f"{self.label}太长，最多 {_LONGEST} 个字。")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: Any) -> None:
        """A sign that nobody sees would make the text unreadable for the core."""
        super().validate(value)
        try:
            words(value, most=_LONGEST, place="", empty=True, lines=self.takes_lines)
        except BadRubric as error:
            raise ValidationError(error.sentence) from None


class NumberField(PlainText):
    """A number with its unit behind; full-width digits are forgiven."""

    def __init__(self, *, label: str, required: bool = False, unit: str = "分", **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, required=required, unit=unit, width="short", widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        """In its stored form where it is a number."""
        return plain_number(super().to_python(value))


class NamesField(PlainText):
    """Several names in one box, between 、 or line by line; cleaned to a list."""

    splits = True

    def clean(self, value: Any) -> Any:
        """Each name once."""
        text = super().clean(value)
        return list(dict.fromkeys(name.strip() for name in _BETWEEN.split(text) if name.strip()))

    def prepare_value(self, value: Any) -> Any:
        """A stored list as it is typed."""
        return "、".join(value) if isinstance(value, list | tuple) else value


class NumbersField(NamesField):
    """Several numbers in one box."""

    def clean(self, value: Any) -> Any:
        """Each as stored; a repeated number stays."""
        text = PlainText.clean(self, value)
        return [plain_number(one) for one in re.split(r"[、，,；;\s]+", text) if one]


class PairsField(PlainText):
    """One name and number a line, 乡镇：12; cleaned to a mapping."""

    splits = True

    def clean(self, value: Any) -> Any:
        """A line without a number is refused here, since nothing could be stored of it."""
        pairs: dict[str, str] = {}
        for line in re.split(r"[\n；;]+", super().clean(value)):
            name, colon, number = line.strip().replace("：", ":").rpartition(":")
            if line.strip() and not (colon and name.strip() and number.strip()):
                raise ValidationError(f"“{line.strip()[:40]}”要写成“类别：数”，一类一行。")
            if name.strip() in pairs:
                raise ValidationError(f"类别“{name.strip()[:40]}”写了两次。")
            if line.strip():
                pairs[name.strip()] = plain_number(number)
        return pairs

    def prepare_value(self, value: Any) -> Any:
        """A stored mapping as it is typed."""
        return (
            "\n".join(f"{name}：{one}" for name, one in value.items()) if isinstance(value, dict) else value
        )


class Pick(forms.ChoiceField):
    """A choice out of a few, the first chosen at the start; "" may be one of them and says that nothing is written."""

    width = "medium"

    def __init__(self, label: str, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        when = kwargs.pop("when", "")
        super().__init__(label=label, choices=choices, initial=choices[0][0], **kwargs)
        if when:
            self.widget.attrs["data-when"] = when
        self.error_messages["required"] = self.error_messages["invalid_choice"] = f"请选择{label}。"

    def clean(self, value: Any) -> str:
        """What is not sent is nothing written where that can be chosen, else the first choice."""
        names = [str(name) for name, _ in self.widget.choices]
        chosen: str = value or ("" if "" in names else names[0])
        return str(super().clean(chosen)) if chosen else ""


def written(**given: Any) -> dict[str, Any]:
    """Only what was filled in; names end in _ where Python keeps the word for itself."""
    return {name.rstrip("_"): value for name, value in given.items() if value not in ("", None, [], {})}


def keys_for(rows: list[dict[str, Any]], stem: str) -> list[str]:
    """A key for each row: the one it has, or one that is free."""
    found: list[str] = []
    taken = {row.get("key") for row in rows if row.get("key")}
    for row in rows:
        key, number = row.get("key") or "", len(found) + 1
        while not key or (not row.get("key") and (key in taken or key in found)):
            key, number = f"{stem}{number}", number + 1
        found.append(key)
    return found
