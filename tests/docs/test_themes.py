"""The page about themes is followed step by step, and the pages built are looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefgen.base.text import did_you_mean
from briefgen.model.config import SiteConfig
from briefgen.output.render import Renderer
from briefgen.output.themes import load_theme
from briefgen.output.words import Words
from briefgen.pages.view import TEMPLATES

PAGE = Path(__file__).parents[2] / "docs/themes.md"


@pytest.fixture(scope="module")
def site(follower: Callable[[str], Any]) -> Path:
    """What the page builds."""
    return Path(follower("themes.md").folder) / "site"


def test_a_block_is_replaced_and_the_rest_is_kept(site: Path) -> None:
    page = (site / "articles/fair/index.html").read_text(encoding="utf-8")
    assert "Anything wrong? Write to us." in page
    assert "It begins on 6 April." in page
    assert "assets/own." in page


def test_options_words_and_whole_files_are_replaced(site: Path) -> None:
    page = (site / "articles/fair/index.html").read_text(encoding="utf-8")
    assert 'data-accent="forest"' in page
    assert ">The square<" in page
    assert "Nothing here" in (site / "404.html").read_text(encoding="utf-8")


def test_every_template_and_function_is_named() -> None:
    text = PAGE.read_text(encoding="utf-8")
    theme, _ = load_theme(Path("/"), SiteConfig())
    assert theme is not None
    own = set(Renderer(theme, Words("en", theme.words, "UTC")).environment.globals) - JINJA
    for name in (*TEMPLATES, *own):
        assert name in text, did_you_mean(name, text.split())


JINJA = {"range", "dict", "lipsum", "cycler", "joiner", "namespace"}
