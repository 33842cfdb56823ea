"""The ledgers of what was published, `content/.ledger/addresses.txt` and `texts.txt`: editorial record, kept in version control.

One address a line, sorted, so that it merges. It is written only when asked for (`briefgen build --record`, and
publishing), since building is not publishing. An address that stands here and is no longer built is W006. Of the texts there is a line for each article: its key, a
digest of what readers saw, how many entries its change log had, and how many corrections of it there were.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.base.text import did_you_mean

LEDGER = "content/.ledger/addresses.txt"
TEXTS = "content/.ledger/texts.txt"
_NO_PAGE = re.compile(r"404\.html|assets/.*|(?:embed|mail)/.+\.html")
"""Files that look like pages to whoever publishes them, and are none: a record moves with its page, not with these."""


def read_addresses(root: Path) -> str:
    """Text of the ledger; empty when there is none."""
    return _read(root / LEDGER)


def read_texts_ledger(root: Path) -> str:
    """Text of the ledger of texts; empty when there is none."""
    return _read(root / TEXTS)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def vanished(root: Path, addresses: Iterable[str]) -> tuple[Diagnostic, ...]:
    """A warning for each published address that the build would no longer write."""
    current = set(addresses)
    found = []
    for number, line in enumerate(read_addresses(root).splitlines(), 1):
        address = line.strip()
        if address and not address.startswith("#") and address not in current and not _NO_PAGE.fullmatch(address):
            near = did_you_mean(address, current)
            hint = f"{near} " if near else ""
            hint += "if the record has a new id, keep the address: redirect_from: [old-id]"
            mark = Mark(LEDGER, number, 1, len(address) + 1)
            found.append(Diagnostic("W006", mark, f"the published address /{address} would disappear", hint))
    return tuple(found)


def record(root: Path, addresses: Iterable[str]) -> int:
    """Add addresses to the ledger; the number of new ones. Old ones stay: they were published once."""
    path = root / LEDGER
    held = set(read_addresses(root).splitlines())
    fresh = {one for one in addresses if one and not _NO_PAGE.fullmatch(one)} - held
    if fresh:
        put(path, "".join(f"{line}\n" for line in sorted(held | fresh)))
    return len(fresh)


def record_texts(root: Path, noted: Mapping[str, object]) -> bool:
    """Note what the published articles say now; whether anything was new. Articles that are gone keep their lines."""
    before = read_texts_ledger(root)
    lines = {line.split(" ", 1)[0]: line for line in before.splitlines() if line.strip()}
    lines.update((key, f"{key} {one}") for key, one in noted.items())
    text = "".join(f"{lines[key]}\n" for key in sorted(lines))
    if text != before:
        put(root / TEXTS, text)
    return text != before


def put(path: Path, text: str) -> None:
    """Write a file of the record in one step: a build that is killed here must not take the record with it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)
