"""Rules about the whole project."""

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import get_resolver

from units.roles import Role

ROOT = Path(settings.BASE_DIR)
ROOMS = ("units", "scorecards", "reports", "config")
# Autosaves are recorded by the history of marks, not by the access log; 试算 stores nothing.
UNRECORDED = {"card_check_save", "card_save", "matrix_save", "rubric_figure"}


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return [name for name in listed.splitlines() if (ROOT / name).exists()] or [
        str(path.relative_to(ROOT)) for path in ROOT.rglob("*.py") if ".venv" not in path.parts
    ]


def test_foreign_keys_point_downwards():
    upward = [
        f"{model._meta.label}.{field.name}"
        for room in ROOMS[:3]
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if field.many_to_one and field.concrete and (other := field.related_model._meta.app_label) in ROOMS
        and ROOMS.index(other) > ROOMS.index(room)
    ]  # fmt: skip
    assert upward == []


def views(patterns=None):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            yield from views(pattern.url_patterns)
        else:
            yield pattern.callback


def test_every_act_is_on_record():
    silent = []
    for view in views():
        source = Path(view.__code__.co_filename) if hasattr(view, "__code__") else None
        text = source.read_text("utf-8") if source else ""
        is_act = re.search(rf"@require_POST\ndef {view.__name__}\(", text)
        if is_act and not getattr(view, "access_verb", "") and view.__name__ not in UNRECORDED:
            silent.append(view.__name__)
    assert silent == []


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements.in", "requirements-dev.in"]
)
def test_requirements_name_no_address(name):
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|--(?:index|extra-index|find-links|trusted-host)", text)


def test_nothing_third_party_is_committed():
    bad = [
        name
        for name in tracked()
        if re.search(r"\.(ttf|otf|ttc|woff2?|whl)$|uv\.lock$|\.min\.(js|css)$", name)
    ]
    assert bad == []


def test_views_fetch_only_through_scopes():
    """`objects.all()` never stands in a view."""
    named = [
        name
        for name in tracked()
        if name.endswith(".py") and ("/views/" in name or name.endswith("views.py"))
    ]
    assert named
    assert [name for name in named if "objects.all()" in (ROOT / name).read_text("utf-8")] == []


def test_templates_hold_no_inline_script_or_style():
    found = []
    for name in tracked():
        if name.startswith("templates/") and not name.startswith("templates/reports/pdf/"):
            text = (ROOT / name).read_text("utf-8")
            if re.search(
                r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=\"|\|safe\b|autoescape off", text
            ):
                found.append(name)
    assert found == []


def test_nothing_opens_a_workbook_but_the_child():
    """openpyxl only writes; what an office sends is read by `units.sheets` behind its guard."""
    found = [
        name
        for name in tracked()
        if name.endswith(".py") and not name.startswith("tests/")
        and "load_" + "workbook" in (ROOT / name).read_text("utf-8")
    ]  # fmt: skip
    assert found == []


def test_every_template_is_used():
    names = {name.removeprefix("templates/") for name in tracked() if name.startswith("templates/")}
    sources = "\n".join(
        (ROOT / name).read_text("utf-8") for name in tracked() if name.endswith((".py", ".html"))
    )
    by_name = {"400.html", "403.html", "404.html", "413.html", "500.html", "shaibiping/uni_form.html"}
    kinds = {f"scorecards/inputs/{kind}.html" for kind in ("boxes", "level", "tally")}
    posts = {f"help/{role}.html" for role in Role}
    assert [
        name
        for name in sorted(names - by_name - kinds - posts)
        if f'"{name}"' not in sources and f"'{name}'" not in sources
    ] == []


def test_no_check_is_loosened():
    words = [("pytest.mark." + "skip"), ("pytest." + "skip"), ("x" + "fail"), ("TO" + "DO:"), ("FIX" + "ME")]
    found = [f"{name}: {word}" for name in tracked() if name.endswith(".py") and name != "tests/test_project.py"
             for word in words if word in (ROOT / name).read_text("utf-8")]  # fmt: skip
    assert found == []
