"""Words put right where a scanner or a copy lost tone marks; the print is kept beside."""

from thanthien.lib.planreader.repair.document import repair_document

__all__ = ["repair_document"]
