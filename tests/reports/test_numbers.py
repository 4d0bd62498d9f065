"""One group of 120 units, long names and rare characters among them: page, PDF and workbook say the same."""

import re
from fractions import Fraction

import pytest
from django.urls import reverse

from reports import fonts
from reports.models import Document, Face
from reports.papers import sheet_of
from scorecards import transitions
from scorecards.models import Card, Mark, Release, Standing
from scorecards.phases import Phase
from scorecards.scoring import half_up
from tests.factories import advance, fill_all, group_of, make_round
from tests.reports.papers import cells_of, printed, text_of
from tests.reports.snapshots import RARE
from units.models import Unit

pytestmark = pytest.mark.django_db
UNITS = 120


@pytest.fixture
def release(clerk, head) -> Release:
    """Released with losses that differ: 120 totals over nine values, with ties."""
    round_ = make_round(clerk, units=UNITS)
    for number, unit in enumerate(Unit.objects.order_by("pk"), 1):
        long = f"示范县{RARE}经济开发区管理委员会机关事务服务第{number}中心"
        Unit.objects.filter(pk=unit.pk).update(name=long if number % 3 == 0 else f"示范县{RARE}第{number}局")
    advance(round_, Phase.CHECKING, clerk=clerk, head=head)
    fill_all(round_, by=clerk)
    group = group_of(round_)
    outside = Card.objects.filter(group=group).order_by("official_order").first()
    Card.objects.filter(pk=outside.pk).update(taking_part=Standing.UNRANKED, standing_reason="新设立")
    marks = Mark.objects.filter(card__group=group, node__key="1.1").select_related("card")
    cells = [
        transitions.Cell(mark.card_id, "1.1", f"0 0 {mark.card.official_order % 5}", mark.version)
        for mark in marks
    ]
    assert not [saved.problem for saved in transitions.save_checked(group, cells, by=clerk) if saved.problem]
    advance_locked(round_, clerk=clerk, head=head)
    return Release.objects.select_related("group__round__previous", "group__version").get()


def advance_locked(round_, *, clerk, head):
    transitions.confirm_group(group_of(round_), by=head)
    transitions.lock_round(round_, by=clerk)
    round_.refresh_from_db()
    advance(round_, Phase.RELEASED, clerk=clerk, head=head)


def test_page_paper_and_workbook_say_the_same(release, clerk, sign_in):
    fonts.cut_all()
    sheet = sheet_of(release)
    rows = sheet.rows
    told = [
        (row.line.place, row.line.name, f"{row.line.total}", [f"{cell.value}" for cell in row.cells])
        for row in rows
    ]
    stored = {card.name: f"{card.total}" for card in Card.objects.filter(group=release.group)}
    assert {name: total for _, name, total, _ in told} == stored
    assert len({total for *_, total, _ in told}) > 2

    client = sign_in(clerk)
    address = reverse("scorecards:standings", args=[release.group_id])
    pages = [client.get(address, {"page": number}).content.decode() for number in (1, 2)]
    page = "".join("".join(pages).split())
    book = cells_of(client.get(book_of(release)).content)[3 : 3 + UNITS]
    assert [(line[0], line[1]) for line in book] == [(place, name) for place, name, *_ in told]
    for (_, name, total, parts), line in zip(told, book, strict=True):
        assert [f"{half_up(Fraction(str(value)), 2)}" for value in line[2 : 3 + len(parts)]] == [
            *parts,
            total,
        ]
        assert re.search(rf"{name}<(?:(?!</tr>).)*{re.escape(total)}", page)
    means = [*[cell.text for cell in sheet.summary.cells], f"{sheet.summary.mean}"]
    assert f"本组平均（{UNITS}个参评单位）</th>" + "".join(
        f'<tdclass="num">{mean}</td>' for mean in means
    ) in (page.replace("<td></td>", ""))
    (foot,) = [line for line in cells_of(client.get(book_of(release)).content) if "平均分" in line]
    assert [f"{half_up(Fraction(str(value)), 2)}" for value in foot[2 : 2 + len(means)]] == means
    for face in Face:
        text = text_of(bytes(paper(face).content))
        assert text.count(RARE) >= UNITS
        assert_in_order(text, [total for *_, total, _ in told])


def book_of(release) -> str:
    return reverse("reports:release-xlsx", args=[release.pk])


def assert_in_order(text: str, figures: list[str]) -> None:
    """Each stands behind the one before."""
    at = 0
    for figure in figures:
        at = text.find(figure, at) + 1
        assert at


def paper(face) -> Document:
    return printed(Document.objects.get(kind="ranking", face=face))
