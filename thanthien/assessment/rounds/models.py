"""The programme's year at a unit: levels aimed for, what was handed in, the appraisal, the decision."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Registration(models.Model):
    """The level a unit aims for in a year. Without it nothing is recognised, whatever the score.

    `version` counts the writes, so that of two people at once the second is told. `sent_at` is when it went
    up to the city; a change takes it back until it is sent again.
    """

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    registered_date = models.DateField()
    document_number = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-year", "unit"]
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_registration_a_year")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}: {self.level}"


class LevelTarget(models.Model):
    """Which level a unit means to hold in a year: the row of years of its plan ("mức 4 năm 2026, giữ tới 2030")."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["unit", "year"]
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_target_a_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.level}"


class Round(models.Model):
    """One year's assessment of one unit, from its own points to the decision. Moves: see `states`."""

    class State(models.TextChoices):
        PREPARING = "preparing", "Đang tự chấm"
        SUBMITTED = "submitted", "Đã nộp"
        RETURNED = "sent_back", "Trả lại để bổ sung"
        APPRAISING = "appraising", "Đang thẩm định"
        APPRAISED = "appraised", "Đã thẩm định, chờ quyết định"
        RECOGNISED = "recognised", "Được công nhận"
        REFUSED = "refused", "Không được công nhận"
        OBJECTED = "objected", "Đang kiến nghị"
        REVOKED = "revoked", "Đã thu hồi công nhận"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.PREPARING)
    version = models.PositiveIntegerField(default=1)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "unit"]
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_round_a_year")]

    def __str__(self) -> str:
        return f"Hồ sơ năm {self.year} của {self.unit}"


class SelfPoint(models.Model):
    """Points a unit gives itself where they differ from the live ones, with the reason.

    `agency` None: the unit's own, which stand. With an agency: what that agency proposes for its field.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="self_points")
    key = models.CharField(max_length=40)
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    points = models.DecimalField(max_digits=7, decimal_places=2)
    reason = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["round", "key", "agency"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "key"], condition=models.Q(agency=None), name="one_self_point_a_criterion"
            ),
            models.UniqueConstraint(
                fields=["round", "key", "agency"],
                condition=models.Q(agency__isnull=False),
                name="one_proposal_an_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.points}"


class Submission(models.Model):
    """What was handed in, frozen. `snapshot` is canonical JSON text and `sha256` its hash; never changed.

    `return_remarks` is {criterion key: remark}; `return_remark` is about the whole.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    snapshot = models.TextField()
    sha256 = models.CharField(max_length=64)
    total = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    is_late = models.BooleanField(default=False)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    return_remark = models.TextField(blank=True)
    return_remarks = models.JSONField(default=dict)

    class Meta:
        ordering = ["round", "-version"]
        constraints = [models.UniqueConstraint(fields=["round", "version"], name="one_submission_a_version")]

    def __str__(self) -> str:
        return f"{self.round}, lần {self.version}"


class Council(models.Model):
    """Who appraises a city's communes in a year. `quorum` is the share (0–1) of those who may score."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    decision_number = models.CharField(max_length=60)
    decision_date = models.DateField()
    quorum = models.DecimalField(max_digits=4, decimal_places=3)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "-decision_date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "decision_number"], name="one_council_a_decision")
        ]

    def __str__(self) -> str:
        return f"Hội đồng theo Quyết định {self.decision_number}"


class CouncilMember(models.Model):
    """One voice of a council. Without an account the secretary writes down the paper sheet of the member.

    `home` is the commune a member without an account comes from; nobody scores the own commune.
    """

    class Post(models.TextChoices):
        CHAIR = "chair", "Chủ tịch hội đồng"
        SECRETARY = "secretary", "Thư ký"
        MEMBER = "member", "Thành viên"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(max_length=100)
    organisation = models.CharField(max_length=150)
    home = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=10, choices=Post, default=Post.MEMBER)
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["council", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "person"],
                condition=models.Q(person__isnull=False, left_at=None),
                name="one_seat_a_person",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Appraisal(models.Model):
    """One examination of one submission by a council. Closed, `result` holds the points as canonical JSON."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="appraisals")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    was_stopped = models.BooleanField(default=False)
    result = models.TextField(blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    total = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    level = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["round", "-number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="one_appraisal_a_number")]

    def __str__(self) -> str:
        return f"{self.round}, thẩm định lần {self.number}"


class Sheet(models.Model):
    """One member's points for one appraisal: first the word about interests, then points, then handed in.

    `points` is {criterion key: {"points": "4.50", "remark": ""}}.
    """

    class State(models.TextChoices):
        OPEN = "open", "Đang chấm"
        HANDED_IN = "handed_in", "Đã nộp phiếu"
        RECUSED = "recused", "Không tham gia chấm"

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="sheets")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    declared_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    points = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    version = models.PositiveIntegerField(default=1)
    handed_in_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["appraisal", "member"]
        constraints = [models.UniqueConstraint(fields=["appraisal", "member"], name="one_sheet_a_member")]

    def __str__(self) -> str:
        return f"Phiếu của {self.member}"


class ChairPoint(models.Model):
    """Points the chair sets instead of the mean, with the reason."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="chair_points")
    key = models.CharField(max_length=40)
    points = models.DecimalField(max_digits=7, decimal_places=2)
    reason = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["appraisal", "key"]
        constraints = [models.UniqueConstraint(fields=["appraisal", "key"], name="one_chair_point_a_row")]

    def __str__(self) -> str:
        return f"{self.key}: {self.points}"


class SampledProof(models.Model):
    """A proof drawn to be looked at. `proof_id` is its number in the snapshot; the draw is never changed."""

    class Verdict(models.TextChoices):
        RIGHT = "right", "Đúng"
        WRONG = "wrong", "Không đúng"
        UNOPENABLE = "unopenable", "Không mở được"

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="sample")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    proof_id = models.PositiveBigIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    remark = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["appraisal", "position"]
        constraints = [models.UniqueConstraint(fields=["appraisal", "proof_id"], name="one_draw_a_proof")]

    def __str__(self) -> str:
        return f"{self.key}: minh chứng {self.proof_id}"


class RecognitionDecision(models.Model):
    """A decision of the city about one round. The newest in force says what the unit is in that year.

    `kind` keep: an objection was not followed, the decision before stays. `object_until` is the last day for
    an objection; `objection` what the unit wrote.
    """

    class Kind(models.TextChoices):
        RECOGNISE = "recognise", "Công nhận"
        REFUSE = "refuse", "Không công nhận"
        KEEP = "keep", "Giữ nguyên quyết định"
        REVOKE = "revoke", "Thu hồi"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.CharField(max_length=60)
    decided_date = models.DateField()
    signer = models.CharField(max_length=100)
    level = models.PositiveSmallIntegerField(null=True)
    label = models.CharField(max_length=60, blank=True)
    total = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    on_sample = models.BooleanField(default=False)  # decided on sample points, knowingly
    reason = models.TextField(blank=True)
    object_until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    objection = models.TextField(blank=True)
    objected_at = models.DateTimeField(null=True)
    objected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["round", "-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"Quyết định {self.number}"
