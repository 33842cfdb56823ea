"""What a build left behind: the files to be published, as the ledger knows them, and whether they still are what it wrote."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from briefgen.base.digest import digest_bytes
from briefgen.output.ledger import Entry, LedgerError, read_ledger
from briefgen.output.places import STORE
from briefgen.output.receipt import Receipt, read_receipt
from briefgen.output.unchanged import look, outputs_digest, staging
from briefgen.output.write import name_of


class Built(Struct, frozen=True, kw_only=True):
    """A folder that a build wrote."""

    root: Path
    output: Path
    files: Mapping[str, Entry]
    """By path below the output folder."""
    receipt: Receipt | None
    stale: bool = False
    """Whether something the site is made from has changed since."""
    broken_off: bool = False
    """Whether a build was interrupted while it wrote."""
    altered: Sequence[str] = ()
    """Files that are not, or no longer, what the build wrote."""
    foreign: Sequence[str] = ()
    """Files that no build wrote; they are not published."""


def read_built(root: Path, output: Path) -> Built:
    """Look at what a build left. Files are read only if their times say that they may have changed."""
    files = _known(root, output)
    receipt = read_receipt(root, output)
    return Built(
        root=root,
        output=output,
        files=files,
        receipt=receipt,
        stale=receipt is not None and look(root, receipt.question).digest != receipt.sources,
        broken_off=staging(output).exists(),
        altered=_altered(output, files, "" if receipt is None else receipt.outputs),
        foreign=_foreign(output, files),
    )


def _known(root: Path, output: Path) -> Mapping[str, Entry]:
    """What the ledger knows of the folder: nothing when it cannot be read, as if no build had been."""
    try:
        return read_ledger(root / STORE / "ledger.sqlite", name_of(root, output))
    except LedgerError:
        return {}


def _altered(output: Path, files: Mapping[str, Entry], expected: str) -> Sequence[str]:
    try:
        if outputs_digest(output, sorted(files)) == expected:
            return ()
    except OSError:
        pass
    return tuple(path for path, one in sorted(files.items()) if not _holds(output / path, one.digest))


def _holds(path: Path, digest: str) -> bool:
    try:
        return digest_bytes(path.read_bytes()) == digest
    except OSError:
        return False


def _foreign(output: Path, files: Mapping[str, Entry]) -> Sequence[str]:
    """Files of others among the site's; what begins with a dot is nobody's business."""
    found = []
    cut = len(str(output)) + 1
    for folder, folders, names in os.walk(output):
        folders[:] = [one for one in folders if not one.startswith(".")]
        below = folder[cut:].replace(os.sep, "/")
        for name in names:
            path = f"{below}/{name}" if below else name
            if path not in files and not name.startswith("."):
                found.append(path)
    return tuple(sorted(found))


def renew_receipt(built: Built) -> Receipt | None:
    """The receipt after publishing has noted the addresses, which lies among the sources but changes no page."""
    if built.receipt is None:
        return None
    from msgspec.structs import replace

    return replace(built.receipt, sources=look(built.root, built.receipt.question).digest)
