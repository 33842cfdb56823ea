"""Capitalised words that look like somebody we should know, and match nothing (W104)."""

from __future__ import annotations

import shlex
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic, Mark, Spot
from briefgen.base.patterns import pattern
from briefgen.base.text import without_invisible
from briefgen.linking.lexicon import DAYS, MONTHS_LIKE_NAMES, PREFIXES, SMALL_WORDS
from briefgen.linking.names import Names, surface
from briefgen.linking.near import Known, KnownNames, Noting
from briefgen.linking.passages import closed_ranges, mark_of
from briefgen.linking.resolve import Reader
from briefgen.linking.runs import NEVER_ALONE, POSSESSIVE, RUN, SMALL_TITLES, Kind, likely_kind, pieces
from briefgen.model.document import Document, Passage
from briefgen.model.mention import Mention

Range = tuple[int, int]


class Unknown(Struct, frozen=True):
    """Words of one text that look like a name and stand in no record."""

    words: str
    """As they are written at the first place."""
    passage: int
    start: int
    end: int
    """The first place."""
    times: int = 1
    titled: bool = False
    """Stands behind a title somewhere: “President Biden”."""
    opens: bool = False
    """Stands at the beginning of a sentence only, so that its first word may be none of the name."""
    longer: bool = False
    """Holds a known name that was not linked, since it may mean something else in these words."""
    near: str = ""
    """A known name that may be meant."""
    alike: bool = False
    """Whether that name is the same in other letters or another way of writing them, so that both may be right."""

    @property
    def worth_telling(self) -> bool:
        """Whether one article is enough to speak of it; other words may stand with capitals for any reason, once."""
        return bool(self.near) or self.longer or self.titled or self.times > 1


class Text(NamedTuple):
    """One text of the archive, with what was found in it."""

    document: Document
    mentions: Sequence[Mention]
    path: str
    lang: str
    longer: Sequence[tuple[int, int, int]] = ()
    """Longer names that hold a known one."""


class Tally(Struct, frozen=True):
    """An unknown name in the whole archive."""

    name: str
    kind: Kind
    """What it probably is, by simple signs."""
    times: int
    articles: int
    where: Mark
    """The first place, in the order of the texts."""
    near: str = ""
    """A known name that may be meant."""

    @property
    def command(self) -> str:
        """What to type for a record."""
        return new_command(self.kind, self.name)


def unknown_names(
    document: Document, reader: Reader, names: Names, not_names: Sequence[str], asked: set[str] | None = None
) -> Iterator[Diagnostic]:
    """Names in an article that no record has.

    Told are those that stand twice or more, stand behind a title, hold a known name, or are nearly one. Words that
    were compared with the names on file are added to `asked`.
    """
    known: Known = KnownNames.of(names, not_names)
    if asked is not None:
        known = Noting(known, asked)
    for one in unknown_in(document, reader.mentions, known, reader.longer, reader.settings.lang):
        if one.worth_telling:
            where = reader.settings.where(one.passage, document.passages[one.passage], one.start, one.end)
            yield _diagnostic(one, where, reader.settings.record)


def _diagnostic(one: Unknown, where: Mark | Spot, record: str) -> Diagnostic:
    count = "" if one.times == 1 else f" ({one.times} times)"
    command = new_command(likely_kind(one.words, one.titled), one.words)
    hint = f"add a record: {command}; or list it under names: {{not: […]}}"
    if one.near:
        both = " If both spellings are right, add this one to the record’s aliases" if one.alike else ""
        hint = f"did you mean “{one.near}”?{both}"
    return Diagnostic("W104", where, f"“{one.words}” is no name on file{count}", hint, record=record)


def tally(texts: Iterable[Text], known: Known) -> tuple[Tally, ...]:
    """Every unknown name in some texts, the most frequent first."""
    seen: dict[str, list[tuple[Text, Unknown]]] = {}
    for text in texts:
        for one in unknown_in(text.document, text.mentions, known, text.longer, text.lang):
            seen.setdefault(surface(one.words), []).append((text, one))
    return tuple(sorted(map(_tally, seen.values()), key=lambda one: (-one.times, -one.articles, one.name)))


def _tally(places: Sequence[tuple[Text, Unknown]]) -> Tally:
    text, first = places[0]
    return Tally(
        name=first.words,
        kind=likely_kind(first.words, any(one.titled for _, one in places)),
        times=sum(one.times for _, one in places),
        articles=len(places),
        where=mark_of(text.document.passages[first.passage], text.path, first.start, first.end),
        near=first.near,
    )


_PLAIN = pattern(r"[\w .,’ʼ'&+-]+")


def new_command(kind: str, words: str) -> str:
    """The command that starts a record for a name, to be pasted into a shell whatever the name holds.

    Double quotes where nothing in them is special to any shell, since people read them best.
    """
    quoted = f'"{words}"' if _PLAIN.fullmatch(words) else shlex.quote(words)
    return f"briefgen new {kind} --from {quoted}"


# --- one text ---------------------------------------------------------------------------------------------------------

_CAPITAL_NOUNS = frozenset(("de", "lb"))
"""Languages that write all nouns with a capital: there it does not make a name."""


def unknown_in(
    document: Document,
    mentions: Iterable[Mention],
    known: Known,
    longer: Iterable[tuple[int, int, int]] = (),
    lang: str = "",
) -> tuple[Unknown, ...]:
    """Sequences of words that look like names and are none on file, in the order in which they first stand.

    Short forms count for the full name that stands in the same text. `longer` are the stretches that hold a known
    name which was not linked there. Pure, but for what `known` remembers.
    """
    taken = _by_passage((one.passage, one.start, one.end) for one in mentions)
    inside = _by_passage(longer)
    nouns = lang.partition("-")[0] in _CAPITAL_NOUNS
    found: dict[str, Unknown] = {}
    for number, passage in enumerate(document.passages):
        if passage.kind == "heading" or passage.nolink:
            continue
        text = passage.text
        for start, end in inside.get(number, ()):
            words = POSSESSIVE.sub("", text[start:end])
            _add(found, known, Unknown(_shown(words), number, start, start + len(words), longer=True))
        settled = (*taken.get(number, ()), *inside.get(number, ()))
        for start, end, titled in _candidates(passage, settled, known):
            if titled or not nouns or known.near(text[start:end]):
                opens = not titled and _begins_sentence(text, start)
                words = _shown(text[start:end])
                _add(found, known, Unknown(words, number, start, end, titled=titled, opens=opens))
    if not found:
        return ()
    found = _without_openings(found)
    return tuple(_joined(found, _short_forms(found)).values())


def _shown(words: str) -> str:
    """The words on one line, without anything invisible or that would steer a terminal."""
    plain = (one if one.isprintable() else " " for one in without_invisible(words))
    return " ".join("".join(plain).split())


def _by_passage(places: Iterable[tuple[int, int, int]]) -> dict[int, list[Range]]:
    found: dict[int, list[Range]] = {}
    for number, start, end in places:
        found.setdefault(number, []).append((start, end))
    return found


def _add(found: dict[str, Unknown], known: Known, one: Unknown) -> None:
    if known.has(one.words):
        return
    form = surface(one.words)
    before = found.get(form)
    if before is None:
        near = known.near(one.words)
        found[form] = replace(one, near=near.name, alike=near.alike)
    else:
        found[form] = _together(before, one)


def _together(one: Unknown, other: Unknown) -> Unknown:
    """Two stretches that mean the same, as the first one."""
    return replace(
        one,
        times=one.times + other.times,
        titled=one.titled or other.titled,
        longer=one.longer or other.longer,
        opens=one.opens and other.opens,
    )


def _joined(found: Mapping[str, Unknown], same: Mapping[str, str]) -> dict[str, Unknown]:
    """The same with some forms counted for others."""
    same = {form: name for form, name in same.items() if name not in same}
    joined = {form: one for form, one in found.items() if form not in same}
    for form, name in same.items():
        joined[name] = _together(joined[name], found[form])
    return joined


def _without_openings(found: Mapping[str, Unknown]) -> dict[str, Unknown]:
    """“Приїхав Джо Байден” at the beginning of a sentence counts for “Джо Байден” when he stands elsewhere too."""
    rests = {form: form.partition(" ")[2] for form, one in found.items() if one.opens and form.count(" ") > 1}
    often = Counter(rests.values())
    openings = {form: rest for form, rest in rests.items() if rest in found or often[rest] > 1}
    without = {rest: _rest_of(found[form]) for form, rest in reversed(openings.items()) if rest not in found}
    return _joined({**found, **without}, openings)


def _rest_of(one: Unknown) -> Unknown:
    """The words but the first, counted not at all yet."""
    first, _, rest = one.words.partition(" ")
    return replace(one, words=rest, start=one.start + len(first) + 1, times=0)


def _short_forms(found: Mapping[str, Unknown]) -> dict[str, str]:
    """“Mr Biden” counts for “Joe Biden” when there is one such name in the text."""
    full: dict[str, list[str]] = {}
    for form in found:
        if " " in form:
            full.setdefault(form.rpartition(" ")[2], []).append(form)
    return {form: full[form][0] for form, one in found.items() if not one.near and len(full.get(form, ())) == 1}


# --- one passage ------------------------------------------------------------------------------------------------------

_SENTENCE_START = pattern(r"(?:^|[.!?:…][”\"’»)\]]*\s+|[“„\"(«‘\[—–|•\n]\s*)$")
_LONGEST = 120
"""Characters of the longest name; more capitalised words in a row are a headline or a list."""
_NEARBY = 1000
"""Characters on either side that are looked through for the same word without a capital."""
_LEFT_OVER = 3
"""Characters beside a known name that are no name of their own: “Mr ”, “’s”."""


def _candidates(passage: Passage, settled: Iterable[Range], known: Known) -> Iterator[tuple[int, int, bool]]:
    """Stretches of a passage that may be names, and whether behind a title; outside what is settled, linked or code."""
    text = passage.text
    ranges: list[Range] = []
    at = left = right = 0
    for run in RUN.finditer(text):
        words = run.group()
        if words in NEVER_ALONE:
            continue
        if not ranges:
            ranges = [*_merged((*closed_ranges(passage), *settled)), (len(text) + 1, len(text) + 1)]
            left, right = ranges[0]
        start, end = run.span()
        while right <= start:
            at += 1
            left, right = ranges[at]
        if left >= end:
            yield from _in_run(text, start, words, known, beside=False)
        elif left > start + _LEFT_OVER or right < end - _LEFT_OVER:
            for first, stop in _gaps(ranges, at, start, end):
                if stop - first > _LEFT_OVER:
                    yield from _in_run(text, first, text[first:stop], known, beside=True)


def _merged(ranges: Iterable[Range]) -> list[Range]:
    """The same stretches, in order and apart from each other."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _gaps(ranges: Sequence[Range], at: int, start: int, end: int) -> Iterator[Range]:
    """What is left of a run between stretches that are settled."""
    stop = bisect_right(ranges, (end, 0))
    edges = [start, *(edge for one in ranges[at:stop] for edge in one), end]
    for first, second in zip(edges[::2], edges[1::2], strict=True):
        if first < second:
            yield first, second


def _in_run(text: str, start: int, words: str, known: Known, *, beside: bool) -> Iterator[tuple[int, int, bool]]:
    """Names in a run of capitalised words. Beside a known name only what stands behind a title is one, or is nearly one."""
    for piece in pieces(words):
        first, last, titled = start + piece.start, start + piece.end, piece.titled
        if last - first > _LONGEST:
            continue
        if not titled:
            first += _opening(text, first, last, known)
            titled = first == start and _behind_small_title(text, first)
        found = text[first:last]
        if titled or (_is_sequence(found, beside, known) if " " in found else _is_single(text, first, found, known)):
            yield first, last, titled


def _is_sequence(words: str, beside: bool, known: Known) -> bool:
    return not words.isupper() and (not beside or bool(known.near(words)))


def _is_single(text: str, start: int, word: str, known: Known) -> bool:
    """Whether a word without a title is a known name in another spelling. Many words begin a sentence."""
    return len(word) > 3 and word not in NEVER_ALONE and bool(known.alike(word)) and not _begins_sentence(text, start)


def _behind_small_title(text: str, start: int) -> bool:
    if start < 4 or text[start - 1] not in " \u00a0":
        return False
    return text[text.rfind(" ", 0, start - 1) + 1 : start - 1] in SMALL_TITLES


def _begins_sentence(text: str, at: int) -> bool:
    return at == 0 or _SENTENCE_START.search(text[max(0, at - 6) : at]) is not None


def _opening(text: str, start: int, end: int, known: Known) -> int:
    """Characters at the beginning that are no part of the name: a month behind a day, and what owes its capital to the sentence."""
    at = start
    space = text.find(" ", at, end)
    if space < 0:
        return 0
    if text[at:space] in MONTHS_LIKE_NAMES and at > 1 and text[at - 2].isdigit():
        return space + 1 - at
    if not _begins_sentence(text, at):
        return 0
    around = text[max(0, start - _NEARBY) : end + _NEARBY]
    while space >= 0 and not known.near(text[at:end]):
        if not _is_ordinary(text[at:space], around, first=at == start) and not known.near(text[space + 1 : end]):
            break
        at = space + 1
        space = text.find(" ", at, end)
    return at - start


def _is_ordinary(word: str, around: str, *, first: bool) -> bool:
    """Whether a word at the beginning of a sentence has its capital from there: a small word, a day, one that stands elsewhere without."""
    if word in PREFIXES:
        return False
    day = word in DAYS and not (first and word in MONTHS_LIKE_NAMES)
    return day or word.lower() in SMALL_WORDS or f" {word.lower()} " in around
