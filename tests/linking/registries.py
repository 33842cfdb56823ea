"""Small outside registries for tests, one line a record: `kind id | name | alias, alias`."""

from __future__ import annotations

from briefgen.linking.outside import Found, LeftOut, OutsideLinker
from briefgen.model.outside import OutsideName, OutsideText


def registry(lines: str) -> list[OutsideName]:
    records = []
    for line in lines.strip().splitlines():
        head, name, *aliases = (part.strip() for part in line.split("|"))
        kind, id = head.split()
        listed = tuple(one.strip() for one in aliases[0].split(", ")) if aliases else ()
        records.append(OutsideName(id=id, kind=kind, name=name, aliases=listed))
    return records


def linked(lines: str, text: str, lang: str = "en", form: str = "text") -> tuple[list[Found], list[LeftOut]]:
    given = OutsideText(id="t", lang=lang, format="markdown" if form == "markdown" else "text", text=text)
    return OutsideLinker(registry(lines)).mentions(given)


def found(lines: str, text: str, lang: str = "en", form: str = "text") -> list[tuple[str, str]]:
    """Words and record of each mention."""
    return [(text[one.start : one.end], one.entity) for one in linked(lines, text, lang, form)[0]]
