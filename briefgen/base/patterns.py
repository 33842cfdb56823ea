"""Regular expressions that are compiled when they are first used.

briefgen has some two hundred, and compiling them all would be a third of the time that its imports take. A build that
has one edited text to look at uses few of them.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Pattern:
    """Stands in for a compiled pattern; each of its methods becomes the pattern's own when it is first asked for."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, put off. A wrong expression is an `re.error` at its first use."""
    return cast("re.Pattern[str]", _Pattern(source, flags))
