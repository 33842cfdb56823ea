"""Decides which record a name in a text means: longest first, never guessed (content model 8, ruling 19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from briefgen.base.dates import When
from briefgen.base.diagnostics import Diagnostic, Mark, Spot
from briefgen.base.text import has_invisible
from briefgen.linking.automaton import Automaton, Hit, find_words
from briefgen.linking.names import NameEntry, Names, kind_of, surface
from briefgen.linking.passages import Where, closed_ranges, overlaps, quoted_ranges
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


class Settled(Struct, frozen=True):
    """What a hit means, or why it means nothing."""

    key: str = ""
    found_by: FoundBy = "strong"
    entry: NameEntry | None = None
    consumed: bool = False
    """True when the stretch is taken even though it is no mention."""
    diagnostics: tuple[Diagnostic, ...] = ()


class Reader:
    """Reads one text from top to bottom and remembers who has been introduced."""

    def __init__(self, automaton: Automaton, names: Names, settings: TextSettings) -> None:
        self.automaton = automaton
        self.names = names
        self.settings = settings
        self.introduced: set[str] = set(settings.cast)
        self.by_hand: set[str] = set()
        self.mentions: list[Mention] = []
        self.diagnostics: list[Diagnostic] = []
        self._linked: set[tuple[str, int]] = set()
        self._reported: set[tuple[str, str]] = set()
        self._told = (-1, 0)
        """Passage and end of the last short form that was told: what stands inside it is not told as well."""

    def read(self, document: Document) -> None:
        """Find the mentions of a document and append them in reading order."""
        for number, passage in enumerate(document.passages, self.settings.passages_from):
            self._passage(number, passage)

    def _passage(self, number: int, passage: Passage) -> None:
        found = [(link.start, link.end, link.target) for link in passage.links if kind_of(link.target) in ENTITY_KINDS]
        hits = iter(self._hits(passage)) if self._searches(passage) else iter(())
        by_hand = iter(sorted(found))
        hit, link = next(hits, None), next(by_hand, None)
        at = 0
        while hit is not None or link is not None:
            if link is not None and (hit is None or link[0] <= hit.start):
                self._explicit(number, passage, link)
                link = next(by_hand, None)
                continue
            assert hit is not None  # noqa: S101 - the loop's condition
            if hit.start >= at and self._hit(number, passage, hit):
                at = hit.end
            hit = next(hits, None)

    def _searches(self, passage: Passage) -> bool:
        policy = self.settings.autolink
        return policy is not None and not passage.nolink and (passage.kind != "heading" or policy.headings)

    def _hits(self, passage: Passage) -> list[Hit]:
        text = passage.text
        hits = self.automaton.find(text) if not has_invisible(text) else _through_invisible(self.automaton, text)
        if self.settings.assigned:
            hits = sorted((*find_words(text, self.settings.assigned), *hits), key=lambda one: (one.start, -one.end))
        if not hits:
            return hits
        closed = closed_ranges(passage)
        return [hit for hit in hits if not overlaps(hit.start, hit.end, closed)] if closed else hits

    def _explicit(self, number: int, passage: Passage, link: tuple[int, int, str]) -> None:
        start, end, key = link
        self.introduced.add(key)
        self.by_hand.add(key)
        if key != self.settings.own_key:
            place = _place(self.settings.place, passage, start, end)
            self._linked.add((key, self._scope(passage)))
            self.mentions.append(Mention(key, number, start, end, "explicit", True, place))

    def _hit(self, number: int, passage: Passage, hit: Hit) -> bool:
        """Settle one hit; True when its stretch is taken."""
        settled = settle(hit, self)
        if any(one.code == "W102" for one in settled.diagnostics):
            if self._told[0] == number and hit.start < self._told[1]:
                return False
            self._told = (number, hit.end)
        where = self.settings.where(number, passage, hit.start, hit.end)
        in_quote = overlaps(hit.start, hit.end, quoted_ranges(passage))
        self._report(settled, where, passage.text[hit.start : hit.end], in_quote)
        if not settled.key:
            return settled.consumed
        if settled.key == self.settings.own_key or settled.key in self.settings.exclude:
            return True
        if settled.found_by in {"strong", "assigned", "rejected-spelling"}:
            self.introduced.add(settled.key)
        self._add(number, passage, hit, settled, in_quote)
        return True

    def _add(self, number: int, passage: Passage, hit: Hit, settled: Settled, in_quote: bool) -> None:
        place: Place = "quote" if in_quote and self.settings.place == "prose" else self.settings.place
        scope = (settled.key, self._scope(passage))
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
        self.mentions.append(Mention(settled.key, number, hit.start, hit.end, settled.found_by, linked, place))

    def _scope(self, passage: Passage) -> int:
        policy = self.settings.autolink
        return passage.section if policy is not None and policy.per == "section" else 0

    def _report(self, settled: Settled, where: Mark | Spot, words: str, in_quote: bool) -> None:
        for one in settled.diagnostics:
            known = (one.code, words) if one.code != "E101" else (one.code, f"{where}")
            if known not in self._reported:
                self._reported.add(known)
                self.diagnostics.append(_placed(one, where, self.settings.record))
        entry = settled.entry
        if entry is not None and entry.rejected and not (in_quote and entry.allow_in_quotes):
            message = f"“{words}” is a spelling that the house style rejects: {entry.rejected}"
            hint = f"write “{entry.preferred}”; in a quotation, `house_style: {{allow_in: [quote]}}` lets it stand"
            self.diagnostics.append(Diagnostic("W103", where, message, hint, record=self.settings.record))


def _placed(one: Diagnostic, where: Mark | Spot, record: str) -> Diagnostic:
    return Diagnostic(one.code, where, one.message, one.hint, one.related, record)


def settle(hit: Hit, reader: Reader) -> Settled:
    """Decide what a hit means, in the order of content model 8.6: assigned, strong, weak; else an error or nothing."""
    settings = reader.settings
    if not hit.loose and hit.name in settings.assigned:
        return Settled(settings.assigned[hit.name], "assigned", consumed=True)
    entries = _entries(hit, reader.names, settings.day, settings.exclude)
    if any(entry.strength == "phrase" for entry in entries):
        return Settled(consumed=True)
    strong = [entry for entry in entries if entry.strength in {"strong", "term"}]
    weak = [entry for entry in entries if entry.strength in {"weak", "office"}]
    return _strong(hit, strong, weak, reader) if strong else _weak(hit, weak, reader)


def _entries(hit: Hit, names: Names, day: When, exclude: frozenset[str]) -> list[NameEntry]:
    table = names.loose if hit.loose else names.exact
    holding = [entry for entry in table.get(hit.name, ()) if entry.holds_on(day)]
    # What the article excludes leaves the words to the others who bear them.
    return [entry for entry in holding if entry.key not in exclude] or holding


def _strong(hit: Hit, strong: Sequence[NameEntry], weak: Sequence[NameEntry], reader: Reader) -> Settled:
    entry = strong[0] if len(strong) == 1 else _only(strong, reader)
    if entry is None:
        return Settled(consumed=True, diagnostics=(_ambiguous(hit, strong, reader),))
    if entry.silent:
        return Settled(consumed=True, diagnostics=_forbidden(entry, reader))
    notes = [*_shadowed(hit, entry, weak, reader), *_confusable(hit, entry, reader)]
    found_by: FoundBy = "rejected-spelling" if entry.rejected else "term" if entry.strength == "term" else "strong"
    return Settled(entry.key, found_by, entry, diagnostics=tuple(notes))


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


def _weak(hit: Hit, weak: Sequence[NameEntry], reader: Reader) -> Settled:
    known = [entry for entry in weak if entry.key in reader.introduced]
    if not known:
        owners = [entry for entry in weak if entry.strength == "weak" and not entry.silent]
        if len(owners) > 1:
            return Settled(consumed=True, diagnostics=(_ambiguous(hit, owners, reader),))
        return Settled(diagnostics=_unintroduced(hit, owners, reader))
    entry = known[0] if len(known) == 1 else _only(known, reader)
    if entry is None:
        return Settled(consumed=True, diagnostics=(_ambiguous(hit, known, reader),))
    if entry.silent:
        return Settled(consumed=True)
    return Settled(entry.key, "office" if entry.strength == "office" else "weak", entry)


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
        hint += f"; or settle it for the whole article: mentions: {{as: {{{hit.name}: {keys[0]}}}}}"
    return Diagnostic("E101", Mark(""), f"“{hit.name}” may mean {named}", hint)


def _shadowed(hit: Hit, entry: NameEntry, weak: Sequence[NameEntry], reader: Reader) -> Iterable[Diagnostic]:
    others = [one.key for one in weak if one.key != entry.key]
    if others:
        named = ", ".join(reader.names.display.get(key, key) for key in others)
        message = f"“{hit.name}” is linked to {entry.key}, whose name it is; it is also a short form of {named}"
        hint = f"say which is meant: mentions: {{as: {{{hit.name}: {entry.key}}}}}, or {' or '.join(others)}"
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


def _through_invisible(automaton: Automaton, text: str) -> list[Hit]:
    """Hits in a text with soft hyphens or zero-width characters, with offsets in the text as it stands."""
    kept = [at for at, character in enumerate(text) if not has_invisible(character)]
    plain = "".join(text[at] for at in kept)
    return [hit._replace(start=kept[hit.start], end=kept[hit.end - 1] + 1) for hit in automaton.find(plain)]


def _place(place: Place, passage: Passage, start: int, end: int) -> Place:
    if place == "prose" and overlaps(start, end, quoted_ranges(passage)):
        return "quote"
    return place


def assigned_surfaces(assigned: Mapping[str, str]) -> dict[str, str]:
    """`mentions.as` under the forms that texts are searched for."""
    return {surface(words): key for words, key in assigned.items()}
