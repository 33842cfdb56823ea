"""Changes that an editor offers for a finding: only those of which it is certain that they mend it.

A hint names what may have been meant. Each such change is tried: the file is read with it, and it is offered only when
the finding is gone and nothing else has gone wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.base.patterns import pattern
from briefgen.lsp.analysis import Known, would_say

_MEANT = pattern(r"did you mean (“[^”]+”(?:(?:, | or )“[^”]+”)*)")
_QUOTED = pattern(r"“(?:\[\[)?([^”\[\]]+)(?:\]\])?”")
_WRITE = pattern(r"(?:write|is) ([a-z]+:[a-z0-9-]+|[a-z0-9]+(?:-[a-z0-9]+)*)(?: or |$)")
_KEYS = pattern(r"\[\[([a-z]+:[a-z0-9.-]+)\]\]|\b([a-z]+:[a-z0-9][a-z0-9-]*)\b")
MOST = 5
"""Proposals that are tried for one finding."""


class Fix(NamedTuple):
    """One word put in the place of another; line and columns from 0, in code points."""

    title: str
    line: int
    start: int
    end: int
    new: str
    only: bool
    """Whether it is the only proposal."""


def fixes(known: Known, path: str, text: str, one: Diagnostic) -> tuple[Fix, ...]:
    """The changes that mend a finding in a file."""
    if not isinstance(one.where, Mark) or one.where.path != path:
        return ()
    lines = text.split("\n")
    if one.where.line > len(lines):
        return ()
    line = lines[one.where.line - 1]
    before = set(would_say(known, path, text))
    found: list[tuple[int, int, str]] = []
    for wrong in _QUOTED.findall(one.message):
        start = line.find(wrong, one.where.column - 1)
        # The place of a marked claim is its words; the id stands behind them.
        if start < 0:
            continue
        for new in list(dict.fromkeys(_meant(one)))[:MOST]:
            changed = [*lines]
            changed[one.where.line - 1] = f"{line[:start]}{new}{line[start + len(wrong) :]}"
            after = set(would_say(known, path, "\n".join(changed)))
            if (one.code, one.message) not in after and after <= before:
                found.append((start, start + len(wrong), new))
        if found:
            break
    return tuple(
        Fix(f"Change to “{new}”", one.where.line - 1, start, end, new, len(found) == 1) for start, end, new in found
    )


def _meant(one: Diagnostic) -> Iterator[str]:
    """What a hint proposes."""
    if (listed := _MEANT.search(one.hint)) is not None:
        yield from _QUOTED.findall(listed[1])
    elif one.code == "E014":
        yield from (first or second for first, second in _KEYS.findall(one.hint))
    elif (written := _WRITE.search(one.hint)) is not None:
        yield written[1]
