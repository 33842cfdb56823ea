"""The sentence around a name, as lists of mentions show it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.base.sentences import LONGEST, in_sentence, sentence_range


def around(text: str, name: str) -> str:
    start = text.index(name)
    first, last = sentence_range(text, start, start + len(name))
    return text[first:last].strip()


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ("It rained. Ann was wet. Bob was dry.", "Ann", "Ann was wet."),
        ("Ann was wet.", "Ann", "Ann was wet."),
        ("It rained. Mr. Lee was wet. Bob left.", "Lee", "Mr. Lee was wet."),
        ("It rained. So did Gen. Lee. Bob left.", "Gen. Lee", "So did Gen. Lee."),
        ("Boris B. Johnson spoke. Ann left.", "Johnson", "Boris B. Johnson spoke."),
        ("“It rained.” Ann left.", "Ann", "Ann left."),
        ("Did it rain? Ann thinks so! Bob left.", "Ann", "Ann thinks so!"),
        ("It rained… Ann left.", "Ann", "Ann left."),
        ("It rained 3.5 cm in Kyiv. Ann left.", "Kyiv", "It rained 3.5 cm in Kyiv."),
        ("Prices rose. 40 people met Ann there.", "Ann", "40 people met Ann there."),
        ("Йшов дощ. Ганна змокла. Боб пішов.", "Ганна", "Ганна змокла."),
        ("下雨了。安娜湿了。鲍勃走了。", "安娜", "安娜湿了。"),
        ("「下雨了。」安娜说。", "安娜", "安娜说。"),
    ],
)
def test_a_mention_is_shown_in_its_sentence(text: str, name: str, sentence: str) -> None:
    """A list of mentions shows the sentence that holds the name; abbreviations and decimals do not end one."""
    assert around(text, name) == sentence


words = st.lists(
    st.sampled_from(["rain", "Kyiv", "a", "Mr.", "end.", "“so”", "&", "<b>", "extraordinarily"]), max_size=120
)


@given(words, words)
def test_a_long_sentence_is_cut_between_words(before: list[str], after: list[str]) -> None:
    """However long the sentence, the name is in it, marked, and no word is cut in two."""
    text = " ".join([*before, "NAME", *after])
    start = len(" ".join([*before, ""])) if before else 0
    html = in_sentence(text, start, start + 4)
    shown = unescape(re.sub(r"</?mark>", "", html))
    assert html.count("<mark>NAME</mark>") == 1
    assert len(shown) <= LONGEST + 4
    kept = shown.removeprefix("… ").removesuffix(" …").split()
    assert " ".join(kept) in text
    assert set(kept) <= {*before, *after, "NAME"}
