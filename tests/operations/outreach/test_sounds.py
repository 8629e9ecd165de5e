"""The sound of a bulletin: as long as its words, not silent, made once; and a voice that fails says so."""

from __future__ import annotations

import array
import io
import math
import shutil
import subprocess
import wave
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.cast import NOW, Cast
from tests.operations.outreach.factories import bulletin, cluster, planned
from thanthien.operations.outreach import voice
from thanthien.operations.outreach.actions import BulletinFields, CannotWrite, change_bulletin, sound_again
from thanthien.operations.outreach.clusters import say_otherwise
from thanthien.operations.outreach.exporting import bulletin_zip
from thanthien.operations.outreach.models import Bulletin, Sound
from thanthien.operations.outreach.sounding import make_sound, path_of, read_sound

pytestmark = pytest.mark.django_db
TEXT = "Ngày 15/02/2026, UBND xã mời 3.321 hộ dân dự hội nghị lúc 7h30. Điện thoại 0225.3845.123."
needs_voice = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


@pytest.fixture(autouse=True)
def no_sounds() -> None:
    """What an earlier test made of the same words is not there."""
    if default_storage.exists("sounds"):
        shutil.rmtree(default_storage.path("sounds"))


def tone(seconds: float, rate: int = 22050) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(array.array("h", [1000] * int(seconds * rate)).tobytes())
    return out.getvalue()


def loudness(data: bytes) -> float:
    """Root mean square of the samples, of 32767."""
    with wave.open(io.BytesIO(data)) as file:
        samples = array.array("h", file.readframes(file.getnframes()))
    return math.sqrt(sum(one * one for one in samples) / len(samples))


@needs_voice
def test_the_sound_is_as_long_as_its_words_and_is_heard(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = bulletin(cast, TEXT)
    sound = Sound.objects.get()
    words = len(made.spoken.split())
    assert "ba nghìn ba trăm hai mươi mốt hộ" in made.spoken
    assert sound.state == "ready"
    assert words * 60 / 260 < sound.seconds < words * 60 / 90  # between 90 and 260 words a minute
    data = read_sound(sound)
    assert data is not None
    assert loudness(data) > 500
    with wave.open(io.BytesIO(data)) as file:
        assert round(file.getnframes() / file.getframerate()) == sound.seconds


def test_the_same_words_are_made_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    said: list[str] = []

    def say_two(text: str) -> bytes:
        said.append(text)
        return tone(2)

    monkeypatch.setattr(voice, "is_there", lambda: True)
    monkeypatch.setattr(voice, "_part", say_two)
    with django_capture_on_commit_callbacks(execute=True):
        first, second = bulletin(cast, TEXT), bulletin(cast, TEXT)
    assert first.sound_id == second.sound_id
    assert len(said) == 1
    make_sound(sound_id=Sound.objects.get().pk, spoken=first.spoken, clock=timezone.now)
    assert len(said) == 1
    with django_capture_on_commit_callbacks(execute=True):
        say_otherwise(actor=cast.officer, at=NOW, unit=cast.unit, written="UBND", spoken="ủy ban")
        fields = BulletinFields("Mời họp", TEXT)
        changed = change_bulletin(actor=cast.officer, at=NOW, bulletin=first, fields=fields, seen=1)
    assert "ủy ban xã" in changed.spoken
    assert len(said) == 2


def test_without_a_voice_all_else_works_and_it_says_what_to_install(
    cast: Cast, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with django_capture_on_commit_callbacks(execute=True):
        made = bulletin(cast, TEXT)
    sound = Sound.objects.get()
    assert sound.state == "failed"
    assert "apt-get install espeak-ng" in sound.why
    assert planned(cast, made, cluster(cast))[0].seconds > 10
    assert zipfile.ZipFile(io.BytesIO(bulletin_zip(made))).namelist() == [
        "ban-tin-1.txt", "ban-tin-1-loi-doc.txt", "ban-tin-1-lich-phat.csv",
    ]  # fmt: skip


@pytest.mark.parametrize("way", ["killed", "slow", "no sound"])
def test_a_voice_that_stops_in_the_middle_leaves_no_half_sound(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, way: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    def run(command: list[str], **more: Any) -> subprocess.CompletedProcess[bytes]:
        Path(command[-1]).write_bytes(b"RIFF half")
        if way == "slow":
            raise subprocess.TimeoutExpired(command, 1)
        return subprocess.CompletedProcess(command, -9 if way == "killed" else 0, b"", b"")

    monkeypatch.setattr(voice, "is_there", lambda: True)
    with monkeypatch.context() as broken:
        broken.setattr(subprocess, "run", run)
        with django_capture_on_commit_callbacks(execute=True):
            made = bulletin(cast, TEXT)
    sound = Sound.objects.get()
    assert (sound.state, default_storage.exists(path_of(sound))) == ("failed", False)
    assert sound.why
    monkeypatch.setattr(voice, "_part", lambda text: tone(3))
    with django_capture_on_commit_callbacks(execute=True):
        sound_again(actor=cast.officer, at=timezone.now(), bulletin=made)
    sound.refresh_from_db()
    assert (sound.state, sound.seconds) == ("ready", 3)
    assert "ban-tin-1.wav" in zipfile.ZipFile(io.BytesIO(bulletin_zip(Bulletin.objects.get()))).namelist()


def test_another_voice_is_a_command_of_the_settings(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "tieng.wav").write_bytes(tone(1))
    settings.VOICE_COMMAND = f"cp {tmp_path / 'tieng.wav'} {{file}}"
    assert voice.say("Xin chào.").seconds == 1
    settings.VOICE_COMMAND = "khong-co-chuong-trinh {file}"
    with pytest.raises(voice.CannotSpeak, match="Chưa chạy được"):
        voice.say("Xin chào.")


def test_parts_are_joined_with_a_breath_and_long_sentences_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = voice.parts_of("Xin chào. " + "dài " * 900 + ". Hết!")
    assert max(len(part) for part in parts) <= 1210
    assert " ".join(parts).split() == ("Xin chào. " + "dài " * 900 + ". Hết!").split()
    monkeypatch.setattr(voice, "is_there", lambda: True)
    monkeypatch.setattr(voice, "_part", lambda text: tone(1))
    assert voice.say("a " * 1500).seconds == round(len(voice.parts_of("a " * 1500)) * 1.35 - 0.35)


@pytest.mark.parametrize(
    ("text", "told"), [("x" * 20_000, "dài quá 10.000"), ("*** --- 😀", "chỉ có ký hiệu"), (" ", "ghi lời")]
)
def test_a_text_that_cannot_be_read_is_refused(cast: Cast, text: str, told: str) -> None:
    with pytest.raises(CannotWrite, match=told):
        bulletin(cast, text)
    assert not Bulletin.objects.exists()
