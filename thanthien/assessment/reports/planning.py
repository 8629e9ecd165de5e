"""The plan of a year, the paper that submits it for signature, and the notice of who does what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from thanthien.assessment.reports import phrases
from thanthien.assessment.reports.frame import (
    MODEL,
    TO_SIGN,
    bases_of,
    level_words,
    official,
    paragraphs,
    section,
)
from thanthien.assessment.reports.recorded import estimate
from thanthien.assessment.reports.sources import Sources
from thanthien.lib.documents.write import (
    AdministrativeDocument,
    Annex,
    Block,
    Column,
    TableBlock,
    TableRow,
    Text,
)
from thanthien.lib.vietnamese import date_vi
from thanthien.platform.units.models import Agency
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.plans.models import Task, TaskAgency

NOT_SET = "[chưa xác định]"
_TABLE = (
    Column("TT", 1.3, "centre"),
    Column("Nội dung, nhiệm vụ", 9.0),
    Column("Cơ quan chủ trì", 3.9),
    Column("Cơ quan phối hợp", 3.9),
    Column("Sản phẩm", 3.4),
    Column("Thời gian", 3.2),
)


def plan(sources: Sources) -> AdministrativeDocument:
    """The plan with its annex of tasks; where no plan is accepted yet, a draft from the criteria set."""
    kept = sources.plan
    title = phrases.sentence(kept.title)[:-1] if kept else f"Thực hiện {MODEL} năm {sources.year}"
    rows = _task_rows(sources.tasks) if sources.tasks else _criterion_rows(sources)
    return official(
        sources,
        abbreviation="KH",
        kind="KẾ HOẠCH",
        subject=title,
        blocks=_plan_body(sources),
        legal_bases=bases_of(sources, with_plan=False),
        annexes=(
            Annex(
                f"Nhiệm vụ thực hiện năm {sources.year}",
                (TableBlock(_TABLE, tuple(rows), size=11),),
                landscape=True,
            ),
        ),
    )


def _plan_body(sources: Sources) -> Iterable[Block]:
    aim = level_words(sources, sources.plan)
    yield Text(f"{sources.committee} ban hành Kế hoạch thực hiện {MODEL} năm {sources.year} như sau:")
    yield from section(
        "I. MỤC ĐÍCH, YÊU CẦU",
        section(
            "1. Mục đích",
            paragraphs(
                "Triển khai đồng bộ các nội dung của bộ tiêu chí; nâng cao trách nhiệm, thái độ và chất lượng phục vụ "
                "của cán bộ, công chức, viên chức; xây dựng chính quyền gần dân, lắng nghe dân và phục vụ Nhân dân.",
                f"Phấn đấu năm {sources.year} đạt “Chính quyền thân thiện” {aim}.",
            ),
            level=2,
        ),
        section(
            "2. Yêu cầu",
            paragraphs(
                "Mỗi nhiệm vụ xác định rõ cơ quan chủ trì, cơ quan phối hợp, sản phẩm và thời gian hoàn thành.",
                "Kết quả thực hiện có minh chứng, được kiểm tra và cập nhật thường xuyên trong năm.",
                "Tổ chức thực hiện nghiêm túc, hiệu quả, tiết kiệm, không hình thức.",
            ),
            level=2,
        ),
    )
    yield from section("II. NỘI DUNG, NHIỆM VỤ", _contents(sources))
    yield from section(
        "III. KINH PHÍ THỰC HIỆN",
        paragraphs(
            "Kinh phí thực hiện từ ngân sách nhà nước theo phân cấp và các nguồn hợp pháp khác theo quy định.",
            estimate(sources) or "[Đơn vị ghi dự toán kinh phí, nếu có.]",
        ),
    )
    yield from section("IV. TỔ CHỨC THỰC HIỆN", _duties(sources))
    yield Text(
        f"Trên đây là Kế hoạch thực hiện {MODEL} năm {sources.year}. {sources.committee} yêu cầu các cơ quan, đơn vị "
        "nghiêm túc triển khai thực hiện; khó khăn, vướng mắc phản ánh về Phòng Văn hóa - Xã hội để tổng hợp, "
        "báo cáo./."
    )


def _contents(sources: Sources) -> Iterable[Block]:
    if not sources.tasks:
        yield Text("Thực hiện đầy đủ các nội dung của bộ tiêu chí theo phân công tại Phụ lục kèm theo.")
        yield from paragraphs("[Bảng tại Phụ lục lập từ bộ tiêu chí; đơn vị rà soát, bổ sung trước khi ký.]")
        return
    groups: dict[str, int] = {}
    for task in sources.tasks:
        groups[task.group] = groups.get(task.group, 0) + 1
    yield Text(f"Kế hoạch gồm {len(sources.tasks)} nhiệm vụ, chi tiết tại Phụ lục kèm theo.")
    for group, count in groups.items():
        if group:
            title = phrases.without_number(group).rstrip(".;: ")
            yield Text(f"- {title.capitalize() if title.isupper() else title}: {count} nhiệm vụ.")


def _duties(sources: Sources) -> Iterable[Block]:
    """As the accepted plan says; else by what each agency leads."""
    kept = sources.plan
    duties = [one for one in (kept.duties if kept else []) if isinstance(one, dict) and one.get("text")]
    if duties:
        by_agency: dict[str, list[str]] = {}
        for one in duties:
            by_agency.setdefault(str(one.get("agency") or "Các cơ quan, đơn vị"), []).append(str(one["text"]))
        for number, (name, texts) in enumerate(by_agency.items(), 1):
            yield from section(f"{number}. {name}", paragraphs(*map(phrases.sentence, texts)), level=2)
        return
    for number, (agency, leads, supports) in enumerate(shares(sources), 1):
        said = f"Chủ trì {len(leads)} nhiệm vụ" + (f", phối hợp {len(supports)} nhiệm vụ" if supports else "")
        yield from section(
            f"{number}. {agency.name}",
            paragraphs(f"{said} theo Phụ lục; báo cáo kết quả và gửi minh chứng theo yêu cầu."),
            level=2,
        )
    if not sources.tasks:
        yield from paragraphs("[Đơn vị phân công nhiệm vụ cụ thể cho từng cơ quan.]")


def shares(sources: Sources) -> list[tuple[Agency, list[Task], list[Task]]]:
    """Each agency with the tasks it leads and those it supports; agencies without any are left out."""
    found = []
    for agency in sources.agencies:
        leads = [task for task in sources.tasks if _has(task, agency, TaskAgency.Part.LEAD)]
        supports = [task for task in sources.tasks if _has(task, agency, TaskAgency.Part.SUPPORT)]
        if leads or supports:
            found.append((agency, leads, supports))
    return found


def _has(task: Task, agency: Agency, part: str) -> bool:
    return any(one.agency_id == agency.pk and one.part == part for one in task.agencies.all())


def names(task: Task, part: str) -> str:
    return "; ".join(one.name for one in task.agencies.all() if one.part == part)


def _task_rows(tasks: Sequence[Task]) -> Iterable[TableRow]:
    group, number = "", 0
    for task in tasks:
        number += 1
        if task.group and task.group != group:
            group, number = task.group, 1
            yield TableRow((group, *[""] * 5), bold=True, span=True)
        yield TableRow(
            (
                task.no.strip(" -–+*") or str(number),
                task.title,
                names(task, TaskAgency.Part.LEAD) or NOT_SET,
                names(task, TaskAgency.Part.SUPPORT),
                task.product,
                when(task),
            )
        )


def when(task: Task) -> str:
    """As the plan prints it, else its day."""
    return task.timing or (date_vi(task.due_date) if task.due_date else NOT_SET)


def _criterion_rows(sources: Sources) -> Iterable[TableRow]:
    by_role = {agency.role_code: agency.name for agency in sources.agencies if agency.role_code}

    def called(roles: Sequence[str]) -> str:
        return "; ".join(by_role[role] for role in roles if role in by_role)

    parents = {node.parent_id for node in sources.criteria}
    for node in sources.criteria:
        if node.pk in parents:
            yield TableRow((_numbered(node), *[""] * 5), bold=True, span=True)
            continue
        yield TableRow(
            (
                node.number or "-",
                node.title,
                called(node.lead_roles) or NOT_SET,
                called(node.coordinator_roles),
                node.product,
                node.timing or NOT_SET,
            )
        )


def _numbered(node: Criterion) -> str:
    return f"{node.number}. {node.title}" if node.number else node.title


def submission(sources: Sources) -> AdministrativeDocument:
    """The division's tờ trình that hands the draft plan to the chair."""
    division = sources.coordinating
    head = sources.head_of(division) if division else None
    name = division.name if division else "[cơ quan tham mưu]"
    count = len(sources.tasks) or sum(node.rule is not None for node in sources.criteria)
    lines = (
        f"{name} trình Ủy ban nhân dân {sources.unit.full_name} xem xét, ban hành Kế hoạch thực hiện {MODEL} năm "
        f"{sources.year} với các nội dung chính như sau:",
        f"1. Sự cần thiết: Kế hoạch cụ thể hóa bộ tiêu chí, làm căn cứ phân công, theo dõi và chấm điểm trong năm; "
        f"mục tiêu phấn đấu đạt {level_words(sources, sources.plan)}.",
        f"2. Nội dung: dự thảo gồm {count} nhiệm vụ, mỗi nhiệm vụ có cơ quan chủ trì, sản phẩm và thời gian.",
        "3. Kinh phí: từ ngân sách nhà nước theo phân cấp và các nguồn hợp pháp khác. "
        f"{estimate(sources) or '[Ghi dự toán, nếu có.]'}",
        "4. Việc lấy ý kiến: [ghi các cơ quan đã góp ý và việc tiếp thu].",
        f"{name} kính trình Ủy ban nhân dân {sources.unit.full_name} xem xét, quyết định (gửi kèm dự thảo Kế "
        "hoạch và Phụ lục nhiệm vụ)./.",
    )
    return official(
        sources,
        abbreviation="TTr",
        kind="TỜ TRÌNH",
        subject=f"Về việc ban hành Kế hoạch thực hiện {MODEL} năm {sources.year}",
        blocks=paragraphs(*lines),
        parent_issuer=f"UBND {sources.unit.full_name}",
        issuer=name,
        number="      /TTr-VHXH",
        addressees=(sources.committee,),
        legal_bases=bases_of(sources, with_plan=False),
        authority=(post_of(head.title if head else "", name),),
        signer=head.person.full_name if head else TO_SIGN,
        recipients=("Như trên", "Lưu: VHXH"),
        issuer_in_words=name,
    )


def post_of(title: str, agency: str) -> str:
    """The post as it stands above a signature: the agency is named in the head, "Trưởng phòng" is enough."""
    rest = agency.partition(" ")[2]
    return title.removesuffix(rest).strip(" ,") or "Trưởng phòng" if rest else title or "Trưởng phòng"


_SHARE = (
    Column("TT", 1.2, "centre"),
    Column("Nhiệm vụ", 11.0),
    Column("Vai trò", 2.2, "centre"),
    Column("Người thực hiện", 4.2),
    Column("Thời gian", 3.0),
    Column("Ghi chú", 3.1),
)


def assignment(sources: Sources) -> AdministrativeDocument:
    """The notice of assignment: its annex lists, agency by agency, tasks led and supported, with officers."""
    found = shares(sources)
    rows: list[TableRow] = []
    for agency, leads, supports in found:
        rows.append(TableRow((agency.name, *[""] * 5), bold=True, span=True))
        rows += _share_rows(agency, leads, supports)
    lines = (
        f"Thực hiện Kế hoạch {MODEL} năm {sources.year}, {sources.committee} thông báo phân công {len(sources.tasks)} "
        f"nhiệm vụ cho {len(found)} cơ quan, đơn vị (chi tiết tại Phụ lục kèm theo).",
        "1. Thủ trưởng cơ quan chủ trì chịu trách nhiệm về tiến độ, chất lượng; phân công công chức, viên chức thực "
        "hiện từng nhiệm vụ và kiểm tra minh chứng trước khi gửi.",
        "2. Cơ quan phối hợp thực hiện phần việc liên quan theo đề nghị của cơ quan chủ trì.",
        "3. Phòng Văn hóa - Xã hội theo dõi, đôn đốc, tổng hợp kết quả, báo cáo Chủ tịch Ủy ban nhân dân "
        f"{sources.unit.full_name}.",
        "Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.",
    )
    return official(
        sources,
        abbreviation="TB",
        kind="THÔNG BÁO",
        subject=f"Phân công nhiệm vụ thực hiện {MODEL} năm {sources.year}",
        blocks=paragraphs(*lines),
        annexes=(
            Annex("Bảng phân công nhiệm vụ", (TableBlock(_SHARE, tuple(rows), size=11),), landscape=True),
        ),
    )


def _share_rows(agency: Agency, leads: Sequence[Task], supports: Sequence[Task]) -> Iterable[TableRow]:
    number = 0
    for role, part, tasks in (
        ("Chủ trì", TaskAgency.Part.LEAD, leads),
        ("Phối hợp", TaskAgency.Part.SUPPORT, supports),
    ):
        for task in tasks:
            number += 1
            own = next(one for one in task.agencies.all() if one.agency_id == agency.pk and one.part == part)
            doer = (
                own.assignee.full_name if own.assignee else ("[chưa phân công]" if role == "Chủ trì" else "")
            )
            yield TableRow((str(number), task.title, role, doer, when(task), ""))
