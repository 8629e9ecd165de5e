"""A voice at an address of the settings: a small server plays it, well and badly; MP3 by the program lame."""

from __future__ import annotations

import io
import shutil
import subprocess
import threading
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.cast import Cast
from tests.operations.outreach.factories import bulletin
from tests.operations.outreach.test_sounds import loudness, tone
from thanthien.operations.outreach import voice
from thanthien.operations.outreach.models import Sound
from thanthien.operations.outreach.sounding import read_sound

HTML = "<!doctype html><title>Đăng nhập</title>".encode()
TEXT = "UBND xã mời bà con dự họp ngày 15/02/2026."


@dataclass
class Service:
    """What the server answers, and what it was asked."""

    answer: bytes = b""
    status: int = 200
    length: int | None = None  # told in place of the real one
    kind: str = "audio/wav"
    asked: list[tuple[str, str]] = field(default_factory=list)
    held: threading.Event | None = None  # the answer waits for it


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    played = Service(tone(2))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            played.asked.append((text, self.headers["Content-Type"]))
            if played.held is not None:
                played.held.wait(20)
                return
            self.send_response(played.status)
            self.send_header("Content-Type", played.kind)
            self.send_header("Content-Length", str(played.length or len(played.answer)))
            self.end_headers()
            self.wfile.write(played.answer)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.VOICE_URL = f"http://127.0.0.1:{server.server_port}/noi"
    yield played
    server.shutdown()
    server.server_close()


@pytest.mark.django_db
def test_the_address_gets_the_words_as_they_are_read_and_its_sound_is_kept(
    cast: Cast, service: Service, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = bulletin(cast, TEXT)
    sound = Sound.objects.get()
    assert (sound.state, sound.seconds) == ("ready", 2)
    assert service.asked == [(made.spoken, "text/plain; charset=utf-8")]
    assert "ủy ban nhân dân xã" in made.spoken
    assert "ngày mười lăm tháng hai" in made.spoken
    data = read_sound(sound)
    assert data is not None
    assert loudness(data) > 500


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"answer": HTML, "kind": "text/html"}, "không phải âm thanh WAV"),
        ({"answer": b""}, "không phải âm thanh WAV"),
        ({"status": 500}, "không trả lời"),
        ({"length": 10**6}, "ngắt giữa chừng"),
        ({"answer": b"RIFF\x00\x00"}, "không phải âm thanh WAV"),
    ],
)
def test_a_bad_answer_is_told_and_no_other_voice_speaks_in_its_place(
    cast: Cast, service: Service, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], told: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    for name, value in changes.items():
        setattr(service, name, value)
    ran: list[Any] = []
    monkeypatch.setattr(subprocess, "run", lambda *args, **more: ran.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        bulletin(cast, TEXT)
    sound = Sound.objects.get()
    assert sound.state == "failed"
    assert told in sound.why
    assert ran == []


def test_silence_is_no_sound(service: Service) -> None:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22050)
        file.writeframes(bytes(22050))
    service.answer = out.getvalue()
    with pytest.raises(voice.CannotSpeak, match="không có tiếng"):
        voice.say("Xin chào.")


def test_an_address_that_keeps_silent_is_left_after_a_while(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.held = threading.Event()
    monkeypatch.setattr(voice, "_PATIENCE", 0.2)
    with pytest.raises(voice.CannotSpeak, match="không trả lời"):
        voice.say("Xin chào.")
    service.held.set()


def test_an_address_where_nobody_is_and_one_that_is_none(settings: Any) -> None:
    settings.VOICE_URL = "http://127.0.0.1:9/"  # the port of discard: closed
    with pytest.raises(voice.CannotSpeak, match="không trả lời"):
        voice.say("Xin chào.")
    settings.VOICE_URL = "file:///etc/passwd"
    with pytest.raises(voice.CannotSpeak, match="không đúng"):
        voice.say("Xin chào.")


@pytest.mark.skipif(shutil.which("lame") is None, reason="the program lame is not installed")
def test_lame_makes_a_smaller_mp3() -> None:
    wav = tone(3)
    mp3 = voice.squeezed(wav)
    assert mp3 is not None
    assert len(mp3) < len(wav) / 4
    assert mp3[:3] == b"ID3" or (mp3[0] == 0xFF and mp3[1] & 0xE0 == 0xE0)  # the head of a frame


@pytest.mark.parametrize("way", ["missing", "fails", "slow"])
def test_without_lame_the_wav_alone_is_kept(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    def run(command: list[str], **more: Any) -> subprocess.CompletedProcess[bytes]:
        if way == "slow":
            raise subprocess.TimeoutExpired(command, 1)
        return subprocess.CompletedProcess(command, 1, b"", b"")

    monkeypatch.setattr(shutil, "which", lambda name: None if way == "missing" else "/usr/bin/lame")
    monkeypatch.setattr(subprocess, "run", run)
    assert voice.squeezed(tone(1)) is None
