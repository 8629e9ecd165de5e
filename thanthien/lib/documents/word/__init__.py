"""Reading Word documents (.docx)."""

from thanthien.lib.documents.word.reader import read_docx

__all__ = ["read_docx"]
