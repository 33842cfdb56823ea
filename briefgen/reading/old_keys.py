"""Keys that are read under an older or another spelling, with a note: `language` for `lang`."""

from __future__ import annotations

from typing import Any

from briefgen.reading.problems import Problem

NEW_SPELLINGS = {"language": "lang"}
"""Old key to new one; `briefgen upgrade` rewrites them."""


def current_keys(value: Any) -> tuple[Any, list[Problem]]:
    """The same value under today's keys, and a note for each key that changed."""
    if not isinstance(value, dict) or not any(old in value for old in NEW_SPELLINGS):
        return value, []
    notes = [
        Problem(
            "I022", (old,), f"`{old}` is now written `{new}`", f"write `{new}:`, or run `briefgen upgrade`", on_key=True
        )
        for old, new in NEW_SPELLINGS.items()
        if old in value and new not in value
    ]
    changed = {one.loc[0] for one in notes}
    return {NEW_SPELLINGS[key] if key in changed else key: inner for key, inner in value.items()}, notes
