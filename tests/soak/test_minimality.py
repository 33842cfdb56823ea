"""How much a build does after one edit: which pages it looks at again, and which files change."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from briefgen.build import BuildOptions, build

from .identity import project, tree

ALL = 1000


class Row(NamedTuple):
    """One edit: in a file, some words become others; and what may follow."""

    edit: str
    file: str
    old: str
    new: str
    asked: int
    """At most so many of the 43 pages ask for something that is another one now; their views are made again."""
    written: str
    """Addresses of which the files change; of `*` too many to list."""


FLOOD, BRIDGE = "content/articles/flood.md", "content/articles/bridge.md"
TABLE = (
    Row("a comment", "content/people.yaml", "ada-berg:", "# look again\nada-berg:", 0, ""),
    Row("the order of records", "content/glossary.yaml", "storm-surge:", "another-one: {term: xyzzy, definition: Nothing., draft: true}\nstorm-surge:", 0, ""),
    Row("a source's text", "seeds/report.md", "The bridge stands.", "The bridge still stands.", 0, ""),
    Row("an address in the record", "content/.ledger/addresses.txt", "merrow-is-gone", "merrow-gone", 0, ""),
    Row("an article that is not due", "content/articles/later.md", "will speak", "will sing", 0, ""),
    Row("a private note", "content/sources.yaml", "  reliability: A\n", "  reliability: A\n  editor_notes: [Ask again.]\n", 5, ""),
    Row("a body, where no name stands", BRIDGE, "every pillar", "each pillar", 6, "articles/bridge/"),
    Row("a body, in a sentence with names", FLOOD, "By evening", "By night", 17, "articles/flood/ people/otto-lind/ places/long-bridge/ places/merrow/"),
    Row("a page", "content/pages/about.md", "does not pay", "never pays", 1, "about/"),
    Row("a note", "content/articles/flood.notes.yaml", "She saw it.", "She was there.", 1, "articles/flood/"),
    Row("a correction", "content/corrections.yaml", "A slip of the pen.", "A slip.", 2, ""),
    Row("a picture", "content/images/bridge.png", "0001", "0002", 1, "images/bridge.png"),
    Row("a figure for readers", "content/files/figures.csv", "40", "41", 1, "files/figures.csv"),
    Row("an alias that stands nowhere", "content/people.yaml", "[Ida of Merrow]", "[Ida of Merrow, Queen of the Sea]", 18, "people/ida-marsh/"),
    Row("an alias that stands in one article", "content/people.yaml", "[Ida of Merrow]", "[Ida of Merrow, forty houses]", 18, "articles/flood/ people/ida-marsh/"),
    Row("a definition", "content/glossary.yaml", "The highest tide of a year.", "The highest tide.", 4, "articles/flood/ terms/ terms/king-tide/"),
    Row("a source's reliability", "content/sources.yaml", "reliability: A", "reliability: B", 5, "articles/flood/ claims/merrow-under-water/ sources/ sources/office-table/"),
    Row("a reason", "content/claims.yaml", "Only the board says so.", "Only it says so.", 9, "articles/bridge/ claims/nobody-hurt/"),
    Row("an event", "content/events.yaml", "On the bridge.", "At the bridge.", 6, "events/ events/vote-planned/ organisations/harbour-board/"),
    Row("a topic", "content/topics.yaml", "What is known about the water.", "What is known.", 27, "/ topics/ topics/great-flood/"),
    Row("a person", "content/people.yaml", "Mayor of Merrow since 2019.", "Mayor since 2019.", 18,
        "articles/flood/ articles/vote/ events/flood-begins/ people/ people/ida-marsh/ topics/great-flood/ uk/articles/flood/"),
    Row("a headline", BRIDGE, "title: The bridge is open again", "title: The bridge opens", 18, "*16"),
    Row("a template of one kind", "themes/local/templates/term.html", '"1"', '"2"', 2, "terms/king-tide/ terms/storm-surge/"),
    Row("the time zone of the site", "briefgen.yaml", "Europe/London", "UTC", ALL, "articles/flood/"),
    Row("the name of the site", "briefgen.yaml", "Merrow, explained", "Merrow", ALL, "*43"),
)  # fmt: skip


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world, built twice."""
    root = project(tmp_path_factory.mktemp("minimality") / "project")
    build(root, BuildOptions())
    assert build(root, BuildOptions()).causes == {}
    return root


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.edit)
def test_an_edit_is_followed_by_what_shows_it_and_by_no_more(settled: Path, tmp_path: Path, row: Row) -> None:
    """No page that shows nothing of an edit is written, and few are looked at."""
    root = tmp_path / "project"
    shutil.copytree(settled, root, copy_function=shutil.copy2)
    before = tree(root / "site")
    path = root / row.file
    data = path.read_bytes()
    assert row.old.encode() in data
    path.write_bytes(data.replace(row.old.encode(), row.new.encode(), 1))
    built = build(root, BuildOptions())
    after = tree(root / "site")
    written = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert built.written is not None
    assert len(built.causes) <= row.asked, built.causes
    assert built.written.written + built.written.removed == len(written)
    if row.written.startswith("*"):
        assert len(written) == int(row.written[1:])
    else:
        assert {one.removesuffix("index.html") or "/" for one in written} == set(row.written.split())
    assert build(root, BuildOptions()).causes == {}
