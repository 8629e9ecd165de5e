"""Spot checks: a sample drawn by a seed, and what was seen of each person."""

from __future__ import annotations

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL


class SpotCheck(models.Model):
    """A check of a day. `line`: everybody who could be drawn, [staff, stratum, checks of the quarter, last checked],
    in the order of the draw; with `seed` it lets anybody draw again."""

    class State(models.TextChoices):
        OPEN = "open", "Đang kiểm tra"
        FINISHED = "finished", "Đã xong"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    purpose = models.CharField(max_length=20)
    seed = models.CharField(max_length=32)
    line = models.JSONField()
    size = models.PositiveSmallIntegerField()  # how many were to be looked at
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "date", "purpose"], name="one_spot_check_a_day")
        ]

    def __str__(self) -> str:
        return f"Đợt kiểm tra ngày {self.date:%d/%m/%Y}"


class PlannedLeave(models.Model):
    """Days somebody said beforehand to be away: whoever is drawn for a check of such a day is somebody else."""

    class Kind(models.TextChoices):
        DUTY = "duty", "Đi công tác, đi cơ sở"
        LEAVE = "leave", "Nghỉ phép, nghỉ chế độ"
        SICK = "sick", "Nghỉ ốm"
        TRAINING = "training", "Đi học, tập huấn"

    staff = models.ForeignKey("conduct.Staff", on_delete=models.CASCADE, related_name="leaves")
    kind = models.CharField(max_length=8, choices=Kind)
    first_date = models.DateField()
    last_date = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)  # entered by mistake, or came to nothing; the row stays
    withdrawn_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["staff", "-first_date", "-pk"]
        indexes = [models.Index(fields=["first_date", "last_date"], name="conduct_leave_days")]

    def __str__(self) -> str:  # never whose: audit rows are read by many
        return f"Báo vắng từ {self.first_date:%d/%m/%Y} đến {self.last_date:%d/%m/%Y}"


class Look(models.Model):
    """One drawn person of a check, with the agency of that day."""

    class State(models.TextChoices):
        WAITING = "waiting", "Chưa kiểm tra"
        SEEN = "seen", "Đã kiểm tra"
        AWAY = "away", "Vắng có lý do"
        ABSENT = "absent", "Vắng chưa rõ lý do"

    class Reason(models.TextChoices):
        DUTY = "duty", "Đi công tác, đi cơ sở"
        LEAVE = "leave", "Nghỉ phép, nghỉ chế độ"
        SICK = "sick", "Nghỉ ốm"
        TRAINING = "training", "Đi học, tập huấn"

    check_of = models.ForeignKey(SpotCheck, on_delete=models.CASCADE, related_name="looks")
    staff = models.ForeignKey("conduct.Staff", on_delete=models.PROTECT, related_name="looks")
    position = models.PositiveSmallIntegerField()
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    at_centre = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=8, choices=Reason, blank=True)
    has_badge = models.BooleanField(null=True)
    is_neat = models.BooleanField(null=True)  # uniform at the centre, neat dress elsewhere
    behaviours = models.JSONField(
        default=dict, blank=True
    )  # code → whether it was right; not looked at: left out
    note = models.CharField(max_length=300, blank=True)
    photo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    marked_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["check_of", "position"]
        constraints = [models.UniqueConstraint(fields=["check_of", "staff"], name="one_look_a_check")]

    def __str__(self) -> str:
        return f"Lượt {self.position}, {self.check_of}"

    @property
    def is_right(self) -> bool:
        """Badge and dress both."""
        return bool(self.has_badge and self.is_neat)

    @property
    def behaves(self) -> bool | None:
        return all(self.behaviours.values()) if self.behaviours else None
