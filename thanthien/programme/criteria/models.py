"""Criteria sets, levels and weights: versioned data, loaded by a command, never edited in place."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class CriteriaSet(models.Model):
    """One version of a province's set. `milestones` is a list of {code, title, month, day, before}."""

    code = models.SlugField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=300)
    province_code = models.CharField(max_length=10)
    from_year = models.PositiveSmallIntegerField()
    to_year = models.PositiveSmallIntegerField(null=True)
    decision_number = models.CharField(max_length=60, blank=True)
    decision_date = models.DateField(null=True)
    issuer = models.CharField(max_length=150, blank=True)
    level_word = models.CharField(max_length=20, default="mức")
    maximum = models.DecimalField(max_digits=7, decimal_places=2, default=100)
    milestones = models.JSONField(default=list)
    below = models.CharField(max_length=60)  # what a score under every band is called
    sources = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    source = models.TextField()  # the YAML as loaded: a set is read again exactly as it was
    source_sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["code", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_version_of_a_set")]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """A node of the tree. Leaves carry a rule; `key` is stable between versions (`I.1#6`)."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="criteria")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    key = models.CharField(max_length=40)
    number = models.CharField(max_length=20, blank=True)
    title = models.TextField()
    search_key = models.TextField(editable=False)
    depth = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    terms = models.JSONField(default=list)  # words that name the row in other wordings
    product = models.TextField(blank=True)
    product_kinds = models.JSONField(default=list)
    lead_roles = models.JSONField(default=list)
    coordinator_roles = models.JSONField(default=list)
    timing = models.CharField(max_length=200, blank=True)
    timing_rule = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    rule = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["criteria_set", "position"]
        verbose_name_plural = "criteria"
        constraints = [models.UniqueConstraint(fields=["criteria_set", "key"], name="one_criterion_a_key")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class LevelBand(models.Model):
    """A half-open band of points: minimum ≤ points < maximum; the top band also holds its maximum."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="bands")
    level = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    minimum = models.DecimalField(max_digits=7, decimal_places=2)
    maximum = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    includes_maximum = models.BooleanField(default=False)

    class Meta:
        ordering = ["criteria_set", "-level"]

    def __str__(self) -> str:
        return self.label


class WeightTable(models.Model):
    """Points a criterion, as a city sends them. A sample table is called so wherever it shows.

    `unit` is the province or city that sent it, for its communes alone; None: loaded with the product,
    open to all. `reading` holds the rows as the file prints them (`point_table.stored`).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Đang đối chiếu"
        PUBLISHED = "published", "Đã áp dụng"
        WITHDRAWN = "withdrawn", "Đã thôi dùng"

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="weight_tables")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    code = models.SlugField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=300)
    is_sample = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    notes = models.JSONField(default=list)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    reading = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    total = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["criteria_set", "code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "code", "version"], name="one_version_of_a_weight_table"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Weight(models.Model):
    """One row of a table. In a draft, `printed` and `confidence` say what was matched and how surely.

    `position` is the row of the file; `is_settled` once a person has decided about the row. A row without
    points adds nothing of its own (a heading); one without a criterion is left out.
    """

    table = models.ForeignKey(WeightTable, on_delete=models.CASCADE, related_name="weights")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, null=True, related_name="+")
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    position = models.PositiveSmallIntegerField(default=0)
    printed = models.TextField(blank=True)
    confidence = models.FloatField(default=1.0)
    problem = models.TextField(blank=True)
    is_settled = models.BooleanField(default=False)

    class Meta:
        ordering = ["table", "position"]
        constraints = [models.UniqueConstraint(fields=["table", "criterion"], name="one_weight_a_criterion")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class Adoption(models.Model):
    """Which set, and which points, a unit is measured by in a year."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="+")
    weight_table = models.ForeignKey(
        WeightTable, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    adopted_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "unit"]
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_set_a_unit_and_year")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}: {self.criteria_set}"
