"""Which rows of the standings one looks at, and in which order; what was chosen stays in the address."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Exists, F, OrderBy, OuterRef, Q

from scorecards.models import Standing
from scorecards.models.card_lists import IS_PROVISIONAL
from scorecards.standings.figures import part_of
from scorecards.standings.rows import CLOSE, GradeLine
from units.models import Unit, User

OFFICIAL = "official"
_PROVISIONAL, _CLOSE = "provisional", "close"


class StandingsFilter(forms.Form):
    """Class, name, and what needs another look; a value that no longer exists finds nothing, an unknown order is the
    ranking's. The page prints `classes` and `kinds` by itself: a widget costs as much as ten rows."""

    class_name = forms.CharField(label="类别", required=False, max_length=20)
    q = forms.CharField(label="单位名称、拼音或首字母", required=False, max_length=40)
    only = forms.ChoiceField(label="只看", required=False)

    def __init__(self, data: Any, *, user: User, keys: Sequence[str] = (), is_live: bool) -> None:
        super().__init__(data, auto_id="filter_%s")
        self._user, self._keys = user, keys
        live = [(_PROVISIONAL, "只看暂计")] if is_live else []
        self.kinds = [("", "全部"), *live, (_CLOSE, f"只看分差在{CLOSE}以内")]
        self.classes = [("", "全部类别")]
        self.fields["only"].choices = self.kinds  # type: ignore[attr-defined]

    def offer(self, classes: Collection[str]) -> None:
        """The classes there are."""
        names = sorted({*classes, *filter(None, [self.chosen.get("class_name")])})
        self.classes += [(one, one) for one in names]

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen and can be looked for."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def sort(self) -> str:
        """排列顺序, a part's key, or nothing for the ranking."""
        given = self.data.get("sort", "")
        return given if given in {OFFICIAL, *self._keys} else ""

    @property
    def is_close(self) -> bool:
        """Whether neighbours have to be known."""
        return self.chosen.get("only") == _CLOSE

    def wanted(self, lines: Mapping[int, Sequence[GradeLine]], *, of: str = "") -> Q:
        """As a condition on cards, or on what has a card (`of` is "card__"); `lines` by group."""
        chosen, wanted = self.chosen, Q()
        if "class_name" in chosen:
            wanted &= Q(**{f"{of}class_name": chosen["class_name"]})
        if "q" in chosen:
            wanted &= self._named(chosen["q"], of)
        if chosen.get("only") == _PROVISIONAL:
            wanted &= IS_PROVISIONAL
        if self.is_close:
            wanted &= Q(**{f"{of}taking_part": Standing.RANKED}) & _is_close(lines, of)
        return wanted

    def _named(self, words: str, of: str) -> Q:
        """By the names that were frozen at opening, or as the unit is found everywhere.

        Not `in`: a condition that stands beside a place may not hold a list that is asked for.
        """
        units = Unit.objects.visible_to(self._user).matching(words).filter(pk=OuterRef(f"{of}unit"))
        frozen = (Q(**{f"{of}{name}__contains": words}) for name in ("unit_name", "branch_name"))
        return next(frozen) | next(frozen) | Q(Exists(units))

    def order(self, usual: Sequence[Any], *, of: str = "") -> list[Any]:
        """The columns to order by; `usual` is the ranking."""
        if self.sort == OFFICIAL:
            return [f"{of}official_order", "pk"]
        return (
            [OrderBy(part_of(self.sort), descending=True, nulls_last=True), *usual] if self.sort else [*usual]
        )


def _is_close(lines: Mapping[int, Sequence[GradeLine]], of: str) -> Q:
    """To the neighbour above or below, or to a line of its group."""
    close = Q(above__lte=F("total") + CLOSE) | Q(below__gte=F("total") - CLOSE)
    for pk, of_group in lines.items():
        for _, line in of_group:
            close |= Q(**{f"{of}group": pk, "total__range": (line - CLOSE, line + CLOSE)})
    return close
