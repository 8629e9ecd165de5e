"""The pictures of the guides, taken anew from a fresh demo: `make screens`, or `python -m tests.screens NAME …`."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.screens import (
    casework,
    centre,
    citizens,
    city,
    council,
    daily,
    leader,
    officer,
    procedures,
    public,
    queue,
    year,
)
from tests.screens.studio import Studio, studio

# In this order: what one scene does, the later ones show.
SCENES: dict[str, Callable[[Studio], None]] = {
    scene.__name__: scene
    for scene in (
        *daily.SCENES,
        *year.SCENES,
        *officer.SCENES,
        *leader.SCENES,
        *city.SCENES,
        *council.SCENES,
        *citizens.SCENES,
        *casework.SCENES,
        *procedures.SCENES,
        *public.SCENES,
        *centre.SCENES,
        *queue.SCENES,
    )
}


def main(names: list[str]) -> None:
    unknown = set(names) - set(SCENES)
    if unknown:
        sys.exit(f"No scene {', '.join(sorted(unknown))}; there are {', '.join(SCENES)}")
    with studio() as ours:
        for name, scene in SCENES.items():
            if not names or name in names:
                scene(ours)


if __name__ == "__main__":
    main(sys.argv[1:])
