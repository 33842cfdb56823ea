"""Why pages were made, and how long it took: for `build --why`, `--explain-rebuild` and `--profile`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from briefgen.base.text import did_you_mean
from briefgen.build import Built
from briefgen.pages.routes import file_of

SLOWEST = 10


def reasons(built: Built, wanted: str) -> Iterator[str]:
    """Why one page was made. `wanted` is an address or a file, with or without what is in front of it."""
    path = _path(built, wanted)
    if path is None:
        yield f"{wanted}: there is no such page; {did_you_mean(wanted, built.page_paths) or 'give its address, for example people/ada-lovelace/'}"
    elif path not in built.causes:
        yield f"{path}: not made anew, nothing that it shows has changed"
    else:
        yield f"{path}: made anew"
        yield from (f"  {cause}" for cause in built.causes[path])


def _path(built: Built, wanted: str) -> str | None:
    """The file of a page that is named by its address or by its file."""
    plain = urlsplit(wanted).path.lstrip("/")
    plain = plain.removeprefix(f"{built.output.name}/")
    known = frozenset(built.page_paths)
    tried = (plain, file_of(plain), file_of(f"{plain}/"), f"{plain}.html", plain or "index.html")
    return next((one for one in tried if one in known), None)


def by_cause(built: Built) -> Iterator[str]:
    """How many pages were made for which cause; a page may have several."""
    made, all_pages = len(built.causes), len(built.page_paths)
    yield f"{made} of {all_pages} pages made"
    counted = Counter(cause for causes in built.causes.values() for cause in causes)
    yield from (
        f"{count:7}  {cause}" for cause, count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:50]
    )
    if len(counted) > 50:
        yield f"         and {len(counted) - 50} further causes"


def profile(built: Built) -> Iterator[str]:
    """Seconds by stage, by template and for the slowest pages. Pages may have been made in other processes."""
    yield "Stage                      seconds"
    yield from (f"{one.name:26} {one.seconds:7.2f}" for one in built.laps)
    by_template: dict[str, list[float]] = defaultdict(list)
    for _, template, seconds in built.pages:
        by_template[template].append(seconds)
    if by_template:
        yield "Template                   seconds   pages   ms a page"
        for template, found in sorted(by_template.items(), key=lambda one: -sum(one[1])):
            yield f"{template:26} {sum(found):7.2f} {len(found):7} {1000 * sum(found) / len(found):11.2f}"
        yield "Slowest pages                   ms"
        for path, _, seconds in sorted(built.pages, key=lambda one: -one[2])[:SLOWEST]:
            yield f"{1000 * seconds:10.1f}  {path}"
