"""What each of the legal paths means to whoever chooses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from thanthien.operations.feedback.definition import Law, definition
from thanthien.operations.feedback.models import Path
from thanthien.web.portal.pages import ENGLISH


@dataclass(frozen=True, slots=True)
class PathWords:
    """A legal path as a citizen reads of it: what it is, what is needed, who reads it."""

    path: str
    title: str
    meaning: str
    needs: str
    readers: str

    @property
    def law(self) -> Law:
        return definition().laws[self.path]


PATHS = {
    one.path: one
    for one in (
        PathWords(
            Path.PETITION,
            gettext_noop("Gửi phản ánh, kiến nghị"),
            gettext_noop(
                "Ông/bà báo một việc chưa được, hoặc góp một cách làm tốt hơn. Không cần nêu tên cũng gửi được."
            ),
            gettext_noop("Việc gì, ở đâu, từ khi nào; có ảnh thì càng rõ."),
            gettext_noop(
                "Người tiếp nhận và người xử lý của đơn vị. "
                "Ý kiến về thái độ, việc làm của cán bộ thì chỉ lãnh đạo đọc."
            ),
        ),
        PathWords(
            Path.REGULATION,
            gettext_noop("Phản ánh về quy định hành chính"),
            gettext_noop(
                "Ông/bà thấy một quy định hoặc thủ tục còn vướng, còn thiếu hoặc không hợp lý. "
                "Đơn vị chuyển đến cơ quan có quyền sửa quy định ấy và cho ông/bà biết đã chuyển đến đâu."
            ),
            gettext_noop("Tên quy định hoặc thủ tục, chỗ vướng, cách sửa; họ tên và địa chỉ của ông/bà."),
            gettext_noop("Người tiếp nhận, người xử lý của đơn vị và cơ quan được chuyển đến."),
        ),
        PathWords(
            Path.COMPLAINT,
            gettext_noop("Gửi khiếu nại"),
            gettext_noop(
                "Ông/bà cho rằng một quyết định hoặc việc làm của cơ quan nhà nước là trái luật và xâm phạm quyền lợi "
                "của chính mình. Đơn vị xem xét lại quyết định hoặc việc làm ấy theo Luật Khiếu nại."
            ),
            gettext_noop(
                "Họ tên, địa chỉ, quyết định hoặc việc làm bị khiếu nại, điều ông/bà yêu cầu, giấy tờ kèm theo. "
                "Đơn theo luật phải có chữ ký hoặc điểm chỉ; đơn vị sẽ mời ông/bà ký xác nhận."
            ),
            gettext_noop("Người tiếp nhận, người được giao giải quyết và lãnh đạo đơn vị."),
        ),
        PathWords(
            Path.DENUNCIATION,
            gettext_noop("Gửi tố cáo"),
            gettext_noop(
                "Ông/bà báo việc làm trái luật của một người, gây hoặc đe dọa gây thiệt hại cho Nhà nước, "
                "cho người dân. "
                "Họ tên, địa chỉ của người tố cáo được giữ bí mật theo Luật Tố cáo."
            ),
            gettext_noop(
                "Họ tên, địa chỉ của ông/bà; ai làm gì, ở đâu, khi nào; bằng chứng nếu có. "
                "Đơn theo luật phải có chữ ký hoặc điểm chỉ; đơn vị sẽ mời ông/bà ký xác nhận."
            ),
            gettext_noop(
                "Chỉ lãnh đạo đơn vị; tố cáo lãnh đạo đơn vị thì chỉ người có trách nhiệm của cấp trên."
            ),
        ),
    )
}


def label_of(one: Any, lang: str) -> str:
    """The label of a category or an emergency in the language that is read."""
    return str(one.label_en if lang == ENGLISH else one.label)
