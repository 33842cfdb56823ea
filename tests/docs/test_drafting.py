"""The page about drafting: every command is run, every file is compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_examples_print_what_the_page_shows(
    follower: Callable[[str], Any], shown_last: Callable[[str], dict[str, str]]
) -> None:
    followed = follower("drafting.md")
    for path, text in shown_last("drafting.md").items():
        assert (followed.folder / path).read_text(encoding="utf-8") == text
