"""A form's key: taken once, harmless twice, and good for one thing only."""

import pytest
from django.db import transaction

from units import submissions

pytestmark = pytest.mark.django_db


def test_a_key_is_taken_once(clerk):
    key = submissions.new_key()
    assert submissions.claim(clerk, key, result_url="/a/")
    assert not submissions.claim(clerk, key, result_url="/a/")


def test_two_people_may_hold_the_same_key(clerk, head):
    key = submissions.new_key()
    assert submissions.claim(clerk, key, result_url="/a/")
    assert submissions.claim(head, key, result_url="/a/")


def test_a_key_is_good_for_one_thing(clerk):
    key = submissions.new_key()
    submissions.claim(clerk, key, result_url="/a/")
    with pytest.raises(submissions.BadKey, match="已用于另一件事"):
        submissions.claim(clerk, key, result_url="/b/")


@pytest.mark.parametrize("key", ["", "x", "12345678-1234-1234-1234-12345678901"])
def test_a_made_up_key_is_refused(clerk, key):
    with pytest.raises(submissions.BadKey, match="页面已过期"):
        submissions.claim(clerk, key, result_url="/a/")


@pytest.mark.django_db(transaction=True)
def test_a_key_needs_a_transaction(clerk):
    with pytest.raises(transaction.TransactionManagementError):
        submissions.claim(clerk, submissions.new_key(), result_url="/a/")
