"""`thanthien people add USERNAME --name … --unit CODE --role ROLE` – an account from the machine itself.

The first coordinator or city administrator of an installation comes from here; they add the others on their pages.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from thanthien.cli.refusal import Refusal
from thanthien.platform.people.actions import CannotAddPerson, CannotGiveRole, add_person, give_role
from thanthien.platform.people.passwords import readable_password
from thanthien.platform.people.roles import Role
from thanthien.platform.units.models import Unit


class Command(BaseCommand):
    help = "Mở một tài khoản, thường là tài khoản đầu tiên của đơn vị; in mật khẩu dùng một lần."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="tên đăng nhập, ví dụ huong.ttm")
        parser.add_argument("--name", required=True, help="họ và tên")
        parser.add_argument("--unit", required=True, metavar="CODE", help="mã đơn vị")
        roles = ", ".join(f"{role.value} ({role.label})" for role in Role)
        parser.add_argument("--role", required=True, metavar="ROLE", help=f"vai trò: {roles}")
        parser.add_argument("--title", default="", help="chức danh")
        parser.add_argument("--email", default="")
        parser.add_argument("--json", action="store_true", help="in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise Refusal(
                f"Không có đơn vị mã “{options['unit']}”. Hãy xem mã trong danh mục đơn vị hành chính."
            )
        if options["role"] not in Role.values:
            raise Refusal(f"Không có vai trò “{options['role']}”. Các vai trò: {', '.join(Role.values)}.")
        now, password = timezone.now(), readable_password()
        try:
            with transaction.atomic():
                person = add_person(
                    actor=None, at=now, unit=unit, username=options["username"], full_name=options["name"],
                    password=password, email=options["email"],
                )  # fmt: skip
                give_role(
                    actor=None, at=now, person=person, unit=unit, role=options["role"],
                    start_date=timezone.localdate(now), title=options["title"],
                )  # fmt: skip
        except (CannotAddPerson, CannotGiveRole) as error:
            raise Refusal(str(error)) from error
        except ValidationError as error:
            raise Refusal(" ".join(error.messages)) from error
        if options["json"]:
            said = {"username": person.username, "password": password, "unit": unit.code}
            self.stdout.write(json.dumps(said, ensure_ascii=False))
            return
        self.stdout.write(f"Đã mở tài khoản {person.username} tại {unit}.")
        self.stdout.write(f"Mật khẩu dùng một lần: {password} (phải đổi khi đăng nhập lần đầu).")
