"""Reading a plan in a process of its own, so that its memory is its own: `python -m tests.bench.reading FILE N`."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.bench.measure import Measured, timed
from tests.house.tree import ROOT
from thanthien.lib.documents import read
from thanthien.lib.planreader import read_plan

_KB = 1024
SAMPLING = 0.02  # s


def read_once(path: Path) -> int:
    """From bytes to structure; the number of tasks found."""
    return len(read_plan(read(path, filename=path.name)).tasks)


def measure_reading(name: str, path: Path, *, times: int, seconds: float, megabytes: float) -> list[Measured]:
    """Time and peak memory of reading `path`, programs it calls (OCR) included."""
    command = [sys.executable, "-m", "tests.bench.reading", str(path), str(times)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    watcher = _Watcher(process.pid)
    watcher.start()
    said, _ = process.communicate()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"Reading {path.name} failed.")
    result = json.loads(said)
    peak = max(float(result["peak_kb"]), watcher.peak_kb) / _KB
    return [
        Measured(f"read {name}", "s", tuple(result["seconds"]), seconds),
        Measured(f"read {name}: memory", "MB", (peak,), megabytes, "peak"),
    ]


class _Watcher(threading.Thread):
    """Adds up the memory of a process and its children while it lives (Linux; elsewhere it sees nothing).

    `ru_maxrss` will not do: a child starts with its parent's figure.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak_kb = pid, 0.0

    def run(self) -> None:
        while Path(f"/proc/{self.pid}/stat").exists():
            total = sum(_memory(pid) for pid in _family(self.pid))
            if total == 0 and self.peak_kb:
                return  # ended, not yet collected
            self.peak_kb = max(self.peak_kb, total)
            time.sleep(SAMPLING)


def _family(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            found += _family(int(child))
    return found


def _memory(pid: int, field: str = "VmRSS:") -> float:
    """KB of one process; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return float(next((line.split()[1] for line in lines if line.startswith(field)), 0))


def _own_peak() -> float:
    """KB; exact on Linux, where the kernel keeps it, else what the process was told."""
    return _memory(os.getpid(), "VmHWM:") or float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def main(path: str, times: str) -> None:
    # the first reading loads tables and patterns: it counts too, a person waits for it
    seconds = timed(lambda: read_once(Path(path)), times=int(times), warm=0)
    sys.stdout.write(json.dumps({"seconds": seconds, "peak_kb": _own_peak()}))


if __name__ == "__main__":
    main(*sys.argv[1:3])
