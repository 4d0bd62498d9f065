"""Bytes in, a `Workbook` out: the guard first, then one child process with limits."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from units.sheets.answer import Answer, ReadSheet
from units.sheets.guard import SAVE_AS, BadSheet, checked
from units.sheets.workbook import Merge, Sheet, Workbook

PATIENCE = 30
"""Seconds on the clock; the child's own limit is on the processor's time."""

_ROOT = Path(__file__).resolve().parents[2]

logger = logging.getLogger(__name__)


def open_workbook(data: bytes, *, name: str) -> Workbook:
    """The cells of the visible sheets as text; raises `BadSheet`. `name` is only for the sentences."""
    answer = _read(checked(data, name=name))
    if "refused" in answer:
        raise BadSheet(answer["refused"])
    workbook = Workbook(tuple(_sheet(given) for given in answer.get("sheets", [])))
    if not any(sheet.rows for sheet in workbook.sheets):
        raise BadSheet("工作簿里没有内容，请检查是否选错了文件。")
    return workbook


def _read(data: bytes) -> Answer:
    try:
        child = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "units.sheets.child"],
            input=data, capture_output=True, timeout=PATIENCE, check=False,
            cwd=_ROOT, env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise BadSheet("读取工作簿用时过长，已停止。请删去多余的内容后再上传，或稍后重试。") from None
    if child.returncode:
        last = child.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        logger.warning("workbook not read, exit code %s: %s", child.returncode, last[:500])
        raise BadSheet(_sentence(child.returncode))
    answer: Answer = json.loads(child.stdout)
    return answer


def _sentence(code: int) -> str:
    if code < 0:  # stopped by its limit on memory or time
        return "工作簿的内容过多，或者内容隔得太远，没有读完。请删去多余的行、列和工作表后再上传。"
    return f"工作簿读不出来，可能已损坏。{SAVE_AS}"


def _sheet(given: ReadSheet) -> Sheet:
    """Rows of one length, merged ranges filled."""
    rows = [[*row, *[""] * (given["width"] - len(row))] for row in given["rows"]]
    merges = tuple(Merge(*corners) for corners in given["merges"])
    for merge in merges:
        text = rows[merge.top][merge.left]
        for row in rows[merge.top : merge.bottom + 1]:
            row[merge.left : merge.right + 1] = [text] * (merge.right - merge.left + 1)
    return Sheet(name=given["name"], rows=tuple(tuple(row) for row in rows), merges=merges)
