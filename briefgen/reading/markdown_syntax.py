"""Our markdown-it: which rules there are, and where in the file the text of each block stands.

Inline rules are looked up by the character they react to, which is also faster than trying them in turn.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, heading, reference, table
from markdown_it.rules_inline import StateInline, emphasis, link_pairs, strikethrough
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

from briefgen.base.patterns import pattern
from briefgen.reading.markdown_containers import BlockTrouble, container, tell
from briefgen.reading.markdown_html import SCHEMES, file_address, is_relative, scheme
from briefgen.reading.markdown_offsets import BLANK, Ground
from briefgen.reading.markdown_rules import STOP, Rule, refusal, rules
from briefgen.reading.markdown_state import State, Trouble

_DEEPEST = 40
_REFUSED = "\ue001"
_PIPE = pattern(r"(?<!\\)\|")
# An address that needs no second look: most do not, and markdown-it takes its time.
_ORDINARY = pattern(r"https?://[a-z0-9.-]+\.[a-z]+(?:/(?:[A-Za-z0-9._~/?&=+,;@#-]|%[0-9A-F]{2})*)?")
_BEGINS = {
    "fence": "`~",
    "container": ":",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*-+0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
"""First characters of the lines that rules react to; those that are missing may react to any."""
_SIGNS = frozenset("`~:>*-_+0123456789[<#|=")
"""What a line begins with that is, or makes the line above, anything but a paragraph."""
_HASHES = pattern(r"#+[ \t]*")


class Parser(MarkdownIt):
    """markdown-it with our rules and our view of which addresses may be linked."""

    refused: str = ""
    """The last address that was turned down."""

    def __init__(self, *, html: bool, one_line: bool) -> None:
        super().__init__("commonmark", {"html": html, "maxNesting": _DEEPEST})
        self.inline = _Inline(rules(one_line=one_line))
        self.block.ruler.enable("table")
        deflist_plugin(self)
        ruler = self.block.ruler
        ruler.before("table", "plain", _plain)
        ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
        ruler.before("fence", "container", container, {"alt": ["paragraph", "reference", "blockquote", "list"]})
        ruler.at("reference", _reference)
        ruler.at("heading", _heading, {"alt": ["paragraph", "reference", "blockquote"]})
        ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
        self.block.ruler = _ByCharacter(ruler)

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """The address as an attribute shall hold it."""
        if _ORDINARY.fullmatch(url):
            return url
        if is_relative(url):
            return file_address(url)
        if scheme(url) in SCHEMES | {None}:
            try:
                return super().normalizeLink(url)
            except (ValueError, LookupError):  # beyond repair, such as half of a surrogate pair
                pass
        self.refused = url
        return _REFUSED

    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Whether the address may be linked."""
        return url != _REFUSED

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        """The words of `<https://...>` stay as written, so that they can be found in the file."""
        return link


@lru_cache(maxsize=4)
def parser(*, html: bool, one_line: bool = False) -> Parser:
    """The parser for a way of writing."""
    return Parser(html=html, one_line=one_line)


def blocks(text: str, env: EnvType, *, html: bool) -> list[Token]:
    """Block tokens. What is wrong with blocks goes to `env["blocks"]`."""
    tokens: list[Token] = []
    md = parser(html=html)
    md.block.parse(text + "\n", md, env, tokens)  # without a last line break, markdown-it may read past the end
    deep = next((one for one in tokens if one.level >= _DEEPEST - 1 and one.map), None)
    if deep is not None and deep.map:
        hint = "take some of the quotations, lists or boxes apart"
        env["blocks"].append(
            BlockTrouble(deep.map[0], 0, 1, "E108", "nested too deeply: what is inside is left out", hint)
        )
    return tokens


def inlines(text: str, env: EnvType, *, html: bool, one_line: bool = False) -> tuple[list[Token], list[Trouble]]:
    """Inline tokens of one block's text, and what is wrong in it."""
    state = State(text, parser(html=html, one_line=one_line), env, [])
    state.troubles = []
    _run(state)
    return state.tokens, state.troubles


class _ByCharacter(Ruler[RuleFuncBlockType]):
    """The block rules of another ruler: of each chain, only those that a line's first character calls for."""

    def __init__(self, ruler: Ruler[RuleFuncBlockType]) -> None:
        super().__init__()
        self.__rules__ = ruler.__rules__
        self._chains: dict[str, list[RuleFuncBlockType]] = {}

    def getRules(self, chainName: str = "") -> list[RuleFuncBlockType]:  # noqa: N802, N803
        """One rule that asks those of the chain."""
        if chainName not in self._chains:
            self._chains[chainName] = [self._chain(chainName)]
        return self._chains[chainName]

    def _chain(self, name: str) -> RuleFuncBlockType:
        rules = [one for one in self.__rules__ if one.enabled and (not name or name in one.alt)]
        anywhere = [one.fn for one in rules if one.name not in _BEGINS]
        called = {sign: [one.fn for one in rules if sign in _BEGINS.get(one.name, sign)] for sign in _SIGNS}

        def ask(state: StateBlock, start: int, end: int, silent: bool) -> bool:
            at = state.bMarks[start] + state.tShift[start]
            for rule in called.get(state.src[at : at + 1], anywhere):  # noqa: SIM110 – a third faster than any()
                if rule(state, start, end, silent):
                    return True
            return False

        return ask


class _Inline(ParserInline):
    """The inline parser, choosing rules by the next character."""

    def __init__(self, rules: dict[str, tuple[Rule, ...]]) -> None:
        super().__init__()
        self.rules = rules

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        """Step over one token without making it; answers are kept, or nested brackets would cost exponential time."""
        start = state.pos
        known = state.cache.get(start)
        if known is not None:
            state.pos = known
            return
        rules = self.rules.get(state.src[start])
        if state.level >= _DEEPEST:
            state.pos = state.posMax
        elif rules is None:
            state.pos = _text_end(state)
        elif not _apply(rules, state, silent=True):
            state.pos += 1
        state.cache[start] = state.pos

    def tokenize(self, state: StateInline) -> None:
        """Make tokens up to `state.posMax`."""
        src, end, known = state.src, state.posMax, self.rules
        while state.pos < end:
            rules = known.get(src[state.pos])
            if rules is not None and state.level < _DEEPEST and _apply(rules, state, silent=False):
                continue
            stop = _text_end(state)
            state.append_pending(src[state.pos : stop])
            state.pos = stop
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Tokens of a text inside the text, the words of a picture; reports nothing."""
        state = State(src, md, env, tokens)
        _run(state)
        return state.tokens


def _apply(rules: tuple[Rule, ...], state: StateInline, *, silent: bool) -> bool:
    """Try rules in turn; looking ahead counts as one level deeper."""
    state.level += silent
    done = False
    for rule in rules:
        done = rule(cast("State", state), silent)
        if done:
            break
    state.level -= silent
    return done


def _text_end(state: StateInline) -> int:
    found = STOP.search(state.src, state.pos + 1, state.posMax)
    return found.start() if found else state.posMax


def _run(state: State) -> None:
    state.md.inline.tokenize(state)
    if state.has_pairs:
        link_pairs(state)
        strikethrough.postProcess(state)
        emphasis.postProcess(state)


def _plain(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A paragraph whose lines begin with nothing that any other rule looks at: what most of a text is made of.

    It asks for the first character of every line once, where markdown-it asks a dozen rules; whatever is in doubt
    is left to them.
    """
    begins, indents, ends, src = state.bMarks, state.tShift, state.eMarks, state.src
    if state.sCount[start] - state.blkIndent > 3 or src[begins[start] + indents[start]] in _SIGNS:
        return False
    after = start + 1
    while after < state.lineMax and (first := begins[after] + indents[after]) < ends[after]:
        if src[first] in _SIGNS:
            return False
        after += 1
    # A term may stand one empty line above its definition.
    if after == start + 1 < state.lineMax - 1 and src[begins[after + 1] + indents[after + 1]] in ":~":
        return False
    if after == start + 1 and not state.blkIndent:
        content = src[begins[start] : ends[start]]
    else:
        content = state.getLines(start, after, state.blkIndent, False)
    content, level, rows = content.strip(BLANK), state.level, [start, after]
    if level == 0 and not content.endswith("}"):
        # One token for three, since nothing is ever looked for inside it.
        state.tokens.append(Token("paragraph", "p", 0, map=rows, content=content, block=True))
    else:
        state.tokens += (
            Token("paragraph_open", "p", 1, map=rows, level=level, block=True),
            Token("inline", "", 0, map=rows, level=level + 1, children=[], content=content, block=True),
            Token("paragraph_close", "p", -1, level=level, block=True),
        )
    state.line = after
    return True


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`[label]: address`, reporting an address that is not allowed."""
    watch = cast("Parser", state.md)
    watch.refused = ""
    done = reference(state, start, end, silent)
    if watch.refused and not done and not silent:
        tell(state, start, *refusal(watch.refused))
    return done


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`## Heading`, noting where its words stand."""
    done = heading(state, start, end, silent)
    if done and not silent:
        token = state.tokens[-2]
        opening = _HASHES.match(state.src, state.bMarks[start] + state.tShift[start])
        at = state.src.index(token.content, opening.end() if opening else 0)
        token.meta["ground"] = [Ground(0, start, at - _line_start(state, at))]
    return done


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table, noting where the words of each cell stand."""
    if start + 2 > end or state.src[state.bMarks[start + 1] + state.tShift[start + 1]] not in "|-:":
        return False  # it begins with the line below its head
    made = len(state.tokens)
    done = table(state, start, end, silent)
    cells: list[list[Ground]] = []
    for token in state.tokens[made:] if done and not silent else ():
        if token.type == "tr_open" and token.map:
            cells = list(reversed(_cells(state, token.map[0])))
        elif token.type == "inline" and cells:
            token.meta["ground"] = cells.pop()
    return done


def _line_start(state: StateBlock, at: int) -> int:
    return state.src.rfind("\n", 0, at) + 1


def _cells(state: StateBlock, row: int) -> list[list[Ground]]:
    r"""Where the cells of a row stand; every `\|` loses its backslash, so text goes on one column further."""
    begin = state.bMarks[row] + state.tShift[row]
    line = state.src[begin : state.eMarks[row]]
    lead = len(line) - len(line.lstrip(BLANK))
    bars = [match.start() for match in _PIPE.finditer(line.rstrip(BLANK))]
    edges = list(zip([lead, *(bar + 1 for bar in bars)], [*bars, len(line)], strict=True))
    if bars and bars[0] == lead:
        del edges[0]
    column = begin - _line_start(state, begin)
    return [_cell(line[left:right], row, column + left) for left, right in edges]


def _cell(raw: str, row: int, column: int) -> list[Ground]:
    lead = len(raw) - len(raw.lstrip(BLANK))
    ground = [Ground(0, row, column + lead)]
    for lost, match in enumerate(re.finditer(r"\\\|", raw)):
        ground.append(Ground(match.start() - lead - lost, row, column + match.start() + 1))
    return ground
