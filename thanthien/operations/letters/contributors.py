"""Who supports the locality and who is respected there; what each agreed to, purpose by purpose (Luật 91/2025/QH15)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

_PERSON = settings.AUTH_USER_MODEL
GONE = "Người đã rút đồng ý"


class Contributor(models.Model):
    """`name` and the rest are wiped when the consent to keep them is withdrawn; meetings stay as numbers."""

    class Kind(models.TextChoices):
        PERSON = "person", "Cá nhân đóng góp"
        ORGANISATION = "organisation", "Tổ chức đóng góp"
        BUSINESS = "business", "Doanh nghiệp đóng góp"
        RESPECTED = "respected", "Người có uy tín"

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=150)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    merit = models.CharField(max_length=500, blank=True)  # what they gave, why they are respected
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    wiped_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kind", "name", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_person(self) -> bool:
        return self.kind in (self.Kind.PERSON, self.Kind.RESPECTED)


class ContributorConsent(models.Model):
    """One yes or its withdrawal. Rows are only added: the latest of a purpose holds."""

    class Purpose(models.TextChoices):
        KEEP = "keep", "Lưu họ tên, địa chỉ, số điện thoại để liên hệ, mời gặp mặt"
        PUBLISH = "publish", "Nêu tên trên trang của đơn vị, trong báo cáo công khai"
        PHOTO = "photo", "Chụp ảnh, dùng ảnh làm minh chứng"

    class Way(models.TextChoices):
        PAPER = "paper", "Giấy có chữ ký"
        VOICE = "voice", "Nói trực tiếp, có người làm chứng"
        MESSAGE = "message", "Tin nhắn, thư điện tử"

    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=8, choices=Purpose)
    is_given = models.BooleanField()
    way = models.CharField(max_length=8, choices=Way)
    proof = models.CharField(max_length=300)  # which paper, before whom, which message
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["contributor", "pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {'có' if self.is_given else 'rút'}"
