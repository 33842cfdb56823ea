"""Work for other processes to do: workers import it by this name."""

from __future__ import annotations

import os
import time
from pathlib import Path


def doubled(by: int, part: int) -> int:
    return part * by


def names_process(_: None, part: int) -> int:
    time.sleep(0.01)
    return os.getpid()


def refuses(_: None, part: int) -> int:
    raise ValueError(f"not {part}")


def kills_worker(_: None, part: int) -> int:
    os._exit(9)


def kills_once(mark: str, part: int) -> int:
    """The worker that does part 7 first dies."""
    if part == 7:
        try:
            Path(mark).touch(exist_ok=False)
        except FileExistsError:
            return part
        os._exit(9)
    return part
