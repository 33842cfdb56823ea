"""The page about languages is followed step by step, and both editions are looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

THEME = Path(__file__).parents[2] / "themes/broadsheet/locales"


@pytest.fixture(scope="module")
def site(follower: Callable[[str], Any]) -> Path:
    """What the page builds."""
    return Path(follower("languages.md").folder) / "site"


def test_the_article_is_there_in_both_languages(site: Path) -> None:
    english = (site / "articles/fair/index.html").read_text(encoding="utf-8")
    ukrainian = (site / "uk/articles/fair/index.html").read_text(encoding="utf-8")
    assert '<html lang="uk"' in ukrainian
    assert "8 березня 2024" in ukrainian
    assert 'data-e="person:ann-lee" href="../../../uk/people/ann-lee/"' in ukrainian
    assert "мерка містечка" in ukrainian
    assert 'hreflang="uk" href="https://example.org/uk/articles/fair/"' in english
    assert '<a href="../../articles/fair/" lang="en"' in english


def test_the_record_says_what_it_says_in_each_language(site: Path) -> None:
    english = (site / "people/ann-lee/index.html").read_text(encoding="utf-8")
    ukrainian = (site / "uk/people/ann-lee/index.html").read_text(encoding="utf-8")
    assert "<h1>Енн Лі</h1>" in ukrainian
    assert "Відкриває ярмарок від 2020 року." in ukrainian
    assert 'lang="en" dir="ltr">Ann Lee</span>' in ukrainian
    assert "Енн Лі" in english
    assert "Ярмарок" not in english
