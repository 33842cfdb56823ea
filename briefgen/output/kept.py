"""What an edit of a few texts starts from, kept in `.briefgen/`: all that the last build found out, read as it is asked for.

Two files for each output folder: the whole of it, written by a full build, and what edits since have changed. Both are
caches: damaged, foreign or from another version they are passed over, and everything is built from the files again.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic, Mark, Spot
from briefgen.base.sections import DamagedError, Sections, Writer, of, typed, write
from briefgen.guard.guard import Protected
from briefgen.linking.archive import Lore
from briefgen.linking.asked import Asked, by_word
from briefgen.linking.names import Names
from briefgen.model.config import SiteConfig
from briefgen.model.output import Page
from briefgen.model.records import KINDS, InLanguage, Record
from briefgen.model.site import Origin, Records, Site
from briefgen.model.style import Style
from briefgen.pages.reads import WHOLE, Read
from briefgen.reading.references import resolve_config
from briefgen.revision import Said, State, Step
from briefgen.site.assemble import in_language
from briefgen.site.dated import FIELDS
from briefgen.site.revise import Patched

V = TypeVar("V")
_HINTS = get_type_hints(Site)
MAPPINGS = tuple(name for name in Site.__struct_fields__ if get_origin(_HINTS[name]) is Mapping)
"""Fields of a site that are mappings."""
SHARED = ("records", "notes")
"""Those that are kept with the records."""
SMALL = tuple(name for name in Site.__struct_fields__ if name not in (*MAPPINGS, "config", "editions"))
EDITED = ("records", "documents", "linked", "backlinks", "mention_counts", "openings", "often_named")
"""Fields of which an everyday edit changes some values."""
RENEWED = ("registers", *FIELDS)
"""Fields that are sorted anew when a claim moves: then they are kept as a whole, since keys may go or come between others."""
MOST_LINKED = 2000
"""Texts that may have been linked again since then."""
MOST_EDITED = 200
"""Records that may have been edited since the whole was kept; then it is time for a full build."""


class NothingKeptError(Exception):
    """Nothing fitting is kept."""


class Extra(Struct, frozen=True):
    """What else an edit needs of the build before it."""

    waiting: tuple[tuple[str, str], ...]
    """Articles that are not shown, each with the reason."""
    marks: tuple[tuple[Spot, Mark], ...]
    """Places of fields that were looked for, since something was said of them."""
    accepting: tuple[str, ...]
    """Records that accept warnings."""
    another_day: bool
    """Whether the site is built for a day that is not its own."""
    protected: tuple[Protected, ...] = ()
    """Records whose names must not appear. Names of the private list are never kept."""


class _Names(Struct, frozen=True):
    """The parts of `Lore` that are no mapping of the records."""

    names: Names
    """Without the names to show, of which there is one for each record."""
    known_names: bool


_Small = msgspec.defstruct("_Small", [(name, _HINTS[name]) for name in SMALL], frozen=True)


class Kept:
    """The state after the last build of one output folder. `config` is the site record, which is not kept.

    Raises `NothingKeptError` when there is none that fits, `DamagedError` when it is not what was written.
    """

    def __init__(self, folder: Path, name: str, state: str, config: SiteConfig) -> None:
        self._folder, self._name = folder, name
        try:
            self._whole = Sections(_whole(folder, name))
            self._id = self._whole.value("id", str)
            self._edits = None if self._id == state else Sections(_edits(folder, name))
            if self._edits is not None and self._edits.value("id", list[str]) != [self._id, state]:
                raise NothingKeptError
            self.state = self._state(config)
            self.extra = self._whole.value("extra", Extra)
        except DamagedError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise NothingKeptError from None
            raise

    def _state(self, config: SiteConfig) -> State:
        whole = self._whole
        small = whole.value("small", _Small)
        hidden = frozenset(whole.value("hidden", list[str]))
        fields: dict[str, Any] = {name: getattr(small, name) for name in SMALL}
        fields.update((name, self._field(name)) for name in MAPPINGS)
        everything, notes = fields["records"], fields["notes"]
        records = Records(
            config=config,
            records=everything,
            origins=whole.mapping("origins", of(Origin)),
            documents=Known(whole.value("texts", list[str])),
            notes=notes,
            note_origins=whole.mapping("note origins", of(Origin)),
            files=fields["files"],
            data=fields["data"],
            source_texts=whole.mapping("source texts", of(str)),
            translations=whole.mapping("translations", of(InLanguage)),
            style=whole.value("style", Style | None),  # type: ignore[arg-type]
            published=whole.value("published", str),
        )
        records = replace(records, config=resolve_config(records))
        # What edits changed lies outermost, so that it is found and kept again when further edits follow.
        seen: Mapping[str, Record] = Without(whole.mapping("records", _record), hidden)
        if isinstance(everything, Patched):
            seen = Patched(seen, everything.changes)
        shown = {"config": records.config, "records": seen, "notes": Without(notes, hidden)}
        editions = {lang: self._edition(lang, records.config) for lang in whole.value("editions", list[str])}
        site = Site(**{**fields, **shown, "editions": editions})
        lore = (self._edits if self._edits is not None and self._edits.has("lore") else whole).value("lore", _Names)
        names = replace(lore.names, display=whole.mapping("display", of(str)))
        anchors = whole.mapping("anchors", of(list[tuple[str, int]]))
        latest = self._edits if self._edits is not None else whole
        said = Said(
            self._patched("own", of(list[Diagnostic])),
            self._patched("claims", of(list[Diagnostic])),
            latest.value("names", list[Diagnostic]),
            latest.value("rest", list[Diagnostic]),
        )
        since = dict(self._edits.mapping("asked", of(str))) if self._edits is not None else {}
        return State(
            site,
            records,
            Lore(names, anchors, lore.known_names),
            whole.mapping("keys", of(list[str])),
            said,
            Asked(whole.mapping("words", self._asking_texts), since),
        )

    def _asking_texts(self, _: str, numbers: memoryview) -> list[str]:
        return [self._texts[number] for number in array("I", _BYTES(numbers))]

    @cached_property
    def _texts(self) -> list[str]:
        """Keys of texts, by which postings of words count."""
        return self._whole.value("word texts", list[str])

    def _edition(self, lang: str, config: SiteConfig) -> Site:
        """The site in another of its languages; its records are kept as they are shown there."""
        small = self._whole.value(f"{lang}/small", _Small)
        fields: dict[str, Any] = {name: getattr(small, name) for name in SMALL}
        fields.update((name, self._field(name, f"{lang}/")) for name in MAPPINGS)
        return Site(**{**fields, "config": in_language(config, lang)})

    def _field(self, name: str, edition: str = "") -> Mapping[str, Any]:
        decode = _record if name == "records" else of(get_args(_HINTS[name])[1])
        kept = f"{edition}{name}"
        if name in RENEWED and self._edits is not None and self._edits.has(f"{kept} keys"):
            return dict(self._edits.mapping(kept, decode))
        return self._patched(kept, decode) if name in EDITED else self._whole.mapping(kept, decode)

    def _patched(self, name: str, decode: Callable[[str, memoryview], V]) -> Mapping[str, V]:
        base = self._whole.mapping(name, decode)
        return base if self._edits is None else Patched(base, dict(self._edits.mapping(name, decode)))

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every page by its file."""
        return Without(self._pages, self._gone)

    @cached_property
    def _pages(self) -> Mapping[str, Page]:
        return self._patched("pages", of(Page))

    @cached_property
    def paths(self) -> list[str]:
        """The files of all pages, in the order of the plan; those that edits added come last."""
        return [path for path in self._numbered if path not in self._gone]

    @cached_property
    def _numbered(self) -> list[str]:
        """The files of all pages that there were, in the order in which they are counted."""
        return self._whole.value("paths", list[str]) + self._added

    @cached_property
    def _added(self) -> list[str]:
        """Pages that edits added."""
        return [] if self._edits is None else self._edits.value("added", list[str])

    @cached_property
    def _gone(self) -> frozenset[str]:
        """Pages that edits took away."""
        return frozenset(self._edits.value("gone", list[str])) if self._edits is not None else frozenset()

    @cached_property
    def _remade(self) -> dict[str, list[Read]]:
        """Pages that edits had made anew, with what they asked then."""
        return {} if self._edits is None else dict(self._edits.mapping("reads", of(list[tuple[str, str]])))

    def asking(self, asked: Iterable[Read]) -> dict[str, list[Read]]:
        """Pages that ask one of these questions, in the order of the plan, each with those it asks."""
        wanted = dict.fromkeys(asked)
        wanted.update(dict.fromkeys((field, WHOLE) for field, _ in wanted))
        paths = self._numbered
        passed = self._remade.keys() | self._gone
        found: dict[int, list[Read]] = {}
        for read in wanted:
            for number in self._asking(*read):
                if paths[number] not in passed:
                    found.setdefault(number, []).append(read)
        numbers = {path: number for number, path in enumerate(paths)} if self._remade else {}
        for path, reads in self._remade.items():
            if hit := [read for read in reads if read in wanted]:
                found[numbers[path]] = hit
        return {paths[number]: found[number] for number in sorted(found)}

    def _asking(self, field: str, key: str) -> Iterable[int]:
        asks = self._asks.get(field)
        if asks is None:
            asks = self._asks[field] = self._whole.mapping(f"asks {field}", of(bytes)) if field in self._asked else {}
        return array("I", asks[key]) if key in asks else ()

    @cached_property
    def _asks(self) -> dict[str, Mapping[str, bytes]]:
        return {}

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset(self._whole.value("asked", list[str]))

    def keep(self, step: Step, reads: Mapping[str, Sequence[Read]], state: str) -> bool:
        """Keep what an edit changed, beside what edits before it changed; False when it has become too much."""
        site, said = step.state.site, step.state.said
        changed: dict[str, Mapping[str, Any]] = {
            f"{edition}{name}": _changes(getattr(one, name))
            for edition, one in (("", site), *((f"{lang}/", one) for lang, one in site.editions.items()))
            for name in EDITED
        }
        many = len(changed["records"]) + len(changed["documents"]) > MOST_EDITED
        if many or len(changed["linked"]) > MOST_LINKED:
            return False
        for edition, one in (("", site), *((f"{lang}/", one) for lang, one in site.editions.items())):
            renewed = {name: value for name in RENEWED if isinstance(value := getattr(one, name), dict)}
            changed |= {f"{edition}{name}": value for name, value in renewed.items()}
        gone = (self._gone | step.gone) - step.pages.keys()
        remade = {path: asked for path, asked in {**self._remade, **reads}.items() if path not in gone}
        changed |= {"own": _changes(said.own), "claims": _changes(said.claims), "reads": remade}
        changed |= {"asked": step.state.asked.texts, "pages": {**_changes(self._pages), **step.pages}}
        known = set(self._numbered)
        added = [*self._added, *(path for path in step.pages if path not in known)]
        lore = step.state.lore
        renamed = lore is not self.state.lore or (self._edits is not None and self._edits.has("lore"))

        def fill(writer: Writer) -> None:
            writer.value("id", [self._id, state])
            for name, values in changed.items():
                writer.mapping(name, values)
            writer.value("names", said.names)
            writer.value("rest", said.rest)
            writer.value("added", added)
            writer.value("gone", list(gone))
            if renamed:
                writer.value("lore", _Names(replace(lore.names, display={}), lore.known_names))

        write(_edits(self._folder, self._name), fill)
        return True


def keep(
    folder: Path,
    name: str,
    id: str,
    state: State,
    extra: Extra,
    pages: Iterable[Page],
    reads: Mapping[str, Sequence[Read]],
) -> None:
    """Keep what a full build found out; `reads` are the questions of each page by its file. Raises `OSError`."""
    site, records = state.site, state.records

    def fill(writer: Writer) -> None:
        writer.value("id", id)
        writer.value("small", _Small(**{one: getattr(site, one) for one in SMALL}))
        writer.value("hidden", [key for key in records.records if key not in site.records])
        for one in MAPPINGS:
            writer.mapping(one, getattr(records if one in SHARED else site, one))
        writer.mapping("origins", records.origins)
        writer.value("texts", list(records.documents))
        writer.mapping("note origins", records.note_origins)
        writer.mapping("source texts", records.source_texts)
        writer.mapping("translations", records.translations)
        writer.value("style", records.style)
        writer.value("published", records.published)
        writer.value("editions", list(site.editions))
        for lang, edition in site.editions.items():
            writer.value(f"{lang}/small", _Small(**{one: getattr(edition, one) for one in SMALL}))
            for one in MAPPINGS:
                writer.mapping(f"{lang}/{one}", getattr(edition, one))
        writer.value("lore", _Names(replace(state.lore.names, display={}), state.lore.known_names))
        writer.mapping("display", state.lore.names.display)
        writer.value("word texts", list(state.asked.texts))
        writer.mapping("words", _words(state.asked))
        writer.mapping("anchors", state.lore.anchors)
        writer.mapping("keys", state.keys)
        writer.mapping("own", state.said.own)
        writer.mapping("claims", state.said.claims)
        writer.value("names", state.said.names)
        writer.value("rest", state.said.rest)
        writer.value("extra", extra)
        planned = {page.path: page for page in pages}
        writer.mapping("pages", planned)
        writer.value("paths", list(planned))
        asks = _postings(planned, reads)
        writer.value("asked", list(asks))
        for field, postings in asks.items():
            writer.mapping(f"asks {field}", {key: numbers.tobytes() for key, numbers in postings.items()})

    write(_whole(folder, name), fill)
    _edits(folder, name).unlink(missing_ok=True)


def _postings(pages: Iterable[str], reads: Mapping[str, Sequence[Read]]) -> dict[str, dict[str, array[int]]]:
    """By field and key: the numbers of the pages that ask for it."""
    asks: dict[str, dict[str, array[int]]] = {}
    for number, path in enumerate(pages):
        for field, key in reads[path]:
            keys = asks.setdefault(field, {})
            numbers = keys.get(key)
            if numbers is None:
                keys[key] = array("I", (number,))
            else:
                numbers.append(number)
    return asks


def _words(asked: Asked) -> Mapping[str, bytes]:
    """By word: the numbers of the texts that asked about it."""
    numbers = {key: number for number, key in enumerate(asked.texts)}
    words = by_word(asked.texts)
    return {word: array("I", map(numbers.__getitem__, keys)).tobytes() for word, keys in words.items()}


def _changes(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return values.changes if isinstance(values, Patched) else {}


_BYTES = typed(bytes)


def _record(key: str, data: memoryview) -> Record:
    return _decoder(key.partition(":")[0])(data)


@cache
def _decoder(kind: str) -> Callable[[memoryview | bytes], Record]:
    return typed(KINDS[kind])


class Without(Mapping[str, V]):
    """A mapping without a few of its keys."""

    def __init__(self, values: Mapping[str, V], hidden: frozenset[str]) -> None:
        self._values, self._hidden = values, hidden

    def __getitem__(self, key: str) -> V:
        if key in self._hidden:
            raise KeyError(key)
        return self._values[key]

    def __contains__(self, key: object) -> bool:
        return key not in self._hidden and key in self._values

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._values if key not in self._hidden)

    def __len__(self) -> int:
        return len(self._values) - len(self._hidden)


class Known(Mapping[str, V]):
    """Keys of texts as they were before linking. The texts themselves are not kept: those edited are read again."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = dict.fromkeys(keys)

    def __getitem__(self, key: str) -> V:
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _whole(folder: Path, name: str) -> Path:
    return folder / f"{name}.state"


def _edits(folder: Path, name: str) -> Path:
    return folder / f"{name}.edits"
