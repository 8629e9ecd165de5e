"""Money of the programme: estimated, allocated, settled. Amounts are whole đồng."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class BudgetItem(models.Model):
    """What money is needed for in a year. `version` rises with every write: an approval names the one seen."""

    class Source(models.TextChoices):
        CENTRAL = "central", "Ngân sách trung ương"
        PROVINCE = "province", "Ngân sách cấp tỉnh, thành phố"
        COMMUNE = "commune", "Ngân sách cấp xã"
        OTHER = "other", "Nguồn hợp pháp khác"

    class State(models.TextChoices):
        DRAFT = "draft", "Đang lập"
        SUBMITTED = "submitted", "Chờ duyệt"
        RETURNED = "returned", "Trả lại"
        APPROVED = "approved", "Đã duyệt"
        WITHDRAWN = "withdrawn", "Đã bỏ"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    agency = models.ForeignKey("units.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    task = models.ForeignKey("plans.Task", on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=10, choices=Source)
    source_note = models.CharField(max_length=200, blank=True)
    estimate = models.PositiveBigIntegerField()
    basis = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    remark = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["source", "pk"]
        indexes = [models.Index(fields=["unit", "year"])]

    def __str__(self) -> str:
        return self.title


class Amount(models.Model):
    """Money allocated, spent or settled for an item, by a document. Never changed: cancelled with its reason."""

    class Kind(models.TextChoices):
        ALLOCATED = "allocated", "Phân bổ"
        SPENT = "spent", "Đã chi"
        SETTLED = "settled", "Quyết toán"

    item = models.ForeignKey(BudgetItem, on_delete=models.PROTECT, related_name="amounts")
    kind = models.CharField(max_length=10, choices=Kind)
    amount = models.PositiveBigIntegerField()
    document_number = models.CharField(max_length=80)
    document_date = models.DateField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["document_date", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} theo {self.document_number}"
