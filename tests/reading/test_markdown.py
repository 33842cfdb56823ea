"""Markdown: what comes out, where it came from, and that nothing can break it or break out of it."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.base.html import Html
from briefgen.model.document import ClaimSpan, Document, ExplicitLink, FileLink, Heading, Markup, Passage
from briefgen.reading.markdown import inline, inline_html, parse, passage_html

FIXTURES = Path(__file__).parent / "markdown"


def read(text: str, **how: Any) -> Document:
    return parse(text, path="a.md", **{"lang": "en", **how}).value


def told(text: str, **how: Any) -> list[Diagnostic]:
    return list(parse(text, path="a.md", **{"lang": "en", **how}).diagnostics)


def only(text: str, **how: Any) -> Passage:
    (passage,) = read(text, **how).passages
    return passage


def visible(passage: Passage) -> Passage:
    """The passage with explicit links and claims as elements, so that fixtures show them."""
    links = [Markup(one.start, one.end, f'<x-link to="{one.target}">', "</x-link>") for one in passage.links]
    claims = [
        Markup(one.start, one.end, f'<x-claim of="{" ".join(one.claims)}">', "</x-claim>") for one in passage.claims
    ]
    woven = sorted([*claims, *links, *passage.markup], key=lambda one: (one.start, -one.end))
    return replace(passage, markup=tuple(woven))


def rendered(document: Document, *, show: bool = False) -> str:
    passages = [visible(one) if show else one for one in document.passages]
    blocks = (
        "".join(str(passage_html(passages[part])) if isinstance(part, int) else part for part in block.parts)
        for block in document.blocks
    )
    return "\n".join(blocks).replace("\ue000", "{").replace("\ue001", "}")


def html_of(text: str, **how: Any) -> str:
    return rendered(read(text, **how), show=True)


def where(passage: Passage, offset: int) -> tuple[int, int]:
    """Line and column of a character, by the last point before it."""
    point = [one for one in passage.points if one.offset <= offset][-1]
    return point.line, point.column + offset - point.offset


def place(text: str, word: str, **how: Any) -> tuple[int, int]:
    """Where the passage that has a word says that the word stands."""
    passage = next(one for one in read(text, **how).passages if word in one.text)
    return where(passage, passage.text.index(word))


@pytest.mark.parametrize("source", sorted(FIXTURES.glob("*.md")), ids=lambda path: path.stem)
def test_fixture(source: Path) -> None:
    """Every fixture becomes the HTML beside it."""
    expected = source.with_suffix(".html").read_text(encoding="utf-8")
    assert html_of(source.read_text(encoding="utf-8")) + "\n" == expected


class TestText:
    def test_mark_up_is_beside_the_text(self) -> None:
        """Emphasis leaves no trace in the text and is a range."""
        passage = only("One *two* **three**.")
        assert passage.text == "One two three."
        assert passage.markup == (Markup(4, 7, "<em>", "</em>"), Markup(8, 13, "<strong>", "</strong>"))

    def test_lines_become_one(self) -> None:
        """A soft line break is one space."""
        assert only("one \n  two\nthree").text == "one two three"

    def test_hard_break_keeps_words_apart(self) -> None:
        """A hard line break is an insertion, and the words around it do not run together."""
        passage = only("one  \ntwo\\\nthree")
        assert passage.text == "one two three"
        assert passage.markup == (Markup(3, 3, "<br>"), Markup(7, 7, "<br>"))

    def test_closed_ranges(self) -> None:
        """Nothing is linked by itself in code, in links and in raw HTML."""
        assert only("`a b` and [c d](https://e.org)").closed == ((0, 3), (8, 11))
        assert only("x <b>y</b>", html=True).closed == ((2, 3),)

    def test_kinds(self) -> None:
        """Passages know what they are part of; everything in a quotation is a quotation."""
        text = "# H\n\np\n\n> q\n> # qh\n\n|c|\n|-|\n|d|\n\n![a](b.jpg 'cap')\n\n::: quote\nr\n:::\n\n- s\n"
        kinds = [(one.text, one.kind) for one in read(text, place="note").passages]
        assert kinds == [
            ("H", "heading"), ("p", "note"), ("q", "quote"), ("qh", "quote"), ("c", "cell"), ("d", "cell"),
            ("cap", "caption"), ("r", "quote"), ("s", "note"),
        ]  # fmt: skip

    def test_sections_and_words(self) -> None:
        """A passage knows how many headings came before it, and the document how many words it has."""
        document = read("one two\n\n# three\n\nfour\n\n## five\n\nsix")
        assert [one.section for one in document.passages] == [0, 0, 1, 1, 2]
        assert document.words == 6

    def test_block_kinds(self) -> None:
        """A block knows its kind."""
        text = "a\n\n# b\n\n- c\n\n> d\n\n|e|\n|-|\n\n```\nf\n```\n\n***\n\n::: known\ng\n:::\n\nh\n: i\n\n![](j.png)\n\nk[^1]\n\n[^1]: l"
        assert [one.kind for one in read(text).blocks] == [
            "paragraph", "heading", "list", "quote", "table", "code", "rule", "known", "definitions", "figure",
            "paragraph", "footnotes",
        ]  # fmt: skip

    def test_private_characters(self) -> None:
        """The two characters that mark addresses cannot be smuggled in, not even as entities."""
        passage = only("a\ue000b &#xE001; [x](<\ue000c> '\ue001')")
        assert passage.text == "a\ufffdb \ufffd x"
        assert passage.markup[0].before == '<a href="\ue000\ufffdc\ue001" title="\ufffd">'


class TestHeadings:
    @pytest.mark.parametrize(
        ("written", "levels"),
        [
            ("#", "2"),
            ("###", "2"),
            ("# ## ###", "234"),
            ("## ### ##", "232"),
            ("# ### ### ##", "2333"),
            ("### ##", "22"),
        ],
    )
    def test_levels(self, written: str, levels: str) -> None:
        """The outermost heading is h2, the order stays, and no level is skipped."""
        headings = read("\n\n".join(f"{one} x" for one in written.split())).headings
        assert "".join(str(one.level) for one in headings) == levels

    def test_lowest_level(self) -> None:
        """There is no heading below h6."""
        assert [one.level for one in read("# a\n## b\n### c\n#### d\n##### e\n###### f").headings] == [2, 3, 4, 5, 6, 6]

    @pytest.mark.parametrize(
        ("words", "anchor"),
        [
            ("What we *know*", "what-we-know"),
            ("Що сталося?", "що-сталося"),
            ("C-130 transport", "h-c-130-transport"),
            ("FN rifles", "h-fn-rifles"),
            ("S-300", "h-s-300"),
            ("Claim-free", "h-claim-free"),
            ("!", "h"),
            ("Own {#mine}", "mine"),
        ],
    )
    def test_ids(self, words: str, anchor: str) -> None:
        """Ids are readable and keep clear of those that pages give out."""
        assert read("# " + words).headings[0].id == anchor

    def test_ids_are_unique(self) -> None:
        """Equal headings get numbers, and an id that the writer chose is kept for its heading."""
        assert [one.id for one in read("# A\n# A\n# B {#a-2}\n# A").headings] == ["a", "a-3", "a-2", "a-4"]

    def test_list_of_contents(self) -> None:
        """A heading's text is what readers see."""
        assert read('# "So" [[x|they]] `say`').headings == (Heading(2, "so-they-say", "“So” they say"),)

    def test_empty_heading(self) -> None:
        """A heading without words leaves nothing."""
        assert read("#\n\ntext").headings == ()


class TestPlaces:
    TEXT = """\
---
front: matter
---
Plain *emphasis* and **strong `code`** and \\*escaped\\* after.
Second line &amp; entity, [link](https://x.org) behind.

> - Nested *quotation*
>   second line
>
>   1. deep [[a|explicit]] word
lazy

## A *heading* here ##

Set
ext
===

| one | two \\| bar | three |
|-----|-----|---|
| four | `five \\| six` | *seven* |

Term
: Definition
  next

   Indented\x20\x20
   broken \\
   hard

::: note Title
- in a box
:::

text[^1] follows

[^1]: Footnote words
    go on
"""
    WORDS = """
        Plain emphasis strong code escaped after Second entity link behind Nested quotation deep explicit word lazy
        heading here Set ext one two bar three four five six seven Term Definition next Indented broken hard box
        follows Footnote go
    """

    @pytest.mark.parametrize("word", WORDS.split())
    def test_words_are_where_they_say(self, word: str) -> None:
        """A word stands at the line and column that its passage names."""
        front, body = self.TEXT.split("---\n", 2)[1:]
        lines = self.TEXT.split("\n")
        line, column = place(body, word, first_line=4)
        assert front
        assert lines[line - 1][column - 1 :].startswith(word)

    def test_exact(self) -> None:
        """Lines and columns count from one, in code points."""
        assert place("> 𝕏 – *naïve* word", "word") == (1, 15)
        assert place("a\n\n-  b\n\n   c *d* e", "e", first_line=10) == (14, 10)

    def test_after_typography(self) -> None:
        """Joined dots and dashes shift nothing that follows."""
        passage = only("a... b -- c --- d 'e'")
        assert [where(passage, passage.text.index(one)) for one in "bcde"] == [(1, 6), (1, 11), (1, 17), (1, 20)]

    def test_after_wide_quotes(self) -> None:
        """Spaces that French quotation marks bring along shift nothing that follows."""
        assert place('Il dit "bonjour" et part', "bonjour", lang="fr") == (1, 9)
        assert place('Il dit "bonjour" et part', "part", lang="fr") == (1, 21)

    def test_caption(self) -> None:
        """A caption knows its place in the picture's line."""
        assert place('![a](b.jpg "A *fine* caption")', "caption") == (1, 22)

    def test_diagnostic_in_the_second_line(self) -> None:
        """A mistake is reported at its own line and columns."""
        (one,) = told("> first\n> see [[ here", first_line=5)
        assert one.where == Mark("a.md", 6, 7, 9)


class TestTypography:
    @pytest.mark.parametrize(
        ("written", "set_"),
        [
            ('He said "yes".', "He said “yes”."),
            ("He said \"it's 'fine'\".", "He said “it’s ‘fine’”."),
            ("'Tis the dogs' day, rock 'n' roll, the '90s", "’Tis the dogs’ day, rock ’n’ roll, the ’90s"),
            ('"*Emphasis* first"', "“Emphasis first”"),
            ('*"inside"*', "“inside”"),
            ('("so")', "(“so”)"),
            ('"First paragraph', "“First paragraph"),
            ('a 6" pipe', 'a 6" pipe'),
            ("1990--1995 and so -- on --- and on", "1990–1995 and so – on — and on"),
            ("use --option or i--", "use --option or i--"),
            ("wait... and....", "wait… and...."),
            ('`"code" -- ...` "text"', '"code" -- ... “text”'),
            ('\\"escaped\\" &quot;entity&quot;', '"escaped" "entity"'),
            ("(c) (tm) +- 1/2", "(c) (tm) +- 1/2"),
            ("<https://x.org/a--b>", "https://x.org/a--b"),
            ("[a--b](https://x.org/a--b)", "a–b"),
            ("-*-*", "--"),
            ("[[a--b]] [[c|d--e]]", "a--b d–e"),
            ('"a "b" c"', "“a ‘b’ c”"),
        ],
    )
    def test_english(self, written: str, set_: str) -> None:
        """Straight marks become typographic ones where readers see text."""
        assert only(written).text == set_

    @pytest.mark.parametrize(
        ("lang", "set_"),
        [
            ("de", "„Ja, ‚gut‘“"),
            ("de-CH", "«Ja, ‹gut›»"),
            ("fr", "«\u202fJa, “gut”\u202f»"),
            ("uk", "«Ja, „gut“»"),
            ("ru", "«Ja, „gut“»"),
            ("pl", "„Ja, «gut»”"),
            ("sv", "”Ja, ’gut’”"),
            ("en-GB", "“Ja, ‘gut’”"),
            ("xx", "“Ja, ‘gut’”"),
        ],
    )
    def test_languages(self, lang: str, set_: str) -> None:
        """Every language has its own marks."""
        assert only("\"Ja, 'gut'\"", lang=lang).text == set_

    def test_off(self) -> None:
        """Without typography the text stays as written."""
        assert only("\"a\" -- 'b'...", typography=False).text == "\"a\" -- 'b'..."


class TestExplicitLinks:
    def test_forms(self) -> None:
        """A target, a target with words, and words that are never linked."""
        passage = only("[[zelensky]] [[person:z|Mr *Z*]] [[|Standard]]")
        assert passage.text == "zelensky Mr Z Standard"
        assert passage.links == (
            ExplicitLink(0, 8, "zelensky", has_words=False),
            ExplicitLink(9, 13, "person:z", has_words=True),
            ExplicitLink(14, 22, "", has_words=True),
        )

    def test_blanks_are_trimmed(self) -> None:
        """Blanks around target and words do not count, and words may go on in the next line."""
        passage = only("[[ a | b\nc ]]")
        assert (passage.text, passage.links) == ("b c", (ExplicitLink(0, 3, "a", has_words=True),))

    def test_reference_does_not_capture(self) -> None:
        """A reference definition of the same name changes nothing."""
        assert only("[[zelensky]]\n\n[zelensky]: http://x.org").links[0].target == "zelensky"

    @pytest.mark.parametrize("text", [r"\[[x]]", "`[[x]]`", "    [[x]]", "```\n[[x]]\n```"])
    def test_literal(self, text: str) -> None:
        """Escaped brackets and code are no links and no mistakes."""
        result = parse(text, path="a.md", lang="en")
        assert not result.diagnostics
        assert not any(one.links for one in result.value.passages)

    def test_in_a_table(self) -> None:
        """In a table the bar is escaped."""
        assert read("|a|\n|-|\n|[[x\\|y]]|").passages[1].links == (ExplicitLink(0, 1, "x", has_words=True),)

    @pytest.mark.parametrize(
        ("text", "start", "end"),
        [
            ("a [[b", 3, 5),
            ("a [[b] c", 3, 5),
            ("a [[]] c", 3, 7),
            ("a [[x|]] c", 3, 9),
            ("[[a [[b]]", 1, 3),
            ("[[[x", 1, 3),
        ],
    )
    def test_malformed(self, text: str, start: int, end: int) -> None:
        """What cannot be read is reported once and shown as written."""
        (one,) = told(text)
        assert (one.code, one.where) == ("E108", Mark("a.md", 1, start, end))
        assert one.hint


class TestClaims:
    def test_span(self) -> None:
        """Words in brackets carry claims, over emphasis, links and other claims."""
        passage = only('[a *b* [[x|c]] [d]{claim=two} [e](f.md)]{claim="one three"} g')
        assert passage.text == "a b c d e g"
        assert passage.claims == (ClaimSpan(0, 9, ("one", "three")), ClaimSpan(6, 7, ("two",)))
        assert [one.target for one in passage.links] == ["x"]

    def test_brackets_meet(self) -> None:
        """A claim may begin with another one."""
        assert only("[[a]{claim=i} b]{claim=o}").claims == (ClaimSpan(0, 3, ("o",)), ClaimSpan(0, 1, ("i",)))

    @pytest.mark.parametrize(
        "text",
        [
            "a b {claim=x}",
            "a b{claim=x}",
            "a b\n{claim=x}",
            "- a b {claim=x}",
            "> a b {claim=x}",
            "> a b\n{claim=x}",
            "> a b\n\n{claim=x}",
            "# a b {claim=x}",
            "1. - > a b {claim=x}",
        ],
    )
    def test_block(self, text: str) -> None:
        """Braces at the end of a block, or right behind a quotation, mark the whole block."""
        passage = only(text)
        assert (passage.text, passage.claims) == ("a b", (ClaimSpan(0, 3, ("x",)),))
        assert not told(text)

    def test_whole_quotation(self) -> None:
        """Braces behind a quotation mark all its paragraphs, braces inside only theirs."""
        behind = read("> a\n>\n> b\n{claim=x}\n\nc").passages
        inside = read("> a\n>\n> b {claim=x}\n\nc").passages
        assert [bool(one.claims) for one in behind] == [True, True, False]
        assert [bool(one.claims) for one in inside] == [False, True, False]

    def test_whole_list(self) -> None:
        """Braces behind a list, outside its entries, are for all of it."""
        assert [one.nolink for one in read("- a\n- b\n{.nolink}").passages] == [True, True]
        assert [one.nolink for one in read("- a\n- b\n  {.nolink}").passages] == [False, True]
        assert [one.nolink for one in read("> - a\n> - b\n> {.nolink}\n>\n> c").passages] == [True, True, False]

    def test_ordinary_brackets(self) -> None:
        """Links stay links, and brackets without braces stay text."""
        passage = only("[a](b.md) [sic] {claim=x}")
        assert passage.text == "a [sic]"
        assert passage.claims == (ClaimSpan(0, 7, ("x",)),)

    @pytest.mark.parametrize(
        ("text", "start", "end"),
        [
            ("a [b]{claim=} c", 6, 14),
            ("a [b]{claim} c", 6, 13),
            ("a [b]{claim=x c", 6, 7),
            ("a [b]{claim=x foo=y} c", 6, 21),
            ("a [b]{colour=red} c", 6, 18),
            ("a {claim=x} c", 3, 12),
            ("a {claim=}", 3, 11),
            ("a {colour=red}", 3, 15),
            ("a {#id}", 3, 8),
            ("a {lang=?}", 3, 11),
            ("# a {#c-1}", 5, 11),
            ("{.nolink}", 1, 10),
            ("[[x]]{claim=y} z", 6, 15),
        ],
    )
    def test_malformed(self, text: str, start: int, end: int) -> None:
        """Braces that cannot be read are reported once and shown as written."""
        result = parse(text, path="a.md", lang="en")
        (one,) = result.diagnostics
        assert (one.code, one.where) == ("E108", Mark("a.md", 1, start, end))
        assert "{" in result.value.passages[0].text

    def test_prose_in_braces(self) -> None:
        """Braces that look like no attributes are prose."""
        assert not told("a set {1, 2} and {x}")
        assert not told("`{claim=x}` and \\{claim=x} {see below}")


class TestAttributes:
    def test_language(self) -> None:
        """Words and blocks may be in another language; its direction follows."""
        assert html_of("[слово]{lang=uk}") == '<p><span lang="uk">слово</span></p>'
        assert html_of("كلمة {lang=ar}") == '<p lang="ar" dir="rtl">كلمة</p>'
        assert html_of("> a\n{lang=he dir=ltr}") == '<blockquote lang="he" dir="ltr"><p>a</p>\n</blockquote>'

    def test_several(self) -> None:
        """Braces and attributes may be combined."""
        passage = only("[a]{claim=x lang=de} b {claim=y} {.nolink claim=z}")
        assert passage.nolink
        assert passage.claims == (ClaimSpan(0, 3, ("y", "z")), ClaimSpan(0, 1, ("x",)))

    def test_cell(self) -> None:
        """A cell keeps its place when all it has is braces."""
        assert html_of("|a|b|\n|-|-|\n|{.nolink}|c {.nolink}|").count("<td>") == 2

    def test_id_given_twice(self) -> None:
        """An id belongs to one heading."""
        result = parse("# a {#x}\n\n# b {#x}", path="a.md", lang="en")
        assert [one.id for one in result.value.headings] == ["x", "b"]
        assert [one.where.line for one in result.diagnostics if isinstance(one.where, Mark)] == [3]


class TestBoxes:
    def test_nested(self) -> None:
        """Boxes hold any Markdown and one another."""
        document = read("::: aside\na\n\n::: note\n- b\n:::\n\nc\n:::\n\nd")
        assert [one.kind for one in document.blocks] == ["aside", "paragraph"]
        assert not told("::: aside\na\n\n::: note\n- b\n:::\n\nc\n:::\n\nd")

    def test_nolink(self) -> None:
        """A box may be marked as a whole."""
        assert [one.nolink for one in read("::: note Title {.nolink}\na\n\nb\n:::\nc").passages] == [True, True, False]

    def test_unknown(self) -> None:
        """An unknown box is reported with a guess, and its text is shown all the same."""
        result = parse("::: knwon\na\n:::", path="a.md", lang="en")
        (one,) = result.diagnostics
        assert (one.code, one.where) == ("E108", Mark("a.md", 1, 1, 10))
        assert "known" in one.hint
        assert [one.text for one in result.value.passages] == ["a"]

    def test_unclosed(self) -> None:
        """A box that is not closed is reported where it begins."""
        (one,) = told("a\n\n::: note\nb")
        assert (one.code, one.where) == ("E108", Mark("a.md", 3, 1, 9))

    def test_stray(self) -> None:
        """Colons that close nothing are reported."""
        assert [one.code for one in told("a\n\n:::\n")] == ["E108"]

    def test_bad_attributes(self) -> None:
        """A box may not have just any attribute."""
        assert [one.code for one in told("::: note T {foo=bar}\na\n:::")] == ["E108"]


class TestAddresses:
    @pytest.mark.parametrize(
        "url",
        [
            "https://x.org/a?b=c#d", "http://x.org", "mailto:a@b.org", "/root", "#part", "//x.org/y", "?q=1",
            "https://x.org/%D0%B0", "HTTPS://X.ORG/A",
        ],
    )  # fmt: skip
    def test_allowed(self, url: str) -> None:
        """Web, mail and page addresses are linked as they are."""
        assert only(f"[a]({url})").markup[0].before == f'<a href="{url}">'

    @pytest.mark.parametrize(
        "url",
        [
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", "<java\tscript:alert(1)>", "&#106;avascript:alert(1)",
            "javascript&colon;alert(1)", "<&#x20;javascript:alert(1)>", "&Tab;javascript:alert(1)", "data:text/html,x",
            "vbscript:x", "file:///etc/passwd", "&#xAD;javascript:x", "person:zelensky", "C:\\x", "x.org:80/y",
            "tel:123", "data:image/png;base64,AAAA",
        ],
    )  # fmt: skip
    def test_refused(self, url: str) -> None:
        """Other addresses are shown as text and reported."""
        result = parse(f"a [b]({url}) c", path="a.md", lang="en")
        assert result.value.passages[0].markup == ()
        assert [one.code for one in result.diagnostics] == ["E301"]

    def test_refused_elsewhere(self) -> None:
        """Pictures, references and angle brackets are watched as well, and the address is pointed at."""
        assert [one.code for one in told("![a](javascript:x)\n\n[b]: javascript:y\n\n<javascript:z>")] == ["E301"] * 3
        assert told("see [b](javascript:x)")[0].where == Mark("a.md", 1, 9, 21)

    def test_files(self) -> None:
        """Links to files are marked for later and listed with their place; pictures with their words."""
        document = read('See [x](../people/x.yaml) and\n![a *b*](images/y.jpg "t") [z](<my file.md>) [w](/w)')
        assert document.file_links == (
            FileLink("../people/x.yaml", 1, 9),
            FileLink("images/y.jpg", 2, 10, image=True, alt="a b"),
            FileLink("my file.md", 2, 33),
            FileLink("/w", 2, 50),
        )
        assert '<a href="{../people/x.yaml}">' in rendered(document)

    def test_file_address_is_safe(self) -> None:
        """A file's address cannot end its attribute, escaped or not."""
        html = html_of("[a](<x\"onclick=\"y> 't') [b](<\\&#106;s&colon;>) [c](d?e=1&f=2)", html=False)
        assert 'href="{x%22onclick=%22y}"' in html
        assert 'href="{d?e=1&f=2}"' in html
        assert "&#106" not in html

    def test_links_in_links(self) -> None:
        """A link inside a link is only its words."""
        assert html_of("[a <https://b.org>](c.md)").count("<a ") == 1
        assert html_of("[[a|b <https://c.org>]]").count("<a ") == 0


class TestFigures:
    def test_picture_among_words(self) -> None:
        """A picture among words is no figure."""
        document = read('a ![b](c.png "d")')
        assert document.blocks[0].kind == "paragraph"
        assert document.passages[0].markup == (
            Markup(2, 2, '<img src="\ue000c.png\ue001" alt="b" title="d" loading="lazy" decoding="async">'),
        )

    def test_linked_picture(self) -> None:
        """A link around nothing but a picture is one insertion."""
        (one,) = only("x [![b](c.png)](https://d.org)").markup
        assert (one.start, one.end, one.after) == (2, 2, "")
        assert one.before.startswith('<a href="https://d.org"><img ')
        assert one.before.endswith("></a>")

    def test_credit_without_figure(self) -> None:
        """A credit needs a figure."""
        assert [one.code for one in told('![b](c.png) text {credit="AP"}')] == ["E108"]

    def test_caption_is_a_passage(self) -> None:
        """A caption is text in which names are found."""
        passage = only('![b](c.png "[[x|Irpin]] in *March*")')
        assert (passage.text, passage.kind) == ("Irpin in March", "caption")


class TestFootnotes:
    def test_numbers(self) -> None:
        """Notes are numbered as readers meet them, notes in notes included."""
        html = html_of("a[^b] c[^a] d[^b]\n\n[^a]: A[^c]\n\n[^b]: B\n\n[^c]: C")
        assert re.findall(r'<li id="fn-(\d)"><p>(\w)', html) == [("1", "B"), ("2", "A"), ("3", "C")]
        assert re.findall(r'id="(fnref-[\d-]+)"', html) == ["fnref-1", "fnref-2", "fnref-1-2", "fnref-3"]
        assert html.count('href="#fnref-1"') == html.count('href="#fnref-1-2"') == 1

    @pytest.mark.parametrize(
        ("text", "place"),
        [("a[^1]", (1, 2, 6)), ("a\n\n[^1]: b", (3, 1, 6)), ("a[^1]\n\n[^1]: b\n\n[^1]: c", (5, 1, 6))],
    )
    def test_malformed(self, text: str, place: tuple[int, int, int]) -> None:
        """A mark without its note, a note without its mark, and a note written twice are mistakes."""
        (one,) = told(text)
        assert (one.code, one.where) == ("E108", Mark("a.md", *place))


class TestRawHtml:
    def test_off(self) -> None:
        """Raw HTML is shown as text unless it is asked for."""
        assert html_of("a <b>c</b>\n\n<div>d</div>") == (
            "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n<p>&lt;div&gt;d&lt;/div&gt;</p>"
        )

    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("a <b>c</b> d", "a <b>c</b> d"),
            ("a <b>c d", "a c d"),
            ("a c</b> d", "a c d"),
            ("*a <b>c* d</b>", "<em>a c</em> d"),
            ("a <b>c <i>d</b> e</i>", "a c <i>d e</i>"),
            ("a<br>c", "a<br>c"),
            ('a <b onclick="x" style="y" class="z" id="w">c</b>', "a <b>c</b>"),
            ("a <script>x</script>", "a x"),
            ('<a href="javascript:x">c</a>', "<a>c</a>"),
            ('<a href="d.md">c</a>', '<a href="{d.md}">c</a>'),
            ('<a href="/a">b <a href="/c">d</a></a>', '<a href="/a">b d</a>'),
            ('[a <a href="/b">c</a>](/d)', '<a href="/d">a c</a>'),
            ("a <!-- c --> d", "a  d"),
            ('<img src="https://x.org/y.png">z', "z"),
            ('<abbr title="&quot;q&quot;">a</abbr>', '<abbr title="&quot;q&quot;">a</abbr>'),
        ],
    )
    def test_inline(self, written: str, kept: str) -> None:
        """Harmless tags that have their partner stay."""
        assert html_of(written, html=True) == f"<p>{kept}</p>"

    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("<div>a\n<p>b</div>", "<div>a\n<p>b</p></div>"),
            ("<table><tr><td>a", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
            ('<img src="x.png" onerror="y">', '<img src="{x.png}">'),
            ("<li>a", "a"),
            ("<ul><li>a</ul>", "<ul><li>a</li></ul>"),
            ("<script>a</script>", ""),
            ("<form><input></form>", ""),
            ("<svg><a></svg>", ""),
        ],
    )
    def test_block(self, written: str, kept: str) -> None:
        """Blocks are cleaned, mended and kept as a block of their own."""
        document = read(written, html=True)
        assert [one.kind for one in document.blocks if kept] == ["html"] * bool(kept)
        assert rendered(document) == kept

    def test_files(self) -> None:
        """Files that raw HTML refers to are listed too."""
        document = read('a <a href="b.md">c</a>\n\n<img src="d.png">', html=True)
        assert document.file_links == (FileLink("b.md", 1, 3), FileLink("d.png", 3, 1, image=True))


class TestOneLine:
    def test_inline(self) -> None:
        """A field of one line has everything but blocks."""
        passage = inline('# *A* `b` [[c|d]] "e" [f]{claim=g}', lang="en")
        assert (passage.text, passage.kind) == ("# A b d “e” f", "note")
        assert passage.links == (ExplicitLink(6, 7, "c", has_words=True),)
        assert inline('"a"', lang="en", typography=False).text == '"a"'

    @pytest.mark.parametrize(
        ("written", "html"),
        [
            ('Plain & "simple" <b>', "Plain &amp; “simple” &lt;b&gt;"),
            ("It's", "It’s"),
            ("*A* [[b|c]] [[d]]", "<em>A</em> c d"),
            ("[a](https://b.org?c=1&d=2)", '<a href="https://b.org?c=1&amp;d=2">a</a>'),
            ("[a](b.md) [c](javascript:d)", "a [c](javascript:d)"),
            ("a\nb", "a b"),
            ("![a](b.png)[^1]", "!a[^1]"),
            ("a [b", "a [b"),
            ("{.nolink}", "{.nolink}"),
        ],
    )
    def test_html(self, written: str, html: str) -> None:
        """As HTML, explicit links and links to files are only their words."""
        found = inline_html(written, lang="en")
        assert isinstance(found, Html)
        assert found == html


def test_passage_html_nests() -> None:
    """At an offset, what ends there comes first, then insertions, then what begins."""
    markup = (
        Markup(0, 2, "<a>", "</a>"),
        Markup(0, 2, "<b>", "</b>"),
        Markup(2, 4, "<c>", "</c>"),
        Markup(2, 2, "<i>"),
    )
    assert passage_html(Passage("w<yz", "prose", markup)) == "<a><b>w&lt;</b></a><i><c>yz</c>"


def test_deep_nesting_is_told() -> None:
    """What is nested too deeply to be read is reported."""
    assert [one.code for one in told("> " * 100 + "a")] == ["E108"]


_PIECES = (
    "a", "b ", "\n", "\n\n", " ", "  ", "\t", "*", "**", "_", "~~", "`", "``", "[", "]", "[[", "]]", "|", "(", ")", "](", "]{",
    "{claim=x}", "{.nolink}", "{lang=ar}", "{claim=", "}", "![", "!", "<", ">", "<b>", "</b>", "<a href=x>", "</a>", "<li>",
    "&amp;", "&", "\\", '"', "'", "...", "--", "---", "> ", "- ", "1. ", "    ", "# ", "#", "===\n", "| a | b |\n|---|---|\n",
    "|", "\\|", ":::", "::: note\n", ":::\n", "[^1]", "[^1]: ", "\n: ", "```\n", "***\n", "x.md", "https://x.org", "javascript:a",
    "é", "𝕏", "\u00a0", "\ue000", "\0", "<!-- ", "-->", "<div>\n", "</div>\n", "ї", "<https://x.org>", "[x]: y\n", '"t"',
)  # fmt: skip
markdown = st.one_of(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join), st.text(max_size=80))
PARSER = html5lib.HTMLParser(namespaceHTMLElements=False)


def check_ranges(passage: Passage) -> None:
    """Every range lies in the text; mark-up is ordered and properly nested."""
    size = len(passage.text)
    edges = [(one.start, one.end) for one in (*passage.markup, *passage.links, *passage.claims)] + list(passage.closed)
    assert all(0 <= start <= end <= size for start, end in edges)
    spans = [(one.start, one.end) for one in passage.markup]
    assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
    assert all(one.after or one.start == one.end for one in passage.markup)
    around: list[int] = []
    for start, end in spans:
        while around and around[-1] <= start:
            around.pop()
        assert not around or end <= around[-1]
        around.append(end)


def check_points(passage: Passage, lines: list[str], first_line: int) -> None:
    """A character that was copied from the file stands there."""
    offsets = [one.offset for one in passage.points]
    assert offsets == sorted(set(offsets))
    assert not passage.text or offsets[0] == 0
    for offset, char in enumerate(passage.text):
        line, column = where(passage, offset)
        assert 0 <= line - first_line < len(lines)
        if char.isalnum():
            assert lines[line - first_line][column - 1 : column] == char


@settings(max_examples=400, deadline=None)
@given(markdown, st.booleans(), st.integers(1, 9))
@example("*a ~~b* c~~", False, 1)
@example("[a]{claim=x\n> b", False, 1)
@example("> \u00a0\n> a", False, 1)
@example("a --<li>- b", True, 1)
@example("> *\n>    <style>\n> ", True, 1)
@example("[![a](b)](c)[d](e)", False, 1)
@example("a\n\t\tb `c\n\td`", False, 1)
def test_any_text(text: str, html: bool, first_line: int) -> None:
    """Any text gives a document with sound ranges, true places and clean HTML."""
    document, diagnostics = parse(text, path="a.md", lang="en", first_line=first_line, html=html)
    lines = text.translate({0xE000: "\ufffd", 0xE001: "\ufffd", 0: "\ufffd"}).split("\n")
    for passage in document.passages:
        check_ranges(passage)
        if passage.kind != "caption" and "&" not in text:
            check_points(passage, lines, first_line)
    for one in diagnostics:
        assert isinstance(one.where, Mark)
        assert first_line <= one.where.line < first_line + len(lines)
    check_html("".join(rendered(document)))
    assert sorted(part for block in document.blocks for part in block.parts if isinstance(part, int)) == list(
        range(len(document.passages))
    )


def check_html(html: str) -> None:
    """An HTML parser finds nothing to mend and nothing that acts."""
    tree = PARSER.parse(f"<!DOCTYPE html><title>x</title><body>{html}")
    faults = [
        fault
        for _, fault, _ in PARSER.errors
        if fault not in ("invalid-codepoint", "control-character-in-input-stream")
    ]
    assert faults == []
    for element in tree.iter():
        if isinstance(element.tag, str):
            assert element.tag not in ("script", "style", "iframe", "object", "embed", "svg", "math", "form", "input")
            for name, value in element.attrib.items():
                assert not name.lower().startswith("on")
                if name in ("href", "src", "cite"):
                    assert not re.match(r"(?:javascript|data|vbscript):", re.sub(r"[\0- {]", "", value.lower()))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("abc é", min_size=1), min_size=1, max_size=5))
def test_mark_up_does_not_change_the_text(words: list[str]) -> None:
    """Marked words read as they would without marks."""
    bare = [" ".join(one.split()) or "x" for one in words]
    marks = ["*{}*", "**{}**", "[{}](https://x.org)", "[{}]{{claim=y}}", "~~{}~~", "[[z|{}]]", "`{}`"]
    marked = [marks[number % len(marks)].format(one) for number, one in enumerate(bare)]
    assert only(" - ".join(["w", *marked])).text == only(" - ".join(["w", *bare])).text


@settings(max_examples=200, deadline=None)
@given(markdown)
def test_any_field(text: str) -> None:
    """Any field of one line gives clean HTML and sound ranges."""
    passage = inline(text, lang="fr")
    check_ranges(passage)
    check_html(f"<p>{inline_html(text, lang='fr')}</p>")


@pytest.mark.parametrize(
    "piece",
    ["[", "[[", "[[a|", "*", "**a", "*a ", "_a_ ", "`a", "{claim=", "[a]{claim=", "[a", "![", "![a](", "<", "<a ", "&#", "~~a",
     '"', "' \"a", "> ", "- ", "::: note\n", "[^a]", "[^", "| a ", "\\", "(", "[a](b", "# a\n", "<b>", "a {.nolink}\n"],
)  # fmt: skip
def test_time_is_linear(piece: str) -> None:
    """No repetition makes parsing slow."""
    text = piece * (60_000 // len(piece))
    began = time.process_time()
    parse(text, path="a.md", lang="en", html=True)
    assert time.process_time() - began < 5
