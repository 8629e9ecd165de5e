"""Every move of a dialogue, of a question and of a commitment: from which states, to which."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.operations.engagement.models import Commitment, CommitmentStep, Dialogue, Question

D, Q, C, Move = Dialogue.State, Question.State, Commitment.State, CommitmentStep.Move


@dataclass(frozen=True, slots=True)
class Step:
    """`needs` asks for words where they are missing; "" for none."""

    allowed: tuple[str, ...]
    to: str
    needs: str = ""


DIALOGUES: dict[str, Step] = {
    "publish": Step((D.DRAFT,), D.PUBLISHED),
    "hold": Step((D.DRAFT, D.PUBLISHED), D.HELD),
    "cancel": Step((D.DRAFT, D.PUBLISHED), D.CANCELLED, "Anh/chị ghi lý do không tổ chức; người dân đọc được lý do."),
}  # fmt: skip
QUESTIONS: dict[str, Step] = {
    "accept": Step((Q.NEW, Q.SET_ASIDE), Q.ACCEPTED),
    "set_aside": Step((Q.NEW, Q.ACCEPTED), Q.SET_ASIDE, "Anh/chị ghi lý do; người gửi đọc được bằng mã của mình."),
    "answer": Step((Q.NEW, Q.ACCEPTED), Q.ANSWERED, "Anh/chị ghi câu trả lời tại buổi đối thoại."),
    "promise": Step((Q.NEW, Q.ACCEPTED, Q.ANSWERED), Q.PROMISED),
}  # fmt: skip
COMMITMENTS: dict[str, Step] = {
    Move.NOTE: Step((C.OPEN,), C.OPEN, "Anh/chị ghi đã làm được gì."),
    Move.HAND: Step((C.OPEN,), C.OPEN),
    Move.EXTEND: Step((C.OPEN,), C.OPEN, "Anh/chị ghi lý do dời hạn; người dân đọc được lý do này."),
    Move.SETTLE: Step((C.OPEN,), C.SETTLED, "Anh/chị ghi đã làm gì, kết quả ra sao."),
    Move.REOPEN: Step((C.SETTLED,), C.OPEN, "Anh/chị ghi điều chưa được giải quyết."),
}
# What the public may read of a dialogue: never one that is only being prepared.
PUBLIC = (D.PUBLISHED, D.HELD, D.CANCELLED)
SHOWN_QUESTIONS = (Q.ACCEPTED, Q.ANSWERED, Q.PROMISED)
