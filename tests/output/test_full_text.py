"""The index of every word: made once for equal texts, and never a reason for a failed build."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from small_sites import SmallSite

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
FILES = {
    "/briefgen.yaml": "title: T\nsearch: {full_text: true}\n",
    "articles/a.md": "---\ntitle: A\ndate: 2022-04-02\n---\nOne word.\n",
}


def _index(site: SmallSite) -> dict[str, bytes]:
    folder = site.root / "site"
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.glob("pagefind/**/*"))
        if one.is_file()
    }


def test_equal_texts_give_equal_files(small_site: Make) -> None:
    """A build that changes no word writes no index; one that does replaces it, and leaves nothing of the old one behind."""
    site = small_site(FILES)
    site.build()
    first = _index(site)
    assert "pagefind/pagefind.js" in first
    assert not [path for path in first if "ui" in path]
    built = site.build()
    assert built.written is not None
    assert built.written.written == 0
    assert set(first) <= set(built.paths)
    (site.root / "content/articles/a.md").write_text(FILES["articles/a.md"].replace("One", "Another"), encoding="utf-8")
    site.build()
    second = _index(site)
    assert second.keys() != first.keys()
    assert len(second) == len(first)
    (site.root / "briefgen.yaml").write_text("title: T\n", encoding="utf-8")
    site.build()
    assert _index(site) == {}


def test_a_missing_or_failing_tool_is_remarked(small_site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Pagefind, or when it fails, the site is built whole and the reason is told."""
    from briefgen.output import full_text

    site = small_site(FILES)
    monkeypatch.setattr(full_text, "find_spec", lambda name: None)
    built = site.build()
    assert built.written is not None
    assert 'pip install "briefgen[fulltext]"' in built.remarks[0]
    monkeypatch.setattr(full_text, "find_spec", lambda name: True)
    monkeypatch.setattr(full_text.sys, "executable", "/bin/false")
    built = site.build()
    assert built.written is not None
    assert "Pagefind failed" in built.remarks[0]
    assert _index(site) == {}
