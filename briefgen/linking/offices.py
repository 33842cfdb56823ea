"""Offices named in front of people: “Harbour Master Lee” is a person with a title, not a longer name that nobody has on file.

On a day on which the person does not hold the office, that is told: “Prime Minister Johnson” in a text of 2023 (W311).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefgen.base.dates import When
from briefgen.base.diagnostics import Diagnostic
from briefgen.base.patterns import pattern
from briefgen.linking.names import NameEntry, Names, surface
from briefgen.linking.passages import mark_of
from briefgen.model.document import Document
from briefgen.model.mention import Mention

LONGEST = 6
"""Words of the longest office that is looked for in front of a name."""
_WORDS = pattern(r"\S+")
_BEFORE = 80
"""Characters in front of a name that are looked through."""
_PAST = frozenset(
    ("former", "then", "ex", "late", "outgoing", "next", "future", "incoming", "onetime", "ousted", "deposed", "elect")
)
"""Words that say that the office is not held now."""


def held_otherwise(
    document: Document, mentions: Sequence[Mention], names: Names, day: When, path: str, own_key: str
) -> Iterator[Diagnostic]:
    """A warning for each person who stands behind an office of theirs that they do not hold on that day."""
    offices = _offices(names)
    told: set[tuple[str, str]] = set()
    for one in mentions:
        if one.place == "quote" or one.target not in offices:
            continue
        passage = document.passages[one.passage]
        found = _office(passage.text, one.start, offices[one.target], day)
        if found is None or (one.target, found[0]) in told:
            continue
        told.add((one.target, found[0]))
        words, start, entries = found
        where = mark_of(passage, path, start, one.end)
        stretches = " and ".join(dict.fromkeys(f"{_day(held.since)} to {_day(held.until)}" for held in entries))
        message = f"{one.target} was not “{words}” on {day} (only {stretches})"
        hint = f"write “former {words}”, correct the role’s dates, or give the article another `as_of`"
        yield Diagnostic("W311", where, message, hint, record=own_key)


def is_behind_office(text: str, start: int, names: Names) -> bool:
    """Whether right in front of `text[start:]` stands an office that is on file, whoever holds it."""
    words = _words_of_offices(names)
    return any(phrase in words for phrase, _, _ in _phrases(text, start))


Offices = Mapping[str, Sequence[NameEntry]]
_last: list[tuple[Names, Mapping[str, Offices], frozenset[str]]] = []


def _offices(names: Names) -> Mapping[str, Offices]:
    """Person to the words for offices they hold at any time, without articles."""
    return _tables(names)[1]


def _words_of_offices(names: Names) -> frozenset[str]:
    """Words for offices that anybody holds at any time, without articles."""
    return _tables(names)[2]


def _tables(names: Names) -> tuple[Names, Mapping[str, Offices], frozenset[str]]:
    """Both, made once for all texts of a build."""
    if not _last or _last[0][0] is not names:
        found: dict[str, dict[str, list[NameEntry]]] = {}
        for words, entries in names.exact.items():
            for entry in entries:
                if entry.strength == "office" and entry.key.startswith("person:"):
                    plain = words.removeprefix("the ").removeprefix("The ")
                    found.setdefault(entry.key, {}).setdefault(plain, []).append(entry)
        _last[:] = [(names, found, frozenset(words for offices in found.values() for words in offices))]
    return _last[0]


def _office(text: str, start: int, offices: Offices, day: When) -> tuple[str, int, Sequence[NameEntry]] | None:
    """The office right in front of a name, where it begins and when it is held; None when it is right, or there is none."""
    for phrase, at, word_before in _phrases(text, start):
        entries = offices.get(phrase)
        if entries:
            before = word_before.strip("“”\"'‘’(,.").lower()
            wrong = not any(entry.holds_on(day) for entry in entries) and before not in _PAST
            return (phrase, at, entries) if wrong else None
    return None


def _phrases(text: str, start: int) -> Iterator[tuple[str, int, str]]:
    """Words that lead up to a name, the longest phrase first: as names are looked up, where they begin, the word before."""
    if start == 0 or text[start - 1] not in " \u00a0":
        return
    from_ = max(0, start - _BEFORE)
    words = [(from_ + one.start(), one.group()) for one in _WORDS.finditer(text[from_:start])][-LONGEST - 1 :]
    for number, (at, _) in enumerate(words):
        yield surface(text[at : start - 1]), at, words[number - 1][1] if number else ""


def _day(day: object) -> str:
    return {"0001-01-01": "the beginning", "9999-12-31": "now"}.get(str(day), str(day))
