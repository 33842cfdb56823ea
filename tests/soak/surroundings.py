"""The same walk in other surroundings: `python surroundings.py SEED STEPS FOLDER ORDER` tells what each build left.

The language, the time zone and the hash seed come from the environment; in which order folders list their files, from
`ORDER`: as the disk says, or by a dice.
"""

from __future__ import annotations

import locale
import os
import sys
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Any

from tests.soak.identity import project, walk


class _Listing(list[Any]):
    """What `os.scandir` gives, as a list."""

    def __enter__(self) -> _Listing:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def close(self) -> None:
        return None

    def __next__(self) -> Any:
        if not self:
            raise StopIteration
        return self.pop()


def by_dice() -> None:
    """From now on folders list their files in another order each time, as some file systems do."""
    dice, scandir, listdir = Random(0), os.scandir, os.listdir  # noqa: S311 - no secret

    def shuffled(found: list[Any]) -> _Listing:
        dice.shuffle(found)
        return _Listing(found)

    def scan(path: Any = ".") -> _Listing:
        with scandir(path) as entries:
            return shuffled(list(entries))

    os.scandir = scan  # type: ignore[assignment]
    os.listdir = lambda path=".": shuffled(listdir(path))  # type: ignore[assignment]


def main(seed: str, steps: str, folder: str, order: str) -> None:
    with suppress(locale.Error):  # a language that is not installed is known by its name only
        locale.setlocale(locale.LC_ALL, "")
    if order == "dice":
        by_dice()
    for step in walk(project(Path(folder)), int(seed), int(steps)):
        assert not step.differing, (step.edits, step.how, step.differing)
        hasher = blake2b(digest_size=8)
        for path, data in sorted(step.expected.site.items()):
            hasher.update(f"{path}\0{len(data)}\0".encode() + data)
        print(ascii((step.edits, len(step.expected.site), hasher.hexdigest(), step.expected.said)))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
