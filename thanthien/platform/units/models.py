"""The tree country → province or city → commune → neighbourhoods, and the agencies of a unit."""

from __future__ import annotations

from typing import Any

from django.db import models

from thanthien.lib.vietnamese import search_key


class Unit(models.Model):
    class Kind(models.TextChoices):
        COUNTRY = "country", "Quốc gia"
        PROVINCE = "province", "Tỉnh"
        CITY = "city", "Thành phố"
        COMMUNE = "commune", "Xã"
        WARD = "ward", "Phường"
        SPECIAL_ZONE = "special_zone", "Đặc khu"

    code = models.CharField(max_length=10, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    search_key = models.CharField(max_length=120, db_index=True, editable=False)
    is_demo = models.BooleanField(default=False)
    # the unit's headquarters, degrees north and east; pictures say how far from here they were taken
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    # merged into another unit: its records stay under it, to be read there and nowhere changed
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")
    merged_date = models.DateField(null=True)
    merger_document = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(self.full_name)
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """As written inside a sentence: "xã Thanh Hà", "thành phố Hải Phòng"."""
        if self.kind == self.Kind.COUNTRY:
            return self.name
        return f"{self.Kind(self.kind).label.lower()} {self.name}"

    @property
    def issuer(self) -> str:
        """Who issues a paper, in the two lines of its head: "ỦY BAN NHÂN DÂN", "XÃ THANH HÀ"."""
        return f"ỦY BAN NHÂN DÂN\n{self.full_name.upper()}"

    @property
    def heading(self) -> str:
        """As written at the head of a page: "Xã Thanh Hà"."""
        return self.full_name[:1].upper() + self.full_name[1:]

    @property
    def is_merged(self) -> bool:
        """Gone into another unit: it may be read, and nothing is written in it any more."""
        return self.successor_id is not None

    @property
    def is_local(self) -> bool:
        """A commune, ward or special zone: the level that runs the programme."""
        return self.kind in {self.Kind.COMMUNE, self.Kind.WARD, self.Kind.SPECIAL_ZONE}


class Neighbourhood(models.Model):
    class Kind(models.TextChoices):
        VILLAGE = "village", "Thôn"
        RESIDENTIAL_GROUP = "residential_group", "Tổ dân phố"
        QUARTER = "quarter", "Khu phố"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="neighbourhoods")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["unit", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "name"], name="one_neighbourhood_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class Agency(models.Model):
    """A division, centre or body that leads or supports tasks of a unit.

    `role_code` says what it is in every commune (`culture_social`, `one_stop_centre` …), so that a
    criteria set can name its lead without naming a commune's own bodies.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="agencies")
    role_code = models.SlugField(max_length=40, blank=True)
    name = models.CharField(max_length=150)
    short_name = models.CharField(max_length=60)
    aliases = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["unit", "position", "name"]
        verbose_name_plural = "agencies"
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_agency_a_name")]

    def __str__(self) -> str:
        return self.name
