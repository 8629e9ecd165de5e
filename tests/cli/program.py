"""The `thanthien` program in a process of its own, with data of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT


def program(data: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a person does; SQLite in `data`, no other settings of this machine."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    settings = {**kept, "THANTHIEN_DATA": str(data), "SECRET_KEY": "only-for-tests", **environment}
    return subprocess.run(
        [sys.executable, "-m", "thanthien", *words],
        cwd=ROOT,
        env={**settings, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,  # migrations from the first on a machine that does other work too
    )
