"""An index of every word, made by Pagefind, which `briefgen[fulltext]` brings. The only file that runs it.

Pagefind reads pages from a folder; it is given the plain words of each text, in a folder of their own, so that neither
menus nor names that must not be found get into the index.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from html import escape
from importlib.util import find_spec
from pathlib import Path

from briefgen.model.output import FULL_TEXT
from briefgen.pages.full_text import FullText

SECONDS = 600
"""Longer than any archive takes: a thousand texts take two seconds."""
_ENTRY = "pagefind.js"
_NEEDED = (_ENTRY, "pagefind-entry.json", "*.pagefind", "*.pf_meta", "index/*", "fragment/*")
"""What our own search page loads; Pagefind's pages and styles are left out."""


class FullTextError(Exception):
    """There is no index; the message tells why."""


def indexed(texts: Sequence[FullText]) -> Mapping[str, bytes]:
    """Files of the index, by their paths below the site's root. Equal texts give equal files.

    Raises `FullTextError`.
    """
    if find_spec("pagefind") is None:
        raise FullTextError('it needs Pagefind; install it with: pip install "briefgen[fulltext]"')
    try:
        with tempfile.TemporaryDirectory(prefix="briefgen-") as folder:
            pages, made = Path(folder, "pages"), Path(folder, "made")
            for number, one in enumerate(texts):
                page = pages / f"{number}.html"
                page.parent.mkdir(exist_ok=True)
                page.write_text(_page(one), encoding="utf-8")
            _run(pages, made)
            return {
                f"{FULL_TEXT}/{path.relative_to(made).as_posix()}": path.read_bytes()
                for pattern in _NEEDED
                for path in sorted(made.glob(pattern))
            }
    except (OSError, subprocess.SubprocessError) as error:
        raise FullTextError(f"Pagefind could not be run ({error})") from error


def _run(pages: Path, made: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(pages), "--output-path", str(made), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603 - no shell
    if done.returncode or not (made / _ENTRY).is_file():
        said = (done.stderr or done.stdout).strip().splitlines()
        raise FullTextError(f"Pagefind failed: {said[-1] if said else f'exit code {done.returncode}'}")


def _page(one: FullText) -> str:
    """A text as Pagefind reads it. Where it leads is told as a word about it, since all lie in one folder here."""
    told = f"address:{one.url}", *((f"date:{one.day}",) if one.day else ())
    meta = "".join(f'<span data-pagefind-meta="{escape(word)}"></span>' for word in told)
    lines = "".join(f"<p>{escape(line)}</p>" for line in one.text.split("\n"))
    return (
        f'<!doctype html><html lang="{escape(one.lang)}"><title>{escape(one.title)}</title>'
        f'<body data-pagefind-body>{meta}<h1 data-pagefind-meta="title">{escape(one.title)}</h1>{lines}'
    )
