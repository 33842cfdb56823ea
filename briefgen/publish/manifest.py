"""The manifest and the journal as bytes at the target."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from briefgen.output.ledger import is_inside
from briefgen.publish.fault import PublishFaultError
from briefgen.publish.target import STATE, Manifest, Stored

MANIFEST = "manifest.json"
JOURNAL = "journal.json"
FORM = 1


class Journal(Struct, frozen=True):
    """Written before anything is put: what may be at the target though no manifest says so yet."""

    release: str
    puts: dict[str, Stored]


def encode(value: Manifest | Journal) -> bytes:
    """As it is kept: sorted, so that equal manifests are equal bytes."""
    return msgspec.json.encode(value, order="sorted")


def decode_manifest(data: bytes | None, where: str) -> Manifest | None:
    """Read a manifest. A damaged one is told, never taken for an empty one: then nothing would be ours."""
    if data is None:
        return None
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError:
        raise damaged(where, MANIFEST) from None
    if manifest.form != FORM:
        raise PublishFaultError(
            f"{where} was published to by a newer briefgen", "install that version, then publish again"
        )
    if not all(map(_fit, (*manifest.files, *manifest.leaving))):
        raise damaged(where, MANIFEST)
    return manifest


def decode_journal(data: bytes | None, where: str) -> Journal | None:
    """Read a journal."""
    if data is None:
        return None
    try:
        journal = msgspec.json.decode(data, type=Journal)
    except msgspec.MsgspecError:
        raise damaged(where, JOURNAL) from None
    if not all(map(_fit, journal.puts)):
        raise damaged(where, JOURNAL)
    return journal


def damaged(where: str, name: str) -> PublishFaultError:
    """The list of what is ours cannot be read."""
    return PublishFaultError(
        f"{STATE}/{name} at {where} cannot be read, so it is not known what briefgen put there",
        "remove that file at the target, then publish with --adopt: files with the site’s own paths are then overwritten",
    )


def _fit(path: str) -> bool:
    """Whether a path may be ours: the manifest lies where others may have written to it."""
    parts = path.split("/")
    return is_inside(path) and STATE not in parts[:1] and "" not in parts and "." not in parts and "\\" not in path
