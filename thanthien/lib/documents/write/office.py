"""Calling LibreOffice: a Word file in, the PDF it makes of it out.

Every call has a profile of its own, thrown away after it: a program killed in the middle leaves nothing
for the next. Macros and links out are off. One call runs at a time on a machine: each takes a core and
some 300 MB.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_TIMEOUT = 60.0  # seconds a call may take; a document of 30 pages takes four
_QUEUE = 30.0  # seconds to wait for the call before
_POLL = 0.1  # seconds
# Of the profile: no macros, no pictures or parts from elsewhere (2: links are never followed).
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
)
# Documents ask for Times New Roman: a server that lacks it takes the face of our own PDF, equal in width.
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>{folders}<cachedir>{cache}</cachedir>
<alias binding="same"><family>Times New Roman</family>
<prefer><family>Times New Roman</family><family>Tinos</family></prefer></alias>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>
"""


class CannotConvert(Exception):
    """No PDF came out; the message is for people, in Vietnamese."""


def office_program() -> str | None:
    """Where LibreOffice's program lies; None where the machine has none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def office_pdf(
    docx: bytes, *, font_folders: Sequence[Path] = (), timeout: float = _TIMEOUT, queue: float = _QUEUE
) -> bytes:
    """The PDF of a Word file. Raises CannotConvert: no program, a busy machine, too slow, no PDF.

    `timeout` and `queue` in seconds: for the call itself, and for the call before to end.
    """
    program = office_program()
    if program is None:
        raise CannotConvert("Máy chủ chưa cài LibreOffice nên chưa chuyển được tệp Word thành PDF.")
    with tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        (folder / "paper.docx").write_bytes(docx)
        with _turn(queue):
            _run(_command(program, folder), _environment(folder, font_folders), folder, timeout)
        try:
            pdf = (folder / "out/paper.pdf").read_bytes()
        except OSError as error:
            raise CannotConvert("LibreOffice không chuyển được tệp Word này thành PDF.") from error
    if not pdf.startswith(b"%PDF-"):
        raise CannotConvert("LibreOffice không chuyển được tệp Word này thành PDF.")
    return pdf


def _command(program: str, folder: Path) -> list[str]:
    profile = folder / "profile/user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
    return [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--nologo", "--nolockcheck", "--convert-to", "pdf", "--outdir", str(folder / "out"),
        str(folder / "paper.docx"),
    ]  # fmt: skip


def _registry() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n'
    )


def _environment(folder: Path, font_folders: Sequence[Path]) -> dict[str, str]:
    """Nothing of ours (keys, addresses of databases) reaches the program."""
    folders = "".join(f"<dir>{escape(str(one))}</dir>" for one in font_folders)
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS.format(folders=folders, cache=escape(str(folder / "fonts"))), encoding="utf-8")
    return {
        **{name: os.environ[name] for name in ("PATH",) if name in os.environ},
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(fonts),
    }


def _run(command: list[str], environment: dict[str, str], folder: Path, timeout: float) -> None:
    try:
        # A session of its own: the program starts others, and all must go when the time is up.
        process = subprocess.Popen(  # noqa: S603 - fixed program, the file lies in our own folder
            command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise CannotConvert("LibreOffice trên máy chủ không chạy được.") from error
    try:
        code = process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise CannotConvert(f"LibreOffice chưa chuyển xong tệp Word sau {timeout:.0f} giây.") from error
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if code != 0:
        raise CannotConvert("LibreOffice dừng giữa chừng khi chuyển tệp Word thành PDF.")


@contextlib.contextmanager
def _turn(queue: float) -> Iterator[None]:
    """The machine's one turn, held by a lock that ends with the process. Raises CannotConvert when busy."""
    path = Path(tempfile.gettempdir()) / f"thanthien-office-{os.getuid()}.lock"
    try:
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CannotConvert("Máy chủ không ghi được vào thư mục tạm.") from error
    try:
        last = time.monotonic() + queue
        while not _taken(held):
            if time.monotonic() >= last:
                raise CannotConvert("Máy chủ đang chuyển các văn bản khác thành PDF.")
            time.sleep(_POLL)
        yield
    finally:
        os.close(held)


def _taken(held: int) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
