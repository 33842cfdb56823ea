"""How much a build does after one edit: which pages it looks at again, and which files change."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from briefgen.build import build
from briefgen.preparing import BuildOptions

from .identity import project, tree

EXPECTED = Path(__file__).with_name("minimality.txt")
MANY = 25
"""More files than this are counted instead of listed."""


class Row(NamedTuple):
    """One edit: in a file, some words become others."""

    edit: str
    file: str
    old: str
    new: str
    nothing: bool = False
    """Whether readers must not notice: no file may change, whatever stands in the list of what is expected."""


FLOOD, BRIDGE = "content/articles/flood.md", "content/articles/bridge.md"
TABLE = (
    Row("a comment", "content/people.yaml", "ada-berg:", "# look again\nada-berg:", nothing=True),
    Row("the order of records", "content/glossary.yaml", "storm-surge:", "another-one: {term: xyzzy, definition: Nothing., draft: true}\nstorm-surge:", nothing=True),
    Row("a source's text", "seeds/report.md", "The bridge stands.", "The bridge still stands.", nothing=True),
    Row("an address in the record", "content/.ledger/addresses.txt", "merrow-is-gone", "merrow-gone", nothing=True),
    Row("an article that is not due", "content/articles/later.md", "will speak", "will sing", nothing=True),
    Row("a private note", "content/sources.yaml", "  reliability: A\n", "  reliability: A\n  editor_notes: [Ask again.]\n"),
    Row("a body, where no name stands", BRIDGE, "every pillar", "each pillar"),
    Row("a body, in a sentence with names", FLOOD, "By evening", "By night"),
    Row("a page", "content/pages/about.md", "does not pay", "never pays"),
    Row("a note", "content/articles/flood.notes.yaml", "She saw it.", "She was there."),
    Row("a correction", "content/corrections.yaml", "A slip of the pen.", "A slip."),
    Row("a picture", "content/images/bridge.jpg", "0001", "0002"),
    Row("a figure for readers", "content/files/figures.csv", "40", "41"),
    Row("an alias that stands nowhere", "content/people.yaml", "[Ida of Merrow]", "[Ida of Merrow, Queen of the Sea]"),
    Row("an alias that stands in one article", "content/people.yaml", "[Ida of Merrow]", "[Ida of Merrow, forty houses]"),
    Row("a definition", "content/glossary.yaml", "The highest tide of a year.", "The highest tide."),
    Row("a source's reliability", "content/sources.yaml", "reliability: A", "reliability: B"),
    Row("a reason", "content/claims.yaml", "Only the board says so.", "Only it says so."),
    Row("an event", "content/events.yaml", "On the bridge.", "At the bridge."),
    Row("a topic", "content/topics.yaml", "What is known about the water.", "What is known."),
    Row("a person", "content/people.yaml", "Mayor of Merrow since 2019.", "Mayor since 2019."),
    Row("a headline", BRIDGE, "title: The bridge is open again", "title: The bridge opens"),
    Row("a template of one kind", "themes/local/templates/term.html", '"1"', '"2"'),
    Row("the time zone of the site", "briefgen.yaml", "Europe/London", "UTC"),
    Row("the name of the site", "briefgen.yaml", "Merrow, explained", "Merrow"),
)  # fmt: skip


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world, built twice."""
    root = project(tmp_path_factory.mktemp("minimality") / "project")
    build(root, BuildOptions())
    assert build(root, BuildOptions()).causes == {}
    return root


def followed(settled: Path, folder: Path, row: Row) -> str:
    """What a build does after one edit, in a line or two: pages it looks at, and files that are other ones."""
    root = folder / "project"
    shutil.copytree(settled, root, copy_function=shutil.copy2)
    before = tree(root / "site")
    path = root / row.file
    data = path.read_bytes()
    assert row.old.encode() in data
    path.write_bytes(data.replace(row.old.encode(), row.new.encode(), 1))
    built = build(root, BuildOptions())
    after = tree(root / "site")
    changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    assert built.written is not None
    assert built.written.written + built.written.removed == len(changed)
    assert not (row.nothing and changed), changed
    assert build(root, BuildOptions()).causes == {}
    shutil.rmtree(root)
    names = [one.removesuffix("index.html") or "/" for one in changed]
    shown = f"{len(names)} files" if len(names) > MANY else " ".join(names) or "nothing"
    return f"{row.edit}: {len(built.causes)} pages looked at\n  {shown}\n"


def test_an_edit_is_followed_by_what_shows_it_and_by_no_more(
    settled: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """No page that shows nothing of an edit is written, and few are looked at: as listed, edit by edit."""
    pages = sum(path.suffix == ".html" for path in (settled / "site").rglob("*"))
    found = f"{pages} pages\n" + "".join(followed(settled, tmp_path / f"{n}", row) for n, row in enumerate(TABLE))
    if request.config.getoption("--rewrite"):
        EXPECTED.write_text(found, encoding="utf-8", newline="\n")
    assert found == EXPECTED.read_text(encoding="utf-8")
