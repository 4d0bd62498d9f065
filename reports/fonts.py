"""Which faces the papers are set in, where they come from, and how they are cut.

Debian's Noto CJK files hold five scripts' shapes each; the 简体 face is cut out once, with every Han character
that it has (the 8,105 of 通用规范汉字表 and the rare ones of names among them). An office that owns 小标宋 or 仿宋
puts them into OFFICE_FONT_DIR.
"""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTCollection, TTLibError

from reports import harfbuzz

SOURCE_DIR = Path("/usr/share/fonts/opentype/noto")
RANGES = (
    range(0x20, 0x7F),  # ASCII
    range(0xA0, 0x180),  # Latin letters, as in pinyin; × ÷ ·
    range(0x391, 0x3CA),  # Greek
    range(0x2000, 0x2800),  # punctuation, roman and circled numbers, arrows, frames, shapes
    range(0x3000, 0x3130),  # 、。〇《》〔〕 and the like
    range(0x3200, 0x3400),  # ㈠ ㎡
    range(0x3400, 0xA000),  # Han, extension A and the main block
    range(0xF900, 0xFB00),
    range(0xFE10, 0xFE70),
    range(0xFF00, 0xFFF0),  # full-width forms
    range(0x20000, 0x32400),  # Han beyond the basic plane
)
FEATURES = ("hwid",)  # half-width figures of the Song, all of one width
DROP = ("BASE", "GPOS", "VORG", "vhea", "vmtx")  # vertical setting, kerning
STAMP = "stamp.json"


class FontsMissing(Exception):
    """A font cannot be had; the sentence says which package or command is needed."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face as the style sheet names it, and its file."""

    family: str
    weight: int
    file: Path

    @property
    def key(self) -> str:
        """Its name in a job."""
        return f"{self.family}-{self.weight}"


@dataclass(frozen=True, slots=True)
class Cut:
    """One face to be cut out of a collection."""

    family: str
    weight: int
    collection: str
    name: str

    @property
    def file_name(self) -> str:
        """The file that the cut is stored in."""
        return f"{self.family}-{self.weight}.otf"


CUTS = (
    Cut("Song", 400, "NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),
    Cut("Song", 700, "NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
    Cut("Hei", 400, "NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
    Cut("Hei", 700, "NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
)
OFFICE_FACES = (("Biaosong", 700, "小标宋"), ("Fang", 400, "仿宋"))


def folder() -> Path:
    """Where the cut faces live; nothing in it is kept in version control."""
    return Path(settings.VAR_DIR) / "fonts"


def faces() -> tuple[Face, ...]:
    """All faces that a paper may name; the office's own come first."""
    return (*_office_faces(), *_cut_faces())


def cut_all(*, source: Path = SOURCE_DIR) -> bool:
    """Cut every face unless sources, characters and tool are those of the last time; True when it cut."""
    missing = [cut.collection for cut in CUTS if not (source / cut.collection).is_file()]
    if missing:
        raise FontsMissing(f"缺少字体文件 {missing[0]}，请先安装软件包：apt install fonts-noto-cjk")
    stamp = _stamp(source)
    if _is_current(stamp):
        return False
    folder().mkdir(parents=True, exist_ok=True)
    for cut in CUTS:
        _write(folder() / cut.file_name, _cut(cut, source / cut.collection))
    _write(folder() / STAMP, stamp.encode())
    return True


def _cut(cut: Cut, source: Path) -> bytes:
    try:
        return harfbuzz.cut(
            source, index=_index(source, cut.name), ranges=RANGES, features=FEATURES, drop=DROP
        )
    except harfbuzz.CutFailed as failure:
        raise FontsMissing(str(failure)) from failure


def _index(source: Path, name: str) -> int:
    try:
        with source.open("rb") as file, TTCollection(file, lazy=True) as collection:
            names = [str(font["name"].getDebugName(1)) for font in collection.fonts]
    except TTLibError:
        names = []
    if name not in names:
        raise FontsMissing(
            f"字体文件 {source.name} 中没有简体字面“{name}”，请重新安装软件包 fonts-noto-cjk。"
        )
    return names.index(name)


def _stamp(source: Path) -> str:
    """All that the cut files depend on."""
    try:
        tool = harfbuzz.version()
    except harfbuzz.CutFailed as failure:
        raise FontsMissing(str(failure)) from failure
    characters = sha256(repr((RANGES, FEATURES, DROP)).encode()).hexdigest()
    sources = {cut.collection: _digest(source / cut.collection) for cut in CUTS}
    return json.dumps({"harfbuzz": tool, "characters": characters, "sources": sources}, indent=1)


def _is_current(stamp: str) -> bool:
    written = folder() / STAMP
    whole = all((folder() / cut.file_name).is_file() for cut in CUTS)
    return whole and written.is_file() and written.read_text("utf-8") == stamp


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, readable by the worker's account even when root cut it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        part = Path(file.name)
        try:
            file.write(content)
            file.flush()
            part.chmod(0o644)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _cut_faces() -> Iterator[Face]:
    if not (folder() / STAMP).is_file():
        raise FontsMissing("打印字体还没有准备好，请先运行：manage.py cut_fonts")
    for cut in CUTS:
        yield Face(cut.family, cut.weight, folder() / cut.file_name)


def _office_faces() -> Iterator[Face]:
    if not settings.OFFICE_FONT_DIR:
        return
    for family, weight, name in OFFICE_FACES:
        for suffix in (".ttf", ".otf"):
            file = Path(settings.OFFICE_FONT_DIR) / f"{name}{suffix}"
            if file.is_file():
                yield Face(family, weight, file)
                break
