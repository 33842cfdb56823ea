"""Ids of records without reading them: names of files, and keys at the margin of mapping files.

For completion in a shell, which must answer while somebody waits for the key to come up again. It reads no YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_FOLDERS = {
    "articles": "article", "people": "person", "organisations": "organisation", "places": "place", "events": "event",
    "claims": "claim", "sources": "source", "terms": "term", "glossary": "term", "topics": "topic",
    "corrections": "correction", "authors": "author", "pages": "page",
}  # fmt: skip
"""Kinds by folder, as `reading/layout.py` has them; a test compares the two."""
_KEY = re.compile(r"^([a-z0-9][a-z0-9-]*):", re.MULTILINE)
_LARGEST = 4 * 1024 * 1024


def keys_in(root: Path) -> Iterator[str]:
    """Keys of the records of a project, `kind:id`, as far as they can be seen from outside."""
    for name, kind in _FOLDERS.items():
        for path in sorted((root / "content" / name).glob("**/*")):
            if path.suffix in {".md", ".yaml", ".yml"} and not path.stem.endswith(".notes"):
                yield f"{kind}:{path.stem.partition('.')[0]}"
        for path in sorted((root / "content").glob(f"{name}.y*ml")):
            try:
                text = path.read_text(encoding="utf-8", errors="replace") if path.stat().st_size <= _LARGEST else ""
            except OSError:
                continue
            yield from (f"{kind}:{found[1]}" for found in _KEY.finditer(text))
