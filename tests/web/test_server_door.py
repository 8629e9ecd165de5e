"""The server's door: what is loaded when it opens is not walked by the garbage collector with each page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_SAID = """
import gc
import thanthien.config.wsgi
print(gc.get_freeze_count(), gc.get_count()[0] + sum(map(len, [gc.get_objects()])))
"""


def test_what_is_loaded_is_set_aside(tmp_path: Path) -> None:
    environment = {
        **os.environ, "THANTHIEN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "thanthien.config.settings"
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _SAID], env=environment, capture_output=True, text=True, check=True
    )
    aside, left = map(int, done.stdout.split())
    assert aside > 100_000
    assert left < aside / 20
