"""An index in the form that MiniSearch 7 reads (`toJSON`, serialisation 2): what its own builder would have made of the same documents.

MiniSearch keeps terms in a tree whose shape hangs on the order in which they came. They are written in that order, so that
a loaded index does not differ from a built one in anything, ties between results included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from briefgen.search.terms import terms

FIELDS = ("title", "names", "summary", "text")
"""Fields of a document that are searched."""


class Document(Struct, frozen=True):
    """Something that can be found."""

    id: str
    """Its address; no two documents share one."""
    texts: tuple[str, str, str, str]
    """Words of each of `FIELDS`; empty ones count as well."""
    stored: Mapping[str, Any]
    """What a result shows, as the client wants it."""


def serialised(documents: Sequence[Document]) -> bytes:
    """The index as JSON."""
    index: dict[str, dict[int, dict[int, int]]] = {}
    lengths: dict[int, list[int]] = {}
    averages: list[float] = [0.0] * len(FIELDS) if documents else []
    for number, document in enumerate(documents):
        own: list[int] = []
        for field, text in enumerate(document.texts):
            words = terms(text)
            own.append(len(set(words)))
            averages[field] = (averages[field] * number + own[field]) / (number + 1)
            for word in words:
                counts = index.setdefault(word, {}).setdefault(field, {})
                counts[number] = counts.get(number, 0) + 1
        lengths[number] = own
    return msgspec.json.encode(
        {
            "documentCount": len(documents),
            "nextId": len(documents),
            "documentIds": dict(enumerate(one.id for one in documents)),
            "fieldIds": {name: number for number, name in enumerate(FIELDS)},
            "fieldLength": lengths,
            "averageFieldLength": averages,
            "storedFields": dict(enumerate(one.stored for one in documents)),
            "dirtCount": 0,
            "index": list(index.items()),
            "serializationVersion": 2,
        }
    )


def shard(name: str, labels: Sequence[tuple[str, str]], documents: Sequence[Document]) -> bytes:
    """A part of the index as a script, since a page that is opened from a folder may load nothing else.

    `labels` name the records that stored fields refer to by number.
    """
    head = msgspec.json.encode([name, [part for label in labels for part in label]]).decode()
    text = serialised(documents).decode()
    # A string that is parsed as JSON is read faster than the same as a script.
    quoted = text.replace("\\", "\\\\").replace("'", "\\'").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"briefgenSearch({head[1:-1]},'{quoted}')\n".encode()
