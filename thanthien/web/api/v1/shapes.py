"""What goes over the wire, in and out: one place, from which the OpenAPI is made."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Generic, Literal, TypeVar

from ninja import Schema
from pydantic import UUID4, AfterValidator, ConfigDict, Field, StrictBool, StrictInt, StrictStr

T = TypeVar("T")


class Page(Schema, Generic[T]):
    items: list[T]
    next: str | None = Field(
        description="Dấu trang của trang sau; null ở trang cuối. / Cursor of the next page."
    )


class FieldProblem(Schema):
    field: str
    message: str


class ProblemOut(Schema):
    """RFC 9457; `code` never changes its meaning, `detail` is for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldProblem]


class UnitRef(Schema):
    code: str
    name: str


class UnitOut(Schema):
    code: str
    kind: str
    name: str
    full_name: str
    name_en: str
    parent: UnitRef | None
    successor: UnitRef | None = Field(
        description="Đơn vị mà đơn vị này đã nhập vào. / Merged into this unit."
    )
    portal: str


class PlaceOut(Schema):
    name: str
    kind: str


class UnitWhole(UnitOut):
    latitude: float | None
    longitude: float | None
    neighbourhoods: list[PlaceOut]


class ContactOut(Schema):
    kind: str
    name: str
    title: str
    phone: str
    hours: str
    agency: str


class ItemOut(Schema):
    code: str
    title: str
    title_en: str
    basis: str
    agency: str
    is_business: bool
    is_followed: bool
    publications: int = Field(description="Số văn bản đang công khai. / How many texts are public now.")


class RegisterOut(Schema):
    licence: str
    licence_en: str
    items: list[ItemOut]


class PostingOut(Schema):
    channel: str
    place: str
    url: str
    first_date: date
    last_date: date | None


class PublicationOut(Schema):
    code: str
    item: str
    title: str
    document_number: str
    document_date: date
    published_at: datetime
    state: str
    agency: str
    url: str
    file_url: str


class PublicationWhole(PublicationOut):
    text: str
    due_date: date
    postings: list[PostingOut]
    versions: list[PublicationOut] = Field(description="Các bản khác, mới nhất trước. / Other versions.")


class LineOut(Schema):
    kind: str
    date: date
    begins: time
    ends: time | None
    text: str
    who: str
    place: str
    is_chair: bool


class MonthOut(Schema):
    year: int
    month: int
    online: int
    all: int
    share: float | None


class CategoryOut(Schema):
    code: str
    label: str
    label_en: str
    is_protected: bool


class PathOut(Schema):
    code: str
    label: str
    basis: str
    takes_anonymous: bool


class EmergencyOut(Schema):
    number: str
    label: str
    label_en: str


class FormOut(Schema):
    """What may be sent to the unit, and the limits of it."""

    categories: list[CategoryOut]
    paths: list[PathOut]
    neighbourhoods: list[PlaceOut]
    emergencies: list[EmergencyOut]
    longest_text: int
    most_files: int
    largest_file: int


class PublicReport(Schema):
    """A report as everybody may read it: what an official has masked and let through."""

    id: str
    category: CategoryOut
    neighbourhood: str
    agency: str
    text: str
    answer: str
    outcome: str
    outcome_label: str
    received_date: date
    due_date: date
    answered_date: date | None
    was_late: bool
    published_at: datetime
    url: str


class PlaceStanding(Schema):
    """Reports of a place; numbers are null where there are so few that they may tell who (`is_few`)."""

    name: str = Field(description="Rỗng: không nêu nơi. / Empty: no place was named.")
    is_few: bool
    open: int | None
    late: int | None
    answered: int | None


class FiguresOut(Schema):
    since: date
    received: int
    answered: int
    on_time: int
    rated: int
    satisfied: int
    open: int
    late: int
    neighbourhoods: list[PlaceStanding]


class AnswerOut(Schema):
    outcome: str
    outcome_label: str
    text: str
    who_is: str


class StepOut(Schema):
    move: str
    label: str
    at: datetime
    agency: str
    text: str
    files: list[str]


class FollowOut(Schema):
    """What whoever has the tracking code reads on the page for following."""

    code: str
    path: str
    path_label: str
    state: str
    state_label: str
    is_open: bool
    is_late: bool
    category: str
    text: str
    place: str
    received_at: datetime
    due_date: date
    calculation: list[str]
    basis: str
    answer: AnswerOut | None
    steps: list[StepOut]
    reopen_until: date | None


class SentOut(Schema):
    """How a report stands that a key sent: no word of the citizen, nor of the answer before it is approved."""

    id: str
    category: str
    state: str
    state_label: str
    is_open: bool
    is_late: bool
    received_at: datetime
    due_date: date
    answered_at: datetime | None
    answer: AnswerOut | None


def _plain(text: str) -> str:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("có ký tự không đọc được")
    return text


Text = Annotated[StrictStr, AfterValidator(_plain)]


class In(Schema):
    """What is sent in; a field nobody knows is a mistake that should be told."""

    model_config = ConfigDict(extra="forbid")


class ReportIn(In):
    """A report for a citizen. The rules are those of the form on the unit's page."""

    client_key: Annotated[Text, Field(min_length=8, max_length=64)] = Field(
        description="Do ứng dụng đặt, mỗi lần gửi một mã: gửi lại cùng mã là cùng một ý kiến. / Idempotency key."
    )
    text: Annotated[Text, Field(min_length=10, max_length=20_000)]
    category: Annotated[Text, Field(min_length=1, max_length=40)]
    path: Literal["petition", "regulation", "complaint", "denunciation"] = "petition"
    place: Annotated[Text, Field(max_length=200)] = ""
    neighbourhood: Annotated[Text, Field(max_length=130)] = ""
    name: Annotated[Text, Field(max_length=100)] = ""
    phone: Annotated[Text, Field(max_length=20)] = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    address: Annotated[Text, Field(max_length=200)] = ""
    tell_by: Literal["", "sms", "zns", "email"] = ""
    may_publish: bool = False
    about_leader: bool = False
    language: Literal["vi", "en"] = "vi"


class ReportJson(ReportIn):
    may_publish: StrictBool = False
    about_leader: StrictBool = False


class ReceivedOut(Schema):
    """`code` is the citizen's: it opens the page for following. `id` is the program's."""

    code: str
    said_code: str
    id: str
    is_new: bool
    state: str
    due_date: date
    follow_url: str
    emergencies: list[EmergencyOut] = Field(
        description="Có thể có nguy hiểm: cho người gửi thấy ngay các số này. / Show these numbers at once."
    )


class SurveyOut(Schema):
    code: str
    title: str
    first_date: date
    last_date: date
    asks_neighbourhood: bool
    url: str


class FoundOut(Schema):
    """What fits the words, each group the best first; addresses are those of the unit's pages."""

    words: list[str] = Field(description="Các từ đã tìm. / The words that were looked for.")
    hotline: str
    contacts: list[ContactOut]
    publications: list[PublicationOut]
    lines: list[LineOut]
    reports: list[PublicReport]
    surveys: list[SurveyOut]


class OptionOut(Schema):
    value: int
    text: str
    text_en: str


class QuestionOut(Schema):
    key: str
    kind: str
    text: str
    text_en: str
    required: bool
    options: list[OptionOut]


class BlockOut(Schema):
    title: str
    title_en: str
    questions: list[QuestionOut]


class SurveyWhole(SurveyOut):
    is_open: bool
    why_closed: str
    needs_link: bool = Field(description="Chỉ trả lời bằng đường dẫn dùng một lần. / Single-use links only.")
    intro: str
    intro_en: str
    blocks: list[BlockOut]


class AnswersIn(In):
    """An answered form: key of a question → the number of a choice, several of them, or words."""

    key: UUID4 = Field(
        description="Do ứng dụng đặt, ngẫu nhiên; gửi lại cùng mã là cùng một phiếu. / Random key."
    )
    answers: Annotated[
        dict[
            Annotated[Text, Field(max_length=40)],
            StrictInt
            | Annotated[Text, Field(max_length=2000)]
            | Annotated[list[StrictInt], Field(max_length=20)],
        ],
        Field(max_length=60),
    ]
    neighbourhood: Annotated[Text, Field(max_length=130)] = ""
    token: Annotated[Text, Field(max_length=64)] = ""


class KeptOut(Schema):
    key: str
