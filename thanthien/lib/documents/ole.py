"""Files in Microsoft's old container: .doc, .xls, and new files with a password."""

from __future__ import annotations

from thanthien.lib.documents.model import CannotRead


def ole_refusal(data: bytes) -> CannotRead:
    """Why an OLE file is refused and what to do. Stream names stand in it as UTF-16."""
    if _names(data, "EncryptedPackage"):
        return CannotRead(
            "Tệp được đặt mật khẩu nên không đọc được. "
            "Hãy mở bằng mật khẩu, bỏ bảo vệ (Tệp > Thông tin > Bảo vệ), lưu lại rồi tải lên.",
            code="encrypted",
        )
    if _names(data, "WordDocument"):
        return CannotRead(
            "Tệp Word đời cũ (.doc). Hãy mở bằng Word và lưu lại thành .docx hoặc PDF rồi tải lên.",
            code="old_word",
        )
    if _names(data, "Workbook") or _names(data, "Book"):
        return CannotRead(
            "Tệp Excel đời cũ (.xls). Hãy mở bằng Excel và lưu lại thành .xlsx rồi tải lên.",
            code="old_excel",
        )
    return CannotRead(
        "Tệp Office đời cũ hoặc bị hỏng. Hãy mở trên máy của bạn và lưu lại thành .docx, .xlsx hoặc PDF "
        "rồi tải lên.",
        code="old_office",
    )


def _names(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data
