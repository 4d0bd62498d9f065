"""Looking into the container of the old office formats (.doc, .xls, .ppt): which streams it names."""

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEAD = 512
_ENTRY = 128
_NAME_LENGTH_AT = 64
_LITTLE_ENDIAN = b"\xfe\xff"
_SECTOR_SHIFTS = (9, 12)
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def is_sound(data: bytes) -> bool:
    """Whether the head is that of a compound file with at least a table and a directory."""
    shift = int.from_bytes(data[30:32], "little")
    return data.startswith(MAGIC) and data[28:30] == _LITTLE_ENDIAN and shift in _SECTOR_SHIFTS \
        and len(data) >= _HEAD + 2 * 2**shift  # fmt: skip


def has_stream(data: bytes, name: str) -> bool:
    """Whether a directory entry has this name: entries lie at every 128th byte behind the head."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted, _HEAD)
    while at >= 0:
        length = int.from_bytes(data[at + _NAME_LENGTH_AT : at + _NAME_LENGTH_AT + 2], "little")
        if (at - _HEAD) % _ENTRY == 0 and length == len(wanted):
            return True
        at = data.find(wanted, at + 1)
    return False


def has_macros(data: bytes) -> bool:
    """Whether a macro project is named anywhere."""
    return _MACROS in data
