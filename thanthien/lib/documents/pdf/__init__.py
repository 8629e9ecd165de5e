"""Reading PDF files: their text layer, or their pages as pictures."""

from thanthien.lib.documents.pdf.reader import read_pdf

__all__ = ["read_pdf"]
