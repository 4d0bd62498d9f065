"""Rows out of a sheet: pasted, or in a workbook; read and kept as text on the page until they are right."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from units.imports.tables import MOST_SIGNS, TableRow, rows_of_text, rows_of_workbook, text_of
from units.sheets import BadSheet, Column, open_workbook

_MOST_BYTES = 10_000_000


class SheetForm(forms.Form):
    """A text box and a file, of which one is needed; subclasses say which columns there are."""

    columns: ClassVar[Sequence[Column]]
    without_head: ClassVar[Mapping[int, str]] = {}
    nothing_given: ClassVar[str] = "请粘贴内容，或者选择文件。"

    text = forms.CharField(
        label="粘贴内容", required=False, strip=False, max_length=MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        error_messages={"max_length": f"内容最多 {MOST_SIGNS} 个字，请分几次录入。"},
    )  # fmt: skip
    file = forms.FileField(
        label="或者导入文件", required=False, help_text="Excel 表格（.xlsx、.xls），最大 5 MB；要有表头。",
        error_messages={"empty": "文件是空的，请检查是否选错。"},
    )  # fmt: skip
    rows: tuple[TableRow, ...] = ()
    source_name: str = "粘贴"
    sha256: str = ""

    def clean(self) -> dict[str, Any]:
        """Read the rows, out of the file where there is one."""
        given: dict[str, Any] = self.cleaned_data
        if {"text", "file"} & set(self.errors):
            return given
        upload: UploadedFile | None = given.get("file")  # type: ignore[type-arg]
        text: str = given.get("text", "")
        if upload is None and not text.strip():
            raise forms.ValidationError({"text": self.nothing_given})
        try:
            self.rows = self._read(upload) if upload else self._pasted(text)
        except BadSheet as error:
            raise forms.ValidationError({"file" if upload else "text": str(error)}) from None
        return given

    @property
    def as_text(self) -> str:
        """The rows as one would paste them, to be mended on the page."""
        return text_of(self.rows, self.columns)

    def _pasted(self, text: str) -> tuple[TableRow, ...]:
        return rows_of_text(text, self.columns, without_head=self.without_head)

    def _read(self, upload: UploadedFile) -> tuple[TableRow, ...]:  # type: ignore[type-arg]
        if (upload.size or 0) > _MOST_BYTES:
            raise BadSheet("文件太大，最大 10 MB。")
        data = upload.read()
        rows = rows_of_workbook(open_workbook(data, name=upload.name or ""), self.columns)
        self.source_name, self.sha256 = (upload.name or "文件")[-100:], hashlib.sha256(data).hexdigest()
        return rows
