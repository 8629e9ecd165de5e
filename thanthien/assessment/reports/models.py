"""Forms that units give their documents. Reports themselves keep no rows: they write what the other rooms hold."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class DocumentTemplate(models.Model):
    """A version of a unit's own Word form for a kind of document. The newest holds; `is_reset` gives ours back."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    is_reset = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["unit", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "version"], name="one_version_of_a_template")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"
