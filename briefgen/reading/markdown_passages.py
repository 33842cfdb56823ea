"""From inline tokens to a `Passage`: the text as readers see it, and everything else as ranges beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from markdown_it.token import Token

from briefgen.model.document import ClaimSpan, ExplicitLink, FileLink, Markup
from briefgen.reading import markdown_html as raw
from briefgen.reading.markdown_attributes import Attributes
from briefgen.reading.markdown_draft import Draft, Open
from briefgen.reading.markdown_findings import Found
from briefgen.reading.markdown_notes import Notes

_DEEPEST = 30


class Words(Draft):
    """A passage that is read from the inline tokens of one block."""

    def __init__(self, source: str, notes: Notes) -> None:
        super().__init__()
        self.source = source
        self.notes = notes
        self.files: list[Found] = []

    def read(self, tokens: Iterable[Token]) -> None:
        """Take over tokens, in order."""
        for token in tokens:
            if token.type == "text":
                if token.content:
                    self.add(token.content.replace("\n", " "), _at(token))
            else:
                _READ[token.type](self, token)

    def special(self, token: Token) -> None:
        """An escaped character or an entity: no typography."""
        words = raw.public(token.content)
        at = _at(token)
        if token.info == "escape":
            at += len(token.markup) - len(words)
        self.fix(words, at)

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
        self.fix(words, at)
        self.markup.append(Markup(start, self.length, "<code>", "</code>"))
        self.close(start)

    def open_plain(self, token: Token) -> None:
        """Emphasis and the like."""
        self.begin(token.tag, f"<{token.tag}>", f"</{token.tag}>")

    def close_plain(self, token: Token) -> None:
        """The end of it."""
        self.end(token.tag)

    def open_link(self, token: Token) -> None:
        """An ordinary link; inside another one only its words remain."""
        href = str(token.attrs["href"])
        self.begin("a", f"<a{raw.attribute('href', href)}{_title(token)}>" if not self.linked else "", "</a>")
        self.linked += 1
        self._file(token, href, image=False)

    def close_link(self, token: Token) -> None:
        """Its end; an address that was typed as it is stays free of typography."""
        self.linked -= 1
        opened = self.end("a")
        self.close(opened.start)
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
        self.fix(raw.public(token.content), _at(token))
        self.links.append(ExplicitLink(start, self.length, token.content, has_words=False))

    def open_explicit(self, token: Token) -> None:
        """`[[target|`: a link too, so addresses in its words are words."""
        self.linked += 1
        self.open.append(Open("explicit", self.length, -1, token.meta["said"]))

    def close_explicit(self, _: Token) -> None:
        """`]]`."""
        self.linked -= 1
        opened = self.end("explicit")
        if opened.start < self.length:
            self.links.append(ExplicitLink(opened.start, self.length, str(opened.said), has_words=True))

    def open_span(self, token: Token) -> None:
        """`[` of words with attributes."""
        said: Attributes = token.meta["said"]
        html = said.html()
        self.begin("span", f"<span{html}>" if html else "", "</span>", said)

    def close_span(self, _: Token) -> None:
        """`]{...}`."""
        opened = self.end("span")
        if isinstance(opened.said, Attributes) and opened.said.claims and opened.start < self.length:
            self.claims.append(ClaimSpan(opened.start, self.length, opened.said.claims))

    def html(self, token: Token) -> None:
        """A tag of raw HTML: kept when it is harmless and has its partner."""
        tag = raw.clean_tag(token.content)
        if tag is None:
            return
        name, link = "<" + tag.name, tag.name == "a"
        if tag.role == "void":
            self.insert(tag.html)
        elif tag.role == "open" and len(self.open) < _DEEPEST and not (link and self.linked):
            self.begin(name, tag.html, f"</{tag.name}>")
            self.linked += link
        elif tag.role == "close" and self.open and self.open[-1].name == name:
            self.linked -= link
            self.close(self.end(name).start)
        else:
            return
        self._raw_files(token, tag.html)

    def _file(self, token: Token, address: str, *, image: bool, alt: str = "") -> None:
        start, end = token.map or (0, 0)
        if address.startswith(raw.FILE_START):
            address = address[1:-1]
        elif not image and not raw.is_inside(address):
            return
        at = self.source.rfind(address, start, end)
        self.files.append(Found(FileLink(address, 0, 0, image, alt), at if at >= 0 else start))

    def _raw_files(self, token: Token, html: str) -> None:
        self.files += [Found(FileLink(*one), _at(token)) for one in raw.files_in(html)]


def _at(token: Token) -> int:
    return token.map[0] if token.map else 0


def _title(token: Token) -> str:
    title = token.attrs.get("title")
    return f' title="{escape(raw.public(str(title)))}"' if title else ""


def _words(tokens: Iterable[Token]) -> str:
    """The bare words of tokens, for `alt`."""
    breaks = ("softbreak", "hardbreak")
    return "".join(" " if one.type in breaks else one.content for one in tokens if one.type != "html_inline")


_READ: dict[str, Callable[[Words, Token], None]] = {
    **dict.fromkeys(("em_open", "strong_open", "s_open"), Words.open_plain),
    **dict.fromkeys(("em_close", "strong_close", "s_close"), Words.close_plain),
    "text_special": Words.special,
    "softbreak": Words.soft_break,
    "hardbreak": Words.hard_break,
    "code_inline": Words.code,
    "link_open": Words.open_link,
    "link_close": Words.close_link,
    "image": Words.image,
    "footnote_ref": Words.footnote,
    "explicit": Words.explicit,
    "explicit_open": Words.open_explicit,
    "explicit_close": Words.close_explicit,
    "span_open": Words.open_span,
    "span_close": Words.close_span,
    "html_inline": Words.html,
}
