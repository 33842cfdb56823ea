"""Where records stand: the usual way, or by a pattern of their kind, `permalinks: {articles: "{year}/{month}/{id}"}`.

The first pattern of a kind gives the address; further ones are older patterns, whose addresses lead to the new one. So
do the older ids and addresses that a record names. Paths are below the front page of their language and have no slash in front, but for those that
begin at the site's root; `pages/routes.py` makes addresses of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.base.text import slug
from briefgen.model.config import Permalinks
from briefgen.model.records import PLURALS, Record
from briefgen.model.site import split_key
from briefgen.reading.permalinks import WORD

WITHOUT_DAY = "undated"
"""Stands for the parts of a day that a draft does not have yet."""
WITHOUT_SECTION = "general"


def addresses(records: Mapping[str, Record], permalinks: Permalinks) -> dict[str, str]:
    """Paths of all records whose kind has a pattern of its own, by key."""
    if not permalinks:
        return {}
    kinds = {key: patterns_of(split_key(key)[0], permalinks) for key in records}
    return {key: path_of(kinds[key][0], key, record) for key, record in records.items() if kinds[key]}


def older_addresses(key: str, record: Record, permalinks: Permalinks) -> tuple[str, ...]:
    """Paths that lead to where the record stands now, each once: of older patterns, ids and addresses."""
    patterns = patterns_of(split_key(key)[0], permalinks)
    if not patterns and not record.redirect_from:
        return ()
    ids = [one for one in record.redirect_from if not one.startswith("/")]
    paths = [path_of(pattern, key, record, id) for pattern in patterns for id in ("", *ids)]
    if not patterns:
        paths = [usual_path(key, id) for id in ids]
    written = [one for one in record.redirect_from if one.startswith("/")]
    now = path_of(patterns[0], key, record) if patterns else ""
    return tuple(dict.fromkeys(path for path in (*paths, *written) if path != now))


def usual_path(key: str, id: str = "") -> str:
    """The path of a record whose kind has no pattern; `id` stands for an older id of it."""
    kind, own, _ = split_key(key)
    return id or own if kind == "page" else f"{PLURALS[kind]}/{id or own}"


def patterns_of(kind: str, permalinks: Permalinks) -> tuple[str, ...]:
    """Patterns of a kind of record, the present one first; none for the usual addresses."""
    written = permalinks.get(PLURALS[kind], ())
    return (written,) if isinstance(written, str) else tuple(written)


def path_of(pattern: str, key: str, record: Record, id: str = "") -> str:
    """The path of a record by a pattern; `id` stands for an older id of it."""
    _, own, _ = split_key(key)
    when = getattr(record, "date", None)
    day = when.lower.isoformat() if when is not None else ""
    words = {
        "id": id or own,
        "year": day[:4] or WITHOUT_DAY,
        "month": day[5:7] or WITHOUT_DAY,
        "day": day[8:10] or WITHOUT_DAY,
        "section": slug(getattr(record, "section", "")) or WITHOUT_SECTION,
    }
    path = WORD.sub(lambda found: words.get(found[1], ""), pattern)
    return "/".join(part for part in path.split("/") if part)
