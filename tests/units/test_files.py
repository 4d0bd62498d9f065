"""Stored files: kept once an owner, bytes and row together, seen by their unit, sent with safe headers."""

import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from tests.factories import make_branch, make_unit, make_user
from tests.units.uploads.making import office, pdf, photograph, picture
from units import files
from units.models import ScanState, StoredFile, User
from units.roles import Role
from units.uploads import MOST_BYTES, BadFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def store(data: bytes, *, unit=None, by, name: str = "学习记录.pdf") -> StoredFile:
    return files.store_upload(SimpleUploadedFile(name, data), owner_unit=unit, by=by)


def kept(folder) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_bytes_are_kept_under_a_random_name(folder, officer, unit):
    stored = store(pdf(), unit=unit, by=officer)
    assert kept(folder) == [stored.random_path]
    assert "学习" not in stored.random_path
    assert (stored.sha256, stored.size) == (hashlib.sha256(pdf()).hexdigest(), len(pdf()))
    assert (stored.name, stored.kind, stored.is_usable) == ("学习记录.pdf", "pdf", True)
    assert (stored.owner_unit, stored.uploaded_by) == (unit, officer)


def test_a_file_is_named_by_its_content(officer, unit):
    stored = store(picture("PNG"), unit=unit, by=officer, name="扫描件.docx")
    assert (stored.name, stored.kind) == ("扫描件.png", "png")


def test_the_digest_is_that_of_the_bytes_that_are_kept(officer, unit):
    stored = store(photograph(), unit=unit, by=officer)
    with files.open_file(stored) as file:
        content = file.read()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (stored.sha256, stored.size)
    assert b"secret" not in content


@pytest.mark.parametrize("data", [pdf(), photograph()])
def test_the_same_bytes_of_one_owner_are_kept_once(folder, officer, clerk, unit, data):
    first = store(data, unit=unit, by=officer)
    assert store(data, unit=unit, by=clerk, name="另一个名字.pdf") == first
    assert len(kept(folder)) == 1


def test_two_owners_have_two_files(folder, officer, clerk, unit):
    owners = [unit, make_unit(), None]
    assert len({store(pdf(), unit=owner, by=clerk).pk for owner in owners}) == 3
    assert store(pdf(), by=clerk) == StoredFile.objects.get(owner_unit=None)
    assert len(kept(folder)) == 3


def test_a_refused_file_leaves_nothing(folder, officer, unit):
    for data in (b"", b"MZ", b"%PDF-" + bytes(MOST_BYTES), b"%PDF-" + bytes(MOST_BYTES + 2**20)):
        with pytest.raises(BadFile):
            store(data, unit=unit, by=officer)
    assert (kept(folder), StoredFile.objects.count()) == ([], 0)


def test_bytes_go_again_when_the_row_is_refused(folder, unit):
    with pytest.raises(ValueError, match="unsaved"):
        store(pdf(), unit=unit, by=User(name="没有账号"))
    assert kept(folder) == []


def test_a_file_is_not_stored_inside_a_transaction_that_may_fail(folder, officer, unit):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        store(pdf(), unit=unit, by=officer)
    assert kept(folder) == []


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one_file_and_no_bytes_are_left_over(folder, settings, officer, unit):
    together = "import os, sys, time\nopen(os.path.join({0!r}, str(os.getpid())), 'w').close()\n"
    together += "while len(os.listdir({0!r})) < 2: time.sleep(0.01)"  # both have looked, neither has stored
    meeting = folder.parent / "meeting"
    meeting.mkdir()
    settings.SCAN_COMMAND = [sys.executable, "-c", together.format(str(meeting))]
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: store_and_leave(unit, officer), range(2))
    assert (first, kept(folder)) == (second, [first.random_path])


def store_and_leave(unit, officer) -> StoredFile:
    try:
        return store(pdf(), unit=unit, by=officer)
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.CLERK, ["office", "other", "own"]),
        (Role.HEAD, ["office", "other", "own"]),
        (Role.OFFICER, ["own"]),
        (Role.UNIT_LEADER, ["own"]),
        (Role.SECRETARY, ["own"]),
        (Role.COUNTY_LEADER, []),
        (Role.AUDITOR, []),
        (Role.SYSADMIN, []),
        (Role.SECADMIN, []),
    ],
)
def test_only_the_office_and_the_own_unit_see_a_file(person, clerk, unit, role, sees):
    owners = {"own": unit, "other": make_unit(), "office": None}
    named = {store(pdf(), unit=owner, by=clerk).pk: name for name, owner in owners.items()}
    visible = StoredFile.objects.visible_to(person(role))
    assert sorted(named[stored.pk] for stored in visible) == sees


def test_who_left_the_post_sees_nothing(clerk, officer, unit):
    store(pdf(), unit=unit, by=clerk)
    officer.posts.update(until="2026-06-30")
    assert list(StoredFile.objects.visible_to(type(officer).objects.get(pk=officer.pk))) == []


def test_a_secretary_of_another_unit_sees_nothing(clerk, unit):
    store(pdf(), unit=unit, by=clerk)
    stranger = make_user(Role.SECRETARY, branch=make_branch())
    assert list(StoredFile.objects.visible_to(stranger)) == []


def test_a_file_is_sent_with_safe_headers(officer, unit):
    response = files.send_file(store(pdf(), unit=unit, by=officer))
    assert (b"".join(response), response["Content-Type"]) == (pdf(), "application/pdf")
    response.close()
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E5%AD%A6%E4%B9%A0%E8%AE%B0%E5%BD%95.pdf"
    )


@pytest.mark.parametrize(
    ("data", "way"), [(picture(), "inline"), (pdf(), "attachment"), (office(), "attachment")]
)
def test_only_a_picture_shows_inline(officer, unit, data, way):
    response = files.send_file(store(data, unit=unit, by=officer, name="a.bin"), inline=True)
    assert response["Content-Disposition"].startswith(f'{way}; filename="a.')
    response.close()


def test_nginx_sends_the_bytes_where_it_is_told_to(settings, officer, unit):
    stored = store(pdf(), unit=unit, by=officer)
    direct = files.send_file(stored)
    direct.close()
    settings.ACCEL_PREFIX = "/stored/"
    handed = files.send_file(stored)
    assert (handed.content, handed["X-Accel-Redirect"]) == (b"", f"/stored/{stored.random_path}")
    same = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options")
    assert [handed[name] for name in same] == [direct[name] for name in same]


@pytest.mark.parametrize(
    ("state", "words"), [(ScanState.WAITING, "正在等待查毒"), (ScanState.REJECTED, "没有通过查毒")]
)
def test_a_file_that_was_not_passed_is_not_given_out(settings, officer, unit, state, words):
    stored = store(pdf(), unit=unit, by=officer)
    stored.scan_state = state
    for prefix in ("", "/stored/"):
        settings.ACCEL_PREFIX = prefix
        for give in (files.open_file, files.send_file):
            with pytest.raises(PermissionDenied, match=words):
                give(stored)
