"""Rows written by one statement hold exactly what saving them one by one would have stored."""

import datetime
from decimal import Decimal

import pytest
from django.db import DataError

from scorecards.models import Mark
from scorecards.models.writing import write_rows

pytestmark = pytest.mark.django_db
NAMES = ["reported_input", "reported", "reported_note", "changed_by", "changed_at", "version"]


def marks_of(card) -> list[Mark]:
    return list(Mark.objects.filter(card=card).order_by("pk"))


def test_every_kind_of_field_is_stored_as_given(card, clerk, django_assert_num_queries):
    marks, at = marks_of(card), datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    first, second = marks[:2]
    first.reported_input, first.reported, first.reported_note = (
        {"值": "“1”\\"},
        Decimal("1.2345"),
        "引号'和\n换行",
    )
    first.changed_by, first.changed_at, first.version = clerk, at, 7
    second.reported_input, second.reported, second.version = None, None, 3
    with django_assert_num_queries(1):
        write_rows(marks, NAMES)
    assert [[getattr(mark, name) for name in NAMES] for mark in marks_of(card)] == [
        [getattr(mark, name) for name in NAMES] for mark in marks
    ]


def test_a_column_that_is_not_named_stays(card):
    mark = marks_of(card)[0]
    mark.basis, mark.version = "不写", 5
    write_rows([mark], ["version"])
    assert Mark.objects.values_list("basis", "version").get(pk=mark.pk) == ("", 5)


def test_too_long_a_text_is_refused_and_not_cut(card):
    mark = marks_of(card)[0]
    mark.reported_note = "长" * 501
    with pytest.raises(DataError):
        write_rows([mark], ["reported_note"])


def test_no_rows_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        write_rows([], NAMES)
