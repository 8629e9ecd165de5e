"""Commendation, public praise and criticism, good practices and who took them over."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Commendation(models.Model):
    """A proposal to commend a collective or a person, up to the decision."""

    class Kind(models.TextChoices):
        COLLECTIVE = "collective", "Tập thể"
        INDIVIDUAL = "individual", "Cá nhân"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Đề nghị"
        SUBMITTED = "submitted", "Đã trình"
        DECIDED = "decided", "Đã có quyết định"
        REFUSED = "refused", "Không được khen"
        WITHDRAWN = "withdrawn", "Đã rút"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    achievement = models.TextField()
    form = models.CharField(max_length=150)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    version = models.PositiveIntegerField(default=1)
    document_number = models.CharField(max_length=80, blank=True)
    document_date = models.DateField(null=True)
    remark = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "pk"]
        indexes = [models.Index(fields=["unit", "year"])]

    def __str__(self) -> str:
        return f"{self.form}: {self.name}"


class Notice(models.Model):
    """Public praise, or a remark on work not carried out seriously; the one named may answer."""

    class Kind(models.TextChoices):
        PRAISE = "praise", "Biểu dương"
        CRITICISM = "criticism", "Nhắc nhở, phê bình"

    class Audience(models.TextChoices):
        UNIT = "unit", "Mọi người trong đơn vị"
        NAMED = "named", "Lãnh đạo, điều phối viên và cơ quan được nêu"

    class State(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        PUBLISHED = "published", "Đã thông báo"
        WITHDRAWN = "withdrawn", "Đã rút"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    audience = models.CharField(max_length=10, choices=Audience)
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    remark = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(fields=["unit", "year"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"


class Practice(models.Model):
    """A good way of working. `code` names it in addresses once shared; other communes see only shared ones.

    `edition` rises when the content changes: who takes it over keeps the edition it was taken from.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Đang viết"
        SUBMITTED = "submitted", "Chờ công nhận"
        RECOGNISED = "recognised", "Đã được công nhận"

    class Level(models.TextChoices):
        COMMUNE = "commune", "Cấp xã"
        PROVINCE = "province", "Cấp tỉnh, thành phố"
        NATIONAL = "national", "Cấp trung ương"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    problem = models.TextField()
    way = models.TextField()
    result = models.TextField()
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    criterion = models.ForeignKey("criteria.Criterion", on_delete=models.PROTECT, null=True, related_name="+")
    edition = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    remark = models.TextField(blank=True)
    document_number = models.CharField(max_length=80, blank=True)
    document_date = models.DateField(null=True)
    level = models.CharField(max_length=10, choices=Level, blank=True)
    shared_at = models.DateTimeField(null=True)
    recommended_at = models.DateTimeField(null=True)
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "-pk"]
        indexes = [models.Index(fields=["unit", "year"])]

    def __str__(self) -> str:
        return self.title


class PracticeFile(models.Model):
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["practice", "file"], name="one_file_a_practice")]

    def __str__(self) -> str:
        return self.filename


class PracticeAdoption(models.Model):
    """A commune took over another's practice: from which edition, changed how, with what result."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="adoptions")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField()
    source = models.CharField(max_length=400)  # who made it and what it was called, as of that day
    adapted = models.TextField()
    result = models.TextField(blank=True)
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-adopted_at"]
        constraints = [models.UniqueConstraint(fields=["practice", "unit"], name="one_adoption_a_unit")]

    def __str__(self) -> str:
        return self.source
