"""The kinds of file that may be kept, and the refusal of any other."""

from enum import StrEnum


class FileKind(StrEnum):
    """Named by the extension that the kind is stored under."""

    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"

    @property
    def content_type(self) -> str:
        """What a browser is told."""
        return _CONTENT_TYPES[self]

    @property
    def label(self) -> str:
        """What a page calls it."""
        return _LABELS[self]

    @property
    def is_picture(self) -> bool:
        """Whether it was made anew from its pixels."""
        return self in {FileKind.JPG, FileKind.PNG}


_OOXML = "application/vnd.openxmlformats-officedocument."
_CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.DOCX: f"{_OOXML}wordprocessingml.document",
    FileKind.XLSX: f"{_OOXML}spreadsheetml.sheet",
    FileKind.PPTX: f"{_OOXML}presentationml.presentation",
    FileKind.DOC: "application/msword",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.PPT: "application/vnd.ms-powerpoint",
}
_LABELS = {
    FileKind.PDF: "PDF",
    FileKind.JPG: "图片",
    FileKind.PNG: "图片",
    FileKind.DOCX: "Word 文档",
    FileKind.XLSX: "Excel 表格",
    FileKind.PPTX: "PPT 演示文稿",
    FileKind.DOC: "Word 文档",
    FileKind.XLS: "Excel 表格",
    FileKind.PPT: "PPT 演示文稿",
}


class BadFile(Exception):
    """A file that is not kept; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


NOT_ALLOWED = (
    "只能上传 PDF、图片（JPG、PNG）、Word、Excel、PPT 文件。其他文件请先另存为其中一种；只改文件名后缀不行。"
)
DAMAGED = "文件已损坏或不完整，请重新取得文件，或打开后另存一份，再上传。"
STRANGE = "文件的内部结构不正常，为安全起见没有保存。请用 Word、Excel、PPT 或 WPS 打开后另存一份，再上传。"
ACTIVE = "文件带有宏或控件，不能上传。请另存为不带宏的文件或 PDF，再上传。"
LOCKED = "文件已加密或设有打开密码，请取消密码后再上传。"
EMPTY = "这是空文件，请重新选择。"
