"""A document as a file: in the unit's own Word form where it has one, in our layout otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from thanthien.assessment.reports.files import CannotReport
from thanthien.assessment.reports.queries import template_in_force
from thanthien.lib.documents.write import (
    AdministrativeDocument,
    CannotConvert,
    CannotUseTemplate,
    fill_template,
    office_pdf,
    office_program,
    refuse_dangerous,
    values_of,
    write_docx,
    write_pdf,
)
from thanthien.platform.files.queries import read_file
from thanthien.platform.units.models import Unit


def follows_form(form: str) -> bool:
    """Whether a unit's own form can hold for files of this ending on this machine."""
    return form == "docx" or (form == "pdf" and office_program() is not None)


def written(
    document: AdministrativeDocument, *, unit: Unit, kind: str, form: str, font_folders: Iterable[Path] = ()
) -> bytes:
    """The document of a kind as .docx or .pdf. Raises CannotReport, and `FontMissing` where PDF finds no face.

    The unit's own form holds for both; its PDF is LibreOffice's, and ours on a machine without it.
    """
    own = template_in_force(unit, kind)
    if own is not None and own.file is not None and follows_form(form):
        form_bytes = read_file(own.file)
        _check_again(form_bytes)
        word = fill_template(form_bytes, document, values_of(document, unit.full_name))
        return word if form == "docx" else _converted(word, font_folders)
    if form == "docx":
        return write_docx(document)
    if form == "pdf":
        return write_pdf(document, font_folders=tuple(font_folders))
    raise CannotReport(f"Không lập được tệp “.{form}”. Hãy chọn .docx hoặc .pdf.")


def _check_again(data: bytes) -> None:
    """A form accepted earlier is asked what forms are asked today: the rules may have grown since it was kept."""
    try:
        refuse_dangerous(data)
    except CannotUseTemplate as error:
        raise CannotReport(
            f"Chưa lập được tệp theo mẫu của đơn vị. {error} Anh/chị gửi mẫu mới hoặc dùng lại mẫu có sẵn."
        ) from error


def _converted(word: bytes, font_folders: Iterable[Path]) -> bytes:
    try:
        return office_pdf(word, font_folders=tuple(font_folders))
    except CannotConvert as error:
        raise CannotReport(
            f"{error} Tệp Word theo mẫu của đơn vị vẫn tải được: anh/chị mở bằng Word rồi lưu thành PDF, "
            "hoặc thử lại sau ít phút."
        ) from error
