"""From block tokens to blocks of HTML pieces and passages, headings and footnotes included."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping, Sequence
from html import escape
from itertools import count, islice
from typing import Any, NamedTuple

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token
from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.base.text import count_words
from briefgen.model.document import Block, ClaimSpan, Document, FileLink, Passage, PassageKind
from briefgen.reading import markdown_html as raw
from briefgen.reading.markdown_attributes import NONE, Attributes
from briefgen.reading.markdown_containers import BlockTrouble
from briefgen.reading.markdown_marks import ground_of
from briefgen.reading.markdown_notes import Apart, Notes, trouble
from briefgen.reading.markdown_offsets import Ground, place_of
from briefgen.reading.markdown_outline import Outline
from briefgen.reading.markdown_passages import Draft
from briefgen.reading.markdown_state import Trouble
from briefgen.reading.markdown_syntax import inlines
from briefgen.reading.markdown_typography import typeset

_MARKED = re.compile(r"[\\`*_~\[<&{]")
_BREAK = re.compile(r" *\n[ \t]*")
_KINDS = {
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


class Manner(NamedTuple):
    """How a text is to be read."""

    path: str
    lang: str
    """Language of the typography; empty for none."""
    first_line: int
    html: bool
    place: PassageKind


class _Scope(NamedTuple):
    token: Token
    first: int
    """Number of the first passage inside."""
    end: str


class Writer:
    """Blocks and passages of one text, written in the order of its tokens."""

    def __init__(self, manner: Manner, env: MutableMapping[str, Any], lines: Sequence[str]) -> None:
        self.manner = manner
        self.env = env
        self.lines = lines
        self.notes = Notes()
        self.blocks: list[Block] = []
        self.passages: list[Passage] = []
        self.outline = Outline()
        self.files: list[FileLink] = []
        self.diagnostics: list[Diagnostic] = []
        self._quotes = 0
        self._kind = ""
        self._parts: list[str | int] = []
        self._html: list[str] = []
        self._scopes: list[_Scope] = []

    def document(self) -> Document:
        """What was written."""
        return Document(
            blocks=tuple(self.blocks),
            passages=tuple(self.passages),
            headings=tuple(self.outline.headings),
            file_links=tuple(self.files),
            words=count_words("\n".join([one.text for one in self.passages])),
        )

    def write(self, tokens: Sequence[Token]) -> None:
        """Write blocks, one for each token that stands outermost."""
        coming = iter(tokens)
        for token in coming:
            if not self._scopes:
                self._kind = _KINDS.get(token.type) or token.meta.get("kind", "")
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
                self._finish()

    def footnotes(self, texts: Apart) -> None:
        """The notes, as a last block, in the order of their marks; notes may have marks too."""
        labels = self.notes.numbers
        if labels:
            self._footnotes(labels, texts.notes)
        for label, row in texts.rows.items():
            if label not in labels:
                self.tell(trouble(row, label, "is never marked in the text", f"write [^{label}] where it belongs"))

    def _footnotes(self, labels: dict[str, int], texts: dict[str, list[Token]]) -> None:
        self._kind = "footnotes"
        self._enter(
            Token("footnotes_open", "", 1),
            '<section class="footnotes" role="doc-endnotes">\n<ol>\n',
            "</ol>\n</section>",
        )
        for number in count(1):
            label = next(islice(labels, number - 1, None), None)
            if label is None:
                break
            self._enter(Token("footnote_open", "", 1), f'<li id="fn-{number}">', "</li>\n")
            self._footnote(label, texts.get(label, ()))
            self._close()
        self._close()
        self._finish()

    def _footnote(self, label: str, tokens: Sequence[Token]) -> None:
        """One note; the way back stands at the end of its last paragraph."""
        if tokens and tokens[-1].type == "paragraph_close":
            self.write(tokens[:-3])
            self.paragraph(tokens[-3], tokens[-2], label)
        else:
            self.write(tokens)
            self._put(self.notes.back(label))

    def paragraph(self, token: Token, inline: Token, note: str = "") -> None:
        """A paragraph; one that holds nothing but a picture is a figure."""
        if inline.content.startswith("![") and not token.hidden and self._figure(token, inline):
            return
        said: Attributes = token.meta.get("said", NONE)
        if said.credit:
            place = ground_of(inline, self.lines)[0]
            self.tell(
                BlockTrouble(
                    place.row, place.column, place.column, "E108", "a credit needs a picture that stands alone", ""
                )
            )
        tags = ("", "") if token.hidden else (f"<p{said.html()}>", "</p>\n")
        self._leaf(token, inline, tags, self.manner.place, note)

    def heading(self, token: Token, inline: Token) -> None:
        """A heading, one level below the page's own at most; see `_level`."""
        said: Attributes = token.meta.get("said", NONE)
        passage = self._passage(inline, "heading")
        heading = self.outline.add(int(token.tag[1]), said.id, passage.text)
        self._put(f'<h{heading.level} id="{escape(heading.id)}"{said.html()}>')
        self._place(passage, said)
        self._put(f"</h{heading.level}>\n")

    def cell(self, token: Token, inline: Token) -> None:
        """A cell of a table."""
        said: Attributes = token.meta.get("said", NONE)
        side = str(token.attrs.get("style", "")).removeprefix("text-align:")
        extra = ' scope="col"' if token.tag == "th" else ""
        align = f' class="bg-align-{side}"' if side else ""
        self._leaf(token, inline, (f"<{token.tag}{extra}{align}{said.html()}>", f"</{token.tag}>"), "cell")

    def term(self, token: Token, inline: Token) -> None:
        """A term of a definition list."""
        said: Attributes = token.meta.get("said", NONE)
        self._leaf(token, inline, (f"<dt{said.html()}>", "</dt>\n"), self.manner.place)

    def code(self, token: Token) -> None:
        """A block of code."""
        language = raw.public(unescapeAll(token.info)).split()[:1]
        name = f' class="language-{escape(language[0])}"' if language else ""
        self._put(f"<pre><code{name}>{escape(token.content, quote=False)}</code></pre>\n")

    def raw_html(self, token: Token) -> None:
        """Raw HTML, cleaned."""
        html = raw.clean_block(token.content)
        row = token.map[0] if token.map else 0
        for target, image in raw.files_in(html):
            self.files.append(FileLink(target, row + self.manner.first_line, 1, image))
        if html:
            self._put(html + "\n")

    def rule(self, _: Token) -> None:
        """A line across."""
        self._put("<hr>\n")

    def tell(self, trouble: BlockTrouble) -> None:
        """Add what is wrong, by row and column."""
        line = trouble.row + self.manner.first_line
        where = Mark(self.manner.path, line, trouble.start + 1, trouble.end + 1)
        self.diagnostics.append(Diagnostic(trouble.code, where, trouble.message, trouble.hint))

    def _open(self, token: Token) -> None:
        """The beginning of a block that holds others."""
        html = token.meta["said"].html() if "said" in token.meta else ""
        tag = token.tag
        if token.type == "container_open":
            tag, box = self._box(token)
            self._enter(token, f"<{tag}{box}{html}>\n{self._title(token)}", f"</{tag}>\n")
        else:
            start = f' start="{token.attrs["start"]}"' if "start" in token.attrs else ""
            self._enter(token, f"<{tag}{start}{html}>", f"</{tag}>\n")
        self._quotes += tag == "blockquote"

    def _box(self, token: Token) -> tuple[str, str]:
        kind = token.meta["kind"]
        return "blockquote" if kind == "quote" else "aside", f' class="bg-box bg-box--{kind}"'

    def _title(self, token: Token) -> str:
        title = typeset(token.info, self.manner.lang) if self.manner.lang else token.info
        return f'<p class="bg-box-title">{escape(title)}</p>\n' if title else ""

    def _enter(self, token: Token, before: str, after: str) -> None:
        self._put(before)
        self._scopes.append(_Scope(token, len(self.passages), after))

    def _close(self) -> None:
        """The end of the block that was begun last."""
        token, first, end = self._scopes.pop()
        self._quotes -= end == "</blockquote>\n"
        self._put(end)
        if "said" in token.meta:
            self._say(token.meta["said"], first)

    def _leaf(self, token: Token, inline: Token, tags: tuple[str, str], kind: PassageKind, note: str = "") -> None:
        """A block of nothing but text."""
        if "gone" in token.meta:
            return
        self._put(tags[0])
        self._place(self._passage(inline, kind), token.meta.get("said", NONE))
        self._put((self.notes.back(note) if note else "") + tags[1])

    def _figure(self, token: Token, inline: Token) -> bool:
        """A picture that stands alone, with its caption and credit; False when there is more in the paragraph."""
        draft, troubles, children = self._draft(inline)
        if len(children) != 1 or children[0].type != "image":
            return False
        self._report(troubles, inline)
        said: Attributes = token.meta.get("said", NONE)
        self._kind = self._kind if self._scopes else "figure"
        self._put(f"<figure{said.html()}>{draft.picture(children[0])}")
        self._files(draft, inline)
        title = raw.public(str(children[0].attrs.get("title", "")))
        if title or said.credit:
            self._caption(inline, title, said)
        self._put("</figure>\n")
        return True

    def _caption(self, inline: Token, title: str, said: Attributes) -> None:
        self._put("<figcaption>")
        if title:
            at = inline.content.rfind(title)
            ground = [Ground(one.offset - max(at, 0), one.row, one.column) for one in ground_of(inline, self.lines)]
            caption = Token("inline", "", 0, content=title, meta={"ground": ground if at >= 0 else ground[:1]})
            self._place(self._passage(caption, "caption"), said)
        credit = f'<span class="bg-credit">{escape(said.credit)}</span>' if said.credit else ""
        self._put((" " if title and credit else "") + credit + "</figcaption>")

    def _passage(self, inline: Token, kind: PassageKind) -> Passage:
        """The passage of a block's text."""
        text, ground = inline.content, ground_of(inline, self.lines)
        if _MARKED.search(text) or "  \n" in text:
            draft, troubles, children = self._draft(inline)
            draft.read(children)
            if troubles:
                self._report(troubles, inline)
            if draft.files:
                self._files(draft, inline)
        else:
            draft = Draft(text, self.notes)
            plain(draft, text)
        manner = self.manner
        kind = "quote" if self._quotes else kind
        return draft.passage(kind, manner.lang, ground, manner.first_line, len(self.outline.headings))

    def _draft(self, inline: Token) -> tuple[Draft, list[Trouble], list[Token]]:
        children, troubles = inlines(inline.content, self.env, html=self.manner.html)
        return Draft(inline.content, self.notes), troubles, children

    def _report(self, troubles: list[Trouble], inline: Token) -> None:
        for start, end, code, message, hint in troubles:
            line, column = self._where(start, inline)
            last, behind = self._where(max(end - 1, start), inline)
            where = Mark(self.manner.path, line, column, behind + 1 if last == line else 0)
            self.diagnostics.append(Diagnostic(code, where, message, hint))

    def _files(self, draft: Draft, inline: Token) -> None:
        for link, at in draft.files:
            line, column = self._where(at, inline)
            self.files.append(replace(link, line=line, column=column))

    def _where(self, at: int, inline: Token) -> tuple[int, int]:
        """Line and column of an offset of a block's text."""
        row, column = place_of(ground_of(inline, self.lines), at)
        return row + self.manner.first_line, column + 1

    def _place(self, passage: Passage, said: Attributes) -> None:
        """Put a passage where the HTML has got to."""
        self._flush()
        self._parts.append(len(self.passages))
        self.passages.append(passage)
        if said is not NONE:
            self._say(said, len(self.passages) - 1)

    def _say(self, said: Attributes, first: int) -> None:
        """Apply the attributes of a block to the passages in it."""
        for number in range(first, len(self.passages)) if said.nolink or said.claims else ():
            one = self.passages[number]
            span = (ClaimSpan(0, len(one.text), said.claims),) if said.claims and one.text else ()
            self.passages[number] = replace(one, nolink=one.nolink or said.nolink, claims=span + one.claims)

    def _put(self, html: str) -> None:
        self._html.append(html)

    def _flush(self) -> None:
        if html := "".join(self._html):
            self._parts.append(html)
        self._html.clear()

    def _finish(self) -> None:
        """The end of an outermost block."""
        self._flush()
        if not self._parts:
            return
        last = self._parts[-1]
        if isinstance(last, str):
            self._parts[-1] = last.removesuffix("\n")
        self.blocks.append(Block(tuple(self._parts), self._kind))
        self._parts.clear()


def plain(draft: Draft, text: str) -> None:
    """Write a text without any mark-up: its lines become one."""
    if not any(blank in text for blank in (" \n", "\n ", "\n\t")):
        draft.add(text.replace("\n", " "), 0)
        return
    done = 0
    for match in _BREAK.finditer(text):
        draft.add(text[done : match.start()], done)
        draft.add(" ", match.start())
        done = match.end()
    if done < len(text):
        draft.add(text[done:], done)


_LEAVES: dict[str, Callable[[Writer, Token, Token], None]] = {
    "paragraph_open": Writer.paragraph,
    "heading_open": Writer.heading,
    "th_open": Writer.cell,
    "td_open": Writer.cell,
    "dt_open": Writer.term,
}
_SINGLE: dict[str, Callable[[Writer, Token], None]] = {
    "fence": Writer.code,
    "code_block": Writer.code,
    "html_block": Writer.raw_html,
    "hr": Writer.rule,
}
