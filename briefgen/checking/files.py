"""Pictures and articles that texts point to and that are not there (E023, E002)."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.base.text import did_you_mean
from briefgen.model.document import FileLink
from briefgen.model.site import Records, split_key

TEXTS = (".md", ".yaml", ".yml")


def check_files(records: Records) -> Iterator[Diagnostic]:
    """Every picture, file and article that a text names by its path must be there."""
    pages = {split_key(key)[1] for key in records.records if split_key(key)[0] in {"article", "page"}}
    for key, document in records.documents.items():
        for link in document.file_links:
            yield from _missing(key, link, records, pages)


def _missing(key: str, link: FileLink, records: Records, pages: set[str]) -> Iterator[Diagnostic]:
    path = plain_path(link.target)
    where = Mark(records.origins[key].path, link.line, link.column, link.column + len(link.target))
    if path.endswith(TEXTS):
        id = path.rpartition("/")[2].rpartition(".")[0]
        if id not in pages and path.endswith(".md"):
            hint = did_you_mean(id, pages) or "link a record with [[kind:id]]"
            yield Diagnostic("E002", where, f"there is no article or page “{path}”", hint, record=key)
    elif link.image and path not in records.files:
        hint = did_you_mean(path, records.files) or f"put the file into content/{path}"
        yield Diagnostic("E023", where, f"there is no picture “{path}” in content/", hint, record=key)


def plain_path(target: str) -> str:
    """A path as typed in a text, as a path below `content/`: dots, fragment and query left out."""
    path = target.partition("#")[0].partition("?")[0].removeprefix("./")
    while path.startswith("../"):
        path = path[3:]
    return path.lstrip("/")
