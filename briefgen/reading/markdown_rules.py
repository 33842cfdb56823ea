"""Our inline rules: `[[...]]`, `[...]{claim=...}`, footnote marks, paired markers, and a watch over addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol, cast

from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline, autolink, backtick, entity, escape, html_inline, image, link, newline
from markdown_it.rules_inline.state_inline import Delimiter

from briefgen.base.patterns import pattern
from briefgen.reading import markdown_attributes as attributes
from briefgen.reading.markdown_state import State

Rule = Callable[[State, bool], bool]
_Theirs = Callable[[StateInline, bool], bool]

STOP = pattern(r"[\n\\`*_~\[\]<&!{]")
"""Characters at which a rule may begin; what is between them is plain text."""

_EXPLICIT = pattern(r"\[\[([^\[\]|\n]*)(?:\|([^\[\]]*))?\]\]")
_FOOTNOTE = pattern(r"\[\^([^\[\]\s]+)\]")
_BRACES = ("{claim", "{.nolink")
_LITERAL = r"write \[[ when two brackets are meant"


class Watch(Protocol):
    """The part of the parser that judges addresses."""

    refused: str


def line_break(state: State, silent: bool) -> bool:
    """A line break between words is a part of the text, which keeps tokens few; blanks around it are for markdown-it."""
    src, pos = state.src, state.pos
    if src[pos - 1 : pos] == " " or src[pos + 1 : pos + 2] in (" ", "\t"):
        return newline(state, silent)
    if not silent:
        state.append_pending("\n")
    state.pos += 1
    return True


def explicit(state: State, silent: bool) -> bool:
    """`[[target]]`, `[[target|words]]` and `[[|words]]`."""
    match = _EXPLICIT.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        _explicit_tokens(state, match)
    state.pos = match.end()
    return True


def _explicit_tokens(state: State, match: re.Match[str]) -> None:
    target, words = match[1].strip(), match[2]
    if not (target if words is None else words.strip()):
        state.tell(
            *match.span(), "there is nothing to show between [[ and ]]", f"write [[id]] or [[id|words]]; {_LITERAL}"
        )
        state.append_pending(match[0])
    elif words is None:
        token = state.push("explicit", "", 0)
        token.content = target
        token.map = [state.src.index(target, match.start(1))]
    else:
        start = match.start(2) + len(words) - len(words.lstrip())
        _inside(state, "explicit", start, start + len(words.strip()), target)


def _inside(state: State, kind: str, start: int, end: int, said: object) -> None:
    """Tokens for the words of a construct, between an opening and a closing token."""
    after = state.posMax
    state.pos, state.posMax = start, end
    state.push(kind + "_open", "", 1).meta = {"said": said}
    state.md.inline.tokenize(state)
    state.push(kind + "_close", "", -1)
    state.posMax = after


def span(state: State, silent: bool) -> bool:
    """`[words]{claim=id}` and `[words]{lang=uk}`."""
    if not state.ahead("]{"):
        return False
    start = state.pos
    end = parseLinkLabel(state, start)
    match = state.braces(end + 1) if end >= 0 else None
    said = attributes.read(match[1], attributes.SPAN) if match else None
    if match is None or said is None:
        return False
    if isinstance(said, attributes.Refusal):
        if not silent:
            state.tell(*match.span(), said.message, said.hint)
        return False
    if not silent:
        _inside(state, "span", start + 1, end, said)
    state.pos = match.end()
    return True


def footnote(state: State, silent: bool) -> bool:
    """`[^label]` for a footnote that is written somewhere."""
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if ":" + match[1] not in state.env.get("footnotes", {}).get("refs", ()):
        if not silent:
            state.tell(*match.span(), f"footnote “{match[1]}” is not written anywhere", f"add a line: [^{match[1]}]: …")
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": match[1]}
    state.pos = match.end()
    return True


def lone_bracket(state: State, silent: bool) -> bool:
    """Report a `[[` of which both brackets are left over. Never consumes anything."""
    src, pos = state.src, state.pos
    if silent:
        return False
    if state.lone_bracket == pos - 1:
        hint = rf"close it with ]]; in a table write [[id\|words]]; {_LITERAL}"
        state.tell(pos - 1, pos + 1, "this [[ is not closed", hint)
    elif src.startswith("[[", pos) and src[pos - 1 : pos] not in ("[", "\\"):
        state.lone_bracket = pos
    return False


def lone_braces(state: State, silent: bool) -> bool:
    """Report braces that mark nothing. Never consumes anything."""
    if not silent and state.src.startswith(_BRACES, state.pos) and not state.has_told(state.pos):
        match = state.braces(state.pos)
        end = match.end() if match else state.pos + 1
        hint = "write [words]{claim=id}; for a whole block, put the braces at its very end"
        state.tell(state.pos, end, "these braces mark nothing", hint)
    return False


def pairs(state: State, silent: bool) -> bool:
    """`*`, `_` and `~~`: every marker a text of its own, which may become a tag once all are known."""
    start = state.pos
    marker = state.src[start]
    scanned = state.scanDelims(start, marker != "_")
    size = 2 if marker == "~" else 1
    if silent or scanned.length < size:
        return False
    state.has_pairs = True
    odd = scanned.length % size
    if odd:
        state.push("text", "", 0).content = marker
    for at in range(start + odd, start + scanned.length, size):
        token = state.push("text", "", 0)
        token.content, token.map = marker * size, [at]
        length = scanned.length if size == 1 else 0  # 0: the rule of three is not for strikethrough
        where = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(marker), length, where, -1, scanned.can_open, scanned.can_close))
    state.pos += scanned.length
    return True


def watched(theirs: _Theirs) -> Rule:
    """A rule that makes links: reports an address that was turned down, notes how far the link reaches."""

    def rule(state: State, silent: bool) -> bool:
        if theirs is not autolink and not state.link_ahead():
            return False
        watch, start, made = cast("Watch", state.md), state.pos, len(state.tokens)
        watch.refused = ""
        done = theirs(state, silent)
        if done and not silent:
            _reach(state, start, made)
        elif watch.refused and not silent:
            at = max(state.src.find(watch.refused, start), start)
            state.tell(at, at + len(watch.refused), *refusal(watch.refused))
        return done

    return rule


def refusal(url: str) -> tuple[str, str, str]:
    """Message, hint and code for an address that may not be linked."""
    hint = "links go to https://, http://, mailto: or a file; a person, place or claim is linked with [[...]]"
    return f"link address not allowed: “{url[:60]}”", hint, "E301"


def _reach(state: State, start: int, made: int) -> None:
    """Give the first new token the stretch of the whole construct; the words of `<...>` begin behind its bracket."""
    first = made + (state.tokens[made].type == "text")  # the plain text before it became a token just now
    token = state.tokens[first]
    token.map = [start, state.pos]
    if token.info == "auto":
        state.tokens[first + 1].map = [start + 1]


def _ours(rule: _Theirs) -> Rule:
    return cast("Rule", rule)


def rules(*, one_line: bool) -> dict[str, tuple[Rule, ...]]:
    """Which rules to try at which character, in order; a field of one line has no pictures and footnotes."""
    links = (explicit, span, watched(link), lone_bracket)
    return {
        "\n": (line_break,),
        "\\": (_ours(escape),),
        "`": (_ours(backtick),),
        "*": (pairs,),
        "_": (pairs,),
        "~": (pairs,),
        "[": links if one_line else (explicit, footnote, *links[1:]),
        "!": () if one_line else (watched(image),),
        "<": (watched(autolink), _ours(html_inline)),
        "&": (_ours(entity),),
        "{": (lone_braces,),
    }
