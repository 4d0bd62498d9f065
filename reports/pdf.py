"""Rows and a template in, a PDF out: the job is written here and done by a child process (`reports.render`)."""

import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO

from django.conf import settings
from django.template.loader import render_to_string

from reports import fonts
from reports.job import FONT_SCHEME, Ending, Job, Report

VARIANT = "pdf/a-2a"
STYLE_SHEET = Path("static/css/pdf.css")
FONTCONFIG = "<fontconfig/>"
"""An empty configuration: no face of the machine can slip in, so every server makes the same bytes."""

_THRIFTY = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "65536",
    "MALLOC_MMAP_THRESHOLD_": "65536",
}
"""What a finished page took goes back at once: a tenth less for a long paper."""

logger = logging.getLogger(__name__)


class RenderFailed(Exception):
    """A paper could not be made; the sentence says what to do, the log says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one paper may cost."""

    seconds: int = 60
    megabytes: int = 1024


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished paper; a warning is a missing glyph or unknown CSS and is never expected."""

    content: bytes
    sha256: str
    pages: int
    warnings: tuple[str, ...] = ()


LIMITS = Limits()
LOOK_EVERY = 2.0
"""Seconds between two looks at how far the child is."""


def _unheard(_parts: int) -> None:
    """Nobody waits for it."""


def render_pdf(
    *contexts: Mapping[str, object],
    template: str,
    created: datetime,
    limits: Limits = LIMITS,
    tell: Callable[[int], None] = _unheard,
) -> Rendered:
    """The template with each context as PDF/A, bound; `created` is the only moment that enters the file."""
    parts = [render_to_string(template, dict(context)) for context in contexts]
    return render_html(*parts, created=created, limits=limits, tell=tell)


def render_html(
    *parts: str, created: datetime, limits: Limits = LIMITS, tell: Callable[[int], None] = _unheard
) -> Rendered:
    """Whole HTML texts under the style sheet of the papers, bound into one file; each counts its own pages.

    `tell` hears now and then how many are laid out.
    """
    try:
        faces = fonts.faces()
    except fonts.FontsMissing as missing:
        raise RenderFailed(str(missing)) from missing
    job = Job(
        parts=[*parts],
        css=font_rules(faces) + (Path(settings.BASE_DIR) / STYLE_SHEET).read_text("utf-8"),
        fonts={face.key: str(face.file) for face in faces},
        created=created.astimezone(UTC).isoformat(timespec="seconds"),
        variant=VARIANT,
        seconds=limits.seconds,
        megabytes=limits.megabytes,
        parent=os.getpid(),
    )
    return _rendered(_run(json.dumps(job).encode(), limits=limits, tell=tell))


def font_rules(faces: Iterable[fonts.Face]) -> str:
    """One @font-face a file, under the private scheme that the child's fetcher knows."""
    return "".join(
        f'@font-face{{font-family:{face.family};font-weight:{face.weight};src:url("{FONT_SCHEME}{face.key}")}}\n'
        for face in faces
    )


def _run(job: bytes, *, limits: Limits, tell: Callable[[int], None]) -> subprocess.CompletedProcess[bytes]:
    with tempfile.TemporaryDirectory(prefix="paper-") as folder, tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "reports.render"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
            cwd=settings.BASE_DIR, env=_environment(folder),
        )  # fmt: skip
        with child:
            try:
                content = _waited_for(child, job, said, limits=limits, tell=tell)
            except subprocess.TimeoutExpired as late:
                raise RenderFailed(
                    f"生成文件超过 {limits.seconds} 秒，已停止。请稍后重试；仍不成功请联系系统管理员。"
                ) from late
            finally:
                child.kill()  # whatever ended the wait; one that has ended is left alone
        said.seek(0)
        return subprocess.CompletedProcess(child.args, child.returncode, content, said.read())


def _waited_for(
    child: subprocess.Popen[bytes],
    job: bytes,
    said: IO[bytes],
    *,
    limits: Limits,
    tell: Callable[[int], None],
) -> bytes:
    """What the child writes; a look at it now and then tells how far it is, if that is further than before."""
    ends, told, given = time.monotonic() + limits.seconds, 0, job or None
    while True:
        left = ends - time.monotonic()
        try:
            return child.communicate(given, timeout=max(min(left, LOOK_EVERY), 0))[0]
        except subprocess.TimeoutExpired:
            if left <= LOOK_EVERY:
                raise
        given, done = None, _laid_out(said)
        if done > told:
            told = done
            tell(done)


def _laid_out(said: IO[bytes]) -> int:
    """How many parts the child has counted; read without moving the place where it writes on."""
    lines = os.pread(said.fileno(), 1 << 16, 0).split()
    return max((int(line) for line in lines if line.isdigit()), default=0)


def _environment(folder: str) -> dict[str, str]:
    """Nothing of the parent's: no database address, no key."""
    configuration = Path(folder) / "fonts.conf"
    configuration.write_text(FONTCONFIG, "utf-8")
    return {**_THRIFTY, "PATH": os.defpath, "LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder,
            "FONTCONFIG_FILE": str(configuration)}  # fmt: skip


def _rendered(child: subprocess.CompletedProcess[bytes]) -> Rendered:
    last = child.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    if child.returncode:
        logger.error("paper failed, exit code %s: %s", child.returncode, last[:500])
        raise RenderFailed(_sentence(child.returncode))
    report: Report = json.loads(last)
    for warning in report["warnings"]:
        logger.warning("paper: %s", warning)
    return Rendered(
        child.stdout, sha256(child.stdout).hexdigest(), report["pages"], tuple(report["warnings"])
    )


def _sentence(code: int) -> str:
    if code == Ending.REFUSED:
        return "内容引用了外部地址，系统拒绝生成。请删去其中的链接或图片后重试。"
    if code == Ending.TOO_LARGE or code < 0:  # below zero: stopped by a limit on memory or time
        return "内容过多，生成文件超出了限额。请减少内容后重试。"
    return "生成文件时出错。请重试；仍不成功请联系系统管理员。"
