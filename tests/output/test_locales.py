"""The words that broadsheet brings: every language has all of them, with the plural forms that it needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from babel import Locale

from briefgen.model.config import SiteConfig
from briefgen.output.themes import Theme, load_theme
from briefgen.output.words import Words, own_name

PLACES = re.compile(r"\{\w+\}")


@pytest.fixture(scope="module")
def theme() -> Theme:
    found = load_theme(Path("/"), SiteConfig()).value
    assert found is not None
    return found


@pytest.mark.parametrize("lang", ["uk", "he"])
def test_every_word_is_there_and_fills_in_the_same_values(theme: Theme, lang: str) -> None:
    english, other = theme.words["en"], theme.words[lang]
    assert set(other) == set(english)
    for key, words in other.items():
        assert _places(words) <= _places(english[key]), key


@pytest.mark.parametrize("lang", ["en", "uk", "he"])
def test_plural_forms_are_those_of_the_language(theme: Theme, lang: str) -> None:
    needed = {Locale.parse(lang).plural_form(n) for n in range(200)}
    for key, words in theme.words[lang].items():
        if isinstance(words, Mapping):
            assert needed <= set(words), key


def test_ukrainian_counts_as_ukrainians_do(theme: Theme) -> None:
    words = Words("uk", theme.words, "UTC")
    counted = {n: words.t("count.claim", n=n) for n in (1, 2, 5, 11, 21, 22, 25)}
    assert counted[1] == "1 твердження"
    assert counted[5] == "5 тверджень"
    assert counted[11] == "11 тверджень"
    assert counted[22] == "22 твердження"
    assert words.t("entity.mention_times", n=21) == "21 раз"


def test_languages_have_their_own_names() -> None:
    assert [own_name(one) for one in ("en-GB", "uk", "he", "xx")] == ["English", "Українська", "עברית", "xx"]


def _places(words: object) -> set[str]:
    texts = words.values() if isinstance(words, Mapping) else [words]
    return {place for one in texts for place in PLACES.findall(str(one))}
