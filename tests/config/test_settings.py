"""Wrong settings stop the start, with a sentence; production refuses what is for development."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {
    "APP_ENV": "production",
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "localhost",
    "DATABASE_URL": "postgresql://app@localhost/x",
    "DATABASE_OWNER_URL": "postgresql://owner@localhost/x",
}


def start(**changes: str | None) -> tuple[int, str]:
    """Load the settings as a fresh process does."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    environment = kept | {name: value for name, value in (GOOD | changes).items() if value is not None}
    program = [sys.executable, "-c", "import config.settings"]
    done = subprocess.run(
        program, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


def test_good_settings_start():
    assert start() == (0, "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"APP_ENV": "staging"}, "APP_ENV 的值“staging”不对"),
        ({"DEBUG": "1"}, "正式环境不得打开 DEBUG"),
        ({"DEBUG": "yes"}, "DEBUG 的值“yes”不对"),
        ({"SECRET_KEY": None}, "SECRET_KEY 未设置"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": None}, "正式环境必须设置 DATABASE_URL"),
        ({"DB_ROLE": "owner", "DATABASE_OWNER_URL": None}, "正式环境必须设置 DATABASE_OWNER_URL"),
        ({"IDLE_MINUTES": "0"}, "IDLE_MINUTES 的值“0”不对"),
        ({"ACCEL_PREFIX": "stored"}, "ACCEL_PREFIX 要以“/”开头"),
        ({"SCAN_COMMAND": "clamdscan '-"}, "SCAN_COMMAND 的引号不成对"),
        ({"IDLE_MINUTES": "half"}, "IDLE_MINUTES 的值“half”不对"),
    ],
)
def test_wrong_settings_stop_the_start(changes, sentence):
    status, said = start(**changes)
    assert status != 0
    assert sentence in said


def test_production_is_what_nobody_said_otherwise():
    status, said = start(APP_ENV=None, DATABASE_URL=None)
    assert status != 0
    assert "正式环境" in said
