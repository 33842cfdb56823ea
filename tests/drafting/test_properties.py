"""What holds for every text: no exception, the same twice, short quotations only, well-formed YAML."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from pathlib import PurePosixPath

import msgspec
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefgen.base.text import slug
from briefgen.drafting.claims import LONGEST_QUOTE, LONGEST_STATEMENT
from briefgen.drafting.draft import draft_of
from briefgen.drafting.gazetteer import countries_among
from briefgen.drafting.proposals import Draft, Report
from briefgen.drafting.report import SUFFIXES, ReportError, read_report, report_of_text
from briefgen.drafting.stubs import MOST_QUOTES, Filed, plan

NOTHING = Filed({}, frozenset(), {})
WORDS = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "'",
        "’",
        ".",
        ",",
        ":",
        ";",
        "(",
        ")",
        "said",
        "told",
        "that",
        "accused",
        "of",
        "denying",
        "Ms",
        "Mr",
        "Dr",
        "President",
        "Maja",
        "Novak",
        "Ivan",
        "Babić",
        "the",
        "The",
        "spokesperson\n",
        "",
        "",
        "",
        "added",
        "officials",
        "Ukraine",
        "Kyiv",
        "region",
        "in",
        "on",
        "Monday",
        "March",
        "2022",
        "40",
        "people",
        "4",
        "million",
        "€",
        "$",
        "per",
        "cent",
        "was",
        "killed",
        "have",
        "fled",
        "which",
        "who\n",
        "",
        "",
        "",
        "according",
        "to",
        "According",
        "He",
        "She",
        "It",
        "they",
        "police",
        "UN",
        "(WHO)",
        "—",
        "-",
        "\n\n",
        "\n",
        "Марія",
        "Київ",
        "東京",
        "﷽",
        "{claim=x}",
        "[[y]]",
        "#",
        "---",
        "~",
        "?",
        "!",
        "…",
        "amid",
        "evidence\n",
        "",
        "",
        "",
        "could",
        "not",
        "verify",
        "statement",
        "Facebook",
        "one",
        "two",
        "hundred",
        "1,000",
        "3.5",
        "%",
        "thousands",
        "of",
        "children",
        "House",
        "Party",
        "The",
        "New",
        "Zealand",
    ]
)
NEWS = st.lists(WORDS, max_size=80).map(" ".join)
TEXTS = st.one_of(st.text(max_size=400), NEWS)


def drafted(text: str) -> Draft:
    report = report_of_text(text)
    return draft_of(Report(report.title, report.paragraphs, "2024-03-05"), look_up=countries_among)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
@example("“" * 50)
@example('"He said "that" they "said" so"')
@example("Ms " * 200)
@example("said that " * 200)
@example("Aa, " * 500)
def test_every_text_gives_the_same_draft_twice(text: str) -> None:
    assert drafted(text) == drafted(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
@example("Maja Novak said: “# {x: [y]} & 'z' \\ | > <b>”, which \u2028 was “told”.\n\nMs Novak accused A: b of C # d.")
def test_every_file_is_yaml_and_a_draft(text: str) -> None:
    for stub in plan(drafted(text), "x", "2024-03-05", "", NOTHING).stubs:
        head = stub.text.split("---\n")[1] if stub.kind == "article" else stub.text
        read = yaml.safe_load(head)
        assert isinstance(read, dict)
        if stub.kind != "notes":
            assert read["draft"] is True
        path = PurePosixPath(stub.path)
        assert path.parts[0] == "content"
        assert len(path.parts) == 3
        assert re.fullmatch(r"[a-z0-9-]+(\.notes)?", path.stem)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=60, max_size=200), st.integers(0, 40))
def test_no_more_than_short_quotations_are_copied(words: list[str], lead: int) -> None:
    text = (
        f"Maja Novak said: “{' '.join(words)}.” {' '.join(words[:lead])} were killed in Kyiv, according to officials."
    )
    planned = plan(drafted(text), "x", "2024-03-05", "", NOTHING)
    article = next(one for one in planned.stubs if one.kind == "article")
    assert " ".join(words[: LONGEST_QUOTE + 1]) not in article.text
    assert article.text.count("> “") <= MOST_QUOTES
    for stub in planned.stubs:
        values = yaml.safe_load(stub.text) if stub.kind == "claim" else {}
        assert len(values.get("statement", "").split()) <= LONGEST_STATEMENT + 6
        assert all(len(one.get("quote", "").split()) <= LONGEST_QUOTE + 1 for one in values.get("assertions", ()))


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from([one for one in SUFFIXES if one != ".docx"]))
def test_every_text_can_be_read_as_every_kind_of_file(text: str, suffix: str) -> None:
    report = read_report(f"x{suffix}", text.encode("utf-8", "surrogatepass") if _encodes(text) else b"")
    assert all(one.strip() == one and "\n" not in one for one in report.paragraphs)


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(SUFFIXES))
@example(b"<![x", ".html")
@example(b"<!DOCTYPE [<!ELEMENT", ".html")
@example(b"PK\x05\x06" + bytes(18), ".docx")
def test_any_bytes_are_read_or_refused_in_words(data: bytes, suffix: str) -> None:
    with suppress(ReportError):
        read_report(f"x{suffix}", data)


@settings(max_examples=50, deadline=None)
@given(NEWS)
def test_a_word_processor_file_gives_the_same_as_its_text(text: str) -> None:
    paragraphs = list(report_of_text(text).paragraphs)
    read = read_report("x.docx", docx(paragraphs))
    assert [*([read.title] if read.title else []), *read.paragraphs] == paragraphs


def docx(paragraphs: list[str]) -> bytes:
    inside = "".join(f"<w:p><w:r><w:t>{_escaped(one)}</w:t></w:r></w:p>" for one in paragraphs)
    xml = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{inside}</w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", xml)
    return packed.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def test_a_file_with_entities_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    with pytest.raises(ReportError, match="entities"):
        read_report("x.docx", packed.getvalue())


def test_a_language_model_only_tells_what_the_rules_guess() -> None:
    text = "The Blue Lantern opened in Kyiv. Maja Novak said that it was full."
    plain = draft_of(report_of_text(text), look_up=countries_among)
    helped = draft_of(
        report_of_text(text), lambda _: {"Blue Lantern": "place", "Maja Novak": "place"}, look_up=countries_among
    )
    kinds = {one.name: one.kind for one in helped.names}
    assert kinds["Blue Lantern"] == "place"
    assert kinds["Maja Novak"] == "person"
    assert {one.name for one in plain.names} <= set(kinds)


def test_the_draft_travels() -> None:
    draft = drafted("Maja Novak said that 40 people were hurt on Monday.")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(draft), type=Draft) == draft
    assert slug(draft.names[0].name) == "maja-novak"
