"""What was found out about addresses, in `.briefgen/`: so that nobody is asked twice in a week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from briefgen.output.places import STORE
from briefgen.output.store import File
from briefgen.weblinks.ask import LASTING, Asked

NAME = "weblinks.json"
MOMENT = 3600
"""Seconds for which a trouble that may pass is believed."""
DAY = 86400


def remembered(root: Path, now: int, keep_days: int) -> dict[str, Asked]:
    """What is known and still believed: good addresses for some days, lasting trouble for a day, passing trouble for an hour."""
    data = File(root / STORE / NAME).read()
    if data is None:
        return {}
    try:
        found = msgspec.json.decode(data, type=list[Asked])
    except msgspec.MsgspecError:
        return {}
    return {one.url: one for one in found if 0 <= now - one.at < _believed(one, keep_days)}


def _believed(one: Asked, keep_days: int) -> int:
    if not one.trouble:
        return keep_days * DAY
    return min(keep_days * DAY, DAY if one.trouble in LASTING else MOMENT)


def remember(root: Path, known: Mapping[str, Asked], fresh: Iterable[Asked]) -> None:
    """Keep it; a project that cannot be written to is asked about again."""
    every = {**known, **{one.url: one for one in fresh}}
    with suppress(OSError):
        File(root / STORE / NAME).write(msgspec.json.format(msgspec.json.encode(list(every.values())), indent=1))
