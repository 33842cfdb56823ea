"""The words by which texts are found."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.search.terms import terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Zelenskyy’s call", ["zelenskyy", "call"]),
        ("Erdoğan, İstanbul & Łódź", ["erdogan", "istanbul", "lodz"]),
        ("В’ячеслав Їжак", ["вячеслав", "іжак"]),
        ("Kyiv–Chernihiv: 30 towns", ["kyiv", "chernihiv", "30", "towns"]),
        ("الْعَرَبِيَّة", ["العربية"]),
        ("東京都 Tokyo", ["東京", "京都", "tokyo"]),
        ("水", ["水"]),
        ("Straße, œuvre, Ødegård", ["strasse", "oeuvre", "odegard"]),
        ("", []),
    ],
)
def test_texts_are_cut_into_folded_words(text: str, words: list[str]) -> None:
    """Accents, case, apostrophes and punctuation do not count; scripts without spaces are cut into pairs."""
    assert terms(text) == words


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_words_are_folded_once_for_all(text: str) -> None:
    """Words that were found are found again by themselves, whatever the text."""
    found = terms(text)
    assert all(word and unicodedata.category(word[0])[0] not in "ZPSC" for word in found)
    for word in found:
        assert word in terms(word) or len(word) > len("".join(terms(word)))


@given(st.text(alphabet=st.sampled_from("abc'’ s-.“”–ÉéΣσς1")))
def test_plain_letters_take_no_other_way_than_all_letters(text: str) -> None:
    """The short way for plain letters gives what the long way gives."""
    assert terms(text) == [word for word in terms(f"{text} \u0416") if word != "ж"]
