"""Finding the procedure that a question is about, in the words people use."""

from thanthien.lib.lookup.catalogue import Answer, Catalogue, Found, Record, Verdict
from thanthien.lib.lookup.speech import Elsewhere, Speech, read_speech

__all__ = ["Answer", "Catalogue", "Elsewhere", "Found", "Record", "Speech", "Verdict", "read_speech"]
