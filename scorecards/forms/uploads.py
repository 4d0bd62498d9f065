"""Files in forms: several at once, or the one file of a paper; what is wrong is told in a sentence."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from units.uploads import MOST_BYTES, BadFile, FileKind, checked

MOST_FILES = 10
"""How many files are sent at once."""
LARGEST = f"{MOST_BYTES // 2**20} MB"
WORD_OR_PDF = frozenset({FileKind.PDF, FileKind.DOCX, FileKind.DOC})
SCAN = frozenset({FileKind.PDF, FileKind.JPG, FileKind.PNG})


class _ManyInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.Field):
    """None or several; what each of them is, is looked at when it is stored, so that one bad file keeps none out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=_ManyInput(attrs={"accept": _accept(FileKind)}), required=False, **kwargs)

    def clean(self, value: Any) -> list[UploadedFile]:  # type: ignore[type-arg]
        """The files as they came."""
        uploads = list(value or [])
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(
                f"一次最多上传 {MOST_FILES} 个文件，这次选了 {len(uploads)} 个，请分几次上传。"
            )
        return uploads


class OneFileForm(forms.Form):
    """One file of certain kinds."""

    file = forms.FileField(
        label="文件",
        allow_empty_file=True,
        error_messages={"required": "请选择文件。", "invalid": "没有收到文件，请重新选择后上传。"},
    )

    def __init__(self, *args: Any, kinds: Collection[FileKind], words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kinds, self._words = kinds, words
        self.fields["file"].help_text = f"{words}，最大 {LARGEST}。"
        self.fields["file"].widget.attrs["accept"] = _accept(kinds)

    def clean_file(self) -> UploadedFile:  # type: ignore[type-arg]
        """By its content; nothing is stored of another kind."""
        upload: UploadedFile = self.cleaned_data["file"]  # type: ignore[type-arg]
        try:
            kind, _ = checked(upload.read(MOST_BYTES + 1))
        except BadFile as error:
            raise forms.ValidationError(error.sentence) from error
        upload.seek(0)
        if kind not in self._kinds:
            raise forms.ValidationError(
                f"这里只能上传{self._words}，选中的是{kind.label}，请另存或打印成 PDF 后再上传。"
            )
        return upload


def _accept(kinds: Collection[FileKind] | type[FileKind]) -> str:
    return ",".join(f".{kind}" for kind in sorted(kinds))
