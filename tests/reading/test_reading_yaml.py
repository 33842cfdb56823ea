"""The YAML dialect: what is typed, what stays text, and that no text whatever breaks the reader."""

from __future__ import annotations

import random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefgen.base.diagnostics import Mark
from briefgen.reading.yaml_nodes import parse_yaml


def value_of(text: str) -> Any:
    file, diagnostics = parse_yaml("x.yaml", text)
    assert diagnostics == ()
    return file.value


def fault_of(text: str) -> tuple[str, str, str]:
    """Code, place and message of the only fault."""
    _, (fault,) = parse_yaml("x.yaml", text)
    assert isinstance(fault.where, Mark)
    assert fault.hint
    return (fault.code, f"{fault.where.line}:{fault.where.column}-{fault.where.end_column}", fault.message)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None), ("0", 0), ("-12", -12),
        ("2022", 2022), ("1.5", 1.5), ("-0.25", -0.25), ("NO", "NO"), ("no", "no"), ("on", "on"), ("True", "True"),
        ("yes", "yes"), ("19:30", "19:30"), ("2022-04-02", "2022-04-02"), ("2022-04", "2022-04"), ("0123", "0123"),
        ("0o17", "0o17"), ("0x1F", "0x1F"), ("1.10", "1.10"), ("1e3", "1e3"), (".5", ".5"), ("1_000", "1_000"),
        ("+1", "+1"), (".inf", ".inf"), (".nan", ".nan"), ("=", "="), ("'2022'", "2022"), ('"true"', "true"),
        ("9" * 40, "9" * 40), ("!!str 12", "12"), ("nullify", "nullify"),
        ("|\n  a\n  b\n", "a\nb"), (">\n  a\n  b\n", "a b"), ("'null'", "null"),
    ],
)  # fmt: skip
def test_only_plain_words_and_numbers_are_typed(written: str, value: object) -> None:
    """Everything that other tools read as dates, octal, sexagesimal or yes and no stays text."""
    found = value_of(f"a: {written}")["a"]
    assert (type(found), found) == (type(value), value)


def test_keys_are_text_as_written() -> None:
    """Numbers, dates and words of YAML are kept letter by letter as keys."""
    assert value_of("NO: 1\n2022: 2\n0123: 3\ntrue: 4\n~: 5\n") == {"NO": 1, "2022": 2, "0123": 3, "true": 4, "~": 5}


def test_an_empty_file_has_no_value() -> None:
    """A file of comments is empty, not broken."""
    file, diagnostics = parse_yaml("x.yaml", "# nothing yet\n")
    assert (file.value, file.readable, diagnostics) == (None, True, ())
    assert file.mark_at(("a", 0)) == Mark("x.yaml", 1, 1, 2)


def test_aliases_and_merge_keys() -> None:
    """What is written beats what is taken over, and an earlier source beats a later one."""
    text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 3}\nd: {<<: *a}\ne: [*a]\n&k key: *k\n*k : 1\n"
    with_aliases = value_of(text.replace("*k : 1\n", ""))
    assert with_aliases["c"] == {"x": 3, "y": 1, "z": 2}
    assert with_aliases["d"] == with_aliases["e"][0] == {"x": 1, "y": 1}
    assert with_aliases["key"] == "key"
    assert value_of("a: &k word\n*k : 1\n") == {"a": "word", "word": 1}


def test_places_lead_through_merge_keys() -> None:
    """A value taken over is shown where it was written."""
    file, _ = parse_yaml("x.yaml", "a: &a {x: 1}\nb: &b {<<: *a}\nc: {<<: [*a, *b]}\n")
    assert file.mark_at(("c", "x")) == Mark("x.yaml", 1, 11, 12)
    assert file.mark_at(("c", "y"), on_key=True) == Mark("x.yaml", 3, 1, 2)


@pytest.mark.parametrize(
    ("text", "code", "place", "words"),
    [
        ("a:\n\tb: c", "E007", "2:1-2", "a tab stands here"),
        ("a: \"x\nb: c", "E007", "1:4-5", "never closed"),
        ("a: 'x\nb: c", "E007", "1:4-5", "never closed"),
        ("a: [x\nb: c", "E007", "1:4-5", "the [ that opens here is never closed"),
        ("a: {x: y\n", "E007", "1:4-5", "the { that opens here is never closed"),
        ("a: [\n", "E007", "1:4-5", "the [ that opens here is never closed"),
        ("a: [b, {c: d}, [\n", "E007", "1:16-17", "the [ that opens here is never closed"),
        ("a: [\"b\" c]", "E007", "1:9-10", "a comma or ] is missing"),
        ("a: [b, , c]", "E007", "1:8-9", "nothing before this comma"),
        ("a:b\nc: d", "E007", "1:2-3", "a space is missing after this colon"),
        ("c: d\na:b\n", "E007", "2:2-3", "a space is missing after this colon"),
        ("a: b: c", "E007", "1:5-6", "must be in quotes"),
        ("a: b\n  c: d", "E007", "2:3-4", "indented wrongly"),
        ("  a: b\n c: d", "E007", "2:2-6", "does not line up"),
        ("a:\n  b: c\n d: e", "E007", "3:2-6", "does not line up"),
        ("- a\nb: c", "E007", "2:1-5", "no item of it"),
        ("a: - b", "E007", "1:4-5", "a list cannot begin here"),
        ("a: @b", "E007", "1:4-5", "may not begin with “@”"),
        ("a: `b`", "E007", "1:4-5", "may not begin with “`”"),
        ("a: %b", "E007", "1:4-5", "may not begin with “%”"),
        ("a: *bold* x", "E007", "1:4-5", "may not begin with “*”"),
        ("a: *b", "E007", "1:4-6", "never named"),
        ("a: > 100", "E007", "1:4-5", "may not begin with “>”"),
        ("a: , b", "E007", "1:4-5", "may not begin with “,”"),
        ("a: ? b", "E007", "1:4-5", "may not begin with “?”"),
        ("a: [b] c\nd: e", "E007", "1:4-5", "may not begin with “[”"),
        ("a: 'It's'", "E007", "1:8-9", "after the closing quotation mark"),
        ("a: [b]]", "E007", "1:7-8", "this ] closes nothing"),
        ("a: 1\nb\nc: 2", "E007", "2:1-2", "this line has no colon"),
        ('a: "\\q"', "E007", "1:5-7", "a backslash has a meaning of its own"),
        ("a: &x 1\nb: &x 2", "E007", "2:4-6", "given twice"),
        ("a: !!python/object:os.system x", "E007", "1:4-29", "are not used here"),
        ("a: !foo [x]", "E007", "1:4-8", "are not used here"),
        ("%FOO bar\n---\na: b", "E007", "1:1-2", "may not begin with “%”"),
        ("? [a]\n: b", "E007", "1:3-4", "cannot be a key"),
        ("a: b\n---\nc: d", "E007", "2:1-4", "a second document"),
        ("a: b\x07", "E007", "1:5-6", "invisible character (U+0007)"),
        ("a: b\ud800", "E007", "1:5-6", "invisible character (U+D800)"),
        ("<<: 1", "E007", "1:1-3", "takes over the keys"),
        ("a: 1\nb: 2\na: 3", "E004", "3:1-2", "“a” is written twice"),
        ("a: &a [*a]", "E019", "1:8-10", "inside what it repeats"),
        ("a: " + "[" * 5000, "E007", "1:63-64", "nested more than 60"),
        ("- " * 5000, "E007", "1:121-122", "nested more than 60"),
        (": x", "E007", "1:1-4", "does not line up"),
        ("a: \"", "E007", "1:4-5", "never closed"),
        ("a: [{b: c},\n", "E007", "1:4-5", "never closed"),
        ("%YAML 1.9\n---\na: b", "E007", "1:1-2", "no valid YAML"),
        ("a: [}\n", "E007", "1:5-6", "may not begin with “}”"),
        ("a: |0 b", "E007", "1:4-5", "may not begin with “|”"),
        ("a: !<b", "E007", "1:4-5", "may not begin with “!”"),
        ("a: \"x\n--- \n", "E007", "1:4-5", "never closed"),
        ("a: [{b: c}, d\n---\n", "E007", "1:4-5", "never closed"),
        ("a: {\n...\n", "E007", "2:1-2", "no valid YAML"),
    ],
)  # fmt: skip
def test_a_slip_is_named_at_its_cause(text: str, code: str, place: str, words: str) -> None:
    """The usual mistakes are told in plain words, where they were made rather than where the parser gave up."""
    found = fault_of(text)
    assert found[:2] == (code, place)
    assert words in found[2]


def test_both_places_of_a_key_written_twice_are_shown() -> None:
    """The first place comes with the second."""
    _, (fault,) = parse_yaml("x.yaml", "a: 1\n\na: 2\n")
    assert [one.where for one in fault.related] == [Mark("x.yaml", 1, 1, 2)]


def test_lines_are_counted_as_editors_count_them() -> None:
    """Separators that YAML takes for line ends, and letters beyond the basic plane, do not shift a place."""
    file, _ = parse_yaml("x.yaml", 'a: "x\u2028y\u0085z"\nb: "😀😀" \nc: {d: 😀e}\n')
    assert file.mark_at(("b",)) == Mark("x.yaml", 2, 4, 8)
    assert file.mark_at(("c", "d")) == Mark("x.yaml", 3, 8, 10)


# PyYAML writes the line ends of old in quotes of one kind, and folds them away when it reads them back.
words = st.text(st.characters(exclude_characters="\x85\u2028\u2029", exclude_categories=["Cs"]), max_size=12)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


@given(plain, st.randoms(use_true_random=False))
def test_what_yaml_writes_is_read_back_and_every_value_is_found(value: Any, dice: random.Random) -> None:
    """Any value comes back from its YAML, and the mark of each scalar points at where it is written."""
    text = yaml.safe_dump(value, allow_unicode=dice.random() < 0.5, default_flow_style=dice.random() < 0.5, width=1000)
    file, diagnostics = parse_yaml("x.yaml", text)
    assert diagnostics == ()
    assert file.value == value
    for loc, scalar in _scalars(value, ()):
        mark = file.mark_at(loc)
        line = text.split("\n")[mark.line - 1]
        if isinstance(scalar, int) and not isinstance(scalar, bool):
            assert line[mark.column - 1 : mark.end_column - 1] == str(scalar)


def _scalars(value: Any, loc: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict):
        return [found for key, one in value.items() for found in _scalars(one, (*loc, key))]
    if isinstance(value, list):
        return [found for n, one in enumerate(value) for found in _scalars(one, (*loc, n))]
    return [(loc, value)]


@given(st.text())
def test_any_text_gives_a_value_or_diagnostics(text: str) -> None:
    """Whatever a file holds, reading it never raises."""
    _survives(text)


@given(
    st.lists(st.sampled_from([*"[]{}:,-?&*!|>'\"%@`# \n\t\\ab1~<", "<<", ": ", "- ", "\n  ", "\n---\n", "&a ", "*a "]))
)
def test_any_heap_of_punctuation_gives_a_value_or_diagnostics(pieces: list[str]) -> None:
    """The same for texts made of what YAML is made of."""
    _survives("".join(pieces))


def _survives(text: str) -> None:
    file, diagnostics = parse_yaml("x.yaml", text)
    assert file.readable or diagnostics
    file.mark_at(("a", 0, "b"), on_key=True)
    file.content_at(("a",))
    lines = text.split("\n")
    for one in diagnostics:
        assert isinstance(one.where, Mark)
        assert 1 <= one.where.line <= len(lines)
        assert 1 <= one.where.column <= len(lines[one.where.line - 1]) + 1
        assert one.message
        assert one.hint
