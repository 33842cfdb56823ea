"""What is as usual takes a short way through the readers: it must lead to the same place as the long one, or nowhere."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.base.text import count_words
from briefgen.model.records import KINDS, Record
from briefgen.reading import markdown, markdown_blocks
from briefgen.reading.schema_checks import checked
from briefgen.reading.schema_straight import straight
from briefgen.reading.shapes import fields
from briefgen.reading.yaml_builder import Builder
from briefgen.reading.yaml_everyday import everyday, text_at
from briefgen.reading.yaml_nodes import YamlFile, parse_yaml

# --- YAML -----------------------------------------------------------------------------------------------------

LINES = (
    "a: b", "b:", "c: 1.50", "d: true", "e: -3", "f: 2022-04-02", "g: [x, y:z, 1]", "h: []", "i: 'q: x'", 'j: "q # x"',
    "k: https://example.org/a?b=c#d", "l: ~", "m: b # c", "n: x: y", "o: x:", "p: |", "q: &x y", "r: *x", "s: {b: c}",
    "t: it’s (so)", "u: \"a\\tb\"", "v: 'it''s'", "w: [a, ]", "x: [a #b]", "- x", "- a: b", "-  c: d", "- - e", "-", "# c",
    "---", "a: c", "<<: *x", "1: x", "é: x", "y: a b ", "z: [x: y]", "aa: \u2028", "ab: \ue000", "plain words", "",
)  # fmt: skip


def test_everyday_yaml_is_what_the_parser_makes_of_it() -> None:
    """Lines put together at random: often broken, often odd, and never read otherwise than by the parser."""
    chance = random.Random(0)  # noqa: S311
    read = 0
    for _ in range(20_000):
        lines = chance.choices(LINES, k=chance.randrange(1, 6))
        text = "\n".join(" " * chance.choice((0, 0, 0, 2, 2, 4, 1)) + line for line in lines)
        value = everyday(text)
        if value is not None:
            builder = Builder("x.yaml", text)
            assert repr(builder.document()) == repr(value), text
            assert builder.complete, text
            assert not builder.diagnostics, text
            read += 1
    assert read > 500


@given(st.text("ab: -\n[]'\",#10t.é|>", max_size=30))
def test_no_text_is_read_otherwise_than_by_the_parser(text: str) -> None:
    for one in (text, f"a: {text}", f"a: [{text}]", f"a:\n  - {text}"):
        value = everyday(one)
        assert value is None or repr(value) == repr(Builder("x.yaml", one).document())


@pytest.mark.parametrize(
    "text", ["name: x\nbio: Words.", "bio:   'Words.'", 'a:\n  bio: no\nbio: "Words."', "bio: |\n  W"]
)
def test_a_text_is_found_where_the_parser_finds_it(text: str) -> None:
    file = parse_yaml("x.yaml", text).value
    slow = YamlFile("x.yaml", text, file.value, readable=True)
    assert file.content_at(("bio",)) == slow.content_at(("bio",))


def test_a_key_without_text_is_nowhere() -> None:
    assert text_at("bio:\n  a: b", "bio") == 0
    assert text_at("a: b", "bio") == 0


# --- records --------------------------------------------------------------------------------------------------

VALUES: tuple[Any, ...] = (
    "", None, True, False, 0, 1, 2, -1, 1.5, 3.0, "x", " x ", "\x1fx", "2022", "2022-13-01", "50.45", "-.5", "a\n", "A", [], {},
    [None], ["x"], ["x", "y"], [1.0, 2.0], ["0.5", "0.25"], [0, 1], {"x": "y"}, {"ref": "x"}, {"uk": "y"}, {"x": None},
    [{"name": "x"}], "person:x", "uk", "GB", "#aabbcc", "draft", "public", 10**30, "https://x.org", 2022, "auto",
    {"date": "2022"}, [["x"]], [{"date": 2022, "status": "verified"}], [{"label": "x", "url": "https://x.org"}],
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS.values())
def test_a_record_that_is_right_is_what_pydantic_would_make_of_it(kind: type[Record]) -> None:
    """Every key of every kind with every sort of value: no struct is made that pydantic would not make as well."""
    whole = {one.written: "x" for one in fields(kind).values() if one.required}
    for key in (*fields(kind), "nonsense"):
        for value in VALUES:
            written = {**whole, key: value}
            made = straight(kind, written)
            if made is not None:
                assert (repr(made), ()) == (repr(checked(kind, written)[0]), checked(kind, written)[1])


def test_what_is_right_takes_the_short_way() -> None:
    claim = {
        "statement": "It rained.",
        "short": "Rain",
        "kind": "event",
        "about": ["person:x"],
        "assertions": [{"by": "x", "date": 2022, "mode": "speech", "source": "x"}],
        "status_history": [{"date": "2022-04-02", "status": "verified", "reason": "Seen."}],
    }
    assert straight(KINDS["claim"], claim) is not None
    assert straight(KINDS["person"], {"name": "X", "born": None}) is not None
    assert straight(KINDS["person"], {"name": " "}) is None
    assert straight(KINDS["person"], {"born": 1970}) is None
    assert straight(KINDS["person"], "X") is None


def test_pydantic_is_loaded_only_when_something_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "content" / "people").mkdir(parents=True)
    person = tmp_path / "content" / "people" / "x.yaml"
    code = (
        "import sys; from pathlib import Path; from briefgen.reading.content import read_content;"
        "from briefgen.reading.disk import read_project;"
        "read_content(read_project(Path(sys.argv[1])).value); print('pydantic' in sys.modules)"
    )
    for text, loaded in (("name: X\n", "False"), ("nam: X\n", "True")):
        person.write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == loaded


# --- Markdown -------------------------------------------------------------------------------------------------

PIECES = (
    "*", "**", "_", "*em*", "**two words**", "*a*b", "x*a*", "*a *", "[words](https://example.org/a-b)", "[l](file.md)",
    "[l](https://e.org/x_y)", "[some words]{claim=a.b:c}", "[x]{claim=}", "[x]{lang=uk}", "[[x]]", "[[ x ]]", "[[x|the words]]",
    "[[x| w ]]", "[[|x]]", "[[", "]]", "[", "]", "(", ")", "!", "![p](x.png)", "\\*", "&amp;", "<b>", "`c`", "~~s~~", "{claim=a}",
    "[^1]", "[*a*](https://e.org)", "*[a](https://e.org)*", "word", " two words, ", ". ", "'tis", '"', "--", "...", "“", "\n",
    " \n", "\n ", "\u00a0", "\u2028", "日本", "# ", "- ", "> ", "1. ", "| a ", "|---|", ": ", "\n\n", "===", "---", "    ", "\t",
)  # fmt: skip


def test_simple_paragraphs_are_what_the_parser_makes_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks put together at random, with and without the short way for everyday marks."""
    chance = random.Random(0)  # noqa: S311
    texts = ["".join(chance.choices(PIECES, k=chance.randrange(1, 8))) for _ in range(5_000)]
    short = [markdown.parse(text, path="x.md", lang="en") for text in texts]
    monkeypatch.setattr(markdown_blocks, "simple", lambda _: None)
    for text, known in zip(texts, short, strict=True):
        assert markdown.parse(text, path="x.md", lang="en") == known, text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0), ("don’t don't", 2), ("rock'n'roll", 2), ("a'b'c'd", 2), ("a''b 'tis b'", 4), ("'", 0), ("a_b", 2), ("½ × 2²", 2),
        ("Erdoğan’s “day” – 1,000", 4), ("Київ’ський день", 2), ("日本語", 2), ("日本\nday's", 2), ("caf\u00e9\nКиїв", 2),
    ],
)  # fmt: skip
def test_words_are_counted_alike_in_every_script(text: str, words: int) -> None:
    assert count_words(text) == words
