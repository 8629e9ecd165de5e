"""The `thanthien` program: one door to every command; errors are one line on stderr and exit 2."""

from __future__ import annotations

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands, load_command_class
from django.core.management.base import CommandError
from django.db import connections
from django.db.utils import OperationalError, ProgrammingError

from thanthien.cli.refusal import Refusal

GROUPS = {
    "plan",
    "criteria",
    "units",
    "report",
    "people",
    "procedures",
    "holidays",
    "digest",
    "messages",
    "feedback",
    "cases",
    "queue",
    "disclosure",
    "papers",
    "letters",
    "mail",
    "files",
    "measures",
    "occurrences",
    "round",
    "dossier",
}
_ARGPARSE = {
    "Error: ": "",
    "the following arguments are required": "thiếu tham số",
    "unrecognized arguments": "tham số không dùng ở lệnh này",
    "expected one argument": "cần một giá trị",
    "invalid int value": "phải là số nguyên",
    "invalid choice": "giá trị không có trong danh sách",
    "argument ": "tham số ",
}


def main(argv: list[str] | None = None) -> None:
    """Run one command. Words of two parts ("plan read") are one command, `plan_read`, behind."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thanthien.config.settings")
    words = joined(list(sys.argv if argv is None else argv))
    try:
        django.setup()
        _run(words)
    except Refusal as refusal:
        _stop(str(refusal))
    except CommandError as error:
        _stop(f"{_translated(str(error))}. Xem “thanthien {' '.join(words[1:2])} --help”.")
    except ImproperlyConfigured as error:
        _stop(f"Cấu hình chưa đúng: {error}")
    except (OperationalError, ProgrammingError) as error:
        _stop(f"Không dùng được cơ sở dữ liệu: {_first_line(error)}. Hãy chạy “thanthien doctor”.")
    except KeyboardInterrupt:
        _stop("Đã dừng theo yêu cầu.")
    except Exception as error:
        if "--traceback" in words:
            raise
        _stop(
            f"Lỗi chưa lường trước ({type(error).__name__}: {_first_line(error)}). Thêm --traceback để xem chi tiết."
        )


def joined(words: list[str]) -> list[str]:
    """`thanthien plan read F` → `thanthien plan_read F`, for the groups that have second words."""
    if len(words) > 2 and words[1] in GROUPS and not words[2].startswith("-"):
        return [words[0], f"{words[1]}_{words[2].replace('-', '_')}", *words[3:]]
    return words


def own_commands() -> list[str]:
    return sorted(name for name, app in get_commands().items() if app == "thanthien.cli")


def _run(words: list[str]) -> None:
    name = words[1] if len(words) > 1 else "help"
    if name in {"help", "--help", "-h"} and len(words) <= 2:
        sys.stdout.write(_help())
        return
    app = get_commands().get(name)
    if app != "thanthien.cli":
        if name in GROUPS:
            raise Refusal(f"Lệnh “{name}” cần thêm một từ: {', '.join(_second_words(name))}.")
        if app is None and not name.startswith("-") and name != "help":
            shown = name.replace("_", " ", 1) if name.split("_")[0] in GROUPS else name
            raise Refusal(f"Không có lệnh “{shown}”. Gõ “thanthien help” để xem các lệnh.")
        ManagementUtility(words).execute()
        return
    command = load_command_class(app, name)
    # Parsed here, not by run_from_argv, so that a wrong argument is one line too.
    options = vars(command.create_parser(words[0], name).parse_args(words[2:]))
    # Django would check the whole configuration first, and for that load every page: a second and a half
    # before each command. `thanthien check` and `thanthien doctor` do it when asked.
    options["skip_checks"] = True
    try:
        command.execute(*options.pop("args", ()), **options)
    finally:
        connections.close_all()


def _second_words(group: str) -> list[str]:
    """What may follow `thanthien plan`, as it is typed."""
    names = [name for name in own_commands() if name.startswith(f"{group}_")]
    return [f"{group} {name.removeprefix(f'{group}_').replace('_', '-')}" for name in names]


def _help() -> str:
    lines = ["Thân Thiện – chương trình của đơn vị chạy mô hình Chính quyền thân thiện.", "", "Các lệnh:"]
    for name in own_commands():
        shown = name.replace("_", " ", 1).replace("_", "-") if name.split("_")[0] in GROUPS else name
        lines.append(f"  thanthien {shown:24} {load_command_class('thanthien.cli', name).help}")
    lines += ["", "Mỗi lệnh có --help. Các lệnh quản trị của Django (migrate, shell …) cũng chạy được.", ""]
    return "\n".join(lines)


def _translated(message: str) -> str:
    for english, vietnamese in _ARGPARSE.items():
        message = message.replace(english, vietnamese)
    return message.rstrip(".")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]


def _stop(message: str) -> None:
    sys.stderr.write(f"thanthien: {message}\n")
    raise SystemExit(2)


if __name__ == "__main__":
    main()
