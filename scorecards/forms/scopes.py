"""How much of a round's results the units are shown, at 核对, 公示 and 通报 apart."""

from typing import Any

from django import forms

from scorecards.models import TO_THE_PUBLIC, Round, Scope

SCOPES = ("review_scope", "notice_scope", "release_scope")
_TOP = "请填 1 到 999 之间的整数。"
_PUBLIC = [(scope.value, scope.label) for scope in TO_THE_PUBLIC]


def _scope(label: str, hint: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        error_messages={"required": f"请选择{label}。", "invalid_choice": f"请选择{label}。"},
    )


class ScopeFields(forms.Form):
    """The three scopes, and how many places “前若干名” are."""

    review_scope = _scope(
        "核对时公开", "核对阶段各单位在本单位得分之外还能看到什么；一般为仅本单位。", Scope.choices
    )
    notice_scope = _scope("公示范围", "优秀名单按规定顺序排列，不写名次和得分。", _PUBLIC)
    release_scope = _scope("通报范围", "通报后各单位能看到什么；完整名次只给工委和县领导。", Scope.choices)
    scope_top = forms.IntegerField(
        label="公开前几名",
        min_value=1,
        max_value=999,
        required=False,
        help_text="以上选“前若干名”时填写。",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _TOP),
    )

    def clean(self) -> dict[str, Any]:
        """“前若干名” says how many, and nothing else does."""
        given = super().clean() or self.cleaned_data
        names_top = Scope.TOP in [given.get(name) for name in SCOPES]
        if names_top and given.get("scope_top") is None and "scope_top" not in self.errors:
            self.add_error("scope_top", "选了“前若干名”，请填写公开前几名。")
        if not names_top:
            given["scope_top"] = None
        return given

    def match_places(self, *, gives_places: bool) -> None:
        """No scope by place for a round that has none."""
        for name in SCOPES:
            if not gives_places and self.cleaned_data.get(name) == Scope.TOP:
                self.add_error(name, "本期次只定等次、不设名次，不能按名次公开。")


class ScopeForm(ScopeFields):
    """调整公开范围 of a round under way."""

    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._round = round_

    def clean(self) -> dict[str, Any]:
        """As far as the round has places."""
        given = super().clean()
        self.match_places(gives_places=self._round.gives_places)
        return given


def scopes_of(round_: Round) -> dict[str, Any]:
    """What the form shows of a round."""
    return {name: getattr(round_, name) for name in ScopeFields.base_fields}
