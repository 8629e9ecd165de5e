"""Files by their content: one row and one object a sha-256, never overwritten."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """The bytes. Names, dates and meanings belong to whoever points here."""

    class Damage(models.TextChoices):
        MISSING = "missing", "Không còn trong kho"
        CHANGED = "changed", "Nội dung không còn nguyên vẹn"

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    extension = models.CharField(max_length=8)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    stored_at = models.DateTimeField()
    # where the picture was taken, by its EXIF; degrees. Close to personal: never shown in public.
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    # None: not worked out yet; "": no picture, or one of almost one colour
    picture_hash = models.CharField(max_length=32, null=True)
    # what `files check` found when it last compared the store with the sha-256
    damage = models.CharField(max_length=8, choices=Damage, blank=True)
    examined_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.sha256[:12]}.{self.extension}"

    @property
    def path(self) -> str:
        return f"{self.sha256[:2]}/{self.sha256}"

    @property
    def thumbnail_path(self) -> str:
        return f"thumbnails/{self.sha256[:2]}/{self.sha256}.webp"

    @property
    def has_place(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


class Likeness(models.Model):
    """Two pictures that show one photograph, told by `likeness`; each pair stands twice, once from each side."""

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    bits = models.PositiveSmallIntegerField()  # of 128 by which the hashes differ

    class Meta:
        verbose_name_plural = "likenesses"
        constraints = [models.UniqueConstraint(fields=["file", "other"], name="one_likeness_a_pair")]

    def __str__(self) -> str:
        return f"{self.file_id} ~ {self.other_id}"
