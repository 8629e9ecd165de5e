"""The dossier for recognition: which papers it asks for, the signed ones, and the archives packed of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class PaperList(models.Model):
    """A unit's or a city's own list of papers. The newest version holds; one without papers gives the list
    of the product back. `papers` is a list of {code, title, draws, required, certainty, source}."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    papers = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["unit", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "version"], name="one_version_of_a_paper_list")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class SignedPaper(models.Model):
    """The issued copy of a paper: the file that goes into the dossier. A newer one takes its place."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=60)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    signed_date = models.DateField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at", "-id"]
        indexes = [models.Index(fields=["unit", "year", "code"])]

    def __str__(self) -> str:
        return f"{self.code} {self.number}".strip()


class DossierArchive(models.Model):
    """One archive of a unit's year as it stood at the end of a day. Offered only once it lies whole in the store."""

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ đóng gói"
        PACKING = "packing", "Đang đóng gói"
        READY = "ready", "Tải về được"
        FAILED = "failed", "Chưa đóng gói được"
        REMOVED = "removed", "Đã dọn"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    files = models.PositiveIntegerField(default=0)
    files_done = models.PositiveIntegerField(default=0)
    bytes_done = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    problems = models.JSONField(default=list)  # what could not be read, in sentences
    error = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True)
    progress_at = models.DateTimeField(null=True)  # the packer's last sign of life
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=models.Q(state__in=["waiting", "packing"]),
                name="one_open_archive_a_year",
            )
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def filename(self) -> str:
        return f"ho-so-{self.unit.code.lower()}-{self.year}-{self.as_of:%Y%m%d}.zip"

    @property
    def path(self) -> str:
        """Where it lies in the store; the digest keeps two makings apart, the name is what people save."""
        return f"dossiers/{self.unit_id}/{self.pk}-{self.sha256[:16]}/{self.filename}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.WAITING, self.State.PACKING)
