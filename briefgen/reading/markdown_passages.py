"""From inline tokens to a `Passage`: the text as readers see it, and everything else as ranges beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import NamedTuple, TypeVar

from markdown_it.token import Token

from briefgen.model.document import ClaimSpan, ExplicitLink, FileLink, Markup, Passage, PassageKind
from briefgen.reading import markdown_html as raw
from briefgen.reading.markdown_attributes import Attributes
from briefgen.reading.markdown_findings import Found
from briefgen.reading.markdown_notes import Notes
from briefgen.reading.markdown_offsets import Anchor, Ground, Moved, points
from briefgen.reading.markdown_typography import Edit, edits

_DEEPEST = 30
_BREAK = re.compile(r" *\n[ \t]*")
_Ranged = TypeVar("_Ranged", Markup, ClaimSpan)


class _Open(NamedTuple):
    name: str
    start: int
    mark: int
    """Where among the mark-up it will stand; -1 when it leaves none."""
    said: object = None


class Draft:
    """A passage being written, token by token."""

    def __init__(self, source: str, notes: Notes) -> None:
        self.source = source
        self.notes = notes
        self.length = 0
        self.pieces: list[str] = []
        self.anchors: list[Anchor] = []
        self.markup: list[Markup | None] = []
        self.closed: list[tuple[int, int]] = []
        self.fixed: list[tuple[int, int]] = []
        self.links: list[ExplicitLink] = []
        self.claims: list[ClaimSpan] = []
        self.files: list[Found] = []
        self._shift = 0
        self._open: list[_Open] = []
        self._linked = 0

    def read(self, tokens: Iterable[Token]) -> None:
        """Take over tokens, in order."""
        for token in tokens:
            if token.type == "text":
                if token.content:
                    self.add(token.content.replace("\n", " "), _at(token))
            else:
                _READ[token.type](self, token)

    def add(self, text: str, at: int) -> None:
        """Add words that stand at an offset of the block's text."""
        if at - self.length != self._shift or not self.anchors:
            self.anchors.append(Anchor(self.length, at))
            self._shift = at - self.length
        self.pieces.append(text)
        self.length += len(text)

    def special(self, token: Token) -> None:
        """An escaped character or an entity: no typography."""
        words = raw.public(token.content)
        at = _at(token)
        if token.info == "escape":
            at += len(token.markup) - len(words)
        self._fix(words, at)

    def soft_break(self, token: Token) -> None:
        """A line break of the file is a space."""
        self.add(" ", _at(token))

    def hard_break(self, token: Token) -> None:
        """`<br>`, and a space so that words stay apart."""
        self.insert("<br>")
        self.add(" ", _at(token))

    def code(self, token: Token) -> None:
        """Code: neither typography nor links."""
        at = _at(token) + len(token.markup)
        words = token.content
        if self.source[at : at + len(words)].replace("\n", " ") != words:
            at += 1  # one blank on both sides belongs to the marks
        start = self.length
        self._fix(words, at)
        self.markup.append(Markup(start, self.length, "<code>", "</code>"))
        self.closed.append((start, self.length))

    def open_plain(self, token: Token) -> None:
        """Emphasis and the like."""
        self._begin(token.tag, f"<{token.tag}>", f"</{token.tag}>")

    def close_plain(self, token: Token) -> None:
        """The end of it."""
        self._end(token.tag)

    def open_link(self, token: Token) -> None:
        """An ordinary link; inside another one only its words remain."""
        href = str(token.attrs["href"])
        self._begin("a", f"<a{raw.attribute('href', href)}{_title(token)}>" if not self._linked else "", "</a>")
        self._linked += 1
        self._file(token, href, image=False)

    def close_link(self, token: Token) -> None:
        """Its end; an address that was typed as it is stays free of typography."""
        self._linked -= 1
        opened = self._end("a")
        self.closed.append((opened.start, self.length))
        if token.info == "auto":
            self.fixed.append((opened.start, self.length))

    def image(self, token: Token) -> None:
        """A picture among words."""
        self.insert(self.picture(token, _title(token)))

    def picture(self, token: Token, extra: str = "") -> str:
        """HTML of a picture, which is noted as a file."""
        alt = raw.public(_words(token.children or ()))
        source = str(token.attrs["src"])
        self._file(token, source, image=True, alt=alt)
        return f'<img{raw.attribute("src", source)} alt="{escape(alt)}"{extra} loading="lazy" decoding="async">'

    def footnote(self, token: Token) -> None:
        """The mark of a footnote."""
        self.insert(self.notes.mark(token.meta["label"]))

    def explicit(self, token: Token) -> None:
        """`[[target]]`: the target stays as written until it is resolved."""
        start = self.length
        self._fix(raw.public(token.content), _at(token))
        self.links.append(ExplicitLink(start, self.length, token.content, has_words=False))

    def open_explicit(self, token: Token) -> None:
        """`[[target|`: a link too, so addresses in its words are words."""
        self._linked += 1
        self._open.append(_Open("explicit", self.length, -1, token.meta["said"]))

    def close_explicit(self, _: Token) -> None:
        """`]]`."""
        self._linked -= 1
        opened = self._end("explicit")
        self.links.append(ExplicitLink(opened.start, self.length, str(opened.said), has_words=True))

    def open_span(self, token: Token) -> None:
        """`[` of words with attributes."""
        said: Attributes = token.meta["said"]
        html = said.html()
        self._begin("span", f"<span{html}>" if html else "", "</span>", said)

    def close_span(self, _: Token) -> None:
        """`]{...}`."""
        opened = self._end("span")
        if isinstance(opened.said, Attributes) and opened.said.claims:
            self.claims.append(ClaimSpan(opened.start, self.length, opened.said.claims))

    def html(self, token: Token) -> None:
        """A tag of raw HTML: kept when it is harmless and has its partner."""
        tag = raw.clean_tag(token.content)
        if tag is None:
            return
        name, link = "<" + tag.name, tag.name == "a"
        if tag.role == "void":
            self.insert(tag.html)
        elif tag.role == "open" and len(self._open) < _DEEPEST and not (link and self._linked):
            self._begin(name, tag.html, f"</{tag.name}>")
            self._linked += link
        elif tag.role == "close" and self._open and self._open[-1].name == name:
            self._linked -= link
            self.closed.append((self._end(name).start, self.length))
        else:
            return
        self._raw_files(token, tag.html)

    def insert(self, html: str) -> None:
        """HTML between two characters."""
        self.markup.append(Markup(self.length, self.length, html))

    def _fix(self, words: str, at: int) -> None:
        """Add words that typography must not touch."""
        start = self.length
        self.add(words, at)
        self.fixed.append((start, self.length))

    def _begin(self, name: str, before: str, after: str, said: object = None) -> None:
        mark = -1
        if before:
            mark = len(self.markup)
            self.markup.append(Markup(self.length, -1, before, after))
        self._open.append(_Open(name, self.length, mark, said))

    def _end(self, name: str) -> _Open:
        """Close what was opened last under a name; raw tags that were forgotten open inside are dropped."""
        while self._open[-1].name != name and self._open[-1].name.startswith("<"):
            self._forget()
        opened = self._open.pop()
        if opened.mark >= 0:
            self._settle(opened)
        return opened

    def _forget(self) -> None:
        """Drop the raw tag that was opened last."""
        opened = self._open.pop()
        self.markup[opened.mark] = None
        self._linked -= opened.name == "<a"

    def _settle(self, opened: _Open) -> None:
        """Give the mark-up its end; around nothing but insertions it becomes an insertion itself."""
        mark = self.markup[opened.mark]
        if mark is None:
            return
        if opened.start < self.length:
            self.markup[opened.mark] = Markup(mark.start, self.length, mark.before, mark.after)
            return
        inside = "".join(one.before for one in self.markup[opened.mark + 1 :] if one)
        del self.markup[opened.mark :]
        self.insert(mark.before + inside + mark.after)

    def _file(self, token: Token, address: str, *, image: bool, alt: str = "") -> None:
        start, end = token.map or (0, 0)
        if address.startswith(raw.FILE_START):
            address = address[1:-1]
        elif not image:
            return
        at = self.source.rfind(address, start, end)
        self.files.append(Found(FileLink(address, 0, 0, image, alt), at if at >= 0 else start))

    def _raw_files(self, token: Token, html: str) -> None:
        self.files += [Found(FileLink(*one), _at(token)) for one in raw.files_in(html)]

    def passage(
        self, kind: PassageKind, lang: str, ground: Sequence[Ground], first_line: int = 1, section: int = 0
    ) -> Passage:
        """The passage, set in the type of a language; no language, no typography."""
        while self._open:  # only raw tags can still be open
            self._forget()
        text = "".join(self.pieces)
        changes = self._changes(text, lang) if lang else []
        if changes:
            move = Moved(changes)
            text = move.text(text)
            if move.ends:
                self._move(move)
        return Passage(
            text,
            kind,
            _ordered([one for one in self.markup if one]),
            tuple(sorted(self.closed)),
            tuple(self.links),
            _ordered(self.claims),
            points(self.anchors, ground, first_line, len(text)),
            section=section,
        )

    def _move(self, move: Moved) -> None:
        """Take every offset to where its character went."""
        self.anchors = move.anchors(self.anchors)
        self.markup = [Markup(move(one.start), move(one.end), one.before, one.after) for one in self.markup if one]
        self.closed = [(move(start), move(end)) for start, end in self.closed]
        self.links = [ExplicitLink(move(one.start), move(one.end), one.target, one.has_words) for one in self.links]
        self.claims = [ClaimSpan(move(one.start), move(one.end), one.claims) for one in self.claims]

    def _changes(self, text: str, lang: str) -> list[Edit]:
        """What typography wants, but no joining of characters between which something begins or ends."""
        changes = edits(text, lang, sorted(self.fixed))
        if not any(one.end - one.start > 1 for one in changes):
            return changes
        edges = {edge for one in (*self.markup, *self.links, *self.claims) if one for edge in (one.start, one.end)}
        return [one for one in changes if edges.isdisjoint(range(one.start + 1, one.end))]


def _ordered(ranges: list[_Ranged]) -> tuple[_Ranged, ...]:
    """By start, then widest first."""
    if len(ranges) > 1:
        ranges.sort(key=lambda one: (one.start, -one.end))
    return tuple(ranges)


def _at(token: Token) -> int:
    return token.map[0] if token.map else 0


def _title(token: Token) -> str:
    title = token.attrs.get("title")
    return f' title="{escape(raw.public(str(title)))}"' if title else ""


def _words(tokens: Iterable[Token]) -> str:
    """The bare words of tokens, for `alt`."""
    breaks = ("softbreak", "hardbreak")
    return "".join(" " if one.type in breaks else one.content for one in tokens if one.type != "html_inline")


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


_READ: dict[str, Callable[[Draft, Token], None]] = {
    **dict.fromkeys(("em_open", "strong_open", "s_open"), Draft.open_plain),
    **dict.fromkeys(("em_close", "strong_close", "s_close"), Draft.close_plain),
    "text_special": Draft.special,
    "softbreak": Draft.soft_break,
    "hardbreak": Draft.hard_break,
    "code_inline": Draft.code,
    "link_open": Draft.open_link,
    "link_close": Draft.close_link,
    "image": Draft.image,
    "footnote_ref": Draft.footnote,
    "explicit": Draft.explicit,
    "explicit_open": Draft.open_explicit,
    "explicit_close": Draft.close_explicit,
    "span_open": Draft.open_span,
    "span_close": Draft.close_span,
    "html_inline": Draft.html,
}
