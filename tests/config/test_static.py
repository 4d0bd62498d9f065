"""Package assets: the very files that were looked at, and a manifest that production can serve."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from config.staticfiles import ASSETS
from tests.config.test_settings import GOOD

BOOTSTRAP = "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede"


def test_bootstrap_is_the_known_file():
    found = Path(finders.find("vendor/bootstrap/css/bootstrap.min.css"))
    assert hashlib.sha256(found.read_bytes()).hexdigest() == BOOTSTRAP


def test_every_asset_exists():
    assert [str(path) for path in ASSETS.values() if not path.is_file()] == []


def test_collectstatic_makes_a_manifest_of_everything(tmp_path):
    environment = os.environ | GOOD | {"VAR_DIR": str(tmp_path), "DB_ROLE": "runtime", "TESTING": "0"}
    program = [sys.executable, settings.BASE_DIR / "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run(program, env=environment, check=True, cwd=tmp_path)
    paths = json.loads((tmp_path / "static" / "staticfiles.json").read_text("utf-8"))["paths"]
    wanted = {"css/app.css", "vendor/bootstrap/css/bootstrap.min.css"}
    assert wanted <= set(paths)
    assert all((tmp_path / "static" / name).is_file() for name in paths.values())
