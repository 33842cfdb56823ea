"""What the writer settled by hand: `[[...]]` becomes a key and the words to show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic, Mark, Spot
from briefgen.base.text import did_you_mean
from briefgen.linking.names import Names, surface
from briefgen.linking.passages import Where, substitute
from briefgen.model.document import Document, ExplicitLink
from briefgen.model.records import KINDS, Record
from briefgen.model.site import key_of, split_key

KIND_WORDS: Mapping[str, str] = {**{kind: kind for kind in KINDS}, "org": "organisation"}
"""Kinds as they may be written before the colon."""


MOST_HINTS = 200
"""Missing targets that get a “did you mean”."""


class Ids:
    """Keys of records by id and by the last parts of it, worked out when first asked for. May be shared by directories."""

    def __init__(self, keys: Iterable[str], others: Ids | None = None) -> None:
        """`others` holds further keys, among them perhaps some of these."""
        self._keys, self._others = keys, others

    def of(self, id: str) -> Sequence[str]:
        """Keys with this id."""
        return self._joined(self._by_id, id, self._others.of if self._others is not None else None)

    def ending(self, tail: str) -> Sequence[str]:
        """Keys whose id ends with these parts, and has more before them."""
        return self._joined(self._by_tail, tail, self._others.ending if self._others is not None else None)

    def __iter__(self) -> Iterator[str]:
        """Every id."""
        yield from self._by_id
        if self._others is not None:
            yield from (one for one in self._others if one not in self._by_id)

    @staticmethod
    def _joined(own: Mapping[str, list[str]], part: str, more: Callable[[str], Sequence[str]] | None) -> Sequence[str]:
        found = own.get(part, [])
        return found if more is None else list(dict.fromkeys((*more(part), *found)))

    @cached_property
    def _by_id(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key in self._keys:
            _, id, lang = split_key(key)
            if not lang:
                found[id].append(key)
        return dict(found)

    @cached_property
    def _by_tail(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key in self._keys:
            _, id, lang = split_key(key)
            if not lang:
                for tail in _tails(id):
                    found[tail].append(key)
        return dict(found)


class Directory:
    """Every way to name a record in `[[...]]`: key, id, last part of the id, name or alias."""

    def __init__(
        self,
        records: Mapping[str, Record],
        names: Names,
        shown: Mapping[str, str] | None = None,
        ids: Ids | None = None,
    ) -> None:
        self._misses = 0
        self._shown = shown or {}
        self.asked: set[str] = set()
        """Words for which names were looked up, since no id is written so. Those who want to know clear it first."""
        self._records = records
        self._names = names
        self.ids = ids or Ids(records)

    def find(self, written: str) -> tuple[tuple[str, ...], bool]:
        """Keys that the text may mean, and whether it was a name rather than an id."""
        kind, colon, rest = written.partition(":")
        wanted = KIND_WORDS.get(kind.strip()) if colon else None
        if wanted is not None:
            key = key_of(wanted, rest.strip())
            if key in self._records:
                return (key,), False
            return self._among(rest.strip(), wanted)
        return self._among(written, "")

    def _among(self, written: str, kind: str) -> tuple[tuple[str, ...], bool]:
        def of_kind(keys: Sequence[str]) -> tuple[str, ...]:
            return tuple(key for key in keys if not kind or split_key(key)[0] == kind)

        if found := of_kind(self.ids.of(written)):
            return found, False
        form = surface(written)
        self.asked.add(form)
        entries = self._names.exact.get(form, ()) + self._names.loose.get(form.lower(), ())
        if found := of_kind(tuple(dict.fromkeys(one.key for one in entries if one.key))):
            return found, True
        return of_kind(self.ids.ending(written)), False

    def nearest(self, written: str) -> str:
        """A hint with the ids nearest to what was written; after many misses none, since each asks every id."""
        self._misses += 1
        if self._misses > MOST_HINTS:
            return ""
        kind, colon, rest = written.partition(":")
        wanted = KIND_WORDS.get(kind.strip()) if colon else None
        if wanted is None:
            return did_you_mean(written, self.ids)
        return did_you_mean(rest, (split_key(key)[1] for key in self._records if key.startswith(f"{wanted}:")))

    def display(self, key: str) -> str:
        """Words to show for a record."""
        return self._shown.get(key) or self._names.display.get(key, split_key(key)[1])


def _tails(id: str) -> Iterator[str]:
    parts = id.split("-")
    return ("-".join(parts[at:]) for at in range(1, len(parts)))


class Resolved(NamedTuple):
    """A document whose explicit links are keys, with what could not be resolved."""

    document: Document
    """Links whose target is empty are plain text."""
    diagnostics: tuple[Diagnostic, ...]


def resolve_links(document: Document, directory: Directory, where: Where, silent: Callable[[str], bool]) -> Resolved:
    """Turn every `[[...]]` of the document into a key, put the words to show in place of bare targets.

    `silent` tells which keys or texts were met broken already, so that they are not reported twice.
    """
    if not any(passage.links for passage in document.passages):
        return Resolved(document, ())
    diagnostics: list[Diagnostic] = []
    passages = []
    for number, passage in enumerate(document.passages):
        if not passage.links:
            passages.append(passage)
            continue
        links, changes = [], []
        for link in passage.links:
            key, problem, by_name = _target(link, directory, where(number, passage, link.start, link.end), silent)
            if problem is not None:
                diagnostics.append(problem)
            links.append(replace(link, target=key))
            if not link.has_words and key and not by_name:
                changes.append((link.start, link.end, _words(key, directory)))
        passages.append(substitute(replace(passage, links=tuple(links)), changes))
    return Resolved(replace(document, passages=tuple(passages)), tuple(diagnostics))


def _words(key: str, directory: Directory) -> str:
    """A bare source becomes a number behind the text, so nothing stands in the text itself."""
    return "" if split_key(key)[0] == "source" else directory.display(key)


def _target(
    link: ExplicitLink, directory: Directory, place: Mark | Spot, silent: Callable[[str], bool]
) -> tuple[str, Diagnostic | None, bool]:
    if not link.target:
        return "", None, False
    keys, by_name = directory.find(link.target)
    if len(keys) == 1:
        return keys[0], None, by_name
    if silent(link.target):
        return "", None, False
    if keys:
        return "", _ambiguous(link, keys, place), False
    message = f"“[[{link.target}]]” names no record"
    hint = directory.nearest(link.target) or "add the record, or write [[|words]] for words that are no link"
    return "", Diagnostic("E002", place, message, hint), False


def _ambiguous(link: ExplicitLink, keys: Sequence[str], place: Mark | Spot) -> Diagnostic:
    choices = ", ".join(f"[[{key}]]" for key in keys)
    return Diagnostic("E014", place, f"“[[{link.target}]]” may mean {len(keys)} records", f"write one of {choices}")
