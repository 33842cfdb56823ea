"""While the server runs, an edit is followed from the site in memory; the folder is always what a fresh start would make."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from briefgen.preparing import BuildOptions
from briefgen.preview.engine import Engine

EXAMPLE = Path(__file__).parents[2]
ORIGIN = "http://127.0.0.1:8123"


class Preview:
    """The example in an engine that has been running for a while."""

    def __init__(self, root: Path) -> None:
        for name in ("content", "seeds"):
            shutil.copytree(EXAMPLE / name, root / name)
        shutil.copy(EXAMPLE / "briefgen.yaml", root / "briefgen.yaml")
        self.root = root
        self.engine = self.fresh("running")
        self.engine.rebuild(None)
        self.articles = sorted(str(path.relative_to(root)) for path in (root / "content/articles").glob("*.md"))

    def fresh(self, name: str) -> Engine:
        return Engine(self.root, self.root / ".briefgen" / name, ORIGIN, BuildOptions(drafts=True))

    def add(self, path: str, words: str) -> str:
        text = (self.root / path).read_text(encoding="utf-8")
        (self.root / path).write_text(f"{text}\n{words}\n", encoding="utf-8")
        return text

    def tree(self, name: str) -> dict[str, bytes]:
        folder = self.root / ".briefgen" / name
        return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}

    def assert_as_new(self) -> None:
        shutil.rmtree(self.root / ".briefgen/new", ignore_errors=True)
        self.fresh("new").rebuild(None)
        assert self.tree("running") == self.tree("new")


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    return Preview(tmp_path)


def test_edit_after_edit_the_folder_is_what_a_fresh_start_makes(preview: Preview) -> None:
    for words in ("Nothing else.", "Hanna Malyar was in Bucha.", "## A heading", "Words about [[bucha]]."):
        for path in preview.articles[:2]:
            preview.add(path, words)
            found = preview.engine.rebuild(frozenset({path}))
            assert not found.failed
            assert any("articles/" in one.url for one in found.written)
        preview.assert_as_new()


def test_a_claim_moves_and_pages_come_and_go_with_it(preview: Preview) -> None:
    """A card for the newest claim only: another claim gets it, a new day has its page, and all goes back."""
    preview.add("briefgen.yaml", "images: {cards: 1}")
    preview.engine.rebuild(None)
    path = preview.root / "content/claims.yaml"
    old = path.read_text(encoding="utf-8")
    head, history, after = old.rpartition("  status_history:\n")
    entry = "    - {date: 2022-04-07, status: disputed, reason: Others say otherwise., evidence: [e1]}\n"
    first = re.match("(    .*\n)+", after)
    assert first is not None
    path.write_text(f"{head}{history}{first[0]}{entry}{after[first.end() :]}", encoding="utf-8")
    found = preview.engine.rebuild(frozenset({"content/claims.yaml"}))
    assert any(url.startswith("cards/claims/") for url in found.removed)
    assert "as-of/2022-04-07/" in {one.url for one in found.written}
    preview.assert_as_new()
    path.write_text(old, encoding="utf-8")
    found = preview.engine.rebuild(frozenset({"content/claims.yaml"}))
    assert "as-of/2022-04-07/" in found.removed
    preview.assert_as_new()


def test_a_mistake_is_told_and_the_last_good_site_stays_until_all_files_are_mended(preview: Preview) -> None:
    one, other = preview.articles[:2]
    before = preview.tree("running")
    good = preview.add(one, "[[nobody-of-this-name]]")
    found = preview.engine.rebuild(frozenset({one}))
    assert found.failed
    assert [diagnostic.code for diagnostic in found.diagnostics if diagnostic.level == "error"] == ["E002"]
    preview.add(other, "Something that is right.")
    assert preview.engine.rebuild(frozenset({other})).failed
    assert preview.tree("running") == before
    (preview.root / one).write_text(good, encoding="utf-8")
    assert not preview.engine.rebuild(frozenset({one})).failed
    preview.assert_as_new()


def test_what_goes_further_than_texts_is_followed_by_everything(preview: Preview) -> None:
    path = preview.articles[0]
    preview.add(path, "First some words.")
    preview.engine.rebuild(frozenset({path}))
    text = (preview.root / path).read_text(encoding="utf-8")
    (preview.root / path).write_text(text.replace("title: ", "title: Another ", 1), encoding="utf-8")
    assert not preview.engine.rebuild(frozenset({path})).failed
    preview.assert_as_new()
    new = "content/articles/a-new-one.md"
    (preview.root / new).write_text("---\ntitle: A new one\ndate: 2022-04-07\nsummary: [It is new.]\n---\nIn Bucha.\n")
    preview.engine.rebuild(frozenset({new}))
    preview.add(new, "And then more of Bucha.")
    preview.engine.rebuild(frozenset({new}))
    preview.assert_as_new()
    (preview.root / new).unlink()
    preview.engine.rebuild(frozenset({new}))
    preview.assert_as_new()


def test_names_come_and_go_and_are_searched_for_from_then_on(preview: Preview) -> None:
    """An edit of names is followed, and edits behind it are by the names as they are then."""
    board = "content/organisations/board.yaml"
    articles = [path for path in preview.articles if ".uk." not in path]
    (preview.root / board).parent.mkdir(exist_ok=True)
    record = "name: Harbour Board\nkind: office\nsummary: It runs the harbour.\n"
    (preview.root / board).write_text(record, encoding="utf-8")
    for path in articles[:2]:
        preview.add(path, "The Harbour Board and the Quay Council met.")
    preview.engine.rebuild(frozenset({board, *articles[:2]}))
    for names in ("aliases: [Quay Council]\n", "aliases: [Quay Council, Berth Watch]\n", "weak_aliases: [the Watch]\n"):
        (preview.root / board).write_text(record + names, encoding="utf-8")
        found = preview.engine.rebuild(frozenset({board}))
        assert not found.failed
        assert "organisations/board/" in {one.url for one in found.written}
        assert len(found.written) < 10
        preview.add(articles[0], "Then the Berth Watch and the Watch slept.")
        preview.engine.rebuild(frozenset({articles[0]}))
        preview.assert_as_new()
