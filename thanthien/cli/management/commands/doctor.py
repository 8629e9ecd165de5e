"""`thanthien doctor` – is everything in place, and what to do where it is not."""

from __future__ import annotations

import json
import os
import shutil
import smtplib
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from thanthien.lib.documents.write import office_program
from thanthien.lib.vietnamese import date_vi
from thanthien.operations.queueing import speech
from thanthien.platform.notices.queries import day_ahead, stuck_digests
from thanthien.platform.outbox import sms, zns
from thanthien.platform.outbox.gateways import GATEWAYS, is_real
from thanthien.platform.outbox.models import Channel
from thanthien.platform.outbox.queries import resting_gateways, stuck_everywhere
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import CriteriaSet


@dataclass(frozen=True, slots=True)
class Finding:
    """`state` is ok, warning (a feature is missing, the rest works) or error (it cannot run)."""

    check: str
    state: str
    says: str
    advice: str = ""


class Command(BaseCommand):
    help = "Kiểm tra cấu hình, cơ sở dữ liệu, nơi lưu tệp, OCR, phông chữ, thư điện tử; nói rõ cần làm gì."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = [check() for check in CHECKS]
        failed = any(finding.state == "error" for finding in findings)
        if options["json"]:
            self.stdout.write(json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=1))
        else:
            marks = {"ok": "✓", "warning": "!", "error": "✗"}
            for finding in findings:
                self.stdout.write(f"{marks[finding.state]} {finding.check}: {finding.says}")
                if finding.advice:
                    self.stdout.write(f"    → {finding.advice}")
        if failed:
            raise SystemExit(2)


def check_configuration() -> Finding:
    if settings.DEBUG:
        return Finding("Cấu hình", "warning", "đang bật DEBUG", "Khi dùng thật, bỏ biến DEBUG.")
    if not settings.HTTPS:
        hosts = set(settings.ALLOWED_HOSTS) - {"127.0.0.1", "localhost", "[::1]"}
        if hosts:
            return Finding(
                "Cấu hình", "warning", f"mở cho {', '.join(sorted(hosts))} nhưng chưa bật HTTPS",
                "Đặt THANTHIEN_HTTPS=1 sau máy chủ có chứng thư.",
            )  # fmt: skip
    return Finding("Cấu hình", "ok", f"dữ liệu ở {settings.DATA_DIR}")


def check_database() -> Finding:
    name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connections["default"])
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        line = (str(error).splitlines() or [""])[0]
        return Finding("Cơ sở dữ liệu", "error", f"{name} không trả lời ({line})", "Kiểm tra DATABASE_URL.")
    if waiting:
        return Finding("Cơ sở dữ liệu", "error", f"còn {len(waiting)} bước cập nhật", "Chạy: thanthien setup")
    return Finding("Cơ sở dữ liệu", "ok", name)


def check_reference_data() -> Finding:
    try:
        units, sets = Unit.objects.filter(is_demo=False).count(), CriteriaSet.objects.count()
    except DatabaseError:
        return Finding("Dữ liệu dùng chung", "error", "chưa đọc được", "Chạy: thanthien setup")
    if units < 3000 or not sets:
        says = f"có {units} đơn vị, {sets} bộ tiêu chí"
        return Finding("Dữ liệu dùng chung", "error", says, "Chạy: thanthien setup")
    return Finding("Dữ liệu dùng chung", "ok", f"{units} đơn vị hành chính, {sets} bộ tiêu chí")


def check_storage() -> Finding:
    try:
        name = default_storage.save("doctor/probe.txt", ContentFile(b"probe"))
        default_storage.delete(name)
    except Exception as error:
        # A storage backend may raise anything; the person needs the reason, not a trace.
        says = f"không ghi được ({type(error).__name__})"
        return Finding("Nơi lưu tệp", "error", says, "Kiểm tra quyền ghi thư mục dữ liệu hoặc cấu hình S3.")
    if os.environ.get("S3_BUCKET"):
        return Finding("Nơi lưu tệp", "ok", "S3")
    free = shutil.disk_usage(settings.DATA_DIR).free // 2**30
    if free < 2:
        return Finding("Nơi lưu tệp", "warning", f"còn {free} GB trống", "Thêm chỗ trước khi hết.")
    return Finding("Nơi lưu tệp", "ok", f"còn {free} GB trống")


def check_ocr() -> Finding:
    program = shutil.which("tesseract")
    if program is None:
        return Finding(
            "Đọc bản quét (OCR)", "warning", "chưa có tesseract; tệp Word, Excel, PDF có chữ vẫn đọc được",
            "Cài: apt-get install tesseract-ocr tesseract-ocr-vie",
        )  # fmt: skip
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    if "vie" not in listed.stdout.split():
        says = "có tesseract nhưng thiếu tiếng Việt"
        return Finding("Đọc bản quét (OCR)", "warning", says, "Cài: apt-get install tesseract-ocr-vie")
    return Finding("Đọc bản quét (OCR)", "ok", "tesseract, tiếng Việt")


def check_office() -> Finding:
    if office_program() is None:
        return Finding(
            "PDF theo mẫu của đơn vị", "warning", "chưa có LibreOffice; PDF vẫn lập được theo mẫu có sẵn",
            "Cài: apt-get install libreoffice-writer-nogui",
        )  # fmt: skip
    return Finding("PDF theo mẫu của đơn vị", "ok", "LibreOffice")


def check_voice() -> Finding:
    if speech.program() is None:
        return Finding(
            "Đọc số, bản tin loa", "warning", "chưa có espeak-ng; bảng vẫn hiện số, bản tin chưa có âm thanh",
            "Cài: apt-get install espeak-ng",
        )  # fmt: skip
    return Finding("Đọc số, bản tin loa", "ok", "espeak-ng")


def check_fonts() -> Finding:
    missing = [str(folder) for folder in settings.FONT_DIRS if not list(Path(folder).glob("Tinos*.ttf"))]
    if missing:
        return Finding("Phông chữ", "warning", "chưa có phông Tinos cho báo cáo PDF", "Chạy: make assets")
    return Finding("Phông chữ", "ok", "Tinos cho văn bản, Be Vietnam Pro cho màn hình")


def check_assets() -> Finding:
    if not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        return Finding("Tệp giao diện", "error", "chưa dựng", "Chạy: make assets")
    return Finding("Tệp giao diện", "ok", "đã dựng")


def check_mail() -> Finding:
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return Finding(
            "Thư điện tử", "warning", "chưa cấu hình; thư chỉ in ra màn hình máy chủ",
            "Đặt EMAIL_URL=smtp://tài-khoản:mật-khẩu@máy-chủ:587 và MAIL_FROM.",
        )  # fmt: skip
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            server.noop()
    except OSError as error:
        return Finding("Thư điện tử", "error", f"máy chủ thư không trả lời ({error})", "Kiểm tra EMAIL_URL.")
    return Finding("Thư điện tử", "ok", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")


def check_reminders() -> Finding:
    try:
        stuck = stuck_digests(timezone.localdate()).count()
        ahead = day_ahead(timezone.localdate())
    except DatabaseError:
        return Finding("Thư nhắc việc", "warning", "chưa đọc được cơ sở dữ liệu", "Chạy: thanthien setup")
    if ahead:
        says = f"đã có thư của ngày {date_vi(ahead)}, là ngày chưa tới; thư nhắc đang ngừng"
        cure = "Kiểm tra đồng hồ máy chủ; khi đã đúng, chạy: thanthien digest send --clock-is-right"
        return Finding("Thư nhắc việc", "error", says, cure)
    if stuck:
        says = f"{stuck} thư trong tuần qua chưa gửi được"
        return Finding("Thư nhắc việc", "warning", says, "Kiểm tra địa chỉ người nhận và EMAIL_URL.")
    return Finding("Thư nhắc việc", "ok", "không có thư nào bị kẹt")


def check_messages() -> Finding:
    """The ways out to citizens: which are real, which are wrong, whether anything is stuck."""
    name = "Tin gửi người dân"
    real = [Channel(one).label for one in GATEWAYS if is_real(one)]
    try:
        wrong = [room.setting_problem() for room in (sms, zns) if room.is_set_up()]
        stuck = stuck_everywhere(timezone.now() - timedelta(days=7))
        resting = list(resting_gateways(timezone.now()))
    except DatabaseError:
        return Finding(name, "warning", "chưa đọc được cơ sở dữ liệu", "Chạy: thanthien setup")
    if any(wrong):
        says = "; ".join(one for one in wrong if one)
        return Finding(name, "error", says, "Xem mục Messages to citizens trong docs/operations.md.")
    if resting:
        says = "; ".join(f"{one.get_channel_display()} đang tạm nghỉ: {one.problem}" for one in resting)
        return Finding(name, "warning", says, "Kiểm tra cấu hình và đường mạng đến nhà cung cấp.")
    if stuck:
        says = f"{stuck} tin trong tuần qua chưa gửi được"
        return Finding(name, "warning", says, "Xem trang Tin gửi người dân của từng đơn vị.")
    if not real:
        return Finding(
            name, "warning", "chưa cấu hình kênh nào; tin không ra khỏi máy chủ",
            "Đặt EMAIL_URL, SMS_URL hoặc ZALO_APP_ID.",
        )  # fmt: skip
    return Finding(name, "ok", f"gửi qua {', '.join(real)}")


def check_temporary_space() -> Finding:
    free = shutil.disk_usage(tempfile.gettempdir()).free // 2**20
    if free < 500:
        says = f"thư mục tạm chỉ còn {free} MB"
        return Finding("Thư mục tạm", "warning", says, "Đọc bản quét lớn cần khoảng 500 MB.")
    return Finding("Thư mục tạm", "ok", "đủ chỗ")


CHECKS: tuple[Callable[[], Finding], ...] = (
    check_configuration,
    check_database,
    check_reference_data,
    check_storage,
    check_temporary_space,
    check_assets,
    check_ocr,
    check_office,
    check_voice,
    check_fonts,
    check_mail,
    check_reminders,
    check_messages,
)
