"""The first sign-in of an empty installation."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_the_printed_account_signs_in_once_and_has_to_change_its_password():
    said = io.StringIO()
    call_command("first_clerk", stdout=said)
    username, password = re.search(r"账号 (\S+)  一次性密码 (\S+)（", said.getvalue()).groups()
    client = Client()
    client.post(reverse("sign-in"), {"username": username, "password": password})
    assert client.get(reverse("home"))["Location"] == reverse("password-change")


def test_it_is_refused_where_somebody_can_sign_in(clerk):
    with pytest.raises(CommandError, match="已有账号"):
        call_command("first_clerk", stdout=io.StringIO())
