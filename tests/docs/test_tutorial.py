"""The tutorial keeps its promises: every step is done as written, and the results are looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

ARTICLE = "site/articles/footbridge-is-safe-says-mayor/index.html"


@pytest.fixture(scope="module")
def followed(follower: Callable[[str], Any]) -> Any:
    """A reader at the end of the tutorial."""
    return follower("tutorial.md")


@pytest.fixture(scope="module")
def page(followed: Any) -> str:
    """The article's page."""
    return (followed.folder / ARTICLE).read_text(encoding="utf-8")


def test_the_article_says_what_was_known_then_and_now(page: str) -> None:
    words = _words(page)
    assert "? Not verified" in words
    assert "Now: ✕ False (15 Mar 2024)" in words


def test_names_are_linked_without_being_marked(page: str) -> None:
    for key in ("person:rita-okafor", "place:millbrook", "place:alder-footbridge"):
        assert f'<a class="bg-e" data-e="{key}"' in page
    assert '<span data-e="person:rita-okafor">Ms Okafor</span>' in page


def test_notes_stand_beside_the_text(page: str) -> None:
    assert "Closed twice since 2022, after floods." in page


def test_nothing_is_left_to_mend(followed: Any) -> None:
    assert followed.type("briefgen", "check", "--strict") == ""
    assert followed.code == 0


def test_addresses_are_recorded(followed: Any) -> None:
    addresses = (followed.folder / "content/.ledger/addresses.txt").read_text(encoding="utf-8").splitlines()
    assert "articles/footbridge-is-safe-says-mayor/" in addresses


def test_the_files_shown_at_the_end_are_the_ones_written(
    followed: Any, shown_last: Callable[[str], dict[str, str]]
) -> None:
    final = shown_last("tutorial.md")
    assert set(final) == {
        "briefgen.yaml",
        "content/articles/footbridge-is-safe-says-mayor.md",
        "content/claims.yaml",
        "content/sources.yaml",
    }
    for path, text in final.items():
        assert (followed.folder / path).read_text(encoding="utf-8") == text, path


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace("( ", "(").replace(" )", ")")
