"""Pictures are made anew from their pixels, so that nothing else in the file is kept: place, device, second files."""

import io

from PIL import Image, ImageOps

from units.uploads.kinds import DAMAGED, BadFile, FileKind

MOST_PIXELS = 50_000_000

_MAGIC = {b"\xff\xd8\xff": FileKind.JPG, b"\x89PNG\r\n\x1a\n": FileKind.PNG}
_FORMATS = {FileKind.JPG: "JPEG", FileKind.PNG: "PNG"}
_KEPT_MODES = {FileKind.JPG: ("L", "RGB"), FileKind.PNG: ("1", "L", "LA", "RGB", "RGBA")}
_FALL_BACK = {FileKind.JPG: "RGB", FileKind.PNG: "RGBA"}
_TOO_LARGE = f"图片超过 {MOST_PIXELS // 10_000} 万像素，请缩小后再上传。"


def kind_of(data: bytes) -> FileKind | None:
    """By the first bytes; None for what is no picture that is taken."""
    return next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)


def made_anew(data: bytes, kind: FileKind) -> bytes:
    """The pixels alone, turned upright; raises `BadFile`."""
    try:
        return _encoded(_decoded(data, kind), kind)
    except BadFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadFile(_TOO_LARGE) from None
    except Exception:  # a decoder may stop anywhere in damaged bytes, with any error
        raise BadFile(DAMAGED) from None


def _decoded(data: bytes, kind: FileKind) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=(_FORMATS[kind],)) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise BadFile(_TOO_LARGE)
        opened.load()
        return ImageOps.exif_transpose(opened)


def _encoded(picture: Image.Image, kind: FileKind) -> bytes:
    if picture.mode not in _KEPT_MODES[kind] or "transparency" in picture.info:
        picture = picture.convert(_FALL_BACK[kind])
    picture.info = {}  # what Pillow would write again by itself: comment, profile
    file = io.BytesIO()
    if kind is FileKind.JPG:
        picture.save(file, "JPEG", quality=90)
    else:
        picture.save(file, "PNG")
    return file.getvalue()
