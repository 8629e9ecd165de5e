"""The `thanthien` program: one door to every command; errors are one line on stderr and exit 2."""

from __future__ import annotations

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility
from django.db.utils import OperationalError, ProgrammingError

from thanthien.cli.refusal import Refusal


def main(argv: list[str] | None = None) -> None:
    """Run one command. Words of two parts ("plan read") are one command, `plan_read`, behind."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thanthien.config.settings")
    words = list(sys.argv if argv is None else argv)
    try:
        django.setup()
        ManagementUtility(_joined(words)).execute()
    except Refusal as refusal:
        _stop(str(refusal))
    except ImproperlyConfigured as error:
        _stop(f"Cấu hình chưa đúng: {error}")
    except (OperationalError, ProgrammingError) as error:
        _stop(f"Không dùng được cơ sở dữ liệu: {_first_line(error)}. Hãy chạy “thanthien doctor”.")
    except KeyboardInterrupt:
        _stop("Đã dừng theo yêu cầu.")
    except Exception as error:
        if "--traceback" in words:
            raise
        _stop(f"Lỗi chưa lường trước ({type(error).__name__}: {_first_line(error)}). Thêm --traceback để xem chi tiết.")


def _joined(words: list[str]) -> list[str]:
    """`thanthien plan read F` → `thanthien plan_read F`, for the groups that have second words."""
    groups = {"plan", "criteria", "units", "report"}
    if len(words) > 2 and words[1] in groups and not words[2].startswith("-"):
        return [words[0], f"{words[1]}_{words[2].replace('-', '_')}", *words[3:]]
    return words


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]


def _stop(message: str) -> None:
    sys.stderr.write(f"thanthien: {message}\n")
    raise SystemExit(2)


if __name__ == "__main__":
    main()
