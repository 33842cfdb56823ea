"""Markdown: the one door. Text goes in, our own `Document` comes out, and nothing of markdown-it with it.

CommonMark with tables, strikethrough, footnotes and definition lists; besides `[[...]]`, `{claim=...}` and boxes
(`:::`). The parts: `markdown_syntax` parses, `markdown_marks` takes trailing braces off, `markdown_blocks` and
`markdown_passages` write, `markdown_offsets` keeps the way back to line and column.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

from briefgen.base.diagnostics import Checked, sorted_diagnostics
from briefgen.base.html import Html
from briefgen.base.patterns import pattern
from briefgen.model.document import Document, Markup, Passage, PassageKind
from briefgen.reading.markdown_blocks import Manner, Writer
from briefgen.reading.markdown_containers import BlockTrouble
from briefgen.reading.markdown_findings import Findings
from briefgen.reading.markdown_html import FILE_START, public
from briefgen.reading.markdown_marks import attach
from briefgen.reading.markdown_notes import Apart, Notes, apart
from briefgen.reading.markdown_offsets import grounds
from briefgen.reading.markdown_passages import Words
from briefgen.reading.markdown_syntax import blocks, inlines
from briefgen.reading.markdown_typography import typeset

__all__ = ["inline", "inline_html", "links_in", "parse", "passage_html"]

_MARKED = pattern(r"[\\`*_\[\]<&\n\0\ue000-\ue003]|~~")


def parse(
    text: str,
    *,
    path: str,
    lang: str,
    first_line: int = 1,
    html: bool = False,
    typography: bool = True,
    highlight: bool = False,
    place: PassageKind = "prose",
) -> Checked[Document]:
    """The body of a file as blocks and passages.

    `text` is in composed form with plain line ends; its first line is line `first_line` of the file `path`.
    `html` lets harmless raw HTML through, which is otherwise shown as text. `place` is the kind of passages that
    are neither quotation, heading, cell nor caption. Relative addresses stand between U+E000 and U+E001.
    E108: brackets, braces or a box that cannot be read. E301: an address that may not be linked.
    """
    text = public(text)
    lines = text.split("\n")
    env: dict[str, Any] = {"blocks": []}
    tokens = blocks(text, env, html=html)
    findings = Findings(path, first_line)
    writer = Writer(Manner(lang if typography else "", first_line, html, place, highlight), env, lines, findings)
    troubles: list[BlockTrouble] = env["blocks"] + (attach(tokens, lines) if "}" in text else [])
    troubles += writer.outline.take_ids(tokens) if "}" in text else []
    notes = apart(tokens) if "footnotes" in env else Apart(tokens, {}, {}, [])
    for trouble in troubles + notes.troubles:
        findings.tell(trouble)
    writer.write(notes.body)
    writer.footnotes(notes)
    return Checked(writer.document(), sorted_diagnostics(findings.diagnostics))


def inline(text: str, *, lang: str, typography: bool = True) -> Passage:
    """A field of one line: emphasis, code, links and `[[...]]`, but no blocks and no pictures."""
    return _line(public(text), lang if typography else "")


def links_in(text: str) -> tuple[str, ...]:
    """Addresses inside the site to which a field of one line links."""
    tokens, _ = inlines(public(text), {}, html=False, one_line=True)
    draft = Words(public(text), Notes())
    draft.read(tokens)
    return tuple(one.link.target for one in draft.files if not one.link.image)


@lru_cache(maxsize=8192)
def inline_html(text: str, *, lang: str) -> Html:
    """A field of one line as HTML. `[[...]]` and links to files are shown as their words."""
    if _MARKED.search(text) is None and "{" not in text:
        return Html(escape(typeset(text, lang), quote=False))
    passage = _line(public(text), lang)
    kept = [one for one in passage.markup if FILE_START not in one.before]
    return _html(passage.text, kept)


def passage_html(passage: Passage) -> Html:
    """A passage with its mark-up and nothing else: no names, no claims, no explicit links."""
    return _html(passage.text, passage.markup)


def _line(text: str, lang: str) -> Passage:
    tokens, _ = inlines(text, {}, html=False, one_line=True)
    draft = Words(text, Notes())
    draft.read(tokens)
    return draft.passage("note", lang, grounds(text, 0, text.split("\n")))


def _html(text: str, markup: Sequence[Markup]) -> Html:
    """Text with mark-up woven in: at an offset, what ends there comes first, then insertions, then what begins."""
    pieces: list[str] = []
    waiting: list[Markup] = []
    done = 0
    for one in sorted(markup, key=lambda one: (one.start, one.end > one.start, -one.end)):
        while waiting and waiting[-1].end <= one.start:
            last = waiting.pop()
            pieces += (escape(text[done : last.end], quote=False), last.after)
            done = last.end
        pieces += (escape(text[done : one.start], quote=False), one.before)
        done = one.start
        if one.end > one.start:
            waiting.append(one)
    for last in reversed(waiting):
        pieces += (escape(text[done : last.end], quote=False), last.after)
        done = last.end
    return Html("".join((*pieces, escape(text[done:], quote=False))))
