"""A made-up newsroom as a project on the disk, with the edits that the site benchmark makes to it.

Three articles a day up to the site's own day; each makes two claims, each claim has its source, one or two
assertions and a history of one or two entries. Up to 200 articles the records stand in mapping files, as small
desks keep them; larger newsrooms have a file for each record, in folders by month or by first letter.

`python -m tests.bench.corpus 1000 FOLDER` writes `FOLDER/project` and the edits beside it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from .language import capitalised, identifier
from .markdown import Marks, Typist
from .prose import Writer
from .registry import ARTICLES_A_RECORD, CORE, Entity, Fields, Registry
from .yaml_text import as_yaml

TODAY = date(2024, 6, 28)
"""The site's own day, so that equal projects make equal sites whenever they are built."""
ROUNDS = 9
"""How often each kind of edit can be made to one project."""
EDITS = ("article", "person", "alias", "status", "template")

_ARTICLES_A_DAY = 3
_MOST_IN_MAPPINGS = 200
_TOPICS, _SECTIONS, _TAGS = 10, 8, 100
_ALIAS_IN_ONE_OF = 100
"""An alias that is added later stands in one of so many articles."""
_PERSON_IN = 3
"""A person who is added later is named in so many articles."""
_PLURALS = {"person": "people", "place": "places", "organisation": "organisations"}
_PACTS = ("Accord", "Compact", "Dialogue", "Initiative", "Corridor", "Mechanism", "Framework", "Roadmap", "Pledge")
# Its articles keep no changelog, so each would be told that its claims have moved since.
_SITE = f"title: The morning desk\nurl: https://example.org/\nlang: en\nauthors: [newsdesk]\nas_of: {TODAY}\nchecks: {{W215: off}}\n"
_TEMPLATE = (
    '{% extends "broadsheet/article.html" %}\n{% block head_extra %}<meta name="desk" content="NUMBER">{% endblock %}\n'
)

Put = Callable[[str, str], None]
"""Told a path in the project and a text."""


class Edit(NamedTuple):
    """One change to a project: `old` becomes `new`. Without `old` the text is added to the file, which may be new."""

    path: str
    old: str
    new: str

    def apply(self, root: Path) -> None:
        """Make the change."""
        path = root / self.path
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if self.old and before.count(self.old) != 1:
            raise ValueError(f"{self.path} does not hold what was to be changed")
        path.parent.mkdir(parents=True, exist_ok=True)
        # The file may be the same as one of another copy of the project: that one stays as it is.
        path.unlink(missing_ok=True)
        path.write_text(before.replace(self.old, self.new) if self.old else before + self.new, encoding="utf-8")


class _Article(NamedTuple):
    """What is settled about an article before its text is written."""

    number: int
    id: str
    title: str
    day: date
    cast: tuple[Entity, ...]

    def one(self, kind: str) -> list[str]:
        """Ids of those in the cast that are of a kind."""
        return [entity.id for entity in self.cast if entity.kind == kind]


class Corpus:
    """Makes the files of a project one by one, so that even a large one needs little memory."""

    def __init__(self, articles: int, seed: int = 1) -> None:
        # Not for secrets: the same seed must give the same project.
        self.random = Random(f"corpus {seed}")  # noqa: S311
        self.articles = articles
        self.registry = Registry(seed, records=CORE + articles // ARTICLES_A_RECORD)
        self.writer = Writer(seed, self.registry)
        self.typist = Typist(self.random, self.writer)
        self.edits: dict[str, list[Edit]] = {kind: [] for kind in EDITS}
        self._in_mappings = articles <= _MOST_IN_MAPPINGS
        self._mappings: dict[str, list[str]] = {}
        self._sections = [capitalised(self._word()) for _ in range(_SECTIONS)]
        self._tags = [f"{self._word()} {self._word()}" for _ in range(_TAGS)]
        self._topics = [f"topic-{number}" for number in range(1, _TOPICS + 1)]
        strange = self._strange_words(2 * ROUNDS)
        self._pacts = [f"{word} {pact}" for word, pact in zip(strange, _PACTS, strict=False)]
        self._newcomers = [f"{self.writer.language.given()} {word}" for word in strange[ROUNDS:]]
        self._newest: tuple[str, str] | None = None

    def put_all(self, put: Put) -> None:
        """Every file of the project. The edits are known afterwards."""
        put("briefgen.yaml", _SITE)
        for entity in self.registry.entities:
            self._record(put, _PLURALS[entity.kind], entity.id, entity.fields, entity.id[0])
        self._small_registers(put)
        self._plan_names(put)
        self._plan_template(put)
        for number in range(self.articles):
            self._article(put, number)
        for kind, records in self._mappings.items():
            put(f"content/{kind}.yaml", "\n".join(records))

    def _word(self) -> str:
        return max(self.writer.language.words(3), key=len)

    def _strange_words(self, count: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            found[self.writer.language.stranger()] = None
        return list(found)

    # --- records ------------------------------------------------------------------------------------------------

    def _record(self, put: Put, kind: str, id: str, fields: Fields, folder: str) -> tuple[str, str]:
        """Write a record where the desk keeps it; gives the file and what stands there."""
        if self._in_mappings:
            text = as_yaml({id: fields})
            name = "glossary" if kind == "terms" else kind
            self._mappings.setdefault(name, []).append(text)
            return f"content/{name}.yaml", text
        path, text = f"content/{kind}/{folder}/{id}.yaml", as_yaml(fields)
        put(path, text)
        return path, text

    def _small_registers(self, put: Put) -> None:
        people = self.registry.of_kind("person")[:100]
        for id in self._topics:
            fields: Fields = {"title": self.writer.headline(), "summary": self.writer.sentence(15)}
            fields["key_people"] = [one.id for one in self.random.sample(people, min(3, len(people)))]
            self._record(put, "topics", id, fields, "all")
        for term in self.writer.terms:
            self._record(put, "terms", identifier(term), {"term": term, "definition": self.writer.sentence(16)}, "all")
        put("content/authors.yaml", as_yaml({"newsdesk": {"name": "The newsdesk"}}))
        put("content/pages/about.md", f"---\ntitle: About us\nmenu: true\n---\n\n{self.writer.sentence(30)}\n")

    # --- articles -------------------------------------------------------------------------------------------------

    def _article(self, put: Put, number: int) -> None:
        title = self.writer.headline()
        day = TODAY - timedelta(days=(self.articles - 1 - number) // _ARTICLES_A_DAY)
        cast = tuple(self.registry.cast(self.random, 4))
        article = _Article(number, f"{identifier(title)}-{number + 1}", title, day, cast)
        claims = (f"claim-{number + 1}-a", f"claim-{number + 1}-b")
        for claim in claims:
            self._claim(put, claim, article)
        older = self._newest if self.random.random() < 0.5 else None
        marks = Marks(*claims, _source_of(claims[0]), older, tuple(self._planted(number)))
        body = self.typist.body(self.writer.article(), marks)
        folder = "content/articles" if self._in_mappings else f"content/articles/{day:%Y/%m}"
        path = f"{folder}/{article.id}.md"
        put(path, f"---\n{as_yaml(self._front_matter(article, claims[0]))}---\n\n{body}")
        if self._is_edited(number):
            opening = body.partition("\n")[0]
            self.edits["article"].append(Edit(path, opening, f"{self.writer.sentence(20)} {opening}"))
        self._newest = (article.id, title)

    def _is_edited(self, number: int) -> bool:
        """Whether the article, or a claim in it, is edited later: neither the newest ones nor the oldest."""
        return 0 <= number - self.articles // 2 < ROUNDS

    def _front_matter(self, article: _Article, claim: str) -> Fields:
        fields: Fields = {
            "title": article.title,
            "date": str(article.day),
            "standfirst": self.writer.sentence(16),
            "summary": [self.writer.sentence(14) for _ in range(self.random.randint(2, 3))],
            "section": self._sections[article.number % _SECTIONS],
            "topics": self.random.sample(self._topics, self.random.choice((1, 1, 2))),
            "tags": self.random.sample(self._tags, 3),
            "based_on": [_source_of(claim)],
        }
        if places := article.one("place"):
            fields["location"] = places[0]
        return fields

    def _planted(self, number: int) -> list[str]:
        """Names in the text that get a record only by an edit."""
        stride = max(1, self.articles // _PERSON_IN)
        pacts = [name for round, name in enumerate(self._pacts) if number % _ALIAS_IN_ONE_OF == round]
        people = [name for round, name in enumerate(self._newcomers) if number % stride == (20 + round) % stride]
        return pacts + people

    # --- claims ---------------------------------------------------------------------------------------------------

    def _claim(self, put: Put, id: str, article: _Article) -> None:
        source = _source_of(id)
        agencies = [agency.id for agency in self.random.sample(self.registry.agencies, 2)]
        is_open = self._is_edited(article.number)
        history, evidence = self._history(article.day, source, agencies, is_open)
        fields: Fields = {
            "statement": self.writer.sentence(14),
            "short": self.writer.sentence(4).rstrip("."),
            "kind": self.random.choice(("event", "event", "allegation", "denial", "reported-position")),
            "about": [entity.key for entity in article.cast[:2]],
            "topics": self.random.sample(self._topics, 1),
            "review_by": str(TODAY + timedelta(days=30)),
            "assertions": list(self._assertions(article, source)),
        }
        if evidence:
            fields["evidence"] = evidence
        # Last, so that an edit adds an entry at the end of the record.
        fields["status_history"] = history
        path, text = self._record(put, "claims", id, fields, f"{article.day:%Y-%m}")
        self._record(put, "sources", source, self._source(article, agencies[0]), f"{article.day:%Y-%m}")
        if is_open and id.endswith("a"):
            more: Fields = {"date": str(TODAY), "status": "disputed", "reason": self.writer.sentence(12)}
            fields["status_history"] = [*history, more]
            self.edits["status"].append(Edit(path, text, as_yaml({id: fields} if self._in_mappings else fields)))

    def _history(self, day: date, source: str, agencies: list[str], is_open: bool) -> tuple[list[Fields], list[Fields]]:
        """Entries of a status history with the evidence that the last one rests on."""
        first: Fields = {"date": str(day), "status": "unverified", "reason": self.writer.sentence(12)}
        outcome = self.random.choices(("corroborated", "confirmed", "refuted", "disputed", ""), (25, 25, 15, 10, 25))[0]
        if is_open or not outcome:
            return [first], []
        later = min(TODAY, day + timedelta(days=self.random.randint(1, 20)))
        origins = {"corroborated": agencies, "disputed": []}.get(outcome, agencies[:1])
        evidence: list[Fields] = [
            {
                "id": f"e{number}",
                "stance": "refutes" if outcome == "refuted" else "supports",
                "source": source,
                "origin": f"organisation:{origin}",
                "type": "own-reporting",
                "credibility": 2,
                "summary": self.writer.sentence(10),
            }
            for number, origin in enumerate(origins, 1)
        ]
        second: Fields = {"date": str(later), "status": outcome, "reason": self.writer.sentence(12)}
        if evidence:
            second["evidence"] = [one["id"] for one in evidence]
        return [first, second], evidence

    def _assertions(self, article: _Article, source: str) -> list[Fields]:
        people = article.one("person") or [self.registry.of_kind("person")[0].id]
        modes = ("press-statement", "interview", "social-post", "speech")
        return [
            {"by": f"person:{person}", "date": str(article.day), "mode": self.random.choice(modes), "source": source}
            for person in people[: self.random.choice((1, 1, 2))]
        ]

    def _source(self, article: _Article, agency: str) -> Fields:
        return {
            "kind": "news-article",
            "title": self.writer.headline(),
            "url": f"https://example.org/reports/{article.id}",
            "publisher": f"organisation:{agency}",
            "published": str(article.day),
            "accessed": str(article.day),
            "reliability": "B",
        }

    # --- edits ----------------------------------------------------------------------------------------------------

    def _plan_names(self, put: Put) -> None:
        """A new person's file; a body that gets an alias more, which stands in texts already."""
        for round, (person, pact) in enumerate(zip(self._newcomers, self._pacts, strict=True)):
            id = identifier(person)
            fields: Fields = {"name": person, "family_name": person.split()[1], "summary": self.writer.sentence(12)}
            self.edits["person"].append(Edit(f"content/people/new/{id}.yaml", "", as_yaml(fields)))
            body: Fields = {"name": f"{pact} Secretariat", "kind": "office", "summary": self.writer.sentence(12)}
            path = f"content/organisations/offices/office-{round + 1}.yaml"
            put(path, as_yaml(body))
            self.edits["alias"].append(Edit(path, as_yaml(body), as_yaml({**body, "aliases": [pact]})))

    def _plan_template(self, put: Put) -> None:
        path = "themes/broadsheet/templates/article.html"
        put(path, _TEMPLATE.replace("NUMBER", "0"))
        for round in range(ROUNDS):
            before, after = f'content="{round}"', f'content="{round + 1}"'
            self.edits["template"].append(Edit(path, before, after))


def _source_of(claim: str) -> str:
    return claim.replace("claim", "report")


def write(root: Path, articles: int, seed: int = 1) -> dict[str, list[Edit]]:
    """Write a project to a folder; gives the edits by kind."""
    folders: set[Path] = set()

    def put(path: str, text: str) -> None:
        target = root / path
        if target.parent not in folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            folders.add(target.parent)
        target.write_text(text, encoding="utf-8")

    corpus = Corpus(articles, seed)
    corpus.put_all(put)
    return corpus.edits


def read_edits(folder: Path) -> dict[str, list[Edit]]:
    """The edits beside a project that was written by the command line."""
    found = json.loads((folder / "edits.json").read_text(encoding="utf-8"))
    return {kind: [Edit(*one) for one in edits] for kind, edits in found.items()}


def main(articles: int, folder: Path) -> None:
    """Write a project and its edits."""
    edits = write(folder / "project", articles)
    (folder / "edits.json").write_text(json.dumps(edits, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
