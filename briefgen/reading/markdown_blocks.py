"""From block tokens to blocks of HTML pieces and passages, figures and footnotes included."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from html import escape
from typing import Any, NamedTuple

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from briefgen.base.patterns import pattern
from briefgen.base.text import count_words
from briefgen.model.document import Document, FileLink, Passage, PassageKind
from briefgen.reading import markdown_html as raw
from briefgen.reading.markdown_attributes import NONE, Attributes
from briefgen.reading.markdown_code import highlighted, stranger
from briefgen.reading.markdown_containers import BlockTrouble
from briefgen.reading.markdown_findings import Findings, Found
from briefgen.reading.markdown_marks import ground_of
from briefgen.reading.markdown_notes import Apart, Notes, trouble
from briefgen.reading.markdown_offsets import Anchor, Ground, points
from briefgen.reading.markdown_outline import Outline
from briefgen.reading.markdown_passages import Words
from briefgen.reading.markdown_sheet import Sheet
from briefgen.reading.markdown_simple import simple, write
from briefgen.reading.markdown_state import Trouble
from briefgen.reading.markdown_syntax import inlines
from briefgen.reading.markdown_typography import edits, typeset

# A text with none of these is nothing but text, and need not be parsed.
_MARKED = pattern(r"[\\`*_~\[<&{]")
_KINDS = {
    "paragraph": "paragraph",
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "blockquote_open": "quote",
    "table_open": "table",
    "dl_open": "definitions",
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
}
_WHOLE = (Anchor(0, 0),)
"""A passage that is its block's text."""
_LONE_CREDIT = "a credit needs a picture that stands alone in its paragraph"


class Manner(NamedTuple):
    """How a text is to be read."""

    lang: str
    """Language of the typography; empty for none."""
    first_line: int
    html: bool
    place: PassageKind
    highlight: bool = False


class _Scope(NamedTuple):
    said: Attributes
    first: int
    """Number of the first passage inside."""
    end: str


class Writer:
    """Writes one text, token by token."""

    def __init__(self, manner: Manner, env: MutableMapping[str, Any], lines: Sequence[str], findings: Findings) -> None:
        self.manner = manner
        self.env = env
        self.lines = lines
        self.findings = findings
        self.sheet = Sheet()
        self.outline = Outline()
        self.notes = Notes()
        self._quotes = 0
        self._scopes: list[_Scope] = []

    def document(self) -> Document:
        """What was written."""
        passages = tuple(self.sheet.passages)
        return Document(
            blocks=tuple(self.sheet.blocks),
            passages=passages,
            headings=tuple(self.outline.headings),
            file_links=tuple(self.findings.files),
            tables=tuple(self.findings.tables),
            words=count_words("\n".join([one.text for one in passages])),
        )

    def write(self, tokens: Sequence[Token]) -> None:
        """Write blocks, one for each token that stands outermost."""
        coming = iter(tokens)
        for token in coming:
            if not self._scopes:
                self.sheet.kind = _KINDS.get(token.type) or token.meta.get("kind", "")
            if token.type in _LEAVES:
                _LEAVES[token.type](self, token, next(coming))
                next(coming)
            elif token.nesting == 1:
                self._open(token)
            elif token.nesting == -1:
                self._close()
            else:
                _SINGLE[token.type](self, token)
            if not self._scopes:
                self.sheet.finish()

    def footnotes(self, texts: Apart) -> None:
        """The notes, as a last block, in the order of their marks; notes may have marks too."""
        labels = self.notes.labels
        if labels:
            self.sheet.kind = "footnotes"
            self._enter('<section class="footnotes" role="doc-endnotes">\n<ol>\n', "</ol>\n</section>")
            for number, label in enumerate(labels, 1):  # grows while it is read
                self._enter(f'<li id="fn-{number}">', "</li>\n")
                self._footnote(label, texts.notes.get(label, ()))
                self._close()
            self._close()
            self.sheet.finish()
        for label, row in texts.rows.items():
            if label not in self.notes.numbers:
                hint = f"write [^{label}] where it belongs"
                self.findings.tell(trouble(row, label, "is never marked in the text", hint))

    def _footnote(self, label: str, tokens: Sequence[Token]) -> None:
        """One note; the way back stands at the end of its last paragraph."""
        if tokens and tokens[-1].type == "paragraph_close":
            self.write(tokens[:-3])
            self._text(tokens[-3], tokens[-2], ("<p>", f"{self.notes.back(label)}</p>\n"))
        else:
            self.write(tokens)
            self.sheet.put(self.notes.back(label))

    def paragraph(self, token: Token, inline: Token) -> None:
        """A paragraph; one that holds nothing but a picture is a figure."""
        said = _said(token)
        if "gone" in token.meta:
            return
        if inline.content.startswith("![") and not token.hidden and self._figure(inline, said):
            return
        if said.credit:
            ground = ground_of(inline, self.lines)
            self.findings.report([Trouble(0, 1, "E108", _LONE_CREDIT, "put an empty line around it")], ground)
        self._text(token, inline, ("", "") if token.hidden else (f"<p{said.html()}>", "</p>\n"))

    def lone(self, token: Token) -> None:
        """A paragraph that is one token: it stands in nothing else."""
        self.paragraph(token, token)

    def heading(self, token: Token, inline: Token) -> None:
        """A heading; without words it is left out."""
        said = _said(token)
        passage = self._passage(inline, "heading")
        if passage.text:
            heading = self.outline.add(int(token.tag[1]), said.id, passage.text)
            self.sheet.put(f'<h{heading.level} id="{escape(heading.id)}"{said.html()}>')
            self._place(passage, said)
            self.sheet.put(f"</h{heading.level}>\n")

    def cell(self, token: Token, inline: Token) -> None:
        """A cell of a table."""
        side = str(token.attrs.get("style", "")).removeprefix("text-align:")
        extra = ' scope="col"' if token.tag == "th" else ""
        align = f' class="bg-align-{side}"' if side else ""
        tags = (f"<{token.tag}{extra}{align}{_said(token).html()}>", f"</{token.tag}>")
        self._text(token, inline, tags, "cell")

    def term(self, token: Token, inline: Token) -> None:
        """A term of a definition list."""
        self._text(token, inline, (f"<dt{_said(token).html()}>", "</dt>\n"))

    def code(self, token: Token) -> None:
        """A block of code."""
        language = raw.public(unescapeAll(token.info)).split()[:1]
        name = f' class="language-{escape(language[0])}"' if language else ""
        wanted = self.manner.highlight and language
        code = highlighted(token.content, language[0]) if wanted else escape(token.content, quote=False)
        if wanted and token.map and (hint := stranger(language[0])):
            row = token.map[0]
            start = max(self.lines[row].find(language[0]), 0)
            message = f"nobody knows the language “{language[0][:40]}”, so this code gets no colours"
            self.findings.tell(BlockTrouble(row, start, start + len(language[0]), "I039", message, hint))
        self.sheet.put(f"<pre><code{name}>{code}</code></pre>\n")

    def raw_html(self, token: Token) -> None:
        """Raw HTML, cleaned."""
        html = raw.clean_block(token.content)
        ground = [Ground(0, token.map[0] if token.map else 0, 0)]
        self.findings.add_files([Found(FileLink(*one), 0) for one in raw.files_in(html)], ground)
        if html:
            self.sheet.put(html + "\n")

    def rule(self, _: Token) -> None:
        """A line across."""
        self.sheet.put("<hr>\n")

    def _open(self, token: Token) -> None:
        """The beginning of a block that holds others."""
        said, tag, inside = _said(token), token.tag, ""
        extra = f' start="{token.attrs["start"]}"' if "start" in token.attrs else ""
        if tag in ("ul", "ol") and self._scopes:
            self.sheet.put("\n")  # keeps the words of an entry apart from those of its sub-list
        if token.type == "container_open":
            kind = token.meta["kind"]
            if kind == "data":
                self._data(token)
                return
            tag = "blockquote" if kind == "quote" else "aside"
            extra, inside = f' class="bg-box bg-box--{kind}"', self._box_title(token.info)
        self._enter(f"<{tag}{extra}{said.html()}>{inside}", f"</{tag}>\n", said)
        self._quotes += tag == "blockquote"

    def _data(self, token: Token) -> None:
        """A table of data, which is filled in when the page is made; what stands in the box is its caption."""
        name, row = token.info.strip(), token.map[0] if token.map else 0
        at = self.lines[row].rfind(name) + 1 if row < len(self.lines) else 1
        self.findings.tables.append(FileLink(name, row + self.manner.first_line, at))
        table = f'<table data-from="{escape(name)}"></table>'
        self._enter(
            f'<figure class="bg-data"><div class="scroll">{table}</div>\n<figcaption>', "</figcaption></figure>\n"
        )

    def _box_title(self, words: str) -> str:
        title = typeset(words, self.manner.lang) if self.manner.lang else words
        return f'\n<p class="bg-box-title">{escape(title)}</p>\n' if title else "\n"

    def _enter(self, before: str, after: str, said: Attributes = NONE) -> None:
        self.sheet.put(before)
        self._scopes.append(_Scope(said, len(self.sheet.passages), after))

    def _close(self) -> None:
        """The end of the block that was begun last."""
        said, first, end = self._scopes.pop()
        self._quotes -= end == "</blockquote>\n"
        self.sheet.put(end)
        self.sheet.say(said, first)

    def _text(self, token: Token, inline: Token, tags: tuple[str, str], kind: PassageKind | None = None) -> None:
        """A block of nothing but text; a paragraph of which raw HTML left nothing is left out."""
        passage = self._passage(inline, kind or self.manner.place)
        if passage.text or passage.markup or token.tag != "p":
            self.sheet.put(tags[0])
            self._place(passage, _said(token))
            self.sheet.put(tags[1])

    def _place(self, passage: Passage, said: Attributes) -> None:
        self.sheet.place(passage)
        self.sheet.say(said, len(self.sheet.passages) - 1)

    def _figure(self, inline: Token, said: Attributes) -> bool:
        """A picture that stands alone, with its caption and credit; False when there is more in the paragraph."""
        draft, troubles, children = self._draft(inline)
        if len(children) != 1 or children[0].type != "image":
            return False
        self.sheet.kind = self.sheet.kind if self._scopes else "figure"
        self.sheet.put(f"<figure{said.html()}>{draft.picture(children[0])}")
        ground = ground_of(inline, self.lines)
        self.findings.report(troubles, ground)
        self.findings.add_files(draft.files, ground)
        title = raw.public(str(children[0].attrs.get("title", "")))
        if title or said.credit:
            self._caption(inline, title, said)
        self.sheet.put("</figure>\n")
        return True

    def _caption(self, inline: Token, title: str, said: Attributes) -> None:
        """The title of a picture, as a passage, and its credit."""
        self.sheet.put("<figcaption>")
        if title:
            at, ground = inline.content.rfind(title), ground_of(inline, self.lines)
            ground = [Ground(one.offset - at, one.row, one.column) for one in ground] if at >= 0 else ground[:1]
            caption = Token("inline", "", 0, content=title, meta={"ground": ground})
            self._place(self._passage(caption, "caption"), said)
        credit = f'<span class="bg-credit">{escape(said.credit)}</span>' if said.credit else ""
        self.sheet.put((" " if title and credit else "") + credit + "</figcaption>")

    def _passage(self, inline: Token, kind: PassageKind) -> Passage:
        """The passage of a block's text."""
        text, ground = inline.content, ground_of(inline, self.lines)
        manner, section = self.manner, len(self.outline.headings)
        kind = "quote" if self._quotes and kind != "caption" else kind
        if not _MARKED.search(text) and "\n" not in text and not (manner.lang and edits(text, manner.lang)):
            return Passage(text, kind, points=points(_WHOLE, ground, manner.first_line, len(text)), section=section)
        draft = Words(text, self.notes)
        if _MARKED.search(text) is None and "  \n" not in text:
            draft.add_plain(text)
        elif (said := simple(text)) is not None:
            write(draft, said)
        else:
            draft, troubles, children = self._draft(inline)
            draft.read(children)
            self.findings.report(troubles, ground)
            self.findings.add_files(draft.files, ground)
        return draft.passage(kind, manner.lang, ground, manner.first_line, section)

    def _draft(self, inline: Token) -> tuple[Words, list[Trouble], list[Token]]:
        children, troubles = inlines(inline.content, self.env, html=self.manner.html)
        if "told" in inline.meta:  # of these braces we have heard already
            troubles = [one for one in troubles if one.start != inline.meta["told"]]
        return Words(inline.content, self.notes), troubles, children


def _said(token: Token) -> Attributes:
    """The attributes that `markdown_marks` hung on a token."""
    said: Attributes = token.meta.get("said", NONE)
    return said


_LEAVES: dict[str, Callable[[Writer, Token, Token], None]] = {
    "paragraph_open": Writer.paragraph,
    "heading_open": Writer.heading,
    "th_open": Writer.cell,
    "td_open": Writer.cell,
    "dt_open": Writer.term,
}
_SINGLE: dict[str, Callable[[Writer, Token], None]] = {
    "paragraph": Writer.lone,
    "fence": Writer.code,
    "code_block": Writer.code,
    "html_block": Writer.raw_html,
    "hr": Writer.rule,
}
