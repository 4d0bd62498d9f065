"""How dear papers are: against WeasyPrint alone on the same HTML, fonts and style sheet.

Ranking: CPU from the rows of 120 units to the stored bytes (template, job, child), against a process that does nothing
but render that HTML once. Sheets: the same for 120 得分反馈单 bound into one file, against a process that renders them
one after the other with one configuration of fonts. Bare renders write the same kind of PDF. Medians of alternating
runs; memory is what our own child took at most. The last line is the largest ratio as a share of its bound.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ |= {"APP_ENV": "development", "DB_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "config.settings"}

import django

django.setup()

from django.conf import settings
from django.template.loader import render_to_string

from reports import fonts, pdf
from reports.rows import ranking_sheet
from reports.rows.feedback import FeedbackSheet, SheetItem, SheetPart
from tests.reports.conftest import NOTE
from tests.reports.snapshots import RARE, make_ranking

UNITS, RANKING_RUNS, SHEET_RUNS = 120, 5, 2
RANKING_BOUND, SHEETS_BOUND, MEMORY_BOUND = 1.3, 1.5, 250
BARE = """
import json, sys
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
job = json.load(sys.stdin)
fonts = FontConfiguration()
style = CSS(string=job["css"], font_config=fonts)
for part in job["parts"]:
    HTML(string=part).write_pdf(stylesheets=[style], font_config=fonts, pdf_variant=job["variant"])
"""


def sheet(number: int) -> FeedbackSheet:
    """One unit's paper: three parts of five items, six of them with a loss, a basis and a working."""
    why = (
        "依据：县委组织部第一季度督查通报（云组通〔2026〕8号）",
        "填入：缺会3次",
        "计算：5 − 0.5×3（缺会） = 3.5，得 3.5 分",
    )
    lost = SheetItem("1.1", "三会一课制度落实情况", "", "5", "3.50", "1.50", why)
    full = SheetItem("1.2", "主题党日活动开展情况", "", "5", "5.00", "", ())
    parts = tuple(
        SheetPart(title, "25", "22.00", "88", (lost, full, full, lost, full))
        for title in ("政治建设", "组织建设", "作风建设")
    )
    return FeedbackSheet(
        round_title="2026年上半年晒比评", is_trial=False, group_name="县直部门一组", counter="单位",
        rubric="《机关党建评分细则》（第1版）", name=f"县{RARE}第{number}局", owner="", remark="", full="75",
        total="66.00", mean="65.32", members=UNITS, place=f"第 {number} 名", is_tied=False, best="74.00", grade="",
        parts=parts, gates=(), sums=tuple(f"{part.title}：3.5 + 5 + 5 + 3.5 + 5 = 22，得 22 分" for part in parts),
        problems=("主题党日形式单一，年轻党员参与不足。",), issue=None,
    )  # fmt: skip


def framed(context: dict[str, object]) -> dict[str, object]:
    """What every paper has."""
    return {"title": "2026年上半年晒比评", "mark": "", "office": "县直机关工委", **context}


def ranking() -> tuple[str, list[dict[str, object]]]:
    """The paper of 120 units."""
    rows = ranking_sheet(make_ranking(UNITS), grades=["优秀", "良好"])
    return "reports/pdf/ranking.html", [framed({"issues": [(rows, NOTE)]})]


def sheets(count: int = UNITS) -> tuple[str, list[dict[str, object]]]:
    """All units' papers."""
    return "reports/pdf/feedback.html", [framed({"sheet": sheet(number)}) for number in range(1, count + 1)]


def ours(paper: Callable[[], tuple[str, list[dict[str, object]]]]) -> None:
    """From rows to bytes, as the worker does."""
    template, contexts = paper()
    rendered = pdf.render_pdf(
        *contexts, template=template, created=NOTE.released_at, limits=pdf.Limits(seconds=600)
    )
    assert rendered.warnings == ()


def bare(paper: Callable[[], tuple[str, list[dict[str, object]]]]) -> Callable[[], None]:
    """WeasyPrint alone; the HTML is there before the clock starts."""
    template, contexts = paper()
    faces = fonts.faces()
    css = pdf.font_rules(faces) + (Path(settings.BASE_DIR) / pdf.STYLE_SHEET).read_text("utf-8")
    for face in faces:
        css = css.replace(f"{pdf.FONT_SCHEME}{face.key}", face.file.as_uri())
    parts = [render_to_string(template, context) for context in contexts]
    job = json.dumps({"parts": parts, "css": css, "variant": pdf.VARIANT}).encode()

    def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [sys.executable, "-W", "ignore", "-c", BARE], input=job, check=True, capture_output=True,
                env=pdf._environment(folder),
            )  # fmt: skip

    return run


def cpu(act: Callable[[], object]) -> float:
    """Seconds of this process and of the children that it waited for."""

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + used.ru_utime + used.ru_stime

    start = spent()
    act()
    return spent() - start


def most_memory() -> float:
    """MiB that any child took at most so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def ratio(name: str, paper: Callable[[], tuple[str, list[dict[str, object]]]], runs: int) -> float:
    """Ours against bare."""
    alone = bare(paper)
    pairs = [(cpu(lambda: ours(paper)), cpu(alone)) for _ in range(runs)]
    whole, plain = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"{name} {whole:.2f} 秒，WeasyPrint 单独 {plain:.2f} 秒（CPU，中位数，{runs} 次）")
    return whole / plain


def main() -> int:
    """Print each ratio with its bound and, last, the largest share of a bound."""
    fonts.cut_all()
    memory = {}
    for count in (UNITS // 2, UNITS):
        ours(lambda count=count: sheets(count))
        memory[count] = most_memory()
        print(f"{count} 张得分反馈单合订：子进程最多用 {memory[count]:.0f} MiB")
    measured = {
        "排名表": (ratio("120 家排名表", ranking, RANKING_RUNS), RANKING_BOUND),
        "得分反馈单": (ratio("120 张得分反馈单", sheets, SHEET_RUNS), SHEETS_BOUND),
        "内存": (memory[UNITS], MEMORY_BOUND),
    }
    for name, (value, bound) in measured.items():
        print(f"{name}：{value:.2f}（不超过 {bound}）")
    share = max(value / bound for value, bound in measured.values())
    print(f"{share:.2f}")
    return int(share > 1)


if __name__ == "__main__":
    sys.exit(main())
