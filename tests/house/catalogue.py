"""Catalogues of translations: .po read, .mo written, so that no system gettext is needed.

Only what our one file uses is understood: msgctxt, msgid, msgid_plural, msgstr, msgstr[0], comments, strings over
several lines. The format of .mo is that of GNU gettext, "The Format of GNU MO Files".
"""

from __future__ import annotations

import ast
import re
import struct
from dataclasses import dataclass, field
from pathlib import Path

_LINE = re.compile(r'^(?:(msgctxt|msgid|msgid_plural|msgstr|msgstr\[0\])\s+)?("(?:[^"\\]|\\.)*")$')
_MAGIC = 0x950412DE
_HEADER_WORDS = 7
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[a-z]|%[ds]|\{[a-z_0-9]*\}")


class MalformedCatalogue(Exception):
    """A .po file that cannot be read; the message names the line."""


@dataclass(slots=True)
class Message:
    """One entry: the key gettext looks up ("context\\x04msgid"), and its Vietnamese."""

    line: int
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def msgid(self) -> str:
        return self.parts.get("msgid", "")

    @property
    def text(self) -> str:
        return self.parts.get("msgstr", self.parts.get("msgstr[0]", ""))

    @property
    def key(self) -> str:
        context = self.parts.get("msgctxt")
        return self.msgid if context is None else f"{context}\x04{self.msgid}"


def read_po(text: str) -> list[Message]:
    """The messages of a .po file, its header (msgid "") first. Raises `MalformedCatalogue`."""
    messages: list[Message] = []
    part = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            if line.startswith("#,") and "fuzzy" in line:
                raise MalformedCatalogue(f"line {number}: a fuzzy entry is no translation")
            continue
        found = _LINE.match(line.strip())
        if found is None:
            raise MalformedCatalogue(f"line {number}: {line.strip()[:60]}")
        word, quoted = found.groups()
        if word == "msgctxt" or (word == "msgid" and part != "msgctxt"):
            messages.append(Message(number))
        if word:
            part = word
        if not messages or not part:
            raise MalformedCatalogue(f"line {number}: text before any msgid")
        parts = messages[-1].parts
        if word and word in parts:
            raise MalformedCatalogue(f"line {number}: {word} given twice")
        parts[part] = parts.get(part, "") + str(ast.literal_eval(quoted))
    return messages


def mistakes(messages: list[Message]) -> list[str]:
    """What is wrong with entries as translations: empty, given twice, or with other placeholders."""
    found: list[str] = []
    seen: set[str] = set()
    for message in messages:
        if message.key in seen:
            found.append(f"line {message.line}: given twice: {message.msgid[:60]}")
        seen.add(message.key)
        if not message.text.strip():
            found.append(f"line {message.line}: not translated: {message.msgid[:60]}")
        elif message.msgid and not _placeholders(message.text) <= _placeholders(message.msgid):
            found.append(f"line {message.line}: other placeholders than {message.msgid[:60]}")
    return found


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def compiled(messages: list[Message]) -> bytes:
    """The bytes of the .mo file: two sorted tables of (length, offset), then the strings, each closed by NUL."""
    pairs = sorted((_original(m).encode(), m.text.encode()) for m in messages)
    start = _HEADER_WORDS * 4
    at = start + len(pairs) * 16
    tables: list[bytes] = []
    strings = b""
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), at + len(strings)))
            strings += pair[column] + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), start, start + len(pairs) * 8, 0, at)
    return head + b"".join(tables) + strings


def _original(message: Message) -> str:
    plural = message.parts.get("msgid_plural")
    return message.key if plural is None else f"{message.key}\0{plural}"


def compile_file(po: Path) -> Path:
    """Write the .mo beside a .po and return its path."""
    mo = po.with_suffix(".mo")
    mo.write_bytes(compiled(read_po(po.read_text(encoding="utf-8"))))
    return mo
