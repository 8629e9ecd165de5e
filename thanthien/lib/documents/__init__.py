"""Reading and writing the documents communes use: Word, PDF, scans, Excel, text."""

from thanthien.lib.documents.model import (
    Block,
    CannotRead,
    Cell,
    Document,
    Paragraph,
    Place,
    Row,
    Table,
)
from thanthien.lib.documents.reading import read

__all__ = ["Block", "CannotRead", "Cell", "Document", "Paragraph", "Place", "Row", "Table", "read"]
