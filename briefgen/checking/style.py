"""House style (`content/style.yaml`): spellings, honorifics, attribution, hedges, relative dates, marks and spaces (W901 to W907)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from briefgen.as_of.claim_status import status_at
from briefgen.as_of.publication import article_day
from briefgen.base.dates import day_of
from briefgen.base.diagnostics import Diagnostic, Fix, Loc, Mark, Spot
from briefgen.base.packed import Packed
from briefgen.base.patterns import pattern
from briefgen.base.sentences import sentence_range
from briefgen.base.text import fold, fold_case
from briefgen.checking.relative_dates import NEEDLES, relative_dates
from briefgen.linking.notes import note_texts
from briefgen.linking.passages import mark_of, merged, quoted_ranges, touches
from briefgen.model.document import Document, Passage
from briefgen.model.mention import Linked
from briefgen.model.records import Article, Claim, Person, Record, Source
from briefgen.model.site import Now, Records, split_key
from briefgen.model.style import Scope, Spelling, Style
from briefgen.reading.markdown_typography import edits
from briefgen.reading.marks import notes_spot

_VERBS: Mapping[str, str] = {
    "admitted": "said", "boasted": "said", "claimed": "said", "conceded": "said", "confessed": "said",
    "pointed out": "said", "refuted": "denied", "revealed": "said",
}  # fmt: skip
"""Verbs that judge what somebody says, as the style guides of AP, the BBC and Reuters warn of them."""
_HEDGES = ("allegedly", "apparently", "purportedly", "reportedly", "reputedly", "supposedly", "unconfirmed reports")
_TITLES = ("Mr", "Mrs", "Ms", "Dr", "Prof")
_HONORIFIC = pattern(r"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Lord|Lady)\.?\s+$")
_STRAIGHT = pattern(r"[\"']")
_SPACES = pattern(r"(?<=\S)  +(?=\S)")
_PLAIN_FIELDS: Mapping[str, Scope] = {
    "title": "titles", "standfirst": "prose", "summary": "prose", "short": "prose", "statement": "prose", "method": "prose",
}  # fmt: skip
"""Short fields that are looked at, and what they are."""
_SET_BY_HAND = frozenset({"title", "short", "statement"})
"""Those in which readers see quotation marks as they are typed."""


_Place = Callable[[int, int], Scope | None]
"""Where a stretch stands; None where nothing is looked at."""


class _Texts(Struct, frozen=True):
    """What is asked of a `Document` before it is looked at closely."""

    passages: tuple[_Text, ...] = ()


class _Text(Struct, frozen=True):
    text: str


class _Found(NamedTuple):
    """Something in a text."""

    code: str
    start: int
    end: int
    message: str
    hint: str
    new: str | None = None


def check_style(
    records: Records, documents: Mapping[str, Document], linked: Mapping[str, Linked], now: Now
) -> Iterator[Diagnostic]:
    """Everything to say about all texts, drafts included. `documents` are linked; notes stand among them under `<article>#notes`."""
    if records.style is None:
        return
    checker = StyleChecker(records.style, records, now)
    parts: Iterable[tuple[str, _Texts | Document]] = (
        documents.parts(_Texts) if isinstance(documents, Packed) else documents.items()
    )
    for name, text in parts:
        if checker.may_concern(one.text for one in text.passages) or checker.asks_for_mentions or linked[name].claims:
            yield from checker.of_text(name, documents[name], linked[name])
    for key, record in records.records.items():
        yield from checker.of_fields(key, record)


class StyleChecker:
    """The rules of a site, made ready for many texts."""

    def __init__(self, style: Style, records: Records, now: Now) -> None:
        self._style, self._records, self._now = style, records, now
        self._spellings = _spellings(style)
        self._verbs = _words(_VERBS if style.attribution is None else style.attribution)
        self._hedges = _words(_HEDGES if style.hedges is None else style.hedges)
        self._dots = _dots(style)
        self.asks_for_mentions = style.honorifics.first != "any" or style.honorifics.later != "any"
        self._needles = AhoCorasick([*dict.fromkeys(self._all_needles())])

    def _all_needles(self) -> Iterator[str]:
        """What stands in every text that there may be something to say about, folded and in small letters."""
        style = self._style
        yield from (fold_case(one) for spelling in style.spellings for one in spelling.reject)
        yield from map(fold_case, _VERBS if style.attribution is None else style.attribution)
        yield from NEEDLES if style.relative_dates else ()
        yield from ('"', "'") if style.straight_quotes else ()
        yield from ("  ",) if style.double_spaces else ()
        if style.honorifics.dots != "any":
            yield from (one.lower() for one in _TITLES)
        yield "\0"

    def may_concern(self, texts: Iterable[str]) -> bool:
        """Whether a closer look is needed; cheap."""
        return bool(self._needles.find_matches_as_indexes(fold_case("\n".join(texts))))

    def of_text(self, name: str, document: Document, linked: Linked) -> Iterator[Diagnostic]:
        """What is to be said of one text and what was found in it."""
        key, _, notes = name.partition("#")
        record = self._records.records.get(key)
        if record is None:
            return  # a translation
        lang, day = self._lang(key, record), _day_of(record)
        path = self._records.origins[key].path
        spots = note_texts(self._records.notes[key]) if notes else ()
        seen = self._hedged(record, document, linked, lang) if not notes else {}
        called = self._called(document, linked) if self.asks_for_mentions else {}
        for number, passage in enumerate(document.passages):
            scope: Scope = "titles" if passage.kind == "heading" else "quotes" if passage.kind == "quote" else "prose"
            closed = merged((*passage.closed, *((one.start, one.end) for one in passage.links if not one.has_words)))
            quoted = merged(quoted_ranges(passage))
            found = [
                *self._in(passage.text, scope, lang, day, quoted, closed, curly=False),
                *seen.get(number, ()),
                *called.get(number, ()),
            ]
            for one in sorted(found):
                where: Mark | Spot = mark_of(passage, path, one.start, one.end)
                fix = _fix(one, passage.text) if path.endswith(".md") else None
                if notes:
                    at, entry, _ = spots[number]
                    where, fix = Spot(notes_spot(key), (at, entry, "note")), None
                yield Diagnostic(one.code, where, one.message, one.hint, record=key, fix=fix)

    def of_fields(self, key: str, record: Record) -> Iterator[Diagnostic]:
        """What is to be said of titles, summaries and the like."""
        texts = list(_fields(record))
        if not texts or not self.may_concern(text for _, text in texts):
            return
        lang, day = self._lang(key, record), _day_of(record)
        for loc, text in texts:
            field = str(loc[0])
            quoted = merged(quoted_ranges(Passage(text, "prose")))
            closed = merged(found.span() for found in _MARKUP.finditer(text))
            curly = field not in _SET_BY_HAND and self._records.config.markdown.typography
            for one in self._in(text, _PLAIN_FIELDS[field], lang, day, quoted, closed, curly):
                fix = None
                if one.new is not None:
                    old = text[one.start : one.end]
                    before = [at.start() for at in re.finditer(re.escape(old), text)]
                    fix = Fix(old, one.new, before.index(one.start)) if one.start in before else None
                yield Diagnostic(one.code, Spot(key, loc), one.message, one.hint, record=key, fix=fix)

    def _lang(self, key: str, record: Record) -> str:
        return (record.lang or split_key(key)[2] or self._records.config.lang).lower()

    # --- rules that need the text alone --------------------------------------------------------------------------

    def _in(
        self,
        text: str,
        scope: Scope,
        lang: str,
        day: date | None,
        quoted: Sequence[tuple[int, int]],
        closed: Sequence[tuple[int, int]],
        curly: bool,
    ) -> Iterator[_Found]:
        folded, english = fold(text), _is_english(lang)

        def place(start: int, end: int) -> Scope | None:
            if touches(start, end, closed):
                return None
            return "quotes" if touches(start, end, quoted) else scope

        yield from self._spelt(folded, place)
        if self._dots is not None:
            for at in self._dots.finditer(folded):
                if place(*at.span()) not in {None, "quotes"}:
                    yield self._dotted(at)
        if self._verbs is not None and (english or self._style.attribution is not None):
            verbs = _VERBS if self._style.attribution is None else self._style.attribution
            for at in self._verbs.finditer(folded):
                if place(*at.span()) == "prose":
                    instead = verbs.get(at[0]) or verbs.get(at[0][:1].lower() + at[0][1:], "")
                    hint = (
                        f"write “{instead}” unless more than that is known" if instead else "say only that it was said"
                    )
                    message = f"“{text[at.start() : at.end()]}” says more than that somebody said it"
                    yield _Found("W903", *at.span(), message, hint)
        if self._style.relative_dates and english and day is not None:
            for one in relative_dates(folded, day, lang == "en-us"):
                if place(one.start, one.end) == "prose":
                    words = text[one.start : one.end]
                    hint = f"if that is what is meant, write: {one.means}" if one.means else "say which days"
                    yield _Found(
                        "W905",
                        one.start,
                        one.end,
                        f"“{words}” will be another day for readers later",
                        hint,
                        one.instead,
                    )
        if self._style.double_spaces:
            for at in _SPACES.finditer(text):
                if place(*at.span()) is not None:
                    yield _Found("W907", *at.span(), "there are two spaces in a row", "one is enough", " ")
        if self._style.straight_quotes and not curly:
            yield from _straight(text, lang, closed)

    def _spelt(self, folded: str, place: _Place) -> Iterator[_Found]:
        if self._spellings is None:
            return
        search, table = self._spellings
        for at in search.finditer(folded):
            new, rule = table[at[0]]
            found_in = place(*at.span())
            if found_in not in rule.scopes or _inside(at.span(), folded, rule.allow_phrases):
                continue
            message = f"house style rejects “{at[0]}”{f': {rule.reason}' if rule.reason else ''}"
            # What somebody said stays as it was said, until a person has decided.
            yield _Found("W901", *at.span(), message, f"write “{new}”", None if found_in == "quotes" else new)

    def _dotted(self, at: re.Match[str]) -> _Found:
        plain = at[0].removesuffix(".")
        new = plain if self._style.honorifics.dots == "never" else f"{plain}."
        return _Found("W902", *at.span(), f"house style writes “{new}”, not “{at[0]}”", f"write “{new}”", new)

    # --- rules that need what was found in the text --------------------------------------------------------------

    def _hedged(self, record: Record, document: Document, linked: Linked, lang: str) -> dict[int, list[_Found]]:
        """Words of doubt in a sentence that makes a confirmed claim."""
        found: dict[int, list[_Found]] = {}
        if self._hedges is None or not (_is_english(lang) or self._style.hedges is not None):
            return found
        day = article_day(record, self._now) if isinstance(record, Article) else day_of(self._now.day)
        for one in linked.claims:
            claim = self._records.records.get(one.claim)
            status = status_at(claim, day) if isinstance(claim, Claim) else None
            if status is None or status.status != "confirmed":
                continue
            passage = document.passages[one.passage]
            text, quoted = fold(passage.text), merged(quoted_ranges(passage))
            for at in self._hedges.finditer(text, *sentence_range(passage.text, one.start, one.end)):
                if not touches(*at.span(), quoted):
                    message = f"“{at[0]}” stands beside {one.claim}, which is confirmed since {status.date}"
                    hint = "take the doubt out, or look at the claim’s status again"
                    told = _Found("W904", *at.span(), message, hint)
                    held = found.setdefault(one.passage, [])
                    held += [told] if told[:3] not in {each[:3] for each in held} else []
        return found

    def _called(self, document: Document, linked: Linked) -> dict[int, list[_Found]]:
        """Honorifics before full names, and family names without one."""
        found: dict[int, list[_Found]] = {}
        rules = self._style.honorifics
        for one in linked.mentions:
            person = self._records.records.get(one.target)
            if not isinstance(person, Person) or one.place == "quote":
                continue
            text = document.passages[one.passage].text
            words, before = text[one.start : one.end], text[: one.start]
            titled = _HONORIFIC.search(before)
            told: _Found | None = None
            if rules.first == "never" and words == person.name and titled is not None and " " in words:
                hint = f"write “{words}”"
                told = _Found(
                    "W902",
                    titled.start(),
                    one.end,
                    f"house style gives a full name no “{titled[0].strip()}”",
                    hint,
                    words,
                )
            elif person.family_name and words == person.family_name:
                told = self._later(one.start, one.end, words, person, titled, before)
            elif (
                rules.later == "never"
                and person.family_name
                and words.endswith(f" {person.family_name}")
                and _HONORIFIC.fullmatch(words[: -len(person.family_name)])
            ):
                told = _Found(
                    "W902",
                    one.start,
                    one.end,
                    "house style gives family names no honorific",
                    f"write “{person.family_name}”",
                    person.family_name,
                )
            if told is not None:
                found.setdefault(one.passage, []).append(told)
        return found

    def _later(
        self, start: int, end: int, words: str, person: Person, titled: re.Match[str] | None, before: str
    ) -> _Found | None:
        rule = self._style.honorifics.later
        if rule == "always" and person.honorific and titled is None and not re.search(r"\b[A-Z][\w.-]*\s+$", before):
            new = f"{person.honorific} {words}"
            return _Found("W902", start, end, f"house style writes “{new}”, not “{words}” alone", f"write “{new}”", new)
        if rule == "never" and titled is not None:
            return _Found(
                "W902", titled.start(), end, "house style gives family names no honorific", f"write “{words}”", words
            )
        return None


_MARKUP = pattern(r"`[^`]*`|\]\([^)]*\)|\[\[[^\]|]*\|?|https?://\S+")
"""In short fields: code, addresses, ids."""


def _fields(record: Record) -> Iterator[tuple[Loc, str]]:
    """Short texts of ours; what others call their works is theirs."""
    if isinstance(record, Source):
        return
    for name in _PLAIN_FIELDS:
        value = getattr(record, name, "")
        if isinstance(value, str):
            if value:
                yield (name,), value
        else:
            yield from (((name, number), one) for number, one in enumerate(value) if isinstance(one, str))


def _day_of(record: Record) -> date | None:
    """The day from which relative dates count."""
    when = record.date if isinstance(record, Article) else None
    return when.lower if when is not None and when.lower == when.upper else None


def _is_english(lang: str) -> bool:
    return lang == "en" or lang.startswith("en-")


def _fix(one: _Found, text: str) -> Fix | None:
    return Fix(text[one.start : one.end], one.new) if one.new is not None else None


def _either(word: str) -> tuple[str, ...]:
    """A word, and a small one as it begins a sentence."""
    return (word, word[0].upper() + word[1:]) if word[0].islower() else (word,)


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    held = sorted({one for one in words if one}, key=lambda one: (-len(one), one))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, held))})(?!\w)") if held else None


def _words(words: Iterable[str]) -> re.Pattern[str] | None:
    return _pattern(form for one in words if one for form in _either(fold(one)))


def _spellings(style: Style) -> tuple[re.Pattern[str], Mapping[str, tuple[str, Spelling]]] | None:
    table: dict[str, tuple[str, Spelling]] = {}
    for rule in style.spellings:
        for spelling in rule.reject:
            for rejected, preferred in zip(_either(fold(spelling)), _either(rule.prefer) * 2, strict=False):
                table.setdefault(rejected, (preferred, rule))
    search = _pattern(table)
    return (search, table) if search is not None else None


def _dots(style: Style) -> re.Pattern[str] | None:
    held = "|".join(_TITLES)
    match style.honorifics.dots:
        case "never":
            return re.compile(rf"(?<!\w)(?:{held})\.(?= [A-Z])")
        case "always":
            return re.compile(rf"(?<!\w)(?:{held})(?= [A-Z])")
        case _:
            return None


def _inside(span: tuple[int, int], text: str, phrases: Iterable[str]) -> bool:
    """Whether a stretch is part of one of some phrases."""
    for phrase in phrases:
        for at in re.finditer(re.escape(fold(phrase)), text, re.IGNORECASE):
            if at.start() <= span[0] and span[1] <= at.end():
                return True
    return False


def _straight(text: str, lang: str, closed: Sequence[tuple[int, int]]) -> Iterator[_Found]:
    """Straight marks as readers would see them; what a typesetter could not tell is left to people."""
    settled: dict[int, str] = {}
    for at in _STRAIGHT.finditer(text):
        settled = settled or {one.start: one.words for one in edits(text, lang, closed)}
        if not touches(*at.span(), closed):
            new = settled.get(at.start())
            name = "an apostrophe" if at[0] == "'" else "a quotation mark"
            hint = f"write {new}" if new else "write the mark that is meant"
            yield _Found("W906", *at.span(), f"readers see {name} as a typewriter has it", hint, new)
