"""The everyday marks of a text, read at one glance: `*words*`, `[words](https://...)`, `[words]{claim=id}`, `[[id]]`.

Most marked paragraphs hold nothing else. Where every mark of a text is one of these, with plain words inside, there
is nothing that markdown-it could decide otherwise, and its tokens need not be made. One mark too many, a marker
beside another, a line break beside a blank: then the text is not simple, and is parsed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from briefgen.base.patterns import pattern
from briefgen.model.document import ClaimSpan, ExplicitLink
from briefgen.reading.markdown_draft import Draft
from briefgen.reading.markdown_html import attribute
from briefgen.reading.markdown_rules import STOP

_PLAIN = r"[^\\`*_~\[\]<&{|]"
_LETTER = r"[^\W_]"
_MARK = pattern(
    # A marker before a letter opens, one behind a letter closes, if no letter and no other marker is on its far side.
    rf"(?P<stars>\*\*?)(?P<stressed>{_LETTER}(?:{_PLAIN}*{_LETTER})?)(?P=stars)(?![*_\w])"
    r"|\[\[(?P<target>[^\[\]|\n\s][^\[\]|\n]*)(?:\|(?P<shown>" + _PLAIN + r"+))?\]\]"
    r"|\[(?P<words>(?!\^)" + _PLAIN + r"+)\](?:"
    r"\((?P<address>https?://[a-z0-9.-]+\.[a-z]+(?:/[A-Za-z0-9./?=+,;@#-]*)?)\)"
    r"|\{claim=(?P<claim>[\w:.-]+)\})"
)
_STARTERS = frozenset(" \n([“‘\"'—–")
"""What may stand before a marker that opens; the beginning of a text does as well."""
_BREAK = pattern(r"[ \t]\n|\n[ \t]")


class Simple(NamedTuple):
    """The marks of a simple text, in order."""

    text: str
    marks: tuple[re.Match[str], ...]


def simple(text: str) -> Simple | None:
    """The marks of a text that has no others."""
    if "\n" in text and _BREAK.search(text):
        return None
    found: list[re.Match[str]] = []
    at = 0
    while stop := STOP.search(text, at):
        at = stop.start()
        letter = text[at]
        if letter == "\n" or (letter == "!" and text[at + 1 : at + 2] != "["):
            at += 1
            continue
        match = _MARK.match(text, at)
        if match is None or (letter == "*" and at and text[at - 1] not in _STARTERS):
            return None
        found.append(match)
        at = match.end()
    return Simple(text, tuple(found))


def write(draft: Draft, said: Simple) -> None:
    """Write a simple text."""
    done = 0
    for match in said.marks:
        _words(draft, said.text, done, match.start())
        _WRITE[match.lastgroup or ""](draft, match)
        done = match.end()
    _words(draft, said.text, done, len(said.text))


def _words(draft: Draft, text: str, start: int, end: int) -> None:
    if start < end:
        draft.add(text[start:end].replace("\n", " "), start)


def _stressed(draft: Draft, match: re.Match[str]) -> None:
    tag = "em" if match["stars"] == "*" else "strong"
    draft.begin(tag, f"<{tag}>", f"</{tag}>")
    _words(draft, match.string, *match.span("stressed"))
    draft.end(tag)


def _link(draft: Draft, match: re.Match[str]) -> None:
    draft.begin("a", f"<a{attribute('href', match['address'])}>", "</a>")
    _words(draft, match.string, *match.span("words"))
    draft.close(draft.end("a").start)


def _claim(draft: Draft, match: re.Match[str]) -> None:
    start = draft.length
    _words(draft, match.string, *match.span("words"))
    draft.claims.append(ClaimSpan(start, draft.length, (match["claim"],)))


def _target(draft: Draft, match: re.Match[str]) -> None:
    start, target = draft.length, match["target"].strip()
    draft.fix(target, match.start("target"))
    draft.links.append(ExplicitLink(start, draft.length, target, has_words=False))


def _shown(draft: Draft, match: re.Match[str]) -> None:
    start, words = draft.length, match["shown"]
    first = match.start("shown") + len(words) - len(words.lstrip())
    _words(draft, match.string, first, first + len(words.strip()))
    draft.links.append(ExplicitLink(start, draft.length, match["target"].strip(), has_words=True))


_WRITE = {"stressed": _stressed, "address": _link, "claim": _claim, "target": _target, "shown": _shown}
"""How to write a mark, by the name of the last thing in it."""
