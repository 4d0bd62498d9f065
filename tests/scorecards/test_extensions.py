"""延期: for all and for one unit, decided by the database's clock, on record and told."""

import datetime
import uuid

import pytest

from scorecards.models import Card, Round, RoundExtension
from scorecards.phases import Phase
from scorecards.transitions import Refused, stages
from scorecards.transitions.extensions import extend_round
from tests.factories import FAR, advance, cards_of, make_round, make_unit, make_user
from units.models import Notice
from units.roles import Role

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def round_(clerk, head) -> Round:
    return advance(make_round(clerk), Phase.FILLING, clerk=clerk, head=head)


def extend(round_, clerk, *, until=FAR + DAY, key: str = "", **more) -> None:
    extend_round(round_, until=until, reason="停电", key=key or str(uuid.uuid4()), by=clerk, **more)


def test_for_all_the_rounds_own_deadline_moves(round_, clerk):
    extend(round_, clerk)
    made = RoundExtension.objects.get(round=round_)
    assert Round.objects.get(pk=round_.pk).fill_due_at == FAR + DAY
    assert (made.unit, made.until, made.reason, made.made_by) == (None, FAR + DAY, "停电", clerk)


def test_for_one_unit_its_own_cards_move_alone(round_, clerk):
    one, other = cards_of(round_)
    extend(round_, clerk, unit=one.unit)
    due = {card.pk: card.due_at for card in cards_of(round_)}
    assert due == {one.pk: FAR + DAY, other.pk: FAR}


def test_only_whom_it_concerns_is_told(round_, clerk):
    one, other = cards_of(round_)
    people = [make_user(Role.OFFICER, unit=card.unit) for card in (one, other)]
    extend(round_, clerk, unit=one.unit)
    told = [Notice.objects.filter(user=user, text__contains="截止时间延至").count() for user in people]
    assert told == [1, 0]


@pytest.mark.parametrize("until", [FAR, FAR - DAY])
def test_not_later_than_before_is_refused(round_, clerk, until):
    with pytest.raises(Refused, match="必须晚于原来的截止时间"):
        extend(round_, clerk, until=until)
    assert not RoundExtension.objects.exists()


def test_a_time_that_is_over_is_refused_though_later_than_before(round_, clerk):
    Round.objects.filter(pk=round_.pk).update(fill_due_at=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC))
    with pytest.raises(Refused, match="必须晚于现在"):
        extend(round_, clerk, until=datetime.datetime(2026, 1, 3, tzinfo=datetime.UTC))


def test_a_unit_that_has_more_time_needs_more_than_that(round_, clerk):
    unit = cards_of(round_)[0].unit
    extend(round_, clerk, unit=unit, until=FAR + 2 * DAY)
    with pytest.raises(Refused, match="必须晚于原来的截止时间"):
        extend(round_, clerk, unit=unit)


def test_a_unit_that_takes_no_part_is_refused(round_, clerk):
    with pytest.raises(Refused, match="没有参加本期次"):
        extend(round_, clerk, unit=make_unit())


def test_the_same_form_again_changes_nothing(round_, clerk):
    key = str(uuid.uuid4())
    extend(round_, clerk, key=key)
    extend(round_, clerk, key=key)
    assert RoundExtension.objects.count() == 1


def test_after_filling_there_is_nothing_to_extend(round_, clerk):
    stages.start_checking(round_, by=clerk)
    with pytest.raises(Refused, match="只有“填报”阶段可以这样做"):
        extend(round_, clerk)
    assert not Card.objects.exclude(extended_until=None).exists()
