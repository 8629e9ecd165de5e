"""Writing documents: Word and PDF in the layout of Nghị định 30/2020, and Excel tables."""

from thanthien.lib.documents.write.docx import write_docx, write_docx_set
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
from thanthien.lib.documents.write.office import CannotConvert, office_pdf, office_program
from thanthien.lib.documents.write.pdf import write_pdf, write_pdf_set
from thanthien.lib.documents.write.template import (
    FIELDS,
    TemplateCheck,
    check_template,
    fill_template,
    values_of,
)
from thanthien.lib.documents.write.template_safety import CannotUseTemplate, refuse_dangerous
from thanthien.lib.documents.write.xlsx import Sheet, SheetColumn, SheetRow, Value, write_xlsx

__all__ = [
    "FIELDS",
    "AdministrativeDocument",
    "Align",
    "Annex",
    "Block",
    "CannotConvert",
    "CannotUseTemplate",
    "Column",
    "FontMissing",
    "Heading",
    "Sheet",
    "SheetColumn",
    "SheetRow",
    "TableBlock",
    "TableRow",
    "TemplateCheck",
    "Text",
    "Value",
    "check_template",
    "fill_template",
    "office_pdf",
    "office_program",
    "refuse_dangerous",
    "values_of",
    "write_docx",
    "write_docx_set",
    "write_pdf",
    "write_pdf_set",
    "write_xlsx",
]
