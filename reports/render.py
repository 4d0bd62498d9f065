"""The child that turns one job into one PDF: `python -m reports.render < job.json > paper.pdf`.

It alone imports WeasyPrint, knows nothing of Django or the database, reads no file but the named fonts, opens no
address, and ends with its parent. The last line on stderr is a report (JSON) or, with an exit code, the reason.
"""

import _thread
import json
import logging
import os
import resource
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.job import FONT_SCHEME, Ending, Job, Report

LARGEST_PICTURE = 200_000


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
        document = _lay_out(job, fetcher)
        content: bytes = document.write_pdf(pdf_variant=job["variant"])
    except FatalURLFetchingError as fatal:
        raise Refused(fetcher.refused[0]) from fatal
    finally:
        logger.removeHandler(heard)
    if fetcher.refused:  # inside a picture WeasyPrint swallows even the fatal error
        raise Refused(fetcher.refused[0])
    return Paper(content, len(document.pages), heard.lines)


def _lay_out(job: Job, fetcher: NamedFontsOnly) -> Document:
    fonts = FontConfiguration()
    style = CSS(string=job["css"], font_config=fonts, url_fetcher=fetcher)
    page = HTML(string=job["html"], url_fetcher=fetcher)
    document = page.render(font_config=fonts, stylesheets=[style], presentational_hints=False)
    document.metadata.created = document.metadata.modified = job["created"]
    return document


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
