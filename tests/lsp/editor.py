"""An editor for tests: a real client that speaks with the real server over its standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.uris import from_fs_path

T = TypeVar("T")
PATIENCE = 120.0
"""Seconds after which a server that does not answer has failed."""


class Editor:
    """A client with what it was told."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.told: dict[str, list[types.Diagnostic]] = {}
        self.log: list[str] = []
        self.client = LanguageClient("editor", "1")
        self._news = asyncio.Event()
        self._versions: dict[str, int] = {}
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(partial(self._diagnostics))
        self.client.feature(types.WINDOW_LOG_MESSAGE)(partial(self._logged))
        self.client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: None)

    def _diagnostics(self, params: types.PublishDiagnosticsParams) -> None:
        self.told[params.uri] = list(params.diagnostics)
        self._news.set()

    def _logged(self, params: types.LogMessageParams) -> None:
        self.log.append(params.message)

    async def start(self, root: Path | None = None) -> types.InitializeResult:
        """Start the server on a folder."""
        await self.client.start_io(sys.executable, "-m", "briefgen", "lsp", "--stdio", "--as-of", "2022-04-08")
        able = types.ClientCapabilities(
            workspace=types.WorkspaceClientCapabilities(
                did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
            )
        )
        folder = from_fs_path(str(root or self.root)) or ""
        folders = [types.WorkspaceFolder(folder, "site")]
        about = types.InitializeParams(able, root_uri=folder, workspace_folders=folders)
        done = await self.wait(self.client.initialize_async(about))
        self.client.initialized(types.InitializedParams())
        return done

    async def stop(self) -> int:
        """Leave as the protocol wants it; the server's exit code."""
        await self.wait(self.client.shutdown_async(None))
        self.client.exit(None)
        server = self.client._server
        assert server is not None
        code = await self.wait(server.wait())
        await self.client.stop()
        return code

    async def kill(self) -> None:
        """End a server that may not answer any more."""
        server = self.client._server
        if server is not None and server.returncode is None:
            server.kill()
            await server.wait()

    async def wait(self, answer: Awaitable[T]) -> T:
        """An answer, or a failure after a while."""
        return await asyncio.wait_for(answer, PATIENCE)

    # --- what a writer does ------------------------------------------------------------------------------------------

    def uri(self, path: str) -> str:
        return from_fs_path(str(self.root / path)) or ""

    def document(self, path: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(path))

    def open(self, path: str, text: str | None = None) -> None:
        """Open a file, as it is on the disk unless another text is given."""
        found = (self.root / path).read_bytes().decode() if text is None else text
        language = "markdown" if path.endswith(".md") else "yaml"
        self._versions[path] = 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(self.uri(path), language, 1, found))
        )

    def type(self, path: str, text: str) -> None:
        """Have another text in the editor; nothing is saved."""
        self._versions[path] += 1
        document = types.VersionedTextDocumentIdentifier(self._versions[path], self.uri(path))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def close(self, path: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.document(path)))

    def disk_changed(self, path: str) -> None:
        """Tell that a file is another on the disk."""
        kind = types.FileChangeType.Changed if (self.root / path).exists() else types.FileChangeType.Deleted
        self.client.workspace_did_change_watched_files(
            types.DidChangeWatchedFilesParams([types.FileEvent(self.uri(path), kind)])
        )

    # --- what it sees ------------------------------------------------------------------------------------------------

    def codes(self, path: str) -> list[str]:
        """Codes of what is marked in a file."""
        return sorted(str(one.code) for one in self.told.get(self.uri(path), []))

    async def until(self, good: Callable[[], bool]) -> None:
        """Wait until what the editor shows is as it should be."""

        async def waiting() -> None:
            while not good():
                self._news.clear()
                await self._news.wait()

        try:
            await self.wait(waiting())
        except TimeoutError:
            shown = {uri: [f"{one.code} {one.message}" for one in some] for uri, some in self.told.items() if some}
            raise AssertionError(f"not within {PATIENCE} s; shown are {shown}, logged {self.log}") from None


def at(text: str, words: str, into: int = 0) -> types.Position:
    """The place of some words, in units of UTF-16."""
    offset = text.index(words) + into
    line = text.count("\n", 0, offset)
    before = text[text.rfind("\n", 0, offset) + 1 : offset]
    return types.Position(line, len(before.encode("utf-16-le")) // 2)


def words(text: str, where: types.Range) -> str:
    """What stands in a range of one line."""
    assert where.start.line == where.end.line
    units = text.split("\n")[where.start.line].encode("utf-16-le")
    return units[2 * where.start.character : 2 * where.end.character].decode("utf-16-le")


def edited(files: Mapping[str, str], edit: types.WorkspaceEdit, root: Path) -> dict[str, str]:
    """Files after an edit of a workspace, as an editor makes it."""
    now = dict(files)

    def name(uri: str) -> str:
        return uri.removeprefix(f"{from_fs_path(str(root))}/")

    for change in edit.document_changes or ():
        if isinstance(change, types.RenameFile):
            now[name(change.new_uri)] = now.pop(name(change.old_uri))
        elif isinstance(change, types.TextDocumentEdit):
            path = name(change.text_document.uri)
            for one in sorted(change.edits, key=lambda each: each.range.start, reverse=True):
                assert isinstance(one, types.TextEdit)
                start, end = (_offset(now[path], point) for point in (one.range.start, one.range.end))
                now[path] = now[path][:start] + one.new_text + now[path][end:]
    return now


def _offset(text: str, place: types.Position) -> int:
    lines = text.split("\n")
    line = lines[place.line].encode("utf-16-le")[: 2 * place.character].decode("utf-16-le")
    return sum(len(one) + 1 for one in lines[: place.line]) + len(line)
