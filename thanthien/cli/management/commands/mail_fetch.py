"""`thanthien mail fetch` – read the mailboxes named in the environment; `serve` calls it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from thanthien.platform.units.models import Unit
from thanthien.workflows.mailbox import CannotReadMailbox, fetch_mail


class Command(BaseCommand):
    help = "Đọc hộp thư điện tử của các đơn vị, thư của người dân thành ý kiến."

    def handle(self, *args: Any, **options: Any) -> None:
        units = {unit.code: unit for unit in Unit.objects.filter(code__in=settings.MAILBOXES, successor=None)}
        for code, address in settings.MAILBOXES.items():
            if code not in units:
                self.stderr.write(f"{code}: không có đơn vị mang mã này.")
                continue
            try:
                fetched = fetch_mail(at=timezone.now(), unit=units[code], address=address)
            except CannotReadMailbox as error:
                self.stderr.write(f"{code}: {error}")
            else:
                self.stdout.write(f"{code}: {fetched.reports} ý kiến mới, {fetched.others} thư khác.")
