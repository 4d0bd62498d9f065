"""Word, Excel and PPT files, new and old: which they are, and nothing in them that acts or reaches out."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from units import ole, zips
from units.uploads.kinds import ACTIVE, DAMAGED, LOCKED, NOT_ALLOWED, STRANGE, BadFile, FileKind

_CAPS = zips.Caps(members=3_000, inflated=64 * 2**20, in_all=128 * 2**20)
_LARGEST_LIST = 4 * 2**20
_TYPES = "[content_types].xml"
_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": FileKind.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileKind.XLSX,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": FileKind.PPTX,
}
_ACTING_TYPES = ("macroenabled", "vbaproject", "activex", "macrosheet")
_ACTING_PARTS = ("vbaproject", "macrosheets/", "activex/")


def kind_of_zip(data: bytes) -> FileKind:
    """.docx, .xlsx or .pptx, as its list of content types says; raises `BadFile`."""
    try:
        return _kind_of_lists(dict(_lists(data)))
    except zips.TooMuch:
        raise BadFile("文件解压后的内容过大，没有保存。请删去多余的内容或压缩图片后再上传。") from None
    except zips.Strange:
        raise BadFile(STRANGE) from None
    except (*zips.BROKEN, ParseError, LookupError, DefusedXmlException):
        raise BadFile(DAMAGED) from None


def _lists(data: bytes) -> Iterator[tuple[str, Element]]:
    """The list of content types and the lists of relations, parsed; every part is inflated under the caps."""
    members = zips.directory(data, most=_CAPS.members)
    for name, content in zips.parts(data, members, _CAPS):
        low = name.lower()
        if any(part in low for part in _ACTING_PARTS):
            raise BadFile(ACTIVE)
        if low == _TYPES or low.endswith(".rels"):
            if len(content) > _LARGEST_LIST:
                raise zips.TooMuch
            zips.look_through(content)
            yield low, fromstring(content)


def _kind_of_lists(lists: dict[str, Element]) -> FileKind:
    types = lists.pop(_TYPES, None)
    if types is None:
        raise BadFile(NOT_ALLOWED)
    declared = {element.get("ContentType", "").strip() for element in types.iter()}
    if any(acting in one.lower() for one in declared for acting in _ACTING_TYPES):
        raise BadFile(ACTIVE)
    if any(_reaches_out(element) for relations in lists.values() for element in relations.iter()):
        raise BadFile("文件引用了外部的文件或模板，不能上传。请断开链接，或输出为 PDF，再上传。")
    kinds = {_MAIN[one] for one in declared if one in _MAIN}
    if len(kinds) != 1:
        raise BadFile(NOT_ALLOWED)
    return kinds.pop()


def _reaches_out(relation: Element) -> bool:
    """A link that a reader clicks is not one that the program follows by itself."""
    is_external = relation.get("TargetMode", "").strip().lower() == "external"
    return is_external and not relation.get("Type", "").endswith("/hyperlink")


def kind_of_ole(data: bytes) -> FileKind:
    """.doc, .xls or .ppt, as its directory says; raises `BadFile`."""
    if not ole.is_sound(data):
        raise BadFile(DAMAGED)
    if ole.has_stream(data, "EncryptedPackage"):
        raise BadFile(LOCKED)
    if ole.has_macros(data):
        raise BadFile(ACTIVE)
    kind = _kind_of_streams(data)
    if kind is None:
        raise BadFile(NOT_ALLOWED)
    return kind


def _kind_of_streams(data: bytes) -> FileKind | None:
    """A file may hold one of another kind: Word keeps those in its ObjectPool."""
    if ole.has_stream(data, "PowerPoint Document"):
        return FileKind.PPT
    is_table = ole.has_stream(data, "Workbook") or ole.has_stream(data, "Book")
    if ole.has_stream(data, "WordDocument") and (not is_table or ole.has_stream(data, "ObjectPool")):
        return FileKind.DOC
    return FileKind.XLS if is_table else None
