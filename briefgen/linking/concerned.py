"""Which texts a change of names concerns: those in which a changed name stands, or could, and those that asked for one.

What is found here is linked again, so too much does no harm, and too little would leave a text as it was. So names are
looked for by a piece of them that no folding touches, and words count as answered otherwise as soon as they are near.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from ahocorasick_rs import BytesAhoCorasick
from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.packed import Bytes
from briefgen.base.text import fold_case, without_accents
from briefgen.linking.names import NameEntry, Names, names_of
from briefgen.linking.near import is_one_edit, may_sound, sound
from briefgen.linking.resolve import ENTITY_KINDS
from briefgen.model.config import NameSettings
from briefgen.model.records import Record

Table = Mapping[str, tuple[NameEntry, ...]]
_BREAKING = ("\u00ad", "\u200b", "\u2060", "\ufeff", "\u212a", "\u2126")
"""Characters that vanish, or become plain letters, when a text is folded: in a text that holds one, any name may stand."""


class Changed(Struct, frozen=True):
    """Forms of names that stand for something else than before, or come or go."""

    exact: frozenset[str]
    """Inflected ones too."""
    loose: frozenset[str]


def entities_in(records: Mapping[str, Record]) -> dict[str, Record]:
    """The records that have names, in their order. Of the others nothing is read."""
    return {key: records[key] for key in records if key.partition(":")[0] in ENTITY_KINDS}


def names_again(entities: Mapping[str, Record], settings: NameSettings, before: Names) -> Names:
    """All names when some records have others, but each is shown as before and nobody else is easily confused."""
    now = names_of(entities, settings.not_names, settings.inflect)
    return replace(now, display=before.display, confusable=before.confusable, public_labels=before.public_labels)


def changed(before: Names, now: Names, renamed: Container[str]) -> Changed:
    """What differs in the table; `renamed` are the records that have other names."""
    exact = {*_differing(before.exact, now.exact), *_turned(before.exact, now.exact, renamed)}
    for lang in before.inflected.keys() | now.inflected.keys():
        exact.update(_differing(before.inflected.get(lang, {}), now.inflected.get(lang, {})))
    return Changed(frozenset(exact), frozenset(_differing(before.loose, now.loose)))


def _differing(before: Table, now: Table) -> Iterator[str]:
    yield from (form for form, entries in now.items() if before.get(form) != entries)
    yield from (form for form in before if form not in now)


def _turned(before: Table, now: Table, renamed: Container[str]) -> Iterator[str]:
    """Forms of records whose names stand in another order: of two names that are as near to a word, the first is told."""

    def forms(table: Table, others: Table) -> list[str]:
        return [form for form, held in table.items() if form in others and any(one.key in renamed for one in held)]

    old, new = forms(before, now), forms(now, before)
    if old != new:
        yield from (*old, *new)


# --- names that stand in a text ---------------------------------------------------------------------------------------


def texts_with(forms: Changed, texts: Iterable[tuple[str, Bytes]]) -> set[str] | None:
    """Keys of those packed texts in which one of the forms may stand; None when nothing certain can be looked for."""
    exact, loose = [_piece(form) for form in forms.exact], [_piece(form) for form in forms.loose]
    if not all((*exact, *loose)):
        return None
    ascii_loose, others = [one for one in loose if one.isascii()], [one for one in loose if not one.isascii()]
    search = _search((*exact, *_BREAKING))
    search_loose = _search(ascii_loose) if ascii_loose else None
    found: set[str] = set()
    for key, data in texts:
        if (
            search(data)
            or (search_loose is not None and search_loose(bytes(data).lower()))
            or (others and _holds(str(data, "utf-8", "replace"), others))
        ):
            found.add(key)
    return found


def stands(pieces: Iterable[str], texts: Iterable[Bytes]) -> bool:
    """Whether one of these pieces stands in one of the packed texts, letter for letter."""
    search = _search(pieces)
    return any(map(search, texts))


def _search(pieces: Iterable[str]) -> Callable[[Bytes], bool]:
    find = BytesAhoCorasick([one.encode() for one in pieces]).find_matches_as_indexes
    return lambda data: bool(find(data))


def _holds(text: str, pieces: Iterable[str]) -> bool:
    lowered = fold_case(text)
    return any(piece in lowered for piece in pieces)


def _piece(form: str) -> str:
    """The longest stretch of a form that stands in a text as it is; empty when there is none.

    An article in front does not count: offices are looked for without it.
    """
    form = form.removeprefix("the ").removeprefix("The ")
    plain = "".join(one if _is_plain(one) else " " for one in form)
    return max(plain.split(), key=len, default="")


def _is_plain(letter: str) -> bool:
    """Whether a letter is written in one way only: no accent that could stand behind it."""
    return letter.isalnum() and unicodedata.normalize("NFKD", letter) == letter


# --- words that were asked about --------------------------------------------------------------------------------------


class Concerned:
    """Tells of which words it may now be said otherwise whether they are a name, or nearly one."""

    def __init__(self, forms: Changed) -> None:
        names = forms.exact | {without_accents(one) for one in forms.exact}
        self._same = names | forms.loose
        self._sounds = {key for one in names if (key := sound(one))}
        self._beginnings = may_sound(self._sounds)
        self._by_length: dict[tuple[str, int], list[str]] = {}
        for name in names:
            for length in (len(name) - 1, len(name), len(name) + 1):
                self._by_length.setdefault((name[0], length), []).append(name)

    def __call__(self, words: Iterable[str]) -> list[str]:
        """Those of the words."""
        return [one for one in words if self._is_concerned(one)]

    def _is_concerned(self, word: str) -> bool:
        if word in self._same or word.lower() in self._same:
            return True
        near = self._by_length.get((word[0], len(word)))
        if near is not None and any(is_one_edit(word, name) for name in near):
            return True
        if word[0].isalpha() and word.isascii() and word[0].lower() not in self._beginnings:
            return False
        return bool(self._sounds) and sound(word) in self._sounds
