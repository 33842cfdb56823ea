"""The language server as an editor meets it: one process, one client, everything over standard input and output."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from .editor import Editor, at, edited, words

SITE = {
    "briefgen.yaml": "title: The desk\n",
    "content/people.yaml": (
        "ann-lee:\n  name: Ann Lee\n  summary: An engineer.\n  roles:\n"
        "    - {title: Clerk of the Port, from: 2019, to: 2022-04-01}\n"
        "    - {title: Mayor of Wick, from: 2022-04-02}\n"
        "bob-ray:\n  name: Bob Ray\n  summary: A clerk.\n"
    ),
    "content/places/wick.yaml": "name: Wick\nkind: town\nsummary: A harbour town.\n",
    "content/claims.yaml": (
        "pier-closed:\n  statement: The pier is closed.\n  short: Pier closed\n  kind: event\n  about: [wick, ann-lee]\n"
        "  assertions:\n    - {by: ann-lee, date: 2022-04-02, mode: press-statement, source: port-paper}\n"
        "  status_history:\n    - {date: 2022-04-02, status: unverified, reason: Nobody else has said so.}\n"
        "    - {date: 2022-04-06, status: disputed, reason: The port says otherwise.}\n"
    ),
    "content/sources.yaml": (
        "port-paper:\n  kind: news-article\n  title: The pier\n  url: https://example.org/pier\n  publisher: The Paper\n"
    ),
    "content/articles/pier.md": (
        "---\ntitle: The pier\ndate: 2022-04-03\n---\n## What happened\n\n"
        "𝔄 quiet day 🚢 for [[ann-lee]]. [The pier is closed]{claim=pier-closed}.\n\n### Since then\n\nBob Ray was there.\n"
    ),
}
PIER, PEOPLE, CLAIMS = "content/articles/pier.md", "content/people.yaml", "content/claims.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in SITE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def edit_with(root: Path, work: Callable[[Editor], Coroutine[Any, Any, None]], folder: Path | None = None) -> Editor:
    """Start an editor, work in it, leave it in good order."""

    async def session() -> Editor:
        editor = Editor(root)
        try:
            await editor.start(folder)
            await work(editor)
        except BaseException:
            await editor.kill()
            raise
        assert await editor.stop() == 0
        return editor

    editor = asyncio.run(session())
    assert not [one for one in editor.log if "Error" in one or "error" in one], editor.log
    return editor


def test_mistakes_are_marked_while_somebody_types(root: Path) -> None:
    """Unsaved text counts; places are right behind letters that take two units; what is mended is no longer marked."""

    async def work(editor: Editor) -> None:
        good = SITE[PIER]
        editor.open(PIER)
        editor.type(PIER, bad := good.replace("[[ann-lee]]", "[[ann-leee]]"))
        await editor.until(lambda: "BG-E002" in editor.codes(PIER))
        found = next(one for one in editor.told[editor.uri(PIER)] if one.code == "BG-E002")
        assert words(bad, found.range) == "ann-leee"
        assert found.severity == types.DiagnosticSeverity.Error
        assert "did you mean “ann-lee”" in found.message
        editor.type(PIER, good)
        await editor.until(lambda: "BG-E002" not in editor.codes(PIER))
        # What goes further than the words of a text: a key that there is not, then broken YAML, then both mended.
        editor.type(PIER, bad := good.replace("title:", "titel:"))
        await editor.until(lambda: "BG-E003" in editor.codes(PIER))
        found = next(one for one in editor.told[editor.uri(PIER)] if one.code == "BG-E003")
        assert words(bad, found.range) == "titel"
        editor.type(PIER, good.replace("title: The pier", 'title: "The pier'))
        await editor.until(lambda: {"BG-E007", "BG-E003"} & {*editor.codes(PIER)} == {"BG-E007"})
        editor.type(PIER, good)
        await editor.until(lambda: not any(one.startswith("BG-E") for one in editor.codes(PIER)))
        assert (root / PIER).read_text(encoding="utf-8") == good

    edit_with(root, work)


def test_an_edit_marks_what_it_breaks_in_other_files(root: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.open(PEOPLE)
        editor.type(PEOPLE, SITE[PEOPLE].replace("ann-lee:", "ann-li:"))
        await editor.until(lambda: "BG-E002" in editor.codes(PIER) and "BG-E002" in editor.codes(CLAIMS))
        editor.close(PEOPLE)
        await editor.until(lambda: not editor.codes(PIER) or "BG-E002" not in editor.codes(PIER))

    edit_with(root, work)


def test_files_come_and_go_on_the_disk(root: Path) -> None:
    """A file that is open counts though it was deleted; closed, it is gone."""

    async def work(editor: Editor) -> None:
        editor.open(CLAIMS)
        editor.open(PIER)
        await editor.wait(
            editor.client.text_document_hover_async(types.HoverParams(editor.document(PIER), types.Position(6, 0)))
        )
        (root / CLAIMS).unlink()
        editor.disk_changed(CLAIMS)
        editor.type(PIER, SITE[PIER].replace("[[ann-lee]]", "[[nobody]]"))
        await editor.until(lambda: "BG-E002" in editor.codes(PIER))
        assert len([one for one in editor.codes(PIER) if one == "BG-E002"]) == 1
        editor.close(CLAIMS)
        await editor.until(lambda: editor.codes(PIER).count("BG-E002") == 2)
        (root / CLAIMS).write_text(SITE[CLAIMS], encoding="utf-8")
        editor.disk_changed(CLAIMS)
        editor.type(PIER, SITE[PIER])
        await editor.until(lambda: "BG-E002" not in editor.codes(PIER))

    edit_with(root, work)


async def proposed(editor: Editor, path: str, text: str, mark: str = "⌶") -> dict[str, types.CompletionItem]:
    """What is proposed where the mark stands, by what would be written."""
    place, plain = at(text, mark), text.replace(mark, "")
    editor.type(path, plain)
    params = types.CompletionParams(editor.document(path), place)
    found = await editor.wait(editor.client.text_document_completion_async(params))
    assert isinstance(found, types.CompletionList)
    return {one.text_edit.new_text: one for one in found.items if one.text_edit is not None}


def test_ids_keys_and_words_are_completed(root: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.open(PIER)
        editor.open(CLAIMS)
        pier, claims = SITE[PIER], SITE[CLAIMS]
        found = await proposed(editor, PIER, pier.replace("[[ann-lee]]", "[[an⌶"))
        assert "ann-lee]]" in found
        assert "bob-ray]]" not in found
        card = await editor.wait(editor.client.completion_item_resolve_async(found["ann-lee]]"]))
        assert isinstance(card.documentation, types.MarkupContent)
        assert "Mayor of Wick" in card.documentation.value
        found = await proposed(editor, PIER, pier.replace("[[ann-lee]]", "[[mayor⌶]]").replace("mayor", "lee"))
        assert "ann-lee" in found
        found = await proposed(editor, PIER, pier.replace("claim=pier-closed", "claim=⌶"))
        assert {*found} == {"pier-closed"}
        found = await proposed(editor, CLAIMS, claims.replace("[wick, ann-lee]", "[wick, ⌶]"))
        assert {"ann-lee", "person:ann-lee"} & {*found}
        assert not {one for one in found if "pier" in one}
        found = await proposed(editor, CLAIMS, claims.replace("{by: ann-lee", "{by: an⌶"))
        assert any("ann-lee" in one for one in found)
        found = await proposed(editor, CLAIMS, claims.replace("kind: event", "kind: ⌶"))
        assert {"event", "figure", "denial"} <= {*found}
        found = await proposed(editor, CLAIMS, claims.replace("status: unverified", "status: unv⌶"))
        assert "unverified" in found
        found = await proposed(editor, CLAIMS, claims.replace("  kind: event\n", "  kind: event\n  sup⌶\n"))
        assert "superseded_by: " in found
        assert "kind: " not in found
        assert found["superseded_by: "].documentation is not None
        # Also while the file is no YAML at all.
        found = await proposed(editor, CLAIMS, claims.replace("kind: event", 'kind: "ev\n  about: [⌶'))
        assert any("wick" in one for one in found)

    edit_with(root, work)


def test_cards_speak_for_the_day_of_the_article(root: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.open(PIER)

        async def card(path: str, words: str, into: int = 1) -> str:
            params = types.HoverParams(editor.document(path), at(SITE[path], words, into))
            found = await editor.wait(editor.client.text_document_hover_async(params))
            assert found is not None, words
            assert isinstance(found.contents, types.MarkupContent)
            return found.contents.value

        told = await card(PIER, "ann-lee]]")
        assert "Ann Lee" in told
        assert "Mayor of Wick" in told
        assert "Clerk of the Port" not in told
        told = await card(PIER, "pier-closed}")
        assert "unverified" in told
        assert "Now: **disputed**" in told
        assert "A clerk." in await card(PIER, "Bob Ray was")
        assert "town" in await card(CLAIMS, "[wick", 2)
        assert "one sentence" in (await card(CLAIMS, "statement:")).lower() or "proposition" in await card(
            CLAIMS, "statement:"
        )
        nothing = types.HoverParams(editor.document(PIER), at(SITE[PIER], "quiet"))
        assert await editor.wait(editor.client.text_document_hover_async(nothing)) is None

    edit_with(root, work)


def test_records_are_found_and_everything_that_leads_to_them(root: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.open(PIER)
        place = types.DefinitionParams(editor.document(PIER), at(SITE[PIER], "ann-lee]]", 2))
        found = await editor.wait(editor.client.text_document_definition_async(place))
        assert isinstance(found, types.Location)
        assert (found.uri, found.range.start) == (editor.uri(PEOPLE), types.Position(0, 0))
        asked = types.ReferenceParams(
            types.ReferenceContext(False), editor.document(PEOPLE), at(SITE[PEOPLE], "ann-lee:", 2)
        )
        places = await editor.wait(editor.client.text_document_references_async(asked))
        assert places is not None
        paths = {one.uri: SITE[path] for path in (PIER, CLAIMS) for one in places if one.uri == editor.uri(path)}
        assert [words(paths[one.uri], one.range) for one in places] == ["ann-lee"] * 3
        asked = types.ReferenceParams(
            types.ReferenceContext(True), editor.document(PIER), at(SITE[PIER], "Bob Ray was", 2)
        )
        places = await editor.wait(editor.client.text_document_references_async(asked))
        assert places is not None
        assert [(one.uri == editor.uri(PEOPLE), one.uri == editor.uri(PIER)) for one in places] == [
            (True, False),
            (False, True),
        ]
        assert words(SITE[PIER], places[1].range) == "Bob Ray"
        symbols = await editor.wait(editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("wick")))
        assert [one.name for one in symbols or ()] == ["Wick"]
        outline = await editor.wait(
            editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(editor.document(PIER)))
        )
        top = [one for one in outline or () if isinstance(one, types.DocumentSymbol)]
        assert [one.name for one in top] == ["title", "date", "What happened"]
        assert [one.name for one in top[2].children or ()] == ["Since then"]

    edit_with(root, work)


def test_rename_is_an_edit_of_the_workspace(root: Path) -> None:
    """Everything follows, as unsaved text has it; the file on the disk stays until the editor saves."""

    async def work(editor: Editor) -> None:
        editor.open(PIER)
        unsaved = SITE[PIER] + "\nOnce more [[person:ann-lee|she]].\n"
        editor.type(PIER, unsaved)
        place = at(unsaved, "ann-lee]]", 3)
        may = await editor.wait(
            editor.client.text_document_prepare_rename_async(types.PrepareRenameParams(editor.document(PIER), place))
        )
        assert isinstance(may, types.PrepareRenamePlaceholder)
        assert (may.placeholder, words(unsaved, may.range)) == ("ann-lee", "ann-lee")
        params = types.RenameParams(editor.document(PIER), place, "ann-li")
        edit = await editor.wait(editor.client.text_document_rename_async(params))
        assert edit is not None
        now = edited({**SITE, PIER: unsaved}, edit, root)
        assert now[PIER] == unsaved.replace("ann-lee", "ann-li")
        assert now[CLAIMS] == SITE[CLAIMS].replace("ann-lee", "ann-li")
        assert now[PEOPLE].startswith("ann-li:\n")
        assert "redirect_from" in now[PEOPLE]
        assert (root / PEOPLE).read_text(encoding="utf-8") == SITE[PEOPLE]
        params = types.RenameParams(editor.document(CLAIMS), at(SITE[CLAIMS], "wick", 1), "port-wick")
        edit = await editor.wait(editor.client.text_document_rename_async(params))
        assert edit is not None
        now = edited({**SITE, PIER: unsaved}, edit, root)
        assert "content/places/port-wick.yaml" in now
        params = types.RenameParams(editor.document(PIER), place, "bob-ray")
        with pytest.raises(JsonRpcException, match="there is a person bob-ray already"):
            await editor.wait(editor.client.text_document_rename_async(params))

    edit_with(root, work)


def test_a_fix_is_offered_where_it_is_certain(root: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.open(PIER)
        bad = SITE[PIER].replace("[[ann-lee]]", "[[ann-leee]]").replace("date:", "standfrist: Short.\ndate:")
        editor.type(PIER, bad)
        await editor.until(lambda: {"BG-E002", "BG-E003"} <= {*editor.codes(PIER)})
        whole = types.Range(types.Position(0, 0), types.Position(99, 0))
        params = types.CodeActionParams(editor.document(PIER), whole, types.CodeActionContext([]))
        found = await editor.wait(editor.client.text_document_code_action_async(params))
        actions = [one for one in found or () if isinstance(one, types.CodeAction)]
        assert {one.title for one in actions} == {"Change to “ann-lee”", "Change to “standfirst”"}
        now = bad
        for one in actions:
            assert one.is_preferred
            assert one.edit is not None
            (edit,) = (one.edit.changes or {})[editor.uri(PIER)]
            assert words(now, edit.range) in {"ann-leee", "standfrist"}
            now = now.replace(words(now, edit.range), edit.new_text)
        assert now == SITE[PIER].replace("date:", "standfirst: Short.\ndate:")

    edit_with(root, work)


def test_a_folder_without_a_site_file_and_one_without_a_site(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """`content/` alone is a project; elsewhere the server is there and has nothing to say."""
    (root / "briefgen.yaml").unlink()
    outside = tmp_path_factory.mktemp("elsewhere")
    (outside / "readme.md").write_text("[[ann-lee]]\n", encoding="utf-8")

    async def work(editor: Editor) -> None:
        stranger = types.TextDocumentIdentifier((outside / "readme.md").as_uri())
        item = types.TextDocumentItem(stranger.uri, "markdown", 1, "[[ann-lee]]\n")
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        params = types.HoverParams(stranger, types.Position(0, 4))
        assert await editor.wait(editor.client.text_document_hover_async(params)) is None
        editor.open(PIER)
        editor.type(PIER, SITE[PIER].replace("[[ann-lee]]", "[[ann-leee]]"))
        await editor.until(lambda: "BG-E002" in editor.codes(PIER))

    edit_with(root, work, outside)
