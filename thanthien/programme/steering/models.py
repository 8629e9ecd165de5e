"""Who steers the programme: the committee, who watches over which task, chasing, reports of the agencies."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Committee(models.Model):
    """A unit's Ban Chỉ đạo for a term: `start_year` to `end_year`, open while that is empty."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    start_year = models.PositiveSmallIntegerField()
    end_year = models.PositiveSmallIntegerField(null=True)
    decision_number = models.CharField(max_length=60, blank=True)
    decision_date = models.DateField(null=True)
    signer = models.CharField(max_length=100, blank=True)
    signer_title = models.CharField(max_length=120, blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-start_year"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "start_year"], name="one_committee_a_first_year")
        ]

    def __str__(self) -> str:
        return self.name


class CommitteeMember(models.Model):
    """A member from a day to a day: a person with an account, or someone invited from outside.

    Where the decision names a post alone ("Chủ tịch UBND xã"), `full_name` is empty.
    """

    class Role(models.TextChoices):
        HEAD = "head", "Trưởng ban"
        STANDING_DEPUTY = "standing_deputy", "Phó Trưởng ban Thường trực"
        DEPUTY = "deputy", "Phó Trưởng ban"
        MEMBER = "member", "Ủy viên"
        SECRETARY = "secretary", "Thư ký"

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=16, choices=Role)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    full_name = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=150, blank=True)
    organisation = models.CharField(max_length=150, blank=True)
    is_invited = models.BooleanField(default=False)
    duty = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    start_date = models.DateField()
    end_date = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["committee", "position", "pk"]

    def __str__(self) -> str:
        return self.full_name or self.title


class Charge(models.Model):
    """A task that a committee member watches over; who carries it out stands at the task itself."""

    member = models.ForeignKey(CommitteeMember, on_delete=models.CASCADE, related_name="charges")
    task = models.ForeignKey("plans.Task", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["task", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "task"], name="one_charge_a_member_and_task")
        ]

    def __str__(self) -> str:
        return f"{self.member} – {self.task}"[:200]


class Chase(models.Model):
    """The coordinator or a leader asks an agency about tasks; it stands until the agency answers."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    answer_by = models.DateField(null=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["unit", "year", "answered_at"])]

    def __str__(self) -> str:
        return f"Đôn đốc {self.agency}"


class ChaseTask(models.Model):
    """A task named in a chase. An agency is asked about one task at most once a day."""

    chase = models.ForeignKey(Chase, on_delete=models.CASCADE, related_name="lines")
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey("plans.Task", on_delete=models.PROTECT, related_name="+")
    sent_date = models.DateField()

    class Meta:
        ordering = ["chase", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "task", "sent_date"], name="one_chase_a_task_and_day")
        ]

    def __str__(self) -> str:
        return str(self.task)


class ReportRequest(models.Model):
    """The coordinator asks agencies for a report by a day; `UnitReport` holds a row an agency asked."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    due_date = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-due_date", "-pk"]
        indexes = [models.Index(fields=["unit", "year"])]

    def __str__(self) -> str:
        return self.title


class UnitReport(models.Model):
    """What one agency owes to a request, and has handed in."""

    class State(models.TextChoices):
        ASKED = "asked", "Chưa gửi"
        HANDED_IN = "handed_in", "Đã gửi"
        RETURNED = "returned", "Cần bổ sung"

    request = models.ForeignKey(ReportRequest, on_delete=models.CASCADE, related_name="reports")
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    text = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    first_handed_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["request", "agency__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "agency"], name="one_report_an_agency_and_request")
        ]

    def __str__(self) -> str:
        return f"{self.request} – {self.agency}"
