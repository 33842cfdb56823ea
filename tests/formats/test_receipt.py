"""`build.json` stands for what the site is made from: no more and no less."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest
from newsroom import FILES, built  # type: ignore[import-not-found]
from small_sites import SmallSite

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
DEFAULTS = (
    ("glossary.yaml", "term: squall", "term: squall", "term: squall, match: whole-word"),
    ("articles/calm.md", "noindex: true", "#\n#\n#", "type: briefing\ndir: auto\ncard: hover"),
    # A blank too many is for pydantic to judge.
    (
        "articles/calm.md",
        "title: Calm on Merrow",
        "title: 'Calm on Merrow '\n#",
        "title: 'Calm on Merrow '\ntype: briefing",
    ),
    ("events.yaml", "status: reported, ", "", "status: reported, "),
    ("topics.yaml", "title: The storm", "title: The storm", "title: The storm, status: ongoing"),
    ("people.yaml", "name: Ann Lee", "name: Ann Lee", "name: Ann Lee, privacy: public"),
)
"""File, what stands there, the same with a default left out, and with it written out."""


def edited(path: str, old: str, new: str) -> dict[str, str | bytes]:
    text = str(FILES[path])
    assert old in text
    return {**FILES, path: text.replace(old, new)}


def of_input(files: Mapping[str, str | bytes], make: Make) -> str:
    return str(json.loads(built(make, files)[1]["build.json"])["input"])


@pytest.mark.parametrize(("path", "old", "without", "written"), DEFAULTS)
def test_a_default_that_is_written_out_changes_nothing(
    path: str, old: str, without: str, written: str, small_site: Make
) -> None:
    """Equal records have equal bytes, so a build that follows an edit and a clean one agree."""
    short, long = (of_input(edited(path, old, new), small_site) for new in (without, written))
    assert short == long


def test_what_is_for_the_desk_alone_changes_nothing(small_site: Make) -> None:
    """Who compares digests learns nothing of notes that are not published."""
    told = edited(
        "people.yaml",
        "name: Ann Lee",
        "name: Ann Lee, editor_notes: [Ask again.], review_by: 2022-05-01, accept: {W106: we know}",
    )
    assert of_input(told, small_site) == of_input(FILES, small_site)


def test_every_edit_that_readers_may_see_changes_it(small_site: Make) -> None:
    edits = (
        ("people.yaml", "A witness.", "A keeper."),
        ("articles/calm.md", "slept", "woke"),
        ("/briefgen.yaml", "The Merrow Desk", "The Desk"),
    )
    found = [of_input(FILES, small_site), *(of_input(edited(*one), small_site) for one in edits)]
    assert len(set(found)) == len(found)
