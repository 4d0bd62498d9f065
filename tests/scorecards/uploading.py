"""Files as people send them, sound and hostile, by the pages."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.units.uploads.making import office, ole, pdf, picture, zipped

HOSTILE = [
    ("空.pdf", b"", "这是空文件"),
    ("程序.pdf", b"MZ\x90\x00", "只能上传 PDF、图片"),
    ("网页.jpg", b"<html><script>alert(1)</script>", "只能上传 PDF、图片"),
    ("残.pdf", b"%PDF-1.7\n", "文件已损坏或不完整"),
    ("残.jpg", b"\xff\xd8\xff\xe0", "文件已损坏或不完整"),
    ("包.docx", zipped([("a.txt", b"x")]), "。"),
    ("宏.docx", office(extra=[("word/vbaProject.bin", b"x")]), "文件带有宏或控件"),
    ("脚本.pdf", pdf(b"4 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj"), "。"),
    ("大.pdf", b"%PDF-" + bytes(20 * 2**20), "文件超过 20 MB"),
]
"""Name, bytes, and what the sentence says."""


def file(name: str = "签到表.pdf", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if data is None else data)


def pdf_of(text: str) -> bytes:
    """A PDF unlike any other."""
    return pdf(b"% " + text.encode())


def page(name: str, *args) -> str:
    return reverse(f"scorecards:{name}", args=args)


def content_of(answer) -> bytes:
    """What was downloaded; the test's client closes the file at its end."""
    return b"".join(answer)


__all__ = ["HOSTILE", "content_of", "file", "office", "ole", "page", "pdf", "pdf_of", "picture"]
