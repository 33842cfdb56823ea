"""The generated pages are what the code says today, and leave nothing out."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from msgspec import Struct

from briefgen.base.codes import CODES
from briefgen.desk.reference import KEPT, main, pages
from briefgen.model import config, notes, parts, records, views
from briefgen.model.vocabulary import STATUSES
from briefgen.reading.shapes import fields

DOCS = Path(__file__).parents[2] / "docs"


def structs(module: object) -> list[type[Struct]]:
    return [
        one
        for one in vars(module).values()
        if inspect.isclass(one) and issubclass(one, Struct) and one.__module__ == getattr(module, "__name__", "")
    ]


@pytest.mark.parametrize("name", pages())
def test_a_page_is_up_to_date(name: str, tmp_path: Path) -> None:
    main(tmp_path)
    assert (DOCS / name).read_bytes() == (tmp_path / name).read_bytes(), "run `make docs`"


def test_every_code_is_explained() -> None:
    page = pages()["diagnostics.md"]
    for code in CODES.values():
        assert f"### {code.code}: {code.title}\n" in page
        assert code.explanation in page


def test_every_key_of_every_record_is_listed() -> None:
    page = pages()["content.md"]
    for struct in (*structs(parts), *structs(records), *structs(notes), *structs(config)):
        if struct in {parts.Value}:
            continue
        for key, field in fields(struct).items():
            assert field.doc, f"{struct.__name__}.{field.name} has no documentation"
            assert f"| `{key}` |" in page
            assert " ".join(field.doc.split()).replace("|", "\\|") in page


def test_every_status_and_every_word_is_listed() -> None:
    page = pages()["content.md"]
    for status in STATUSES:
        assert f"| `{status}` |" in page


def test_every_view_and_field_is_listed() -> None:
    page = pages()["theme-views.md"]
    for view in structs(views):
        if view is not views.View:
            assert f"### {view.__name__}\n" in page
            for name in fields(view):
                assert f"| `{name}` |" in page


def test_keys_without_effect_exist() -> None:
    known = {
        f"{one.__name__}.{field.name}"
        for one in (*structs(parts), *structs(records), *structs(notes), *structs(config))
        for field in fields(one).values()
    }
    assert known >= KEPT


def test_links_inside_the_documentation_lead_somewhere() -> None:
    broken = []
    for page in (DOCS.parent / "README.md", *DOCS.glob("*.md")):
        for target in links(page.read_text(encoding="utf-8")):
            path, _, fragment = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            if not file.exists() or (fragment and file.suffix == ".md" and fragment not in anchors(file)):
                broken.append(f"{page.name}: {target}")
    assert broken == []


def links(text: str) -> list[str]:
    import re

    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
    return [one for one in re.findall(r"\]\(([^)\s]+)\)", prose) if "://" not in one]


def anchors(page: Path) -> set[str]:
    """Fragments of a page's headings, as code hosts make them."""
    titles = [
        line.lstrip("#").strip() for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("#")
    ]
    plain = ("".join(one for one in title.lower() if one.isalnum() or one in " -_") for title in titles)
    return {title.replace(" ", "-") for title in plain}
