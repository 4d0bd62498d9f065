"""Pictures are made anew: upright, without place, device, comment and profile; bombs are not opened."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.units.uploads.making import GPS, labelled_png, photograph, picture
from units.uploads import BadFile, FileKind, checked


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(checked(data)[1]))


def test_a_photograph_loses_its_place_and_device():
    before = Image.open(io.BytesIO(photograph()))
    assert (before.getexif().get_ifd(GPS)[1], before.info["comment"]) == ("N", b"secret comment")
    after = opened(photograph())
    assert (dict(after.getexif()), "icc_profile" in after.info, "comment" in after.info) == ({}, False, False)
    assert b"secret" not in checked(photograph())[1]


def test_a_photograph_stands_upright():
    after = opened(photograph())
    red, _, blue = after.getpixel((10, 5))
    assert (after.size, red > 200, blue < 60) == ((20, 40), True, True)


def test_a_png_loses_its_text():
    assert b"secret" in labelled_png()
    assert b"secret" not in checked(labelled_png())[1]


@pytest.mark.parametrize(
    ("kind", "mode", "kept"),
    [
        ("JPEG", "RGB", "RGB"),
        ("JPEG", "L", "L"),
        ("JPEG", "CMYK", "RGB"),
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "P", "RGBA"),
        ("PNG", "1", "1"),
        ("PNG", "I;16", "RGBA"),
    ],
)
def test_every_colour_mode_comes_through(kind, mode, kept):
    after = opened(picture(kind, mode=mode))
    assert (after.format, after.mode, after.size) == (kind, kept, (40, 20))


def test_a_see_through_colour_stays_see_through():
    assert opened(picture("PNG", transparency=(0, 0, 0))).getpixel((0, 0))[3] == 0


def test_the_same_picture_gives_the_same_bytes():
    assert checked(photograph()) == checked(photograph())
    assert checked(photograph())[0] is FileKind.JPG


@pytest.mark.parametrize(("width", "height"), [(50_001, 1_000), (30_000, 30_000), (2**31 - 1, 1)])
def test_a_picture_of_huge_size_is_refused_before_it_is_decoded(width, height):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(1000)))
    with pytest.raises(BadFile, match="图片超过 5000 万像素"):
        checked(data + _chunk(b"IEND", b""))


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


@given(
    st.sampled_from([photograph(), labelled_png()]), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)))
)
def test_damaged_bytes_are_refused_or_made_whole(data, changes):
    damaged = bytearray(data)
    for where, sign in changes:
        damaged[8 + int(where * (len(data) - 9))] = sign
    try:
        kind, kept = checked(bytes(damaged))
    except BadFile:
        return
    Image.open(io.BytesIO(kept), formats=("JPEG", "PNG")).load()
    assert kind.is_picture
