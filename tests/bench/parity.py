"""The same corpus built by Hugo and by briefgen, in turns: the same kinds of page from the same words.

The corpus and Hugo's site of it lie outside the project and are named on the command line; nothing of theirs is kept
here. A corpus is a folder `neutral/` with

- `articles/**/<id>.md`: front matter (`title date section summary tags`) and Markdown,
- `articles/**/<id>.notes.yaml`: `claims`, each with `id by status text note`,
- `entities/<kind>/<id>.yaml`: `id name kind aliases summary text`, where the kind is person, place or org.

It becomes a project whose theme (`parity_theme/`) shows what Hugo's layouts show. Hugo links the names of the entities
that each article lists by hand; briefgen is given no such lists and finds them in the text.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import yaml

from .processes import Run, python, run
from .yaml_text import as_yaml

REPEATS = 5
"""Pairs of runs, unless the command line says otherwise."""
THEME = Path(__file__).parent / "parity_theme"
EQUAL = ("article", "entity", "tag", "section", "tracker")
"""Kinds of page of which both sites must have as many."""
EXPLAINED: Mapping[str, str] = {
    "list": "further pages of lists: Hugo has 20 articles on one, briefgen 50, and it pages through claims and mentions too",
    "index": "Hugo: articles, entities, tags, categories; briefgen: articles, people, organisations, places, sources, tags, sections",
    "redirect": "Hugo makes `page/1/` lead to the first page of each list",
    "front": "",
    "404": "left out of Hugo's site by its configuration",
}
"""Kinds of page of which the sites may have different numbers, and why."""

_SINGULARS = {"people": "person", "places": "place", "organisations": "organisation"}
_KINDS = {"person": "people", "place": "places", "org": "organisations"}
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "people": {"text": "bio"},
    "places": {"text": "body", "kind": "city"},
    "organisations": {"text": "body", "kind": "other"},
}
"""By folder: the field that holds an entity's text, and its sort, which the corpus does not know."""
_URL = "https://briefs.example/"
_CONFIG = """\
title: Explained briefings
url: URL
theme: parity
pages: {claims: false, sources: false, months: false, timeline: false, changes: false, days: false}
search: false
maps: false
images: false
structured_data: false
feeds: false
sitemap: false
api: false
claims:
  statuses:
    verified: {set: F, label: verified}
    contested: {set: F, label: disputed}
    "false": {set: F, label: "false"}
    developing: {set: F, label: developing}
menu: [MENU]
checks: {W213: off, W216: off}
"""
_STATUSES = {"disputed": "contested"}
"""Here a status alone, as in the corpus: briefgen's own “disputed” wants evidence from both sides."""
_SOURCE = {
    "reports": {"kind": "webpage", "title": "The corpus", "url_missing": "It is made up.", "accessed": "2014-01-01"}
}
_REDIRECT = re.compile(rb'http-equiv="?refresh')
_ROWS: Mapping[str, Mapping[str, str]] = {
    "claims in articles": {"hugo": r"<tr id=", "briefgen": r"<tr id="},
    "names found in texts": {"hugo": r'<a class="ent"', "briefgen": r'<(?:a class="bg-e"|span) data-e="'},
    "entries of who and where": {"hugo": r"<dt>", "briefgen": r"<dt>"},
}
"""What is counted inside article pages, to see that both do the work."""
_TOLERANCE = 0.01
"""Hugo links all listed names, briefgen those that it is sure of: the two may differ by so much."""
Tell = Callable[[str], None]


class UnequalError(Exception):
    """The two sites are not made of the same pages, so their times say nothing about each other."""


class Site(NamedTuple):
    """What a generator made."""

    kinds: Mapping[str, int]
    """HTML files by kind of page."""
    rows: Mapping[str, int]
    """What stands inside article pages."""
    bytes: int

    @property
    def pages(self) -> int:
        """All HTML files."""
        return sum(self.kinds.values())


class Duel(NamedTuple):
    """Both generators on one corpus."""

    articles: int
    hugo: Site
    briefgen: Site
    runs: Mapping[str, list[Run]]
    """By generator, in the order in which they ran: the first of one beside the first of the other."""

    def as_plain(self) -> dict[str, object]:
        """All figures, for JSON."""
        runs = {who: [one._replace(output="")._asdict() for one in found] for who, found in self.runs.items()}
        made = {"hugo": self.hugo._asdict(), "briefgen": self.briefgen._asdict()}
        return {"articles": self.articles, "sites": made, "runs": runs}

    def middle(self, who: str, what: str) -> float:
        """Median of a figure."""
        return median(getattr(one, what) for one in self.runs[who])

    def ratio(self, what: str) -> float:
        """Median of briefgen's figure over Hugo's in the same pair."""
        pairs = zip(self.runs["briefgen"], self.runs["hugo"], strict=True)
        return median(getattr(own, what) / getattr(other, what) for own, other in pairs)


def duel(hugo: Path, hugo_site: Path, corpus: Path, repeats: int, tell: Tell) -> Duel:
    """Build both sites again and again, each time into nothing. Raises `UnequalError`, `FailedError`.

    `hugo` is the program, `hugo_site` the folder of its site, `corpus` the folder above `neutral/`.
    """
    with tempfile.TemporaryDirectory(prefix="briefgen-parity-") as name:
        folder = Path(name)
        project = folder / "project"
        tell("parity: writing the project")
        write_project(corpus / "neutral", project)
        out = folder / "hugo"
        commands = {
            "hugo": [str(hugo), "build", "--quiet", "--source", str(hugo_site), "--destination", str(out)],
            "briefgen": [python(), "-m", "briefgen", "-C", str(project), "build"],
        }
        made = {"hugo": (out,), "briefgen": (project / "site", project / ".briefgen")}
        runs: dict[str, list[Run]] = {"hugo": [], "briefgen": []}
        for turn in range(repeats + 1):
            for who, command in commands.items():
                tell(f"parity: {who}, {f'run {turn} of {repeats}' if turn else 'to warm up'}")
                for number, one in enumerate(made[who]):
                    _put_away(one, folder / f"{who}-{turn}-{number}")
                done = run(command)
                if turn:
                    runs[who].append(done)
        sites = {"hugo": look_at(out, "hugo"), "briefgen": look_at(project / "site", "briefgen")}
    compare(sites["hugo"], sites["briefgen"])
    return Duel(sites["hugo"].kinds["article"], sites["hugo"], sites["briefgen"], runs)


def _put_away(made: Path, place: Path) -> None:
    """Make room for the next build. Nothing is removed before the end: where files have just been, ext4 takes longer to
    make new ones, up to half of the time of a build."""
    if made.exists():
        made.rename(place)


def compare(hugo: Site, briefgen: Site) -> None:
    """Raise `UnequalError` unless the sites have the same pages, except where it is explained why not."""
    for kind in EQUAL:
        if hugo.kinds.get(kind) != briefgen.kinds.get(kind):
            raise UnequalError(f"pages of the kind “{kind}”: {hugo.kinds.get(kind)} and {briefgen.kinds.get(kind)}")
    if unknown := {*hugo.kinds, *briefgen.kinds} - {*EQUAL, *EXPLAINED}:
        raise UnequalError(f"pages that nobody has explained: {', '.join(sorted(unknown))}")
    for what, count in hugo.rows.items():
        if abs(count - briefgen.rows[what]) > count * _TOLERANCE:
            raise UnequalError(f"{what}: {count} and {briefgen.rows[what]}")


# --- the project --------------------------------------------------------------------------------------------------


def write_project(neutral: Path, project: Path) -> None:
    """Write the corpus as a briefgen project."""
    shutil.rmtree(project, ignore_errors=True)
    kinds: dict[str, str] = {}
    sections: set[str] = set()
    for path in sorted((neutral / "entities").rglob("*.yaml")):
        entity = _read(path.read_text(encoding="utf-8"))
        kind = _KINDS[entity["kind"]]
        kinds[entity["id"]] = kind
        _put(project / "content" / kind / path.name, as_yaml(_entity(entity, kind)))
    for path in sorted((neutral / "articles").rglob("*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        article = _read(front)
        sections.add(article["section"])
        target = project / "content" / path.relative_to(neutral)
        article["standfirst"] = article.pop("summary")
        _put(target, f"---\n{as_yaml({**article, 'claims': _ids(path)})}---\n\n{body}")
        claims = [{"inline": one} for one in _claims(path, str(article["date"]), kinds)]
        _put(target.with_suffix(".notes.yaml"), as_yaml({"claims": claims}))
    _put(project / "content" / "sources.yaml", as_yaml(_SOURCE))
    menu = ", ".join(f'{{label: {one.title()}, url: "{_URL}sections/{one}/"}}' for one in sorted(sections))
    config = _CONFIG.replace("URL", _URL).replace("MENU", f"{menu}, claims, people, organisations, places")
    _put(project / "briefgen.yaml", config)
    shutil.copytree(THEME, project / "themes" / "parity")


def _read(text: str) -> dict[str, Any]:
    return dict(yaml.load(text, yaml.CSafeLoader))


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _entity(entity: Mapping[str, Any], kind: str) -> dict[str, object]:
    fields = _FIELDS[kind]
    found: dict[str, object] = {"name": entity["name"]}
    if "kind" in fields:
        found["kind"] = fields["kind"]
    if entity["aliases"]:
        found["aliases"] = entity["aliases"]
    return {**found, "summary": entity["summary"], fields["text"]: entity["text"]}


def _notes(article: Path) -> list[dict[str, Any]]:
    return list(_read(article.with_suffix(".notes.yaml").read_text(encoding="utf-8"))["claims"])


def _ids(article: Path) -> list[str]:
    return [one["id"] for one in _notes(article)]


def _claims(article: Path, day: str, kinds: Mapping[str, str]) -> Iterator[dict[str, object]]:
    for one in _notes(article):
        key = f"{_SINGULARS[kinds[one['by']]]}:{one['by']}"
        said = {"date": day, "mode": "reported-speech", "source": "reports"}
        # Places say nothing in briefgen: a claim of theirs is about them, so that their page lists it all the same.
        of_place = key.startswith("place:")
        yield {
            "id": one["id"],
            "statement": one["text"],
            "short": " ".join(one["text"].split()[:5]),
            "kind": "event",
            "about": [key] if of_place else [],
            "assertions": [{"by_label": "Local officials", **said} if of_place else {"by": key, **said}],
            "status_history": [
                {"date": day, "status": _STATUSES.get(one["status"], one["status"]), "reason": one["note"]}
            ],
        }


# --- what was made ------------------------------------------------------------------------------------------------


def look_at(folder: Path, who: str) -> Site:
    """Count the pages of a site by kind, and what stands in its articles."""
    kinds: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    size = 0
    for path in folder.rglob("*.html"):
        data = path.read_bytes()
        size += len(data)
        kind = "redirect" if _REDIRECT.search(data[:1000]) else kind_of(path.relative_to(folder).as_posix())
        kinds[kind] += 1
        if kind == "article":
            text = data.decode()
            for name, patterns in _ROWS.items():
                rows[name] += len(re.findall(patterns[who], text))
    return Site(dict(kinds), dict(rows), size)


_FOLDERS = {
    "articles": "article", "entities": "entity", "people": "entity", "organisations": "entity", "places": "entity",
    "tags": "tag", "categories": "section", "sections": "section", "claims": "tracker", "sources": "source",
}  # fmt: skip


def kind_of(path: str) -> str:
    """The kind of page that a file is, in words that hold for both sites."""
    parts = path.removesuffix("index.html").strip("/").split("/")
    match parts:
        case [""]:
            return "front"
        case ["404.html"]:
            return "404"
        case [*_, "page", _]:
            return "list"
        case ["claims"]:
            return "tracker"
        case [folder] if folder in _FOLDERS:
            return "index"
        case [folder, _]:
            return _FOLDERS.get(folder, path)
        case _:
            return path
