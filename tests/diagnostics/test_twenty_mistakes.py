"""What goes wrong at a desk most often, and whether the answer names the file, the line and the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from small_sites import SmallSite

Make = Callable[[Mapping[str, str | bytes]], SmallSite]

STORM = "---\ntitle: Storm\ndate: 2022-04-02\n---\nIt rained.\n"
ANN = "ann: {name: Ann Lee, summary: A witness.}\n"
CLAIM = """rain:
  statement: It rained on Saturday.
  short: Rain on Saturday
  kind: event
  assertions:
    - {by: ann, date: 2022-04-02, mode: interview, source: diary}
  status_history:
    - date: 2022-04-02
      status: unverified
      reason: Nobody else saw it.
"""
REGISTRY = {"people.yaml": ANN, "sources.yaml": "diary: {kind: document, title: Diary, url_missing: on paper}\n"}


class Mistake(NamedTuple):
    """What the editor saved, where the answer must point, and the words that must stand in it."""

    files: Mapping[str, str | bytes]
    place: str
    """`file:line` from `content/` on."""
    telling: tuple[str, ...]
    """Words of the message or the hint."""
    level: str = "error"


MISTAKES: Mapping[str, Mistake] = {
    "a misspelt key": Mistake(
        {"articles/storm.md": STORM.replace("date:", "sumary: [Rain]\ndate:")},
        "articles/storm.md:3", ("no key “sumary”", "did you mean “summary”?"),
    ),
    "a status from another desk": Mistake(
        {**REGISTRY, "claims.yaml": CLAIM.replace("status: unverified", "status: debunked")},
        "claims.yaml:9", ("“debunked” is not a status", "did you mean “refuted”?"),
    ),
    "a date as people write it": Mistake(
        {"articles/storm.md": STORM.replace("2022-04-02", "4/2/2022")},
        "articles/storm.md:3", ("two ways", "year first"),
    ),
    "a reference to nobody": Mistake(
        {**REGISTRY, "claims.yaml": CLAIM.replace("by: ann", "by: anne")},
        "claims.yaml:6", ("no person or organisation “anne”", "did you mean “ann”?"),
    ),
    "an id used twice": Mistake(
        {"people.yaml": ANN, "people/ann.yaml": "name: Ann Lee\nsummary: Another.\n"},
        "people/ann.yaml:1", ("already a person with the id “ann”", "content/people.yaml:1:1"),
    ),
    "a tab in YAML": Mistake(
        {"people.yaml": "ann:\n\tname: Ann Lee\n"},
        "people.yaml:2", ("a tab stands here", "spaces"),
    ),
    "a quotation mark never closed": Mistake(
        {"articles/storm.md": STORM.replace("Storm", '"Storm')},
        "articles/storm.md:2", ('the quotation mark " that opens here is never closed',),
    ),
    "a picture that is not there": Mistake(
        {"people.yaml": "ann:\n  name: Ann Lee\n  summary: A witness.\n  image: {src: ann.jpg, alt: Ann, credit: Bob}\n"},
        "people.yaml:4", ("there is no file “ann.jpg”",),
    ),
    "line ends of Windows": Mistake(
        {"articles/storm.md": STORM.replace("\n", "\r\n")},
        "articles/storm.md:1", ("carriage returns", "nothing needs to be done"), "note",
    ),
    "a byte order mark": Mistake(
        {"articles/storm.md": b"\xef\xbb\xbf" + STORM.encode()},
        "articles/storm.md:1", ("byte order mark", "nothing needs to be done"), "note",
    ),
    "a file saved as Latin-1": Mistake(
        {"articles/storm.md": STORM.replace("It rained", "It rained in Orléans").encode("latin-1")},
        "articles/storm.md:5", ("would be “é”", "UTF-8"),
    ),
    "an empty file": Mistake(
        {"articles/storm.md": ""},
        "articles/storm.md:1", ("the file is empty", "the smallest article looks like this"),
    ),
    "a huge file": Mistake(
        {"articles/storm.md": STORM + "It rained and rained.\n" * 100_000},
        "articles/storm.md:1", ("2.1 MB", "split it"),
    ),
    "two pages on one address": Mistake(
        {"articles/storm.md": STORM, "articles/flood.md": STORM.replace("date:", "redirect_from: [storm]\ndate:")},
        "articles/flood.md:3", ("two pages want the address /articles/storm/", "redirect_from"),
    ),
    "a list where text is expected": Mistake(
        {"articles/storm.md": STORM.replace("title: Storm", "title: [Storm, Flood]")},
        "articles/storm.md:2", ("`title` must be text, not a list",),
    ),
    "a required key left out": Mistake(
        {"people.yaml": "ann:\n  summary: A witness.\n"},
        "people.yaml:1", ("a person needs `name`", "add `name:`"),
    ),
    "a status that is no word": Mistake(
        {**REGISTRY, "claims.yaml": CLAIM.replace("status: unverified", "status: false")},
        "claims.yaml:9", ("`status` must be text", '"false"'),
    ),
    "a colon in a title": Mistake(
        {"articles/storm.md": STORM.replace("Storm", "Storm: what we know")},
        "articles/storm.md:2", ("colon", '"Storm: what we know"'),
    ),
    "front matter never closed": Mistake(
        {"articles/storm.md": "---\ntitle: Storm\ndate: 2022-04-02\n\nIt rained.\n"},
        "articles/storm.md:1", ("never closed by a second line “---”",),
    ),
    "a folder of the wrong name": Mistake(
        {"articles/storm.md": STORM, "artcles/flood.md": STORM},
        "artcles/flood.md:1", ("not read", "did you mean the folder “articles”?"), "warning",
    ),
    "an id with capitals": Mistake(
        {"people.yaml": "Ann-Lee: {name: Ann Lee, summary: A witness.}\n"},
        "people.yaml:1", ("“Ann-Lee” is no id", "write ann-lee"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_common_mistake_is_told_where_it_is_and_how_to_mend_it(small_site: Make, mistake: Mistake) -> None:
    """Each of the usual slips gives one answer, with its file and line, that says what to write instead."""
    site = small_site(mistake.files)
    found = site.check().diagnostics
    text = site.text(found)
    assert [one.level for one in found] == [mistake.level], text
    assert text.startswith(f"content/{mistake.place}:"), text
    for words in mistake.telling:
        assert words in text


def test_a_folder_linked_into_itself_is_told_and_not_followed(small_site: Make) -> None:
    """A link that leads in a circle is told by its name, instead of the program reading on for ever."""
    site = small_site({"articles/storm.md": STORM})
    (site.root / "content/articles/again").symlink_to(Path("../articles"))
    text = site.text(site.check().diagnostics)
    assert text.startswith("content/articles/again:1:1: error BG-E015: this link leads in a circle"), text
    assert "remove the link" in text


def test_several_mistakes_are_told_at_once(small_site: Make) -> None:
    """An editor sees everything that is wrong in one go, in the order of the files and lines."""
    site = small_site(
        {
            "articles/storm.md": STORM.replace("2022-04-02", "soon"),
            "people.yaml": "ann: {name: Ann Lee, sumary: A witness.}\nBob: {name: Bob, summary: A witness.}\n",
        }
    )
    assert site.told()[:3] == [
        "E005 content/articles/storm.md:3:7",
        "W032 content/people.yaml:1:1",
        "E003 content/people.yaml:1:22",
    ]
