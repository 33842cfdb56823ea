"""The editor benchmark: how long the language server takes to answer, in a site of many articles.

A client starts `briefgen lsp` as editors do and waits until the project is read. Then articles from the whole archive are
opened, edited and asked about, one after the other; the clock runs from before the message is sent until the answer is
there. *Edit* is an everyday one, answered with everything there is to say; *mistake* is a link that leads nowhere. A
server that does not answer within `PATIENCE` fails the bench: what it was asked is told.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.uris import from_fs_path

from .processes import ROOT, FailedError, python, run

PATIENCE = 300.0
"""Seconds after which an answer is given up."""
SIZES = (5_000,)
ROUNDS = 9
Tell = Callable[[str], None]


class Row(NamedTuple):
    """The figures for one question."""

    size: int
    question: str
    median: float
    """Seconds until the answer was there."""
    slowest: float


def rows(size: int, tell: Tell) -> list[Row]:
    """Measure the server on a project of so many articles."""
    with tempfile.TemporaryDirectory(prefix="briefgen-bench-") as name:
        folder = Path(name)
        tell(f"lsp, {size:,} articles: writing the project")
        run([python(), "-m", "tests.bench.corpus", str(size), str(folder)])
        tell(f"lsp, {size:,} articles: asking")
        found = asyncio.run(_asked(folder / "project"))
        return [Row(size, question, median(times), max(times)) for question, times in found.items()]


async def _asked(project: Path) -> dict[str, list[float]]:
    client, told = LanguageClient("bench", "1"), asyncio.Event()
    shown: dict[str, int] = {}

    def note(params: types.PublishDiagnosticsParams) -> None:
        shown[params.uri] = len(params.diagnostics)
        told.set()

    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(note)
    os.environ["PYTHONPATH"] = str(ROOT)
    await client.start_io(python(), "-m", "briefgen", "lsp")
    await client.initialize_async(
        types.InitializeParams(types.ClientCapabilities(), root_uri=from_fs_path(str(project)))
    )
    client.initialized(types.InitializedParams())
    times: dict[str, list[float]] = {}

    async def timed(what: str, answer: Awaitable[object]) -> None:
        started = perf_counter()
        try:
            await asyncio.wait_for(answer, PATIENCE)
        except TimeoutError:
            raise FailedError(f"the language server gave no answer to “{what}” within {PATIENCE:.0f} s") from None
        times.setdefault(what, []).append(perf_counter() - started)

    async def shows(uri: str, number: int) -> None:
        while shown.get(uri) != number:
            told.clear()
            await told.wait()

    def change(uri: str, version: int, new: str) -> None:
        whole = types.TextDocumentContentChangeWholeDocument(new)
        there = types.VersionedTextDocumentIdentifier(version, uri)
        client.text_document_did_change(types.DidChangeTextDocumentParams(there, [whole]))

    files = sorted((project / "content" / "articles").rglob("*.md"))
    for number, path in enumerate(files[len(files) // (2 * ROUNDS) :: len(files) // ROUNDS][:ROUNDS]):
        uri, text = from_fs_path(str(path)) or "", path.read_text(encoding="utf-8")
        document, end = types.TextDocumentIdentifier(uri), types.Position(text.count("\n") + 1, 0)
        client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "markdown", 1, text)))
        ready = client.text_document_hover_async(types.HoverParams(document, end))
        await (ready if number else timed("start, until everything is read", ready))

        async def typed(version: int, new: str, left: int, uri: str = uri) -> None:
            shown.pop(uri, None)
            change(uri, version, new)
            await shows(uri, left)

        await timed("opened", typed(2, f"{text}\n", 0))
        await timed("an edit", typed(3, f"{text}\nOne more word.\n", 0))
        await timed("a mistake", typed(4, f"{text}\n[[no-such-record]]\n", 1))
        await timed("… mended", typed(5, f"{text}\n", 0))
        change(uri, 6, f"{text}\n[[\n")
        place = types.Position(end.line, 2)
        await timed("completion in [[", client.text_document_completion_async(types.CompletionParams(document, place)))
        await timed("… finished", typed(7, f"{text}\n", 0))
        claim = next(n for n, line in enumerate(text.split("\n")) if "{claim=" in line)
        there = types.Position(claim, text.split("\n")[claim].index("{claim=") + 9)
        await timed("a card", client.text_document_hover_async(types.HoverParams(document, there)))
        await timed("go to the record", client.text_document_definition_async(types.DefinitionParams(document, there)))
        context = types.ReferenceContext(True)
        asked = types.ReferenceParams(context, document, there)
        await timed("references", client.text_document_references_async(asked))
        renaming = types.RenameParams(document, there, f"claim-{number}")
        await timed("rename", client.text_document_rename_async(renaming))
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    return times
