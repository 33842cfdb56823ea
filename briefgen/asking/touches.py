"""What a text from anywhere touches: which claims, people, places and organisations on file, and how it stands with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log

from msgspec import Struct

from briefgen.as_of.claim_status import status_at
from briefgen.as_of.place_control import control_at
from briefgen.as_of.publication import is_draft
from briefgen.as_of.roles import roles_at
from briefgen.asking.project import Project
from briefgen.base.dates import When, day_of
from briefgen.base.diagnostics import Spot
from briefgen.base.patterns import pattern
from briefgen.base.text import fold_case
from briefgen.drafting.parsing import sentences_of
from briefgen.drafting.proposals import Report
from briefgen.linking.lexicon import SMALL_WORDS
from briefgen.linking.resolve import Reader, TextSettings
from briefgen.model.document import Document, Passage
from briefgen.model.parts import Autolink
from briefgen.model.records import Claim, Organisation, Person, Place, Record
from briefgen.model.site import split_key

MOST_OF = 0.6
"""Share of a statement's words in one sentence that is enough by itself."""
SOME_OF = 0.4
"""Share that is enough where the sentence names what the claim is about as well, and three words are shared."""
FEWEST = 3
_WORD = pattern(r"[^\W_]+")
_ENDINGS = ("ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "s", "e")


class Touched(Struct, frozen=True):
    """One record that a text touches."""

    key: str
    name: str
    """What readers call it; a claim's statement."""
    status: str
    """How it stands with it on the day: a claim's status, a person's role, who holds a place."""
    why: str
    """The words that touch it."""
    sentence: str
    """The sentence that does; of several claims’ sentences the nearest one, else the first."""
    times: int = 1
    """Sentences that do."""


def touches(project: Project, report: Report) -> tuple[Touched, ...]:
    """Claims first, then people, places, organisations and whatever else is named; each in the order of the text."""
    sentences = [one.text for one in sentences_of(report)]
    named = _named(project, sentences)
    day = day_of(project.now.day)
    found = [*_claims(project, sentences, named, day), *_records(project, sentences, named, day)]
    return tuple(found)


def _named(project: Project, sentences: Sequence[str]) -> list[list[tuple[str, str]]]:
    """For each sentence: keys of the records named, with the words."""
    linker = project.linked.linker
    settings = TextSettings(
        where=_nowhere, day=day_of(project.now.day), autolink=Autolink(per="all"), lang=project.records.config.lang
    )
    reader = Reader(linker.automaton, linker.names, settings)
    reader.read(Document(passages=tuple(Passage(one, "prose") for one in sentences)))
    found: list[list[tuple[str, str]]] = [[] for _ in sentences]
    for one in reader.mentions:
        found[one.passage].append((one.target, sentences[one.passage][one.start : one.end]))
    return found


def _nowhere(number: int, passage: Passage, start: int, end: int) -> Spot:
    return Spot("", ())


def _records(
    project: Project, sentences: Sequence[str], named: Sequence[Sequence[tuple[str, str]]], day: When
) -> Iterator[Touched]:
    first: dict[str, tuple[int, str]] = {}
    times: dict[str, int] = {}
    for number, mentions in enumerate(named):
        for key in {key for key, _ in mentions}:
            times[key] = times.get(key, 0) + 1
        for key, words in mentions:
            first.setdefault(key, (number, words))
    kinds = ["person", "place", "organisation"]
    for key in sorted(first, key=lambda one: (_rank(split_key(one)[0], kinds), first[one][0])):
        record = project.resolved.records.get(key)
        if record is not None:
            number, words = first[key]
            yield Touched(key, project.name(key), _standing(project, record, day), words, sentences[number], times[key])


def _rank(kind: str, kinds: Sequence[str]) -> int:
    return kinds.index(kind) if kind in kinds else len(kinds)


def _standing(project: Project, record: Record, day: When) -> str:
    said: list[str] = []
    if isinstance(record, Person):
        said += [role.short or role.title for role in roles_at(record, day)] or ["no role on that day"]
    if isinstance(record, Place):
        said += [f"{one.basis}: {project.name(one.by)}" for one in control_at(record, day)]
        said += ["disputed"] if record.disputed else []
    if isinstance(record, Person | Organisation | Place) and record.privacy != "public":
        said.append(f"privacy: {record.privacy}")
    if is_draft(record):
        said.append("draft")
    return "; ".join(said)


# --- claims -----------------------------------------------------------------------------------------------------------


def _claims(
    project: Project, sentences: Sequence[str], named: Sequence[Sequence[tuple[str, str]]], day: When
) -> Iterator[Touched]:
    words = [_stems(one) for one in sentences]
    folded = [fold_case(one) for one in sentences]
    claims = {key: one for key, one in project.resolved.records.items() if isinstance(one, Claim)}
    weigh = _weights([_stems(one.statement) for one in claims.values()])
    for key, record in claims.items():
        hits = [
            (share, -number, why)
            for number in range(len(sentences))
            for share, why in _touching(record, words[number], folded[number], {one for one, _ in named[number]}, weigh)
        ]
        if hits:
            entry = status_at(record, day)
            status = f"{entry.status} since {entry.date}" if entry is not None else "nothing known yet"
            draft = "; draft" if is_draft(record) else ""
            _, number, why = max(hits)
            yield Touched(key, record.statement, f"{status}{draft}", why, sentences[-number], len(hits))


def _weights(statements: Sequence[frozenset[str]]) -> Mapping[str, float]:
    """Words that many claims share say little about which is meant (inverse document frequency)."""
    often = Counter(word for one in statements for word in one)
    return {word: log(1 + len(statements) / count) for word, count in often.items()}


def _touching(
    claim: Claim, words: frozenset[str], folded: str, named: set[str], weigh: Mapping[str, float]
) -> Iterator[tuple[float, str]]:
    """How much of a claim a sentence holds, and why in words; nothing when it does not touch it."""
    for assertion in claim.assertions:
        quote = fold_case(assertion.quote).strip(" .,")
        if len(quote.split()) >= FEWEST and quote in folded:
            yield 2.0, f"quotes it: “{assertion.quote}”"
            return
    wanted = _stems(claim.statement)
    shared = wanted & words
    if len(shared) < FEWEST:
        return
    share = sum(weigh[one] for one in shared) / sum(weigh[one] for one in wanted)
    if share >= MOST_OF or (share >= SOME_OF and named & {*claim.about, claim.where}):
        yield share, "shares its words: " + ", ".join(sorted(shared))


def _stems(text: str) -> frozenset[str]:
    """The words that say something, without the commonest endings."""
    return frozenset(_stem(one) for one in _WORD.findall(fold_case(text)) if one not in SMALL_WORDS and len(one) > 1)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
