"""Style sheets and scripts without comments and blanks that mean nothing.

Only what cannot change the meaning is taken away: nothing is renamed, put together or reordered. Comments that begin with `/*!`, as
licences do, stay.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache


def is_minified(name: str) -> bool:
    """Whether a file of a theme is made smaller: styles and scripts, but for those whose name says that it has been done."""
    stem, _, ending = name.rpartition(".")
    return ending in _TOOLS and not stem.endswith((".min", "-min"))


@lru_cache(maxsize=64)
def minified(name: str, data: bytes) -> bytes:
    """The file as it is published; as it is when it is no text."""
    if not is_minified(name):
        return data
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data
    return _TOOLS[name.rpartition(".")[2]](text).encode()


def _css(text: str) -> str:
    import rcssmin

    return str(rcssmin.cssmin(text, keep_bang_comments=True))


def _js(text: str) -> str:
    import rjsmin

    return str(rjsmin.jsmin(text, keep_bang_comments=True))


_TOOLS: dict[str, Callable[[str], str]] = {"css": _css, "js": _js, "mjs": _js}
