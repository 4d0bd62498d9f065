"""The virus scanner: its exit code decides; without an answer a file waits and is asked about again."""

import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.units.uploads.making import pdf
from units import files, scanning
from units.models import ScanState, StoredFile
from units.tasks import scan_files
from units.uploads import BadFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def scanner(settings):
    """A scanner that runs these lines of Python."""

    def be(program: str) -> None:
        settings.SCAN_COMMAND = [sys.executable, "-c", program]

    return be


def store(officer, unit) -> StoredFile:
    return files.store_upload(SimpleUploadedFile("a.pdf", pdf()), owner_unit=unit, by=officer)


READS = "import sys; sys.exit({} if sys.stdin.buffer.read().startswith(b'%PDF') else 9)"


def test_a_clean_file_is_usable(scanner, officer, unit):
    scanner(READS.format(0))
    assert store(officer, unit).is_usable


def test_an_infected_file_is_not_kept(scanner, officer, unit, folder):
    scanner(READS.format(1))
    with pytest.raises(BadFile, match="没有通过查毒"):
        store(officer, unit)
    assert (StoredFile.objects.count(), list(folder.glob("*/*"))) == (0, [])


@pytest.mark.parametrize("program", [READS.format(2), "import time; time.sleep(60)", "import os; os.abort()"])
def test_a_file_without_an_answer_waits(scanner, officer, unit, program, monkeypatch):
    monkeypatch.setattr(scanning, "PATIENCE", 1)
    scanner(program)
    stored = store(officer, unit)
    assert (stored.scan_state, stored.is_usable) == (ScanState.WAITING, False)


def test_a_missing_scanner_lets_files_wait(settings, officer, unit):
    settings.SCAN_COMMAND = ["/nowhere/clamdscan", "-"]
    assert store(officer, unit).scan_state == ScanState.WAITING


@pytest.mark.parametrize(
    ("answer", "state"), [(0, ScanState.USABLE), (1, ScanState.REJECTED), (2, ScanState.WAITING)]
)
def test_waiting_files_are_asked_about_again(scanner, officer, unit, answer, state):
    scanner(READS.format(2))
    stored = store(officer, unit)
    scanner(READS.format(answer))
    scan_files(0)
    stored.refresh_from_db()
    assert stored.scan_state == state


def test_what_was_rejected_later_cannot_be_sent_in_again(scanner, officer, unit):
    store(officer, unit)
    StoredFile.objects.update(scan_state=ScanState.REJECTED)
    with pytest.raises(BadFile, match="没有通过查毒"):
        store(officer, unit)
