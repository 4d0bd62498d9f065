"""What every workbook that the office gets has in common: text that stays text, and a page that prints."""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

_LONGEST = 32_767  # characters of a cell
_FORMULA_SIGNS = ("=", "+", "-", "@")


def put_text(cell: Cell, text: str) -> None:
    """Text stays text, whatever it begins with; signs that a workbook cannot hold are left out."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST] or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_FORMULA_SIGNS)


def on_a4(sheet: Worksheet, *, repeated: str, landscape: bool) -> None:
    """A4, one page wide, these rows ("3:3") again on each page, and the pages counted."""
    sheet.print_title_rows = repeated
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    if sheet.oddFooter is not None:  # an empty one is false
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
