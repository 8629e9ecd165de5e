"""A mail as bytes → what a person wrote in it. Pure: nothing is fetched, nothing is kept.

Whose mail is no person's is told by its own headers (RFC 3834, RFC 2919, RFC 3464): such a mail is never
answered and never becomes a report, or two machines would write to each other for ever.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import parseaddr
from html.parser import HTMLParser

from thanthien.lib.codes import ALPHABET, typed_code
from thanthien.lib.vietnamese import tidy

_LIST_HEADERS = ("List-Id", "List-Unsubscribe", "List-Post", "X-Autoreply", "X-Autorespond", "X-Loop")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MACHINES = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+.\-].*)?@", re.I)
_CODE = re.compile(rf"\b[{ALPHABET}]{{4}}[- ]?[{ALPHABET}]{{4}}[- ]?[{ALPHABET}]{{4}}\b", re.I)
_QUOTED = re.compile(
    r"^(>|-{2,}\s*(original message|thư gốc|forwarded)|vào .{5,80} đã viết:|on .{5,80} wrote:)", re.I
)
_OLD = ("utf-8", "cp1258", "latin-1")  # what old mailers send under a wrong name
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class ReadMail:
    """`files` are (name, bytes); `code` is the follow code of the subject, "" without one."""

    key: str
    address: str
    name: str
    subject: str
    text: str
    code: str
    files: tuple[tuple[str, bytes], ...]
    is_automatic: bool


def read_mail(raw: bytes, own_addresses: frozenset[str] = frozenset()) -> ReadMail:
    """Whatever the bytes are, something comes back; what cannot be decoded is marked by �."""
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(mail, EmailMessage)
    subject = tidy(_header(mail, "Subject"))[:300]
    name, address = parseaddr(_header(mail, "Reply-To") or _header(mail, "From"))
    sender = parseaddr(_header(mail, "From"))[1].lower()
    found = _CODE.search(subject)
    own = {one.lower() for one in own_addresses}
    return ReadMail(
        key=key_of(raw, _header(mail, "Message-ID")),
        address=address.strip().lower()[:254],
        name=tidy(name)[:100],
        subject=subject,
        text=_written(mail),
        code=typed_code(found[0]) if found else "",
        files=tuple(_files(mail)),
        is_automatic=_is_automatic(mail) or not sender or sender in own,
    )


def key_of(raw: bytes, message_id: str) -> str:
    """A mail's own name; one without it is named by its bytes."""
    named = message_id.strip()
    return hashlib.sha256(named.encode("utf-8", "replace") if named else raw).hexdigest()


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail.get(name, ""))
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):  # headers no standard foresaw
        raw = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), "")
        return str(raw).encode("utf-8", "replace").decode("utf-8", "replace")


def _is_automatic(mail: EmailMessage) -> bool:
    submitted = _header(mail, "Auto-Submitted").lower().strip()
    if submitted and not submitted.startswith("no"):
        return True
    if _header(mail, "Precedence").lower().strip() in _BULK or any(name in mail for name in _LIST_HEADERS):
        return True
    if "Return-Path" in mail and _header(mail, "Return-Path").strip() in ("<>", ""):
        return True
    kind = mail.get_content_type()
    is_report = kind == "multipart/report" or kind == "message/delivery-status"
    return is_report or bool(_MACHINES.match(parseaddr(_header(mail, "From"))[1]))


def _written(mail: EmailMessage) -> str:
    """The plain part, else the HTML part as text; the mail it answers is cut off."""
    plain, html = [], []
    for part in mail.walk():
        if part.is_multipart() or part.get_content_disposition() == "attachment" or part.get_filename():
            continue
        kind = part.get_content_type()
        if kind == "text/plain":
            plain.append(_decoded(part))
        elif kind == "text/html":
            html.append(text_of_html(_decoded(part)))
    words = "\n".join(plain) if any(one.strip() for one in plain) else "\n".join(html)
    lines: list[str] = []
    for line in words.splitlines():
        if _QUOTED.match(line.strip()):
            break
        lines.append(line)
    return tidy("\n".join(lines), keep_lines=True) or tidy(words, keep_lines=True)


def _decoded(part: Message) -> str:
    data = part.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    named = str(part.get_content_charset() or "utf-8")
    for encoding in (named, *_OLD):
        try:
            return data.decode(encoding).replace("\x00", "")
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")


def _files(mail: EmailMessage) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for part in mail.walk():
        if part.is_multipart() or len(found) >= MOST_FILES:
            continue
        named = part.get_filename()
        if named or part.get_content_disposition() == "attachment":
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and data:
                found.append((tidy(str(named or "tệp kèm thư"))[-200:], data))
    return found


class _Text(HTMLParser):
    """Words and line ends; scripts, styles and heads say nothing."""

    _SILENT = frozenset({"script", "style", "head", "title"})
    _BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "blockquote"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in self._SILENT
        if tag in self._BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


def text_of_html(html: str) -> str:
    reader = _Text()
    reader.feed(html)
    reader.close()
    return "".join(reader.said)
