"""Writing documents: Word and PDF in the layout of Nghị định 30/2020, and Excel tables."""

from thanthien.lib.documents.write.docx import write_docx
from thanthien.lib.documents.write.fonts import FontMissing
from thanthien.lib.documents.write.model import (
    AdministrativeDocument,
    Align,
    Annex,
    Block,
    Column,
    Heading,
    TableBlock,
    TableRow,
    Text,
)
from thanthien.lib.documents.write.pdf import write_pdf
from thanthien.lib.documents.write.xlsx import Sheet, SheetColumn, SheetRow, Value, write_xlsx

__all__ = [
    "AdministrativeDocument",
    "Align",
    "Annex",
    "Block",
    "Column",
    "FontMissing",
    "Heading",
    "Sheet",
    "SheetColumn",
    "SheetRow",
    "TableBlock",
    "TableRow",
    "Text",
    "Value",
    "write_docx",
    "write_pdf",
    "write_xlsx",
]
