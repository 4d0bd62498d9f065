"""导入: the file, what was found in it, and the proof that it was shown before it is stored."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from scorecards.forms.rubrics.fields import PlainText
from scorecards.forms.rubrics.whole import MOST_TITLE, up_to
from scorecards.rubrics.exchange import RubricDocument, dump, load
from scorecards.rubrics.sheets import read_rubric
from scorecards.scoring import BadRubric
from scorecards.transitions.versions import new_code
from units.models import User
from units.sheets import BadSheet, open_workbook

_MOST_BYTES = 10_000_000
_SALT = "scorecards.rubric-upload"
_PATIENCE = 24 * 3600


@dataclass(frozen=True, slots=True)
class Found:
    """A document with what a reader of the sheet wants to know; with errors there is nothing to store."""

    document: RubricDocument | None
    remarks: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


class UploadForm(forms.Form):
    """The file; title and code are for sheets, an exchange file has its own."""

    file = forms.FileField(
        label="文件",
        help_text="Excel 表格（.xlsx、.xls），最大 5 MB；或交换文件（.json），最大 1 MB。",
        error_messages={"required": "请选择文件。", "empty": "文件是空的，请检查是否选错。"},
    )
    title = up_to(
        PlainText(label="名称", help_text="导入 Excel 时写；不写的取文件名。", width=""),
        MOST_TITLE,
    )
    code = forms.RegexField(
        r"\A[A-Za-z0-9_-]{1,40}\Z",
        label="代码",
        required=False,
        help_text="导入 Excel 时写，凭代码认出同一份细则；不填由系统编排。",
        error_messages={"invalid": "代码只能用英文字母、数字、横线和下划线，最多 40 个。"},
    )
    found: Found

    def clean(self) -> dict[str, Any]:
        """Read the whole file; a file that cannot be read is an error of its box."""
        given: dict[str, Any] = self.cleaned_data
        upload: UploadedFile | None = given.get("file")  # type: ignore[type-arg]
        if upload is None or self.errors:
            return given
        if (upload.size or 0) > _MOST_BYTES:
            raise forms.ValidationError({"file": "文件太大，最大 10 MB。"})
        try:
            self.found = self._read(upload, given)
        except BadSheet as error:
            raise forms.ValidationError({"file": str(error)}) from None
        except BadRubric as error:
            raise forms.ValidationError({"file": _printable(str(error))}) from None
        return given

    def _read(self, upload: UploadedFile, given: dict[str, Any]) -> Found:  # type: ignore[type-arg]
        name, data = upload.name or "", upload.read()
        if name.lower().endswith(".json"):
            return Found(load(data))
        title = given["title"] or name.rpartition(".")[0][:MOST_TITLE] or "导入的评分细则"
        proposal = read_rubric(open_workbook(data, name=name), title=title, code=given["code"] or new_code())
        errors = tuple(str(one) for one in proposal.errors)
        return Found(
            None if errors else proposal.document, tuple(str(one) for one in proposal.remarks), errors
        )


def typed_with(form: UploadForm) -> dict[str, str]:
    """The words beside the file, for a page that asks for a better file."""
    return {name: form.cleaned_data[name] for name in ("title", "code")}


def _printable(sentence: str) -> str:
    """A sentence may quote half a sign out of a file, which no page can be written with."""
    return sentence.encode(errors="replace").decode()


def sealed(document: RubricDocument, *, by: User) -> str:
    """The document as the page carries it to the next step; nobody else can use or change it."""
    return signing.dumps(dump(document).decode(), salt=f"{_SALT}:{by.pk}", compress=True)


def unsealed(text: str, *, by: User) -> RubricDocument | None:
    """The document again, read as strictly as from a file; nothing for what was not sealed by this page."""
    try:
        data: str = signing.loads(text, salt=f"{_SALT}:{by.pk}", max_age=_PATIENCE)
        return load(data.encode())
    except (signing.BadSignature, BadRubric):
        return None
