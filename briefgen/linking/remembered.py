"""Texts that were linked in an earlier build, with the same names on file, are not linked again.

The key of a text is everything that linking asks: the text, what its article settles, every name on file, and what
each of its explicit links and claim marks stands for. Texts with notes, and texts with a link to nothing, are linked
anew each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Struct

from briefgen.base.diagnostics import Diagnostic
from briefgen.linking.explicit import Directory
from briefgen.linking.names import Names
from briefgen.linking.resolve import TextSettings
from briefgen.model.document import Document
from briefgen.model.mention import Linked
from briefgen.model.parts import Anchor


class Result(Struct, frozen=True, array_like=True):
    """What linking a text gave."""

    document: Document | None
    """With its explicit links resolved; None when there are none, so that it is the text that went in."""
    linked: Linked
    diagnostics: tuple[Diagnostic, ...]
    asked: str
    """What names were looked up for (`asked.py`)."""


_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
pack = _ENCODER.encode
unpack = msgspec.msgpack.Decoder(Result).decode


def names_digest(names: Names, *more: object) -> bytes:
    """Digest of every name on file and what it stands for."""
    hasher = blake2b(digest_size=16)
    for table in (names.exact, names.loose, *names.inflected.values()):
        hasher.update(pack(list(table.items())))
    hasher.update(pack([sorted(names.inflected), names.display, names.confusable, names.public_labels, list(more)]))
    return hasher.digest()


def text_key(
    names: bytes,
    document: Document,
    packed: bytes,
    settings: TextSettings,
    path: str,
    anchors: list[tuple[str, int, Anchor]],
    directory: Directory,
) -> bytes | None:
    """Digest of all that linking a text depends on; None when an explicit link or a claim mark stands for nothing."""
    targets: list[Any] = []
    for written in _written(document):
        keys, by_name = directory.find(written)
        if len(keys) != 1:
            return None
        targets.append((written, keys[0], by_name, directory.display(keys[0])))
    asked = (
        settings.day, settings.own_key, sorted(settings.cast), sorted(settings.assigned.items()), sorted(settings.exclude),
        settings.autolink, settings.place, settings.record, settings.lang, settings.careful, path, anchors, targets,
    )  # fmt: skip
    hasher = blake2b(names, digest_size=16)
    hasher.update(pack(asked))
    hasher.update(packed)
    return hasher.digest()


def _written(document: Document) -> Iterator[str]:
    """What is written as the target of each link and claim mark."""
    for passage in document.passages:
        yield from (link.target for link in passage.links if link.target)
        yield from (f"claim:{id.removeprefix('claim:')}" for span in passage.claims for id in span.claims)
