"""Names as other offices write them: the sure ones are found, near ones offered, confirmed ones remembered."""

import pytest

from scorecards.cards.names import names_of_cards
from tests.factories import make_unit
from tests.scorecards.lists.offices import cards_in, checking, mark
from tests.scorecards.lists.pasting import apply, check
from units.models import UnitAlias
from units.transitions import remember

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(clerk):
    finance = make_unit(name="示范县财政局", short_name="财政局", party_name="中共示范县财政局党组")
    return checking(clerk, finance, make_unit(name="示范县农业农村局", short_name="农业局"))


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


@pytest.mark.parametrize("raw", ["财政局", " 示范县 财政局", "中共示范县财政局党组", "示范县财政局（本级）"])
def test_name_is_found_however_it_is_written(raw, round_):
    cards = cards_in(round_)
    assert names_of_cards(cards).match(raw).owner == cards[0].pk


@pytest.mark.parametrize("raw", ["", "——", "x", "😀", "水"])
def test_name_of_nobody_offers_nobody(raw, round_):
    assert names_of_cards(cards_in(round_)).match(raw).near == ()


def test_confirmed_name_matches_by_itself_next_time(client, round_):
    text, card = "财经管理局\t1 0 0", cards_in(round_)[0]
    assert "有 1 个名称要您确认" in check(client, round_, text).content.decode()
    apply(client, round_, check(client, round_, text, near_name="财经管理局", near_card=str(card.pk)))
    assert UnitAlias.objects.get().unit == card.unit
    answer = check(client, round_, "财经管理局\t2 0 0").content.decode()
    assert ("要您确认" in answer, 'name="parcel"' in answer) == (False, True)


def test_short_name_of_two_units_is_offered_and_not_remembered(client, round_, clerk):
    units = [make_unit(name=name, short_name="教育局") for name in ("甲县教育局", "乙县教育局")]
    again = checking(clerk, *units, title="另一期")
    card = cards_in(again)[1]
    page = check(client, again, "教育局\t1 0 0").content.decode()
    assert page.count("不止一个用这个名称，请选定") == 2
    apply(client, again, check(client, again, "教育局\t1 0 0", near_name="教育局", near_card=str(card.pk)))
    assert mark(cards_in(again)[1], "1.1").checked_input == {"counts": {"less": "1"}}
    assert UnitAlias.objects.count() == 0


def test_name_that_means_another_unit_is_entered_but_not_taken_from_it(client, round_, clerk):
    remember(make_unit(name="示范县水务局"), "水利站", by=clerk)
    card = cards_in(round_)[0]
    answer = check(client, round_, "水利站\t1 0 0", near_name="水利站", near_card=str(card.pk))
    told = client.get(apply(client, round_, answer)["Location"]).content.decode()
    assert ("已经记给示范县水务局" in told, UnitAlias.objects.get().unit.name) == (True, "示范县水务局")
