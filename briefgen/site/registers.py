"""The order of every register: people by name, claims and events newest first. Sorted once for all pages."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from briefgen.base.html import unmarked
from briefgen.linking.names import display_name
from briefgen.model.records import Article, Claim, Correction, Event, Record
from briefgen.model.site import split_key

BY_LETTER = ("person", "organisation", "place", "term", "source", "author")
"""Registers in alphabetical order; the others are newest first."""


def registers(
    records: Mapping[str, Record],
    articles: Sequence[str],
    topic_articles: Mapping[str, tuple[str, ...]],
    lang: str = "",
) -> dict[str, tuple[str, ...]]:
    """Keys by kind, each in the order of its register. People whose privacy is not public stand in none."""
    keys: dict[str, list[str]] = defaultdict(list)
    for key, record in records.items():
        if getattr(record, "privacy", "public") == "public":
            keys[split_key(key)[0]].append(key)
    ordered = {kind: in_order(kind, members, records, topic_articles, lang) for kind, members in keys.items()}
    return {**ordered, "article": tuple(key for key in articles if not split_key(key)[2])}


def in_order(
    kind: str,
    keys: Iterable[str],
    records: Mapping[str, Record],
    topic_articles: Mapping[str, tuple[str, ...]],
    lang: str = "",
) -> tuple[str, ...]:
    """Keys of one kind in the order of its register."""
    if kind in BY_LETTER:
        return tuple(sorted(keys, key=lambda key: (in_alphabet(sort_key(records[key]), lang), key)))
    return tuple(sorted(keys, key=lambda key: (_newness(key, records, topic_articles), key), reverse=True))


def _newness(key: str, records: Mapping[str, Record], topic_articles: Mapping[str, tuple[str, ...]]) -> str:
    record = records[key]
    if isinstance(record, Claim):
        return max(entry.date.lower for entry in record.status_history).isoformat()
    if isinstance(record, Event | Correction):
        return record.date.lower.isoformat()
    articles = topic_articles.get(key, ())
    newest = records[articles[0]] if articles else None
    return newest.date.lower.isoformat() if isinstance(newest, Article) and newest.date is not None else ""


ALPHABETS: Mapping[str, str] = {
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
}
"""Alphabets of which the order is not that of the code points."""
_PLACES = {lang: {letter: f"я{place:02}" for place, letter in enumerate(one)} for lang, one in ALPHABETS.items()}
_KEPT = str.maketrans("йЙїЇёЁўЎґҐ", "\ue010\ue010\ue011\ue011\ue012\ue012\ue013\ue013\ue014\ue014")
_WHOLE = str.maketrans("\ue010\ue011\ue012\ue013\ue014", "йїёўґ")
"""Letters that are no letters with a mark upon them, and keep it."""


def in_alphabet(name: str, lang: str) -> str:
    """A sorting name by which names come in the order of a language's alphabet."""
    places = _PLACES.get(lang.partition("-")[0])
    return "".join(places.get(one, one) for one in name) if places is not None else name


def sort_key(record: Record) -> str:
    """The name as it sorts: without marks and case, in house style's sorting form where there is one."""
    name = getattr(record, "sort_name", "") or display_name(record)
    split = unicodedata.normalize("NFKD", unmarked(name).translate(_KEPT).casefold())
    split = split.translate(_WHOLE)
    return "".join(one for one in split if not unicodedata.combining(one)).lstrip("‘’“”\"'«»¡¿( ")
