"""Sounds of bulletins: asked for by the words, made once in the background, kept beside the files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from thanthien.operations.outreach import voice
from thanthien.operations.outreach.models import Sound

STUCK = timedelta(minutes=15)  # a worker that is still at it was stopped
State = Sound.State


def want_sound(*, at: datetime, spoken: str, again: bool = False) -> Sound:
    """The sound of these words; the worker is told after the transaction where it is not there yet."""
    digest = hashlib.sha256(f"{voice.name()}\n{spoken}".encode()).hexdigest()
    sound, is_new = Sound.objects.get_or_create(digest=digest, defaults={"asked_at": at})
    if is_new or (again and not is_there(sound) and not is_at_work(sound, at)):
        Sound.objects.filter(pk=sound.pk).update(state=State.WAITING, why="", asked_at=at)
        transaction.on_commit(partial(_tell_worker, sound.pk, spoken))
    return sound


def is_there(sound: Sound) -> bool:
    return sound.state == State.READY and default_storage.exists(path_of(sound))


def is_at_work(sound: Sound, at: datetime) -> bool:
    since = sound.begun_at if sound.state == State.MAKING else sound.asked_at
    return sound.state in (State.WAITING, State.MAKING) and since is not None and at - since < STUCK


def path_of(sound: Sound, ending: str = "wav") -> str:
    return f"sounds/{sound.digest[:2]}/{sound.digest}.{ending}"


def read_sound(sound: Sound, ending: str = "wav") -> bytes | None:
    """The bytes of a ready sound; None where it is not there."""
    path = path_of(sound, ending)
    if sound.state != State.READY or not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        return bytes(file.read())


def make_sound(*, sound_id: int, spoken: str, clock: Callable[[], datetime]) -> None:
    """Make a sound unless another worker is at it or has made it. A failure is kept in words, nothing is raised."""
    now = clock()
    with transaction.atomic():
        sound = Sound.objects.select_for_update().get(pk=sound_id)
        if is_there(sound) or (sound.state == State.MAKING and is_at_work(sound, now)):
            return
        sound.state, sound.begun_at = State.MAKING, now
        sound.save(update_fields=["state", "begun_at"])
    try:
        wav = voice.say(spoken)
    except voice.CannotSpeak as error:
        Sound.objects.filter(pk=sound_id).update(state=State.FAILED, why=str(error)[:300])
        return
    _keep(path_of(sound), wav.data)
    mp3 = voice.squeezed(wav.data)
    if mp3:
        _keep(path_of(sound, "mp3"), mp3)
    Sound.objects.filter(pk=sound_id).update(
        state=State.READY, seconds=wav.seconds, size=len(wav.data), has_mp3=bool(mp3), why="", made_at=clock()
    )


@task()
def sound_in_background(sound_id: int, spoken: str) -> None:
    make_sound(sound_id=sound_id, spoken=spoken, clock=timezone.now)


def _tell_worker(sound_id: int, spoken: str) -> None:
    sound_in_background.enqueue(sound_id, spoken)


def _keep(path: str, data: bytes) -> None:
    if default_storage.exists(path):
        default_storage.delete(path)  # what an earlier, stopped worker left
    default_storage.save(path, ContentFile(data))
