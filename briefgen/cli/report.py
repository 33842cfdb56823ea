"""Tells what was found and what was done, in few words."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.checking.severity import Waiver
from briefgen.cli.main import CONTENT, GOOD, USAGE

SETTINGS = ("briefgen.yaml", "themes/")


def tally(found: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`."""
    counts = [(level, sum(1 for one in found if one.level == level)) for level in ("error", "warning", "note")]
    return ", ".join(f"{count} {level}{'s' if count > 1 else ''}" for level, count in counts if count)


def exit_code(found: Sequence[Diagnostic]) -> int:
    """2 when the settings are wrong, 1 when the content is, else 0."""
    errors = [one for one in found if one.level == "error"]
    if any(isinstance(one.where, Mark) and one.where.path.startswith(SETTINGS) for one in errors):
        return USAGE
    return CONTENT if errors else GOOD


def accepted(waivers: Sequence[Waiver]) -> list[str]:
    """Warnings that somebody accepted, with the reasons."""
    return [f"  {one.record}: BG-{one.code} accepted ({one.used}): {one.reason}" for one in waivers if one.used]
