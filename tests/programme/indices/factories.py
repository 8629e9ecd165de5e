"""An outside index of the cast's commune, made by the product's own actions."""

from __future__ import annotations

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import NOW, Cast
from thanthien.programme.indices.actions import Said, record_index
from thanthien.programme.indices.models import IndexYear
from thanthien.programme.indices.registry import index_of


def index_with_file(cast: Cast, *, year: int = 2025) -> IndexYear:
    index = index_of("sipas_unit")
    assert index is not None
    return record_index(
        actor=cast.coordinator,
        at=NOW,
        unit=cast.unit,
        index=index,
        year=year,
        said=Said(value=Decimal("91.87"), source="Báo cáo 12/BC-SNV"),
        upload=SimpleUploadedFile("bao-cao.txt", "Báo cáo SIPAS".encode()),
    )
