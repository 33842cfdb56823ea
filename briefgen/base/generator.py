"""What shapes the output besides the input: briefgen's own sources, Python, and the libraries that parse and print.

What one briefgen has found out holds for another only where all of these are the same; so it is part of every key in
the store, and compared before work is given to another machine.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from briefgen import __version__
from briefgen.base.digest import digest_bytes, digest_texts

LIBRARIES = frozenset((
    "ahocorasick_rs", "babel", "css_inline", "jinja2", "markdown_it_py", "markupsafe", "mdit_py_plugins", "msgspec", "nh3", "pydantic",
    "pagefind", "pagefind_bin", "pygments",
    "pyyaml", "rcssmin", "rjsmin", "tzdata",
))  # fmt: skip
"""Names under which they are installed, with `_` for `-` and in small letters."""
SOURCES = "sources"
_NOTES = (".dist-info", ".egg-info")
"""Ends of what installers leave beside a library: `jinja2-3.1.6.dist-info`."""


@cache
def surroundings() -> Mapping[str, str]:
    """Version of everything by name; of briefgen also a digest of its sources."""
    package = Path(__file__).parent.parent
    sources = digest_texts(digest_bytes(path.read_bytes()) for path in sorted(package.rglob("*.py")))
    python = f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor}"
    return {"briefgen": __version__, SOURCES: sources, "Python": python, **_libraries()}


@cache
def generator() -> str:
    """Digest of all of it."""
    return digest_texts(f"{name}={version}" for name, version in surroundings().items())


def difference(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """What differs, in words; empty when nothing does."""
    names = [name for name in {**here, **there} if here.get(name) != there.get(name)]
    told = [
        f"{name} {there.get(name, 'none')} instead of {here.get(name, 'none')}" for name in names if name != SOURCES
    ]
    return ", ".join(told) or ("other sources of the same version" if names else "")


def _libraries() -> dict[str, str]:
    """Versions by the names of the folders that installers leave: asking `importlib.metadata` takes fifty times as long."""
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            entries = sorted(one.name for one in Path(folder or ".").iterdir() if one.suffix in _NOTES)
        except OSError:
            continue
        for entry in entries:
            name, _, version = entry.rpartition(".")[0].partition("-")
            if (known := name.lower().replace("-", "_").replace(".", "_")) in LIBRARIES:
                found.setdefault(known, version)
    return dict(sorted(found.items()))
