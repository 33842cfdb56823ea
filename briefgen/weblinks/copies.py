"""Copies of sources kept in the project, in `archive/`: never published, made only when somebody asks for it.

Each is a WARC file (ISO 28500), gzipped record by record, as archives and their players read it. `archive/copies.txt` has
a line for each: source, time, SHA-256 of the file, its name, the address.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from briefgen import __version__
from briefgen.model.records import Source
from briefgen.model.site import Records, split_key
from briefgen.weblinks.ask import Fetched

FOLDER = "archive"
INDEX = f"{FOLDER}/copies.txt"
LARGEST = 50 * 1024 * 1024
"""Bytes of a page or file that is kept."""


class Copy(Struct, frozen=True):
    """A copy in the project."""

    source: str
    time: str
    """When it was made, as `2022-04-02T19:30:00Z`."""
    sha256: str
    """Of the file."""
    path: str
    """Below `archive/`."""
    url: str


class Wanting(Struct, frozen=True):
    """A source of which the site names no archived copy."""

    key: str
    title: str
    url: str
    path: str
    """File of the record."""
    copy: Copy | None
    """The newest copy in the project, if there is one and it is whole."""


def wanting(root: Path, records: Records) -> list[Wanting]:
    """Every source with an address and without an archived copy, drafts included, in order."""
    newest = {one.source: one for one in copies(root) if is_whole(root, one)}
    return [
        Wanting(key, one.title, one.url, records.origins[key].path, newest.get(key))
        for key, one in records.records.items()
        if isinstance(one, Source) and one.url and not one.archived
    ]


def copies(root: Path) -> list[Copy]:
    """The copies that the index names, in the order in which they were made."""
    try:
        lines = (root / INDEX).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    parts = (line.split(" ", 4) for line in lines)
    return [
        Copy(*one) for one in parts if len(one) == 5 and ".." not in one[3].split("/") and not one[3].startswith("/")
    ]


def is_whole(root: Path, copy: Copy) -> bool:
    """Whether the file is there and is what was kept."""
    try:
        with (root / FOLDER / copy.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == copy.sha256
    except OSError:
        return False


def keep(root: Path, key: str, wanted: str, fetched: Fetched, moment: datetime) -> Copy:
    """Put what was fetched into the project. Raises `OSError`."""
    time = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    data = warc(wanted, fetched, time)
    path = f"{split_key(key)[1]}/{moment:%Y%m%dT%H%M%SZ}.warc.gz"
    _put(root / FOLDER / path, data)
    copy = Copy(key, time, hashlib.sha256(data).hexdigest(), path, wanted)
    lines = [f"{one.source} {one.time} {one.sha256} {one.path} {one.url}\n" for one in (*copies(root), copy)]
    _put(root / INDEX, "".join(lines).encode())
    return copy


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    draft.write_bytes(data)
    draft.replace(path)


def warc(wanted: str, fetched: Fetched, time: str) -> bytes:
    """The file. The same answer at the same time gives the same bytes."""
    info = f"software: briefgen/{__version__}\r\nformat: WARC File Format 1.1\r\nrequested: {wanted}\r\n".encode()
    # What was asked for came unpacked and in one piece.
    left = [(name, value) for name, value in fetched.headers if name.lower() not in {"transfer-encoding", "connection"}]
    head = "".join(f"{name}: {value}\r\n" for name, value in left)
    block = f"HTTP/1.1 {fetched.status} {fetched.reason}\r\n{head}\r\n".encode("latin-1", "replace") + fetched.body
    payload = hashlib.sha256(fetched.body).hexdigest()
    response = (
        ("WARC-Target-URI", fetched.url),
        ("WARC-Payload-Digest", f"sha256:{payload}"),
        ("Content-Type", "application/http;msgtype=response"),
    )
    return _record("warcinfo", time, (("Content-Type", "application/warc-fields"),), info) + _record(
        "response", time, response, block
    )


def _record(kind: str, time: str, headers: Iterable[tuple[str, str]], block: bytes) -> bytes:
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {time} {hashlib.sha256(block).hexdigest()}")
    fields = (
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<urn:uuid:{name}>"),
        ("WARC-Date", time),
        ("WARC-Block-Digest", f"sha256:{hashlib.sha256(block).hexdigest()}"),
        *headers,
        ("Content-Length", str(len(block))),
    )
    head = "".join(f"{one}: {value}\r\n" for one, value in fields)
    return gzip.compress(f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n", mtime=0)
