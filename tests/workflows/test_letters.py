"""Letters meet the other rooms: what suggests one, names under discipline, pictures that become evidence."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.utils import timezone

from tests.cast import Cast
from tests.operations.casework.factories import case
from tests.operations.conduct.factories import concluded, member
from tests.operations.letters.factories import AT, fields, gestured, signed
from tests.programme.plans.factories import facts, make_plan, picture
from thanthien.operations.casework.models import Case
from thanthien.operations.conduct.disciplining import DisciplineFields, record_discipline
from thanthien.operations.letters.gesturing import Handed, add_photo, hand_over_at
from thanthien.operations.letters.models import LetterProposal
from thanthien.operations.letters.proposing import (
    CannotDecideProposal,
    accept_proposal,
    dismiss_proposal,
    template_of_procedure,
)
from thanthien.operations.letters.queries import proposals_for
from thanthien.platform.files.actions import keep_upload
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.criteria.actions import adopt, load_set
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.criteria.models import CriteriaSet, Criterion
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.merit.models import Practice
from thanthien.workflows import letters
from thanthien.workflows.letters import file_photo, propose_letters, with_warnings

pytestmark = pytest.mark.django_db


def married(cast: Cast) -> Case:
    one = case(cast)
    Case.objects.filter(pk=one.pk).update(
        procedure_name="Thủ tục đăng ký kết hôn", applicant="Đỗ Văn Duyên", state="handed", handed_at=AT
    )
    return one


@pytest.mark.parametrize(
    ("name", "template"),
    [("Đăng ký  kết hôn", "marriage"), ("Thủ tục đăng ký kết hôn có yếu tố nước ngoài", "marriage"),
     ("Cấp bản sao trích lục kết hôn", ""), ("Xác nhận tình trạng hôn nhân để đăng ký kết hôn", ""),
     ("Đăng ký khai sinh", "birth")],
)  # fmt: skip
def test_which_procedures_suggest_a_letter(name: str, template: str) -> None:
    assert template_of_procedure(name) == template


def test_each_thing_suggests_one_letter_and_people_decide(cast: Cast) -> None:
    married(cast)
    Practice.objects.create(
        unit=cast.unit, year=2026, code="be", title="Bể thu gom", problem="a", way="b", result="c", written_at=AT,
        written_by=cast.officer, state="recognised", document_number="7/QĐ-UBND", document_date=AT.date(),
    )  # fmt: skip
    assert propose_letters(at=AT) == 2
    assert propose_letters(at=AT) == 0
    wedding = LetterProposal.objects.get(template="marriage")
    assert (wedding.name, wedding.date) == ("Đỗ Văn Duyên", AT.date())
    letter = accept_proposal(actor=cast.one_stop, at=AT, proposal=wedding, fields=fields("marriage"))
    with pytest.raises(CannotDecideProposal, match="đã có người"):
        dismiss_proposal(actor=cast.coordinator, at=AT, proposal=wedding, why="mistaken", remark="")
    assert letter.proposal == wedding
    idea = LetterProposal.objects.get(template="commendation")
    with pytest.raises(CannotDecideProposal, match="ghi rõ"):
        dismiss_proposal(actor=cast.coordinator, at=AT, proposal=idea, why="other", remark=" ")
    with pytest.raises(NotAllowed):
        dismiss_proposal(actor=cast.other_coordinator, at=AT, proposal=idea, why="mistaken", remark="")


def test_what_came_of_a_report_about_staff_is_for_leaders(cast: Cast) -> None:
    row = LetterProposal.objects.create(
        unit=cast.unit, template="apology", source="feedback", source_key="report:1", date=AT.date(), about="Ý kiến",
        made_at=AT,
    )  # fmt: skip
    assert list(proposals_for(cast.leader, cast.unit)) == [row]
    assert not proposals_for(cast.coordinator, cast.unit).exists()
    with pytest.raises(NotAllowed):
        dismiss_proposal(actor=cast.coordinator, at=AT, proposal=row, why="mistaken", remark="")


def test_a_name_under_discipline_warns_of_praise_and_not_of_condolence(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert with_warnings(cast.unit, fields("praise")).warnings == ()
    monkeypatch.setattr(letters, "discipline_of", lambda unit, name: [f"{name} đang bị kỷ luật."])
    assert with_warnings(cast.unit, fields("praise")).warnings == ("Nguyễn Thị Giỏi đang bị kỷ luật.",)
    assert with_warnings(cast.unit, fields("condolence")).warnings == ()
    assert with_warnings(cast.unit, fields("marriage")).warnings == ()


def test_the_register_of_staff_answers_about_a_name(cast: Cast) -> None:
    now = timezone.now()
    breach = concluded(cast, member(cast, "Nguyễn Thị Giỏi", at=now), at=now)
    record_discipline(
        actor=cast.leader, at=now, breach=breach,
        fields=DisciplineFields("1/QĐ", timezone.localdate(now), "warning"),
    )  # fmt: skip
    assert "kỷ luật" in with_warnings(cast.unit, fields("praise")).warnings[0]
    assert with_warnings(cast.unit, fields("thanks")).warnings == ()


def test_a_picture_of_a_ceremony_is_evidence_of_its_task(cast: Cast) -> None:
    path = settings.REFERENCE_DIR / "criteria/hai-phong-2025.yaml"
    kept, _ = load_set(definition=load_definition(path), source=path.read_text(encoding="utf-8"), at=AT)
    CriteriaSet.objects.update(province_code=cast.city.code, from_year=2025)
    kept.refresh_from_db()
    adopt(actor=None, at=AT, unit=cast.unit, year=2026, criteria_set=kept, weight_table=None)
    task = make_plan(
        cast.unit, facts("Trao giấy chứng nhận kết hôn kèm thư chúc mừng", cast.office), year=2026
    )[0]
    task.criterion = Criterion.objects.get(criteria_set=kept, key="II.4#1")
    task.save()
    at = timezone.now().replace(year=2026)
    day = gestured(cast, at=at, date=date(2026, 7, 1))
    photo = add_photo(
        actor=cast.coordinator,
        at=at,
        gesture=day,
        file=keep_upload(upload=picture(), at=at),
        filename="anh.jpg",
    )
    assert file_photo(actor=cast.coordinator, at=at, photo=photo).made == (), "nothing of the criterion yet"
    hand_over_at(
        actor=cast.coordinator,
        at=at,
        gesture=day,
        handed=Handed(paper="marriage", letter=signed(cast, "marriage")),
    )
    assert len(file_photo(actor=cast.coordinator, at=at, photo=photo).made) == 1
    assert file_photo(actor=cast.coordinator, at=at, photo=photo).made == ()
    proof = Evidence.objects.get()
    assert (proof.task, proof.effective_date) == (task, date(2026, 7, 1))
