"""Decides which record a name in a text means: longest first, never guessed (content model 8, ruling 19)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from briefgen.base.dates import When
from briefgen.base.diagnostics import Diagnostic, Fix, Mark, Spot
from briefgen.base.patterns import pattern
from briefgen.linking.automaton import Automaton, Hit, find_words
from briefgen.linking.lexicon import MONTHS_LIKE_NAMES
from briefgen.linking.longer import (
    Candidate,
    Neighbours,
    is_container,
    is_doubtful,
    is_month,
    is_shouted,
    longer,
    office_of_another,
)
from briefgen.linking.names import NameEntry, Names, kind_of, surface
from briefgen.linking.offices import is_behind_office
from briefgen.linking.passages import Where, closed_ranges, merged, quoted_ranges, touches
from briefgen.linking.plain import Plain, plain
from briefgen.linking.titles import titles_of_works
from briefgen.linking.unspaced import cut_out, is_unspaced
from briefgen.model.document import Document, Passage
from briefgen.model.mention import FoundBy, Mention, Place
from briefgen.model.parts import Autolink

ENTITY_KINDS = frozenset({"person", "organisation", "place", "event", "term"})


class TextSettings(Struct, frozen=True, kw_only=True):
    """What is settled about names in one text."""

    where: Where
    """The place of a stretch of a passage, for diagnostics."""
    day: When
    """Day for which offices count."""
    own_key: str = ""
    """Record the text belongs to: never linked to itself."""
    cast: frozenset[str] = frozenset()
    assigned: Mapping[str, str] = {}
    """Surface form to key."""
    exclude: frozenset[str] = frozenset()
    autolink: Autolink | None = Autolink()
    """None: only what is explicit."""
    place: Place = "prose"
    passages_from: int = 0
    record: str = ""
    """Key that diagnostics belong to."""
    lang: str = "en"
    """Language of the text."""
    careful: bool = False
    """True leaves out a full name that is also the short form of somebody introduced (outside texts)."""


class Settled(Struct, frozen=True):
    """What a hit means, or why it means nothing."""

    key: str = ""
    found_by: FoundBy = "strong"
    entry: NameEntry | None = None
    consumed: bool = False
    """True when the stretch is taken even though it is no mention."""
    reason: str = ""
    """Why it is no mention, when it is none."""
    diagnostics: tuple[Diagnostic, ...] = ()


class Rejected(NamedTuple):
    """A name that was found and is no mention, for the editor who asks why."""

    passage: int
    start: int
    end: int
    keys: tuple[str, ...]
    """Records whose name it is."""
    reason: str


class Around:
    """A passage while it is read: the text in which names are looked for, and what is only worked out when asked."""

    __slots__ = ("_neighbours", "_quoted", "_titles", "hits", "lang", "number", "passage", "plain")

    def __init__(self, passage: Passage, number: int, lang: str, plain: Plain, hits: list[Hit]) -> None:
        self.passage = passage
        self.number = number
        self.plain = plain
        self.lang = lang
        self.hits = hits
        self._quoted: tuple[tuple[int, int], ...] | None = None
        self._titles: tuple[tuple[int, int], ...] | None = None
        self._neighbours: Neighbours | None = None

    @property
    def quoted(self) -> tuple[tuple[int, int], ...]:
        """Quoted stretches, in offsets of the text as it stands."""
        if self._quoted is None:
            self._quoted = merged(quoted_ranges(self.passage))
        return self._quoted

    @property
    def neighbours(self) -> Neighbours:
        """The text with the places of the known names in it."""
        if self._neighbours is None:
            hits = self.hits
            self._neighbours = Neighbours(
                self.plain.text, {hit[0] for hit in hits}, {hit[1] for hit in hits}, self.lang
            )
        return self._neighbours

    @property
    def titles(self) -> tuple[tuple[int, int], ...]:
        """Titles of works, in the plain text's offsets."""
        if self._titles is None:
            names = [(hit.start, hit.end) for hit in self.hits]
            self._titles = merged(titles_of_works(self.passage, self.plain, names))
        return self._titles

    def in_frame(self, start: int, end: int, key: str) -> bool:
        """Whether a record says that its name is meant in the longer phrase that stands here."""
        return any(
            hit.start <= start and end <= hit.end and entry.key == key
            for hit in self.hits
            for entry in hit.entries
            if entry.strength == "frame"
        )

    def in_quote(self, start: int, end: int) -> bool:
        """Whether a stretch of the text as it stands is quoted."""
        return touches(start, end, self.quoted)


class Reader:
    """Reads one text from top to bottom and remembers who has been introduced."""

    def __init__(self, automaton: Automaton, names: Names, settings: TextSettings, *, trace: bool = False) -> None:
        self.automaton = automaton
        self.names = names
        self.settings = settings
        self.introduced: set[str] = set(settings.cast)
        self.by_hand: set[str] = set()
        self.mentions: list[Mention] = []
        self.diagnostics: list[Diagnostic] = []
        self.longer: list[tuple[int, int, int]] = []
        """Longer names, not on file, that a known name is a part of: passage, start, end."""
        self.rejected: list[Rejected] | None = [] if trace else None
        """Every name that was found and is no mention; None when nobody asks."""
        self._linked: set[tuple[str, int]] = set()
        self._reported: set[tuple[str, str]] = set()
        self._told = (-1, 0)
        """Passage and end of the last short form that was told: what stands inside it is not told as well."""

    def read(self, document: Document) -> None:
        """Find the mentions of a document and append them in reading order."""
        passages = document.passages
        wanted = [number for number, passage in enumerate(passages) if self._searches(passage)]
        plains = [plain(passages[number].text) for number in wanted]
        found = self.automaton.find_each([one.search for one in plains], self.settings.lang)
        searched = dict(zip(wanted, zip(plains, found, strict=True), strict=True))
        for number, passage in enumerate(passages):
            text, hits = searched.get(number, _NOT_SEARCHED)
            if hits or passage.links or (self.settings.assigned and number in searched):
                around = Around(passage, number + self.settings.passages_from, self.settings.lang, text, hits)
                if number in searched:
                    self._sift(around)
                self._passage(around)

    def _passage(self, around: Around) -> None:
        if around.passage.links:
            self._with_links(around)
            return
        at = 0
        last = None
        for hit in around.hits:
            if hit[0] >= at:
                at = self._hit(around, hit, at)
                last = hit
            elif self.rejected is not None:
                self._reject_part(around, hit, last)

    def _with_links(self, around: Around) -> None:
        """Names and explicit links in the order in which they stand."""
        found = sorted(
            (link.start, link.end, link.target) for link in around.passage.links if kind_of(link.target) in ENTITY_KINDS
        )
        waiting = iter(found)
        link = next(waiting, None)
        at = 0
        last = None
        for hit in around.hits:
            while link is not None and link[0] <= around.plain.back(hit.start, hit.end)[0]:
                self._explicit(around, link)
                link = next(waiting, None)
            if hit.start >= at:
                at = self._hit(around, hit, at)
                last = hit
            elif self.rejected is not None:
                self._reject_part(around, hit, last)
        while link is not None:
            self._explicit(around, link)
            link = next(waiting, None)

    def _searches(self, passage: Passage) -> bool:
        policy = self.settings.autolink
        return policy is not None and not passage.nolink and (passage.kind != "heading" or policy.headings)

    def _sift(self, around: Around) -> None:
        """Add what the article settles by itself, take out what stands where nothing links."""
        hits = around.hits
        if self.settings.assigned:
            own = find_words(around.plain.search, self.settings.assigned)
            hits = sorted((*own, *hits), key=lambda one: (one.start, -one.end))
        closed = merged(closed_ranges(around.passage)) if hits else ()
        if closed:
            back = around.plain.back
            shut = {hit for hit in hits if touches(*back(hit.start, hit.end), closed)}
            if self.rejected is not None:
                for hit in hits:
                    if hit in shut:
                        self._reject(around, hit, "it stands in a link, in code, in an address, or is settled by hand")
            hits = [hit for hit in hits if hit not in shut]
        around.hits = hits

    def _explicit(self, around: Around, link: tuple[int, int, str]) -> None:
        start, end, key = link
        self.introduced.add(key)
        self.by_hand.add(key)
        if key != self.settings.own_key:
            place: Place = (
                "quote" if self.settings.place == "prose" and around.in_quote(start, end) else self.settings.place
            )
            self._linked.add((key, self._scope(around.passage)))
            self.mentions.append(Mention(key, around.number, start, end, "explicit", True, place))

    def _hit(self, around: Around, hit: Hit, at: int) -> int:
        """Settle one hit; the offset up to which the text is taken."""
        settled = settle(hit, around, self)
        if not settled.key:
            if settled.reason and self.rejected is not None:
                self._reject(around, hit, settled.reason)
            if settled.diagnostics:
                self._tell(settled, around, hit)
            return hit.end if settled.consumed else at
        start, end = around.plain.back(hit.start, hit.end)
        in_quote = bool(around.quoted) and around.in_quote(start, end)
        excluded = settled.key in self.settings.exclude
        if not excluded and (settled.diagnostics or (settled.entry is not None and settled.entry.rejected)):
            self._tell(settled, around, hit)
        if excluded or settled.key == self.settings.own_key:
            if self.rejected is not None:
                own = settled.key == self.settings.own_key
                self._reject(around, hit, "a page never links to itself" if own else "the article excludes it")
            return hit.end
        if settled.found_by in _INTRODUCES:
            self.introduced.add(settled.key)
        self._add(around, start, end, settled, in_quote)
        return hit.end

    def _add(self, around: Around, start: int, end: int, settled: Settled, in_quote: bool) -> None:
        place: Place = "quote" if in_quote and self.settings.place == "prose" else self.settings.place
        scope = (settled.key, self._scope(around.passage))
        policy = self.settings.autolink
        assert policy is not None  # noqa: S101 - hits are only looked for with a policy
        counts_only = settled.entry is not None and settled.entry.counts_only
        linked = (
            not counts_only
            and (policy.in_quotes or not in_quote)
            and (policy.per == "all" or scope not in self._linked)
        )
        if linked:
            self._linked.add(scope)
        elif settled.found_by == "term":
            return
        self.mentions.append(Mention(settled.key, around.number, start, end, settled.found_by, linked, place))

    def _scope(self, passage: Passage) -> int:
        policy = self.settings.autolink
        return passage.section if policy is not None and policy.per == "section" else 0

    def _reject(self, around: Around, hit: Hit, reason: str) -> None:
        assert self.rejected is not None  # noqa: S101 - asked for by every caller
        keys = tuple(dict.fromkeys(entry.key for entry in hit.entries if entry.key))
        start, end = around.plain.back(hit.start, hit.end)
        self.rejected.append(Rejected(around.number, start, end, keys, reason))

    def _reject_part(self, around: Around, hit: Hit, taken: Hit | None) -> None:
        """A name inside one that was settled before it, unless both are the same record's."""
        if taken is None or {entry.key for entry in hit.entries} == {entry.key for entry in taken.entries}:
            return
        start, end = around.plain.back(taken.start, taken.end)
        self._reject(around, hit, f"it is part of “{around.passage.text[start:end]}”")

    def _tell(self, settled: Settled, around: Around, hit: Hit) -> None:
        """Report what is to be said of a hit, once for the same words."""
        if any(one.code == "W102" for one in settled.diagnostics):
            if self._told[0] == around.number and hit.start < self._told[1]:
                return
            self._told = (around.number, hit.end)
        start, end = around.plain.back(hit.start, hit.end)
        where = self.settings.where(around.number, around.passage, start, end)
        words = around.passage.text[start:end]
        for one in settled.diagnostics:
            known = (one.code, words) if one.code != "E101" else (one.code, f"{where}")
            if known not in self._reported:
                self._reported.add(known)
                self.diagnostics.append(_placed(one, where, self.settings.record))
        entry = settled.entry
        if entry is not None and entry.rejected and not (entry.allow_in_quotes and around.in_quote(start, end)):
            message = f"“{words}” is a spelling that the house style rejects: {entry.rejected}"
            hint = f"write “{entry.preferred}”; in a quotation, `house_style: {{allow_in: [quote]}}` lets it stand"
            fix = Fix(words, entry.preferred) if isinstance(where, Mark) and not around.in_quote(start, end) else None
            self.diagnostics.append(Diagnostic("W103", where, message, hint, record=self.settings.record, fix=fix))


_NOT_SEARCHED: tuple[Plain, list[Hit]] = (Plain("", ""), [])
_INTRODUCES = frozenset(("strong", "assigned", "rejected-spelling"))


def _placed(one: Diagnostic, where: Mark | Spot, record: str) -> Diagnostic:
    return Diagnostic(one.code, where, one.message, one.hint, one.related, record)


def settle(hit: Hit, around: Around, reader: Reader) -> Settled:
    """Decide what a hit means, in the order of content model 8.6: assigned, strong, weak; else an error or nothing."""
    settings = reader.settings
    if settings.assigned and not hit.loose and hit.name in settings.assigned:
        return Settled(settings.assigned[hit.name], "assigned", consumed=True)
    entries = _entries(hit, around, settings)
    if not entries:
        if all(entry.strength == "frame" for entry in hit.entries):
            return Settled()
        return Settled(reason="the name does not count on the article's date, or in quotations only")
    if (reason := _no_name(hit, entries, around, reader)) is not None:
        return reason
    if len(entries) == 1 and entries[0].strength == "strong":
        return _strong(hit, entries, (), reader)
    strong = [entry for entry in entries if entry.strength == "strong" or entry.strength == "term"]
    weak = [entry for entry in entries if entry.strength == "weak" or entry.strength == "office"]
    return _strong(hit, strong, weak, reader) if strong else _weak(hit, weak, around, reader)


def _entries(hit: Hit, around: Around, settings: TextSettings) -> Sequence[NameEntry]:
    """What the name may stand for on that day and in this place."""
    entries = hit.entries
    if len(entries) == 1 and entries[0].strength == "strong" and not entries[0].only_in_quotes:
        return entries if entries[0].holds_on(settings.day) else ()
    holding = [entry for entry in entries if entry.strength != "frame" and entry.holds_on(settings.day)]
    if any(entry.only_in_quotes for entry in holding) and not around.in_quote(*around.plain.back(hit.start, hit.end)):
        holding = [entry for entry in holding if not entry.only_in_quotes]
    # What the article excludes leaves the words to the others who bear them.
    return [entry for entry in holding if entry.key not in settings.exclude] or holding


def _no_name(hit: Hit, entries: Sequence[NameEntry], around: Around, reader: Reader) -> Settled | None:
    """Why the words around a known name say that it is no mention here; None when they do not."""
    first = entries[0]
    if first.strength == "phrase" or (len(entries) > 1 and any(entry.strength == "phrase" for entry in entries)):
        return _LISTED
    if hit.loose or first.strength == "term":
        return None
    text, start, end = around.plain.text, hit.start, hit.end
    if hit.name in MONTHS_LIKE_NAMES and is_month(text, start, end):
        return _MONTH
    if end - start < LONGEST_SHOUTED and is_shouted(text, start, end):
        return _SHOUTED
    if reader.names.frames and around.in_frame(start, end, first.key):
        return None
    if first.qualified and is_container(text, start, end):
        return _CONTAINER
    if text[end - 1] >= "\u0e00" and is_unspaced(text[end - 1]):
        if cut_out(text, start, end, around.neighbours.starts, around.neighbours.ends, around.lang):
            return Settled(reason="it is part of a longer word that is not on file")
        return None
    if first.strength == "office":
        return Settled(reason="it is somebody else's office") if office_of_another(text, end) else None
    who = _candidate(entries, reader.names)
    found = longer(around.neighbours, start, end, who)
    if found is not None and who.kind == "person" and is_behind_office(text, start, reader.names):
        found = longer(around.neighbours, start, end, who._replace(titled=True))
    if found is not None:
        stretch = around.plain.back(*found)
        reader.longer.append((around.number, *stretch))
        words = " ".join(around.passage.text[stretch[0] : stretch[1]].split())
        return Settled(consumed=True, reason=f"it is part of “{words}”, which is not on file")
    if touches(start, end, around.titles):
        return _TITLE
    return None


_LISTED = Settled(consumed=True, reason="these words are listed as no name (`not`)")
_MONTH = Settled(consumed=True, reason="it is the month")
_SHOUTED = Settled(consumed=True, reason="it is a common word among words in capitals")
_CONTAINER = Settled(consumed=True, reason="it may be the state or region that the place before it lies in")
_TITLE = Settled(consumed=True, reason="it is part of the title of a work")
LONGEST_SHOUTED = 6
"""Letters below which an acronym may be a common word written in capitals."""


def _candidate(entries: Sequence[NameEntry], names: Names) -> Candidate:
    """Whose name it may be."""
    first = entries[0]
    if first.strength != "weak":
        return Candidate(_kind(entries), inflected=bool(first.base))
    words = (names.display.get(entry.key, "").split() for entry in entries)
    return Candidate(_kind(entries), True, frozenset(word for full in words for word in full), bool(first.base))


def _kind(entries: Sequence[NameEntry]) -> Literal["person", "place", "other"]:
    places = 0
    for entry in entries:
        if entry.key.startswith("person:"):
            return "person"
        places += entry.key.startswith("place:")
    return "place" if places == len(entries) else "other"


def _strong(hit: Hit, strong: Sequence[NameEntry], weak: Sequence[NameEntry], reader: Reader) -> Settled:
    entry = strong[0] if len(strong) == 1 else _only(strong, reader)
    if entry is None:
        return Settled(
            consumed=True, diagnostics=(_ambiguous(hit, strong, reader),), reason="several records bear the name"
        )
    if entry.silent:
        return Settled(consumed=True, diagnostics=_forbidden(entry, reader), reason="the record is not public")
    if reader.settings.careful and any(one.key in reader.introduced for one in weak if one.key != entry.key):
        return Settled(consumed=True, reason="it is also the short form of somebody introduced before it")
    found_by: FoundBy = "rejected-spelling" if entry.rejected else "term" if entry.strength == "term" else "strong"
    if weak or reader.names.confusable:
        notes = (*_shadowed(hit, entry, weak, reader), *_confusable(hit, entry, reader))
        return Settled(entry.key, found_by, entry, diagnostics=notes)
    return Settled(entry.key, found_by, entry)


def _forbidden(entry: NameEntry, reader: Reader) -> tuple[Diagnostic, ...]:
    """A protected name in a text that readers would see."""
    if not entry.forbidden:
        return ()
    record = reader.names.public_labels.get(entry.key, "")
    hint = (
        f"write “{record}” instead"
        if record
        else "write words that do not tell who it is; set public_label in the record"
    )
    return (Diagnostic("E501", Mark(""), "this name is protected and must not be published", hint),)


def _weak(hit: Hit, weak: Sequence[NameEntry], around: Around, reader: Reader) -> Settled:
    known = [entry for entry in weak if entry.key in reader.introduced]
    if not known:
        return _of_nobody_introduced(hit, weak, around, reader)
    entry = known[0] if len(known) == 1 else _only(known, reader)
    if entry is None:
        reason = "several people introduced before it bear it"
        return Settled(consumed=True, diagnostics=(_ambiguous(hit, known, reader),), reason=reason)
    if entry.silent:
        return Settled(consumed=True, reason="the record is not public")
    return Settled(entry.key, "office" if entry.strength == "office" else "weak", entry)


def _of_nobody_introduced(hit: Hit, weak: Sequence[NameEntry], around: Around, reader: Reader) -> Settled:
    alone = [entry for entry in weak if entry.alone]
    if len(alone) == 1 and not is_doubtful(around.plain.text, hit.start, hit.end):
        return Settled(alone[0].key, "weak", alone[0])
    owners = [entry for entry in weak if entry.strength == "weak" and not entry.silent]
    if len(owners) > 1:
        reason = "several records share this short form, and none is introduced before it"
        return Settled(consumed=True, diagnostics=(_ambiguous(hit, owners, reader),), reason=reason)
    reason = "it is a short form of somebody who is not introduced before it"
    return Settled(diagnostics=_unintroduced(hit, owners, reader), reason=reason)


def _only(entries: Sequence[NameEntry], reader: Reader) -> NameEntry | None:
    """The one candidate that something the writer did points to: an explicit link, the cast, an introduction."""
    for chosen in (reader.by_hand, reader.settings.cast, reader.introduced):
        pointed = [entry for entry in entries if entry.key in chosen]
        if len(pointed) == 1:
            return pointed[0]
    return None


def _ambiguous(hit: Hit, entries: Sequence[NameEntry], reader: Reader) -> Diagnostic:
    keys = [entry.key for entry in entries]
    named = " or ".join(f"{reader.names.display.get(key, key)} ({key})" for key in keys)
    hint = f"link it by hand: [[{keys[0]}|{hit.name}]]"
    if kind_of(reader.settings.record) == "article":
        hint += f"; or settle it for the whole article: mentions: {{as: {{{_as_key(hit.name)}: {keys[0]}}}}}"
    return Diagnostic("E101", Mark(""), f"“{hit.name}” may mean {named}", hint)


_PLAIN_KEY = pattern(r"\w(?:[\w .'’-]*[\w.])?")


def _as_key(words: str) -> str:
    """Words as a key of YAML, ready to be pasted."""
    return words if _PLAIN_KEY.fullmatch(words) else json.dumps(words, ensure_ascii=False)


def _shadowed(hit: Hit, entry: NameEntry, weak: Sequence[NameEntry], reader: Reader) -> Iterable[Diagnostic]:
    others = [one.key for one in weak if one.key != entry.key]
    if others:
        named = ", ".join(reader.names.display.get(key, key) for key in others)
        message = f"“{hit.name}” is linked to {entry.key}, whose name it is; it is also a short form of {named}"
        hint = f"say which is meant: mentions: {{as: {{{_as_key(hit.name)}: {entry.key}}}}}, or {' or '.join(others)}"
        yield Diagnostic("W105", Mark(""), message, hint)


def _confusable(hit: Hit, entry: NameEntry, reader: Reader) -> Iterable[Diagnostic]:
    others = reader.names.confusable.get(entry.key, ())
    if others and entry.key not in reader.by_hand and entry.key not in reader.settings.cast:
        named = ", ".join(reader.names.display.get(key, key) for key in others)
        message = f"“{hit.name}” was linked to {entry.key} by itself, which is easily confused with {named}"
        hint = f"check which is meant, then write [[{entry.key}|{hit.name}]] or declare it in mentions.cast"
        yield Diagnostic("W106", Mark(""), message, hint)


def _unintroduced(hit: Hit, owners: Sequence[NameEntry], reader: Reader) -> tuple[Diagnostic, ...]:
    if not owners or owners[0].key in reader.settings.exclude:
        return ()
    key = owners[0].key
    message = f"“{hit.name}” is a short form of {reader.names.display.get(key, key)}, not introduced before it"
    hint = "write the full name first"
    if kind_of(reader.settings.record) == "article":
        hint += f", or declare who is meant: mentions: {{cast: [{key.partition(':')[2]}]}}"
    return (Diagnostic("W102", Mark(""), message, hint),)


def assigned_surfaces(assigned: Mapping[str, str]) -> dict[str, str]:
    """`mentions.as` under the forms that texts are searched for."""
    return {surface(words): key for words, key in assigned.items()}
