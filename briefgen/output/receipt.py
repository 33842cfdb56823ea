"""What the last build of a folder was asked and how it ended, so that publishing can tell whether it may go out.

Written by every `briefgen build`, beside the quick answer; a folder without a receipt was not built by this project here.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from briefgen.output.places import STORE


class Receipt(Struct, frozen=True, kw_only=True):
    """One build."""

    question: dict[str, str | bool]
    """What was asked, as the quick answer wants it."""
    sources: str
    """Digest of everything that went in (`unchanged.look`)."""
    url: str = ""
    """Address of the site it was built for."""
    errors: int = 0
    """Faults that kept it from writing anything; the folder then still holds what an earlier build wrote."""
    pinned: bool = False
    """Whether it was made with `--as-of`."""
    drafts: bool = False
    """Whether it shows what is not ready."""
    unguarded: bool = False
    """Whether there are protected names that could not be looked for."""
    until: int = 0
    """From this moment on, in nanoseconds since 1970, the same files would make another site."""
    outputs: str = ""
    """Digest of the sizes and times of the files that were written (`unchanged.outputs_digest`)."""


def read_receipt(root: Path, output: Path) -> Receipt | None:
    """The receipt of a folder; None when there is none that can be read."""
    try:
        return msgspec.json.decode(_place(root, output).read_bytes(), type=Receipt)
    except (OSError, msgspec.MsgspecError):
        return None


def write_receipt(root: Path, output: Path, receipt: Receipt) -> None:
    """Keep the receipt of a build; a read-only project builds without, and cannot be published from."""
    place = _place(root, output)
    draft = place.with_name(f"{place.name}.{os.getpid()}.tmp")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(msgspec.json.encode(receipt))
        draft.replace(place)


def forget_receipt(root: Path, output: Path) -> None:
    """Before anything is touched: a build that is broken off leaves none."""
    with suppress(OSError):
        _place(root, output).unlink(missing_ok=True)


def _place(root: Path, output: Path) -> Path:
    name = blake2b(str(output).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return root / STORE / "builds" / f"{name}.json"
