"""The child that turns one job into one PDF: `python -m reports.render < job.json > paper.pdf`.

It alone imports WeasyPrint, knows nothing of Django or the database, reads no file but the named fonts, opens no
address, and ends with its parent. On stderr it counts the parts that are laid out; the last line there is a report
(JSON) or, with an exit code, the reason.
"""

import _thread
import gc
import json
import logging
import os
import resource
import sys
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pydyf
from weasyprint import CSS, HTML, Document
from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import ReplacedBox, TextBox
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.job import FONT_SCHEME, Ending, Job, Report

LARGEST_PICTURE = 200_000
PIXEL = 0.75
"""Points in a CSS pixel."""
KEPT = {"element", "element_tag", "children", "colspan", "rowspan", "is_table_wrapper"}
PLACED = KEPT | {
    "position_x", "position_y", "width", "height", "margin_left", "margin_top", "padding_left", "padding_top",
    "border_left_width", "border_top_width",
}  # fmt: skip
"""What the tags of a PDF need to know of a box, and of a picture."""
NO_STYLE: dict[str, Any] = {}
NO_SIDES: set[str] = set()


@dataclass(frozen=True, slots=True)
class Paper:
    """The result; a warning is a missing glyph or a line of CSS that WeasyPrint does not know."""

    content: bytes
    pages: int
    warnings: list[str]


class Refused(Exception):
    """The document asked for an address or a file."""


class NamedFontsOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serve the named font files and small inline pictures; everything else ends the job."""

    def __init__(self, fonts: Mapping[str, str]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._fonts = {FONT_SCHEME + name: Path(file) for name, file in fonts.items()}
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url in self._fonts:
            return URLFetcherResponse(url, self._fonts[url].read_bytes(), {"Content-Type": "font/otf"})
        if url.startswith("data:image/") and len(url) <= LARGEST_PICTURE:
            return super().fetch(url, headers)
        self.refused.append(url[:120])
        raise FatalURLFetchingError


class Collected(logging.Handler):
    """Keeps the warnings of one rendering."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def render(job: Job) -> Paper:
    """Lay out and write one document; the same job gives the same bytes."""
    fetcher, heard, logger = NamedFontsOnly(job["fonts"]), Collected(), logging.getLogger("weasyprint")
    logger.addHandler(heard)
    try:
        document = _bound(job, fetcher) if len(job["parts"]) > 1 else next(_laid_out(job, fetcher))
        document.metadata.created = document.metadata.modified = job["created"]
        content: bytes = document.write_pdf(pdf_variant=job["variant"])
    except FatalURLFetchingError as fatal:
        raise Refused(fetcher.refused[0]) from fatal
    finally:
        logger.removeHandler(heard)
    if fetcher.refused:  # inside a picture WeasyPrint swallows even the fatal error
        raise Refused(fetcher.refused[0])
    return Paper(content, len(document.pages), heard.lines)


def _laid_out(job: Job, fetcher: NamedFontsOnly) -> Iterator[Document]:
    """Each part by itself, with one configuration of fonts for all."""
    fonts = FontConfiguration()
    style = CSS(string=job["css"], font_config=fonts, url_fetcher=fetcher)
    for number, part in enumerate(job["parts"], 1):
        page = HTML(string=part, url_fetcher=fetcher)
        yield page.render(font_config=fonts, stylesheets=[style], presentational_hints=False)
        print(number, file=sys.stderr, flush=True)  # for whoever waits


def _bound(job: Job, fetcher: NamedFontsOnly) -> Document:
    """All parts as one document; of a part that is drawn only what bookmarks and tags need is kept."""
    ink, pages, first = Ink(), [], None
    for document in _laid_out(job, fetcher):
        pages += [ink.draw(page, document) for page in document.pages]
        first = first or document.copy([])
        del document
        gc.collect()
        gc.freeze()  # what is kept need not be looked through again
    assert first is not None  # noqa: S101 - a job has a part
    whole: Document = first.copy(pages)
    whole.fonts = ink.fonts
    return whole


class Packed(pydyf.Object):  # type: ignore[misc]  # pydyf has no types
    """What was drawn on a page, unpacked when it is written."""

    def __init__(self, drawn: bytes) -> None:
        super().__init__()
        self._packed = zlib.compress(drawn, 1)

    @property
    def data(self) -> bytes:
        """The lines."""
        return zlib.decompress(self._packed)


class Ink:
    """Fonts, pictures and other resources that all pages of a bound paper share."""

    def __init__(self) -> None:
        self.fonts: dict[str, Any] = {}
        self.images: dict[str, Any] = {}
        self.resources = {key: pydyf.Dictionary() for key in ("ExtGState", "XObject", "Pattern", "Shading")}

    def draw(self, page: Page, document: Document) -> Page:
        """The page as WeasyPrint would draw it at the end, drawn now; its boxes are stripped of their styles."""
        tags: dict[Any, Any] = {}
        edges = (0, 0, page.width, page.height)
        stream = Stream(self.fonts, edges, self.resources, self.images, tags, document.color_profiles,
                        document.output_intent, compress=True)  # fmt: skip
        stream.transform(d=-1, f=page.height * PIXEL)
        begun = len(stream.stream)
        page.paint(stream, PIXEL)
        drawn = b"\n".join(pydyf._to_bytes(line) for line in stream.stream[begun:])
        page.paint = partial(self._repeat, Packed(drawn), tags)
        return Once(page)

    def _repeat(self, drawn: Packed, tags: dict[Any, Any], stream: Stream, _scale: float) -> None:
        """What `Page.paint` does, from what was drawn before."""
        stream.stream.append(drawn)
        stream._tags.update(tags)
        stream._images.update(self.images)
        for kind, found in self.resources.items():
            stream._resources[kind].update(found)


class Once:
    """A drawn page; its boxes are given away to the tags, so that they can go as the tags come."""

    def __init__(self, page: Page) -> None:
        strip(page._page_box)
        self._boxes = page.__dict__.pop("_page_box")
        self.__dict__.update(page.__dict__)

    @property
    def _page_box(self) -> Any:
        return self.__dict__.pop("_boxes")


def strip(box: Any) -> Any:
    """Of a drawn box keep what the tags ask for: what element it is of, its children, the place of a picture, and of
    list items two properties."""
    box = getattr(box, "_box", box)
    if isinstance(box, TextBox):
        box.__dict__ = {}
        return box
    style, is_picture = box.style, isinstance(box, ReplacedBox)
    for name in box.__dict__.keys() - (PLACED if is_picture else KEPT):
        del box.__dict__[name]
    is_listed = box.element is not None and box.element_tag == "li"
    box.style = {name: style[name] for name in ("display", "list_style_type")} if is_listed else NO_STYLE
    box.remove_decoration_sides = NO_SIDES
    if not is_picture:
        box.element = None if box.element is None else _trace(box.element.attrib.get("scope", ""))
        box.children = [strip(child) for child in box.children]
    return box


@cache
def _trace(scope: str) -> SimpleNamespace:
    """An element without its document."""
    return SimpleNamespace(attrib={"scope": scope} if scope else {})


def limit(*, seconds: int, megabytes: int) -> None:
    """From here on this process cannot take more than its share, whatever the document asks for."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


def end_with(parent: int) -> None:
    """A killed worker takes its child with it within a second, the child's copies of the fonts included."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        _thread.interrupt_main()
        time.sleep(5)
        os._exit(Ending.BROKEN)

    threading.Thread(target=watch, daemon=True).start()


def main() -> Ending:
    """Read the job, write the paper, say in one line how it went."""
    job: Job = json.load(sys.stdin.buffer)
    limit(seconds=job["seconds"], megabytes=job["megabytes"])
    end_with(job["parent"])
    try:
        paper = render(job)
    except Refused as refusal:
        return _fail(Ending.REFUSED, refusal)
    except (MemoryError, RecursionError) as excess:
        return _fail(Ending.TOO_LARGE, excess)
    except Exception as error:  # whatever a document can set off: the parent needs one line, not a traceback
        return _fail(Ending.BROKEN, error)
    sys.stdout.buffer.write(paper.content)
    print(json.dumps(Report(pages=paper.pages, warnings=paper.warnings)), file=sys.stderr)
    return Ending.DONE


def _fail(ending: Ending, error: BaseException) -> Ending:
    print(" ".join(f"{type(error).__name__}: {error}".split()), file=sys.stderr)
    return ending


if __name__ == "__main__":
    sys.exit(main())
