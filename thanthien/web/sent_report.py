"""What comes from outside as a report, whichever way: the fields that are asked and the files that may come with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.utils.translation import gettext

from thanthien.lib.documents.sniff import Kind, sniff
from thanthien.operations.feedback.intake import MOST_FILES, Contact
from thanthien.platform.outbox.models import Channel as Way

LARGEST_FILE = 20 * 1024 * 1024  # bytes; a phone's largest picture is about 15 MB
_PHONE = re.compile(r"\+?\d{9,14}")
_IN_NUMBER = re.compile(r"[\s.()-]")
_HEAD = 4096  # bytes that tell what a file is


@dataclass(frozen=True, slots=True)
class Typed:
    """What was written into the form, in the order of the page, without spaces around it."""

    text: str
    category: str
    about_leader: bool
    neighbourhood: str
    place: str
    name: str
    phone: str
    email: str
    address: str
    tell_by: str
    website: str  # for programs: people do not see it
    may_publish: bool
    client_key: str


FIELDS = tuple(one.name for one in fields(Typed))
_TICKS = frozenset({"about_leader", "may_publish"})
_LONGEST = {"name": 100, "phone": 20, "email": 254, "address": 200, "client_key": 64}
_WAYS = frozenset(("", *Way.values))


def read_typed(sent: Mapping[str, Any]) -> tuple[Typed, dict[str, str]]:
    """What was sent, and field → what is wrong with it in a citizen's words. Only what has to be known is asked."""
    told: dict[str, Any] = {}
    for name in FIELDS:
        value = sent.get(name)
        if name in _TICKS:
            told[name] = bool(value) and value not in ("false", "False", "0")
        else:
            told[name] = "" if value is None else str(value).strip()
    typed = Typed(**told)
    wrong = {}
    for name, most in _LONGEST.items():
        if len(told[name]) > most:
            wrong[name] = gettext("Ô này ghi tối đa {most} chữ.").format(most=most)
    if typed.email and "email" not in wrong and not _is_email(typed.email):
        wrong["email"] = gettext("Thư điện tử chưa đúng dạng, ví dụ: ten@example.vn.")
    by = typed.tell_by
    if by not in _WAYS:
        wrong["tell_by"] = gettext("Ông/bà chọn một cách trong danh sách.")
    if by in {Way.SMS, Way.ZNS} and not _PHONE.fullmatch(_IN_NUMBER.sub("", typed.phone)):
        wrong["phone"] = gettext("Muốn được báo tin, ông/bà ghi số điện thoại, ví dụ: 0912 345 678.")
    if by == Way.EMAIL and not typed.email:
        wrong["email"] = gettext("Muốn được báo tin, ông/bà ghi địa chỉ thư điện tử.")
    if typed.website:
        wrong["website"] = gettext("Hệ thống tưởng đây là thư rác. Ông/bà để trống ô này rồi gửi lại.")
    return typed, wrong


def contact_of(typed: Typed) -> Contact:
    return Contact(
        name=typed.name, phone=typed.phone, email=typed.email, address=typed.address, tell_by=typed.tell_by
    )


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def wrong_with(files: list[UploadedFile[Any]]) -> str:
    """Why these files cannot come with a report, in a citizen's words; "" where they can, as far as can be seen."""
    if len(files) > MOST_FILES:
        return gettext("Mỗi lần gửi kèm tối đa {most} tệp.").format(most=MOST_FILES)
    for file in files:
        name, size = file.name or "", file.size or 0
        if size > LARGEST_FILE:
            return gettext(
                "Tệp “{name}” nặng {size} MB, chỉ nhận đến {most} MB. Ông/bà gửi ảnh nhỏ hơn, "
                "hoặc chụp lại bằng chế độ ảnh thường."
            ).format(name=name, size=size // 2**20, most=LARGEST_FILE // 2**20)
        kind = sniff(file.read(_HEAD))
        file.seek(0)
        if kind is Kind.HEIC:
            return gettext(
                "Ảnh “{name}” ở dạng HEIC của iPhone, nhiều máy không xem được. Ông/bà vào Cài đặt › Camera › "
                "Định dạng, chọn “Tương thích nhất” rồi chụp lại; hoặc chụp màn hình tấm ảnh và gửi ảnh chụp màn hình."
            ).format(name=name)
        if kind not in {Kind.PICTURE, Kind.PDF}:
            return gettext("Tệp “{name}” không nhận được. Ông/bà gửi ảnh (JPG, PNG, WebP) hoặc PDF.").format(
                name=name
            )
    return ""
