"""An extension whose check says what a title asks it to say."""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.extending import Extension, Finding, Site


def check(site: Site) -> Iterable[Finding]:
    for key in site.articles:
        title = site.records[key].title  # type: ignore[attr-defined]
        for level in ("error", "warning", "note"):
            if title == f"An {level}" or title == f"A {level}":
                yield Finding(key, f"the title asks for {title.lower()}", "choose another title", ("title",), level)


extension = Extension(name="said", version="1.0", checks=(check,))
