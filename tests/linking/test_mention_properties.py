"""What holds for every text and every registry: offsets, idempotence, independence, and a reason for each refusal."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from registries import registry

from briefgen.base.text import fold_case
from briefgen.linking.inflection import inflected
from briefgen.linking.names import surface
from briefgen.linking.outside import Found, LeftOut, OutsideLinker
from briefgen.model.outside import OutsideName, OutsideText

REGISTRY = registry("""\
person ann-river | Ann River | River
person bo-river | Bo River | River
person carl-stone | Carl Stone | Stone
person may | Dana May | May
place mirland | Mirland | Мирландия, ミルラ, المرج
place south-mirland | South Mirland
place vell | Vell | Вель
org who | World Health Office | WHO, W.H.O.
""")
LINKER = OutsideLinker(REGISTRY)
PIECES = (
    "Ann River", "Bo River", "River", "Carl Stone", "Stone", "May", "Mirland", "South Mirland", "New Mirland", "Vell", "WHO", "who",
    "W.H.O.", "Мирландии", "Мирландия", "ミルラ", "バミルラ", "西部", "بالمرج", "Stone & Stone", "Vell Tower", "President", "the", "and", "in",
    "Karl", "Mr", "of", "3", "-", "“", "”", "'s", ".", ",", "\n", "\n\n", "\u00a0", "\u00ad", "e\u0301", "\u200b", "*", "`", "[", "](x)", "<b>", "&amp;",
    "{{< x >}}", "https://vell.example/Vell", "\r\n", "  ", "🙂",
)  # fmt: skip
pieces = st.one_of(st.sampled_from(PIECES), st.text(max_size=4))
texts = st.lists(st.tuples(pieces, st.sampled_from(["", " ", " ", " "])), max_size=14).map(
    lambda parts: "".join(one + gap for one, gap in parts)
)
formats = st.sampled_from(["text", "markdown"])
langs = st.sampled_from(["en", "ru", "uk", "ja", "ar", "zh", "de", "fr"])


def read(linker: OutsideLinker, text: str, form: str, lang: str) -> tuple[list[Found], list[LeftOut]]:
    return linker.mentions(
        OutsideText(id="t", lang=lang, format="markdown" if form == "markdown" else "text", text=text)
    )


def names_of(record: OutsideName, lang: str) -> set[str]:
    """Every way to write a record's names, as they are compared."""
    names = {record.name, *record.aliases, record.name.rpartition(" ")[2]}
    return {fold_case(surface(form)) for name in names for form in (name, *inflected(name, lang))}


def plain(text: str) -> str:
    return fold_case(surface(" ".join(text.replace("*", "").replace("`", "").split())))


@given(texts, formats, langs)
def test_every_mention_is_one_of_its_records_names(text: str, form: str, lang: str) -> None:
    """The words at the offsets, counted in the text as given, are a name of the record that they are taken for."""
    mentions, _ = read(LINKER, text, form, lang)
    records = {one.id: one for one in REGISTRY}
    for one in mentions:
        assert 0 <= one.start < one.end <= len(text)
        words = plain(unicodedata.normalize("NFC", text[one.start : one.end]))
        assert form == "markdown" or words in names_of(records[one.entity], lang)
    assert all(first.end <= second.start for first, second in pairwise(mentions))


@given(texts, formats, langs)
def test_every_name_that_is_left_out_has_a_reason(text: str, form: str, lang: str) -> None:
    """Whatever was found and not linked says why, and names the words at its offsets."""
    _, left = read(LINKER, text, form, lang)
    for one in left:
        assert one.reason
        assert one.entities or "listed" in one.reason
        assert text[one.start : one.end] == one.words


@given(texts, formats, langs)
def test_reading_twice_gives_the_same(text: str, form: str, lang: str) -> None:
    """A linker keeps nothing of what it has read."""
    assert read(LINKER, text, form, lang) == read(LINKER, text, form, lang)


NEW = OutsideName(id="new", kind="place", name="Quagga", aliases=("Zebulon Reach",))
MORE = OutsideLinker([*REGISTRY, NEW])
quiet = st.sampled_from(["", " there was Quagga at home", " they saw Quagga, quietly", " from Zebulon Reach by night"])


@settings(max_examples=200)
@given(texts, quiet, texts, formats, langs)
def test_a_further_name_leaves_other_mentions_alone(before: str, new: str, after: str, form: str, lang: str) -> None:
    """A name added to the registry changes nothing about mentions that it does not overlap."""
    text = f"{before} so{new} then {after}"
    old, more = read(LINKER, text, form, lang)[0], read(MORE, text, form, lang)[0]
    assert [one for one in more if one.entity != "new"] == old


@given(texts, langs)
def test_the_order_of_the_registry_does_not_matter(text: str, lang: str) -> None:
    """Records read in another order give the same mentions."""
    backwards = OutsideLinker([replace(one, aliases=one.aliases[::-1]) for one in reversed(REGISTRY)])
    assert read(backwards, text, "text", lang)[0] == read(LINKER, text, "text", lang)[0]
