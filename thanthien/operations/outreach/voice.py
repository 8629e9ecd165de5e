"""The voice of the loudspeakers: espeak-ng on this machine, or another one that the server's settings name.

`VOICE_COMMAND`: a program that reads UTF-8 text from its input and writes WAV to {file}.
`VOICE_URL`: an HTTP service that gets the text by POST and answers with WAV.
"""

from __future__ import annotations

import http.client
import io
import re
import shlex
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
import wave
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from thanthien.operations.outreach.definition import definition

_LONGEST_PART = 1200  # characters said in one go
_PATIENCE = 120  # seconds for a part
_PAUSE = 0.35  # seconds between parts
_LARGEST_ANSWER = 200 * 2**20
MISSING = (
    "Máy chủ chưa có chương trình đọc espeak-ng nên chưa tạo được tệp âm thanh. Người quản trị cài bằng lệnh "
    "“apt-get install espeak-ng” rồi anh/chị bấm Tạo lại. Lời đọc, lịch phát và sổ phát vẫn dùng bình thường."
)


class CannotSpeak(Exception):
    """No sound was made; the message, in Vietnamese, says why."""


@dataclass(frozen=True, slots=True)
class Wav:
    data: bytes
    seconds: int


def name() -> str:
    """Which voice says it: another voice makes another sound of the same words."""
    if settings.VOICE_URL or settings.VOICE_COMMAND:
        return f"{settings.VOICE_URL} {settings.VOICE_COMMAND}"
    return f"espeak-ng vi {definition().words_a_minute}"


def is_there() -> bool:
    return bool(settings.VOICE_URL or settings.VOICE_COMMAND or shutil.which("espeak-ng"))


def say(spoken: str) -> Wav:
    """The words as one WAV file. Raises CannotSpeak."""
    if not is_there():
        raise CannotSpeak(MISSING)
    return _joined([_part(part) for part in parts_of(spoken)])


def squeezed(wav: bytes) -> bytes | None:
    """The same as MP3 by the program `lame` (LGPL) where it is installed; None otherwise."""
    program = shutil.which("lame")
    if program is None:
        return None
    command = [program, "--quiet", "-V", "5", "-", "-"]
    try:
        done = subprocess.run(command, input=wav, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None


def parts_of(spoken: str) -> list[str]:
    """Pieces of whole sentences, each short enough for one go."""
    parts: list[str] = []
    for sentence in re.split(r"(?<=[.!?;])\s+|\n+", spoken):
        for piece in _pieces(sentence.strip()):
            if parts and len(parts[-1]) + len(piece) < _LONGEST_PART:
                parts[-1] += f" {piece}"
            else:
                parts.append(piece)
    return parts


def _pieces(sentence: str) -> list[str]:
    words, pieces = sentence.split(), [""]
    for word in words:
        if pieces[-1] and len(pieces[-1]) + len(word) >= _LONGEST_PART:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {word}".strip()
    return [piece for piece in pieces if piece]


def _part(text: str) -> bytes:
    if settings.VOICE_URL:
        return _asked(text)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "loa.wav")
        if settings.VOICE_COMMAND:
            command = [word.replace("{file}", str(file)) for word in shlex.split(settings.VOICE_COMMAND)]
        else:
            command = [
                "espeak-ng", "-v", "vi", "-s", str(definition().words_a_minute), "--stdin", "-w", str(file),
            ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603
                command, input=text.encode(), capture_output=True, timeout=_PATIENCE, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise CannotSpeak("Chương trình đọc chạy quá lâu nên đã dừng. Anh/chị bấm Tạo lại.") from error
        except OSError as error:
            raise CannotSpeak(f"Chưa chạy được chương trình đọc “{command[0]}”.") from error
        if done.returncode or not file.exists():
            raise CannotSpeak(
                "Chương trình đọc dừng giữa chừng nên chưa có tệp âm thanh. Anh/chị bấm Tạo lại; vẫn không được thì "
                "báo người quản trị."
            )
        return file.read_bytes()


def _asked(text: str) -> bytes:
    if not settings.VOICE_URL.startswith(("http://", "https://")):
        raise CannotSpeak("Địa chỉ dịch vụ giọng đọc trong cấu hình không đúng.")
    request = urllib.request.Request(  # noqa: S310
        settings.VOICE_URL, data=text.encode(), headers={"Content-Type": "text/plain; charset=utf-8"}
    )
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            said = bytes(answer.read(_LARGEST_ANSWER))
            told = answer.headers.get("Content-Length", "")
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        raise CannotSpeak("Dịch vụ giọng đọc không trả lời. Anh/chị thử lại sau ít phút.") from error
    if told.isdecimal() and len(said) < min(int(told), _LARGEST_ANSWER):
        raise CannotSpeak("Dịch vụ giọng đọc ngắt giữa chừng. Anh/chị thử lại sau ít phút.")
    return said


def _joined(parts: list[bytes]) -> Wav:
    """One file of all parts with a short breath between them; all must have one sampling."""
    read = [_read(part) for part in parts]
    if len({shape for shape, _ in read}) != 1:
        raise CannotSpeak("Các phần âm thanh không cùng định dạng.")
    channels, width, rate = read[0][0]
    breath = bytes(int(rate * _PAUSE) * channels * width)
    data = breath.join(frames for _, frames in read)
    if not data.strip(b"\x80" if width == 1 else b"\0"):  # the middle of samples of one byte is 128
        raise CannotSpeak("Giọng đọc đưa ra tệp không có tiếng.")
    out = io.BytesIO()
    with wave.open(out, "wb") as whole:
        whole.setnchannels(channels)
        whole.setsampwidth(width)
        whole.setframerate(rate)
        whole.writeframes(data)
    return Wav(out.getvalue(), max(1, round(len(data) / (rate * channels * width))))


def _read(part: bytes) -> tuple[tuple[int, int, int], bytes]:
    """(channels, bytes a sample, samples a second) and the samples."""
    try:
        with wave.open(io.BytesIO(part)) as piece:
            shape = (piece.getnchannels(), piece.getsampwidth(), piece.getframerate())
            return shape, piece.readframes(piece.getnframes())
    except (wave.Error, EOFError) as error:
        raise CannotSpeak(
            "Giọng đọc đưa ra nội dung không phải âm thanh WAV. Người quản trị xem lại VOICE_URL hoặc VOICE_COMMAND."
        ) from error
