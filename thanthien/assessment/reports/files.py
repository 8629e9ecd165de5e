"""A document as a file under its name, and how a document says that it cannot be drawn up."""

from __future__ import annotations

from dataclasses import dataclass


class CannotReport(Exception):
    """No document can be made; the message says what has to be there first."""


@dataclass(frozen=True, slots=True)
class ReportFile:
    filename: str
    content: bytes
