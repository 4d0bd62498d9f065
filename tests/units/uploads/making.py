"""Files made for a test, sound and hostile."""

import io
import zipfile
import zlib
from collections.abc import Iterable

from PIL import Image, PngImagePlugin

GPS = 0x8825
ORIENTATION = 0x0112
_OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN_TYPES = {
    "docx": f"{_OFFICE}.wordprocessingml.document.main+xml",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet.main+xml",
    "pptx": f"{_OFFICE}.presentationml.presentation.main+xml",
}


def pdf(body: bytes = b"") -> bytes:
    """A page without text, and whatever else is put into its body."""
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\n"
        + body
        + b"\ntrailer\n<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF\n"
    )


def packed_objects(plain: bytes, *, name: bytes = b"ObjStm") -> bytes:
    """A compressed stream that holds dictionaries, as most programs write them."""
    packed = zlib.compress(plain)
    head = b"4 0 obj\n<</Type/%s/Filter/FlateDecode/N 1/First 4/Length %d>>\nstream\r\n" % (name, len(packed))
    return head + packed + b"\r\nendstream\nendobj"


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options) -> bytes:
    """One colour."""
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind, **options)
    return file.getvalue()


def photograph() -> bytes:
    """Taken with the camera turned, with its place, a comment and a profile; red at what is the top when upright."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "SomePhone"
    exif.get_ifd(GPS).update({1: "N", 2: (25.0, 3.0, 9.0)})
    lying = Image.new("RGB", (40, 20), "blue")
    lying.paste("red", (0, 0, 20, 20))
    file = io.BytesIO()
    lying.save(file, "JPEG", exif=exif, comment=b"secret comment", icc_profile=b"secret profile", quality=95)
    return file.getvalue()


def labelled_png() -> bytes:
    """With a line of text about who made it."""
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", "secret author")
    return picture("PNG", mode="RGBA", pnginfo=about)


def office(
    kind: str = "docx",
    *,
    types: Iterable[str] = (),
    relations: str = "",
    extra: Iterable[tuple[str, bytes]] = (),
) -> bytes:
    """The least that a file of the kind has: content types, relations, a part."""
    declared = "".join(f'<Override PartName="/x" ContentType="{one}"/>' for one in (MAIN_TYPES[kind], *types))
    parts = [
        ("[Content_Types].xml", f'<?xml version="1.0"?><Types xmlns="urn:t">{declared}</Types>'.encode()),
        ("_rels/.rels", f'<Relationships xmlns="urn:r">{relations}</Relationships>'.encode()),
        ("word/document.xml", "<document>评比情况</document>".encode()),
        *extra,
    ]
    return zipped(parts)


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def relation(kind: str, target: str, mode: str = "External") -> str:
    """One line of a list of relations."""
    return (
        f'<Relationship Id="r1" Type="http://x/relationships/{kind}" Target="{target}" TargetMode="{mode}"/>'
    )


def ole(*streams: str) -> bytes:
    """An old office file as far as its head and directory go."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0" + bytes(480)
    entries = b"".join(_entry(name) for name in ("Root Entry", *streams))
    return head + bytes(512) + entries + bytes(-len(entries) % 512)


def _entry(name: str) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return written.ljust(64, b"\0") + len(written).to_bytes(2, "little") + bytes(62)
