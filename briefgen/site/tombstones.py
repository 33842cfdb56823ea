"""What stands where something stood that readers may no longer see: withdrawn, expired, retracted or removed.

A correction of the kind `retraction` or `removal` takes its whole target down, in every language; one that names what it
`affects` takes down no more than the writer has taken out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from briefgen.as_of.publication import has_begun, is_draft, is_over
from briefgen.model.config import Permalinks
from briefgen.model.records import Article, Correction, Record
from briefgen.model.site import Now, Tombstone, key_of, split_key
from briefgen.site.addresses import older_addresses
from briefgen.site.index import of_kind


def tombstones(records: Mapping[str, Record], permalinks: Permalinks, now: Now) -> dict[str, Tombstone]:
    """Records that readers were shown and may no longer see."""
    found: dict[str, Tombstone] = {}
    versions = _versions(records)
    for key, stone in (*_by_corrections(records, now), *_by_articles(records, now)):
        for version in versions[key]:
            found.setdefault(version, _of(version, records[version], stone, permalinks))
    return {key: found[key] for key in records if key in found and _was_shown(records[key], now)}


def _by_corrections(records: Mapping[str, Record], now: Now) -> Iterator[tuple[str, Tombstone]]:
    for key, correction in of_kind(records, Correction):
        if not takes_down(correction) or correction.target not in records or correction.draft:
            continue
        if correction.date.lower <= now.day and (why := correction.kind) in {"retraction", "removal"}:
            yield correction.target, Tombstone(why, correction.date, correction.text, "", key)


def takes_down(correction: Correction) -> bool:
    """Whether the whole record goes, and not only a part of it."""
    return correction.kind in {"retraction", "removal"} and not correction.affects


def _by_articles(records: Mapping[str, Record], now: Now) -> Iterator[tuple[str, Tombstone]]:
    for key, article in of_kind(records, Article):
        if is_over(article, now):
            if article.withdrawn is not None:
                yield key, Tombstone("withdrawn", article.withdrawn.date, article.withdrawn.reason, "")
            elif article.expires is not None:
                yield key, Tombstone("expired", article.expires, "", "")


def _versions(records: Mapping[str, Record]) -> Mapping[str, tuple[str, ...]]:
    """What goes with a record: versions in other languages go with the one in the site's own."""
    found: dict[str, list[str]] = defaultdict(list)
    for key in records:
        kind, id, lang = split_key(key)
        found[key].append(key)
        if lang:
            found[key_of(kind, id)].append(key)
    return {key: tuple(keys) for key, keys in found.items()}


def _of(key: str, record: Record, stone: Tombstone, permalinks: Permalinks) -> Tombstone:
    """The stone of one version. What was removed is not named: the name may have been the reason."""
    title = "" if stone.why == "removal" else getattr(record, "title", "") or getattr(record, "short", "")
    return Tombstone(
        why=stone.why,
        date=stone.date,
        reason=stone.reason,
        title=title,
        correction=stone.correction,
        older=older_addresses(key, record, permalinks),
        lang=record.lang or split_key(key)[2],
    )


def _was_shown(record: Record, now: Now) -> bool:
    return not is_draft(record) and (not isinstance(record, Article) or has_begun(record, now))


def of_version(stones: Mapping[str, Tombstone], lang: str) -> dict[str, Tombstone]:
    """Those of one language's versions, under the keys that all versions share."""
    found = {}
    for key, stone in stones.items():
        kind, id, own = split_key(key)
        if own == lang:
            found[key_of(kind, id)] = stone
    return found
