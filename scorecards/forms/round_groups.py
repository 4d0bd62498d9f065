"""Groups of a round as a clerk types them: one by hand, or one a class."""

from collections.abc import Sequence
from typing import Any

from django import forms

from scorecards.candidates import ClassCount
from scorecards.forms.box_names import box_key
from scorecards.forms.rounds import TOO_LONG
from scorecards.models import Round, RubricVersion, Subject
from units.models import User


class VersionChoice(forms.ChoiceField):
    """A version of a rubric, with its state; several fields share the versions that were read once."""

    def __init__(self, versions: Sequence[RubricVersion], **kwargs: Any) -> None:
        self._versions = {str(one.pk): one for one in versions}
        named = [
            (pk, f"《{one.rubric}》第{one.number}版（{one.get_state_display()}）")
            for pk, one in self._versions.items()
        ]
        super().__init__(choices=[("", "请选择"), *named], **kwargs)
        self.error_messages |= dict.fromkeys(("required", "invalid_choice"), "请选择评分细则。")

    def clean(self, value: Any) -> Any:
        """The version itself; none where nothing has to be chosen."""
        return self._versions.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """A version is shown by its key."""
        return str(value.pk) if isinstance(value, RubricVersion) else value


def versions_for(user: User) -> list[RubricVersion]:
    """All that this person may choose from; one query."""
    versions = RubricVersion.objects.visible_to(user).select_related("rubric")
    return list(versions.order_by("rubric__title", "rubric", "-number"))


class GroupForm(forms.Form):
    """增加组别, 修改组别; a 晒问题 round has no rubric to choose."""

    use_required_attribute = False
    name = forms.CharField(
        label="组别名称", max_length=40, help_text="如“县直部门一组”；同一组的在一起排名。"
    )
    subject = forms.ChoiceField(
        label="评分对象", choices=Subject.choices, widget=forms.RadioSelect, initial=Subject.UNIT
    )

    def __init__(self, data: Any = None, *, user: User, round_: Round, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["name"].error_messages |= {"required": "请填写组别名称。", "max_length": TOO_LONG}
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        messages = self.fields["subject"].error_messages
        messages["required"] = messages["invalid_choice"] = "请选择评分对象。"
        if round_.gives_scores:
            self.fields["version"] = VersionChoice(versions_for(user), label="评分细则")

    def clean(self) -> dict[str, Any]:
        """The transition always asks for a version."""
        return {"version": None, **self.cleaned_data}


class ClassesForm(forms.Form):
    """从类别生成: classes to make groups of, each with its version; names of boxes end in `box_key` of the class."""

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, classes: Sequence[ClassCount], user: User, round_: Round, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self._scored, self._classes = round_.gives_scores, [one for one in classes if one.name]
        versions = versions_for(user) if self._scored else []
        for one in self._classes:
            key = box_key(one.name)
            self.fields[f"class-{key}"] = forms.BooleanField(label=one.name, required=False)
            if self._scored:
                label = f"{one.name}的评分细则"
                self.fields[f"version-{key}"] = VersionChoice(versions, label=label, required=False)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each class with its boxes, for the page."""
        return [
            {
                "count": one,
                "chosen": self[f"class-{box_key(one.name)}"],
                "version": self[f"version-{box_key(one.name)}"] if self._scored else None,
            }
            for one in self._classes
        ]

    def clean(self) -> dict[str, Any]:
        """At least one class, and a version with each."""
        keys = [box_key(one.name) for one in self._classes]
        chosen = [key for key in keys if self.cleaned_data.get(f"class-{key}")]
        if not chosen:
            raise forms.ValidationError("还没有勾选类别，请至少勾选一个。")
        for key in chosen if self._scored else ():
            if not self.cleaned_data.get(f"version-{key}") and f"version-{key}" not in self.errors:
                self.add_error(f"version-{key}", "请选择评分细则。")
        return self.cleaned_data

    @property
    def versions(self) -> dict[str, RubricVersion | None]:
        """The chosen classes with their versions."""
        return {
            one.name: self.cleaned_data.get(f"version-{box_key(one.name)}")
            for one in self._classes
            if self.cleaned_data.get(f"class-{box_key(one.name)}")
        }
