"""The linking benchmark: many names, many texts, and nothing else.

Every row runs in a fresh process (`python -m tests.bench.names NAMES ARTICLES`). What is timed gets records and
passages that are in memory already; no file is read and no Markdown is parsed. Seconds are processor time, which other
work on the machine disturbs less than the clock.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import process_time
from typing import NamedTuple

from briefgen.base.dates import parse_when
from briefgen.base.diagnostics import Mark
from briefgen.base.text import fold
from briefgen.linking.automaton import Automaton
from briefgen.linking.names import names_of
from briefgen.linking.resolve import Reader, TextSettings
from briefgen.linking.unknown_names import unknown_names
from briefgen.model.document import Document, Passage, PassageKind
from briefgen.model.records import KINDS, Record
from briefgen.reading.schemas import validate

from .corpus import TODAY
from .processes import MEGA, memory_now, memory_peak, python, run
from .prose import Block, BlockKind, Writer
from .registry import Fields, Registry

ROWS = ((50_000, 10_000), (5_000, 10_000), (50_000, 1_000))
"""Names in the records, and articles."""
MOST_NAMES = 52_000
"""All texts are written with a registry of so many names, some of them shared; the tables hold those of the records that
are mentioned most."""
REPEATS = 2
"""Passes over the texts; the faster one counts, and all must find the same."""

_CHECKED = 200
"""Articles in which names on no file are looked for."""
_WORDS_A_MENTION = 32
"""Twenty names in an average article: denser than the sites' texts, since names are what is measured."""
_SEED = 2
_KINDS: Mapping[BlockKind, PassageKind] = {
    "paragraph": "prose",
    "heading": "heading",
    "quote": "quote",
    "item": "prose",
}


class Linking(NamedTuple):
    """What the bench knows of linking."""

    forms: int
    """Surface forms in the table."""
    table_seconds: float
    automaton_seconds: float
    matches: Callable[[str], int]
    """Searches a text for every name; gives the number of hits with clean boundaries."""
    mentions: Callable[[Document], int]
    """Searches a document and settles what each hit means; gives the number of mentions."""
    strangers: Callable[[Document], int]
    """The same, and looks for names that are on no file; gives the number of those worth telling."""


def connect(records: Mapping[str, Record]) -> Linking:
    """Make linking ready for a registry. Only here does the bench touch it."""
    started = process_time()
    names = names_of(records)
    tabled = process_time()
    automaton = Automaton(names)
    ready = process_time()
    settings = TextSettings(where=lambda *_: Mark(""), day=parse_when(str(TODAY)), record="article:any")

    def read(document: Document) -> Reader:
        reader = Reader(automaton, names, settings)
        reader.read(document)
        return reader

    return Linking(
        forms=len(names.exact) + len(names.loose),
        table_seconds=tabled - started,
        automaton_seconds=ready - tabled,
        matches=lambda text: len(automaton.find(fold(text))),
        mentions=lambda document: len(read(document).mentions),
        strangers=lambda document: sum(1 for _ in unknown_names(document, read(document), names, ())),
    )


class Figures(NamedTuple):
    """One row of the table."""

    names: int
    """Different names in the records."""
    forms: int
    """Surface forms that the table makes of them."""
    articles: int
    megabytes: float
    """MB of text, in UTF-8."""
    build: float
    """Seconds for the table of names and the automaton."""
    table: float
    """Of which the table of names."""
    matching: float
    """MB a second: searching."""
    resolving: float
    """MB a second: searching, and settling what each hit means."""
    checking: float
    """MB a second: all of that, and looking for names that are on no file."""
    checking_once: float
    """Seconds that the first text takes for it, since something is prepared then."""
    relink: float
    """Seconds to add one name: table and automaton anew, and all texts read again."""
    hits: int
    mentions: int
    holding: float
    """MB that the table and the automaton hold."""
    peak: float
    """MB held at most: records and texts, the table twice while a name is added."""


# --- what is read ---------------------------------------------------------------------------------------------------


def _records(registry: Registry, terms: Sequence[str], wanted: int) -> tuple[int, dict[str, Record]]:
    """As many of the records that are mentioned most as have so many different names, and how many names those are."""
    found: dict[str, Record] = {}
    known = set(terms)
    for number, term in enumerate(terms, 1):
        found[f"term:term-{number}"] = _record("term", {"term": term, "definition": "A word."})
    for entity in registry.entities:
        if len(known) >= wanted:
            break
        found[entity.key] = _record(entity.kind, entity.fields)
        known.update((entity.name, *entity.full, *entity.short))
    return len(known), found


def _record(kind: str, fields: Fields) -> Record:
    made = validate(KINDS[kind], fields)
    if made.problems or not isinstance(made.value, Record):
        raise ValueError(f"the {kind} {fields} is no record: {made.problems}")
    return made.value


def _document(blocks: Iterable[Block]) -> Document:
    return Document(passages=tuple(Passage(text=block.text, kind=_KINDS[block.kind]) for block in blocks))


# --- what is timed --------------------------------------------------------------------------------------------------


def measure(wanted: int, articles: int) -> Figures:
    """Make records and texts, then time what linking does with them."""
    registry = Registry(_SEED, forms=MOST_NAMES)
    writer = Writer(_SEED, registry, _WORDS_A_MENTION)
    documents = [_document(writer.article()) for _ in range(articles)]
    names, records = _records(registry, writer.terms, wanted)
    size = _megabytes(documents)
    held = memory_now()
    linking = connect(records)
    holding = memory_now() - held
    texts = [passage.text for document in documents for passage in document.passages]
    hits, matching = _fastest(lambda: sum(map(linking.matches, texts)))
    mentions, resolving = _fastest(lambda: sum(map(linking.mentions, documents)))
    relink = _relink(records, documents, mentions)
    once, checking = _checking(linking, documents[:_CHECKED])
    return Figures(
        names=names,
        forms=linking.forms,
        articles=articles,
        megabytes=size,
        build=linking.table_seconds + linking.automaton_seconds,
        table=linking.table_seconds,
        matching=size / matching,
        resolving=size / resolving,
        checking=checking,
        checking_once=once,
        relink=relink,
        hits=hits,
        mentions=mentions,
        holding=holding,
        peak=memory_peak(),
    )


def _relink(records: Mapping[str, Record], documents: Sequence[Document], mentions: int) -> float:
    """Seconds for one name more, from its record to the mentions of all texts."""
    newcomer = _record("person", {"name": "Newly Arrived", "family_name": "Arrived"})
    started = process_time()
    linking = connect({**records, "person:newcomer": newcomer})
    found = sum(map(linking.mentions, documents))
    seconds = process_time() - started
    if found != mentions:
        raise ValueError(f"with a name that stands nowhere there are {found} mentions, not {mentions}")
    return seconds


def _checking(linking: Linking, documents: Sequence[Document]) -> tuple[float, float]:
    """Seconds for the first text, and MB a second for all."""
    started = process_time()
    linking.strangers(documents[0])
    once = process_time() - started
    _, seconds = _fastest(lambda: sum(map(linking.strangers, documents)))
    return once, _megabytes(documents) / seconds


def _megabytes(documents: Iterable[Document]) -> float:
    return sum(len(passage.text.encode()) for document in documents for passage in document.passages) / MEGA


def _fastest(work: Callable[[], int]) -> tuple[int, float]:
    """What the work finds, which must be the same each time, and how long it takes at best."""
    found: set[int] = set()
    seconds = []
    for _ in range(REPEATS):
        started = process_time()
        found.add(work())
        seconds.append(process_time() - started)
    if len(found) > 1:
        raise ValueError(f"equal work has found different counts: {sorted(found)}")
    return found.pop(), min(seconds)


# --- all rows -------------------------------------------------------------------------------------------------------


def rows(tell: Callable[[str], None], wanted: Sequence[tuple[int, int]] = ROWS) -> list[Figures]:
    """Measure every row in a fresh process."""
    found = []
    for names, articles in wanted:
        tell(f"{names:,} names in {articles:,} articles")
        done = run([python(), "-m", "tests.bench.names", str(names), str(articles)])
        found.append(Figures(**json.loads(done.output)))
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))._asdict()))
