"""2,000 forms sent back with nonsense in them: every one is answered in words, none by a failure.

The forms are those that the pages of each post really show, in each stage; a fixed seed chooses the form, the fields
that are spoiled and what is put there.
"""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from scorecards.phases import Phase
from tests.access.pages import forms_of
from tests.access.table import fetched_by
from tests.access.world import argument, build
from units.roles import Role

pytestmark = pytest.mark.django_db
ALL = 2_000
PHASES = (Phase.PREPARING, Phase.FILLING, Phase.CHECKING, Phase.REVIEW)
"""The stages with the most forms; the others show some of the same."""
POSTS = (Role.CLERK, Role.HEAD, Role.OFFICER, Role.SECRETARY, Role.UNIT_LEADER, Role.SCORER)
NONSENSE = (
    "", " ", "　", "0", "-1", "1e9", "１２．５", "99999999999999999999", "0.0000001", "NaN", "Infinity", "½", "1/0",
    "好", "无此档次", "不适用", "<script>alert(1)</script>", "'; DROP TABLE units_unit; --", "%s%n", "../../etc/passwd",
    "😀" * 30, "长" * 5_000, "2026-02-30", "2026-13-01T25:61", "9999-12-31", "0001-01-01", "2026-07-03", "null", "[]",
    "{}", '{"a": 1}', "on", "True", "甲\t乙\n1\t2", "\u202e倒", "\ufeff", "\\", "a" * 300, "1 2 3 4 5 6 7 8 9",
    "，，，", "javascript:alert(1)",
)  # fmt: skip
BYTES = (
    b"", b"\x00" * 50, b"PK\x03\x04not a zip", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", "名称,分数\n".encode(),
    b"{" * 999,
)  # fmt: skip


def forms_in(phase, sign_in):
    """Each form of the stage with the client of the person who sees it, in a steady order."""
    world, found = build(phase), {}
    for role in POSTS:
        user = world.people[role]
        client = sign_in(user)
        for name in fetched_by(role.value):
            here = reverse(name, args=argument(world, name, "own", user))
            page = client.get(here)
            if page.status_code != 200 or page.streaming or not page["Content-Type"].startswith("text/html"):
                continue
            for form in forms_of(page.content.decode(), here=here):
                if not form.action.startswith(("/sign-out", "/password", "/sign-in")):
                    found.setdefault((role, form.action, tuple(sorted(form.fields))), (client, form))
    return list(found.values())


def spoiled(form, dice: random.Random) -> dict[str, object]:
    """The form's own answers with one to all of its fields replaced, some left out, some sent twice."""
    typed: dict[str, object] = dict(form.fields)
    names = sorted(typed)
    for name in dice.sample(names, dice.randint(1, len(names))) if names else []:
        typed[name] = dice.choice(NONSENSE)
        if dice.random() < 0.1:
            del typed[name]
        elif dice.random() < 0.05:
            typed[name] = [typed[name], dice.choice(NONSENSE)]
    for name in form.files:
        suffix = dice.choice(["xlsx", "pdf", "jpg", "exe", "txt", ""])
        typed[name] = SimpleUploadedFile(f"附件.{suffix}", dice.choice(BYTES))
    return typed


def send(client, form, typed) -> int:
    """The status; whatever was stored is rolled back."""
    with transaction.atomic():
        status = client.post(form.action, typed).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("phase", PHASES)
def test_nonsense_is_answered_in_words(phase, sign_in):
    dice, wrong = random.Random(f"晒比评 {phase}"), []
    forms = forms_in(phase, sign_in)
    assert len(forms) > 3
    for _ in range(ALL // len(PHASES)):
        client, form = dice.choice(forms)
        typed = spoiled(form, dice)
        status = send(client, form, typed)
        if status >= 500:
            wrong.append(f"{form.action} {typed}: {status}")
    assert wrong == []
