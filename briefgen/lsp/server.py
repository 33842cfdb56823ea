"""The language server: the protocol's questions in, its answers out. The only file that knows pygls.

Places come in the editor's units (UTF-16 unless another encoding was agreed) of the text as the editor has it; inside,
columns count code points of the text as reading takes it, which is composed (NFC).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from briefgen import __version__
from briefgen.amending.write import AmendError
from briefgen.base.diagnostics import Diagnostic, Mark, Related
from briefgen.base.text import nfc
from briefgen.lsp.analysis import Known
from briefgen.lsp.cards import card, day_in, key_card
from briefgen.lsp.complete import Proposal, matching, proposals
from briefgen.lsp.desk import Desk
from briefgen.lsp.fixes import fixes
from briefgen.lsp.outline import Part, parts
from briefgen.lsp.places import Meant, home, meant_at, references
from briefgen.lsp.renaming import FileEdit, UnsureError, renamed, renamed_in_whole
from briefgen.model.site import split_key
from briefgen.preparing import BuildOptions

_LEVELS = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}
_ICONS = {
    "record": types.CompletionItemKind.Reference,
    "key": types.CompletionItemKind.Property,
    "word": types.CompletionItemKind.EnumMember,
}
_WATCHED = "**/{briefgen.yaml,content/**,themes/**,seeds/**}"
_TURN = 0.0005
"""Seconds after which a thread that works lets another go on."""
_SYMBOLS = 100
"""Records in an answer to a search by name."""
_AtPlace = types.DefinitionParams | types.ReferenceParams | types.PrepareRenameParams | types.RenameParams
REFUSED = -32803
"""`RequestFailed` of the protocol: the request was right, and cannot be done."""


class Refused(JsonRpcException):
    """What was asked cannot be done; the words are shown to people."""

    CODE = REFUSED
    MESSAGE = "the request cannot be done"


class Place:
    """A file that an editor asks about, in the project that it belongs to."""

    def __init__(self, desk: Desk, path: str, source: str, encoding: Any) -> None:
        self.desk, self.path = desk, path
        self._raw = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._codec = encoding

    @property
    def text(self) -> str:
        """The text as reading takes it."""
        return nfc("\n".join(self._raw))

    def inside(self, at: types.Position) -> tuple[int, int]:
        """Line and column from 0, in code points of the text as reading takes it."""
        if at.line >= len(self._raw):
            return at.line, 0
        raw, units, column = self._raw[at.line], 0, 0
        while column < len(raw) and units < at.character:
            units += self._codec.client_num_units(raw[column])
            column += 1
        return at.line, column if raw.isascii() else len(nfc(raw[:column]))

    def outside(self, line: int, column: int) -> types.Position:
        """The same, the other way."""
        if line >= len(self._raw):
            return types.Position(line, 0)
        raw = self._raw[line]
        at = min(column, len(raw))
        if not raw.isascii() and nfc(raw) != raw:
            at = next((n for n in range(len(raw) + 1) if len(nfc(raw[:n])) >= column), len(raw))
        return types.Position(line, self._codec.client_num_units(raw[:at]))

    def range(self, line: int, start: int, end: int) -> types.Range:
        """A stretch of one line."""
        return types.Range(self.outside(line, start), self.outside(line, max(start, end)))

    def of_mark(self, mark: Mark) -> types.Range:
        """The stretch of a finding; without an end, to the end of its line."""
        line = max(mark.line - 1, 0)
        text = self._raw[line] if line < len(self._raw) else ""
        end = mark.end_column - 1 if mark.end_column > mark.column else len(text.rstrip())
        return self.range(line, mark.column - 1, end)


class BriefLanguageServer(LanguageServer):
    """Projects that are open in one editor."""

    def __init__(self, options: BuildOptions) -> None:
        super().__init__("briefgen", __version__, max_workers=2)
        self._options = options
        self._desks: dict[Path, Desk] = {}
        for method, wanted, answer in (
            (types.INITIALIZED, None, self._initialised),
            (types.SHUTDOWN, None, self._shut_down),
            (types.TEXT_DOCUMENT_DID_OPEN, None, self._opened),
            (types.TEXT_DOCUMENT_DID_CHANGE, None, self._changed),
            (types.TEXT_DOCUMENT_DID_SAVE, None, self._saved),
            (types.TEXT_DOCUMENT_DID_CLOSE, None, self._closed),
            (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, None, self._watched),
            (
                types.TEXT_DOCUMENT_COMPLETION,
                types.CompletionOptions(trigger_characters=["[", "=", ":", " "], resolve_provider=True),
                self._complete,
            ),
            (types.COMPLETION_ITEM_RESOLVE, None, self._explained),
            (types.TEXT_DOCUMENT_HOVER, None, self._hover),
            (types.TEXT_DOCUMENT_DEFINITION, None, self._definition),
            (types.TEXT_DOCUMENT_REFERENCES, None, self._references),
            (types.TEXT_DOCUMENT_PREPARE_RENAME, None, self._may_rename),
            (types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True), self._rename),
            (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, None, self._outline),
            (types.WORKSPACE_SYMBOL, None, self._records),
            (
                types.TEXT_DOCUMENT_CODE_ACTION,
                types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
                self._fixes,
            ),
        ):
            # pygls writes its notes on what it is given, which a method does not allow.
            self.feature(method, wanted)(partial(answer))

    # --- projects and files ------------------------------------------------------------------------------------------

    def _desk(self, root: Path) -> Desk:
        if root not in self._desks:
            self._desks[root] = Desk(root, self._options, self._tell, self._failed)
        return self._desks[root]

    def _find(self, uri: str) -> tuple[Desk, str] | None:
        """The project of a file, and its path there; None for a file of no project."""
        name = to_fs_path(uri)
        if not name or not uri.startswith("file:"):
            return None
        file = Path(name)
        root = project_above(file)
        if root is None:
            return None
        return self._desk(root), nfc(file.relative_to(root).as_posix())

    def _place(self, uri: str) -> Place | None:
        found = self._find(uri)
        return self._place_of(*found) if found is not None else None

    def _place_of(self, desk: Desk, path: str) -> Place:
        open_ones = self.workspace.text_documents
        uri = _uri(desk.root, path)
        source = next((one.source for own, one in open_ones.items() if own == uri or _same(own, uri)), None)
        text = source if source is not None else desk.texts().get(path) or desk.text(path) or ""
        return Place(desk, path, text, self.workspace.position_codec)

    def _failed(self, error: Exception) -> None:
        """Our own mistake: it is told, and the server goes on."""
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, f"briefgen: {error!r}"))

    async def _initialised(self, _: types.InitializedParams) -> None:
        for uri in self.workspace.folders or {self.workspace.root_uri: None}:
            root = project_above(Path(name) / "briefgen.yaml") if (name := to_fs_path(uri or "")) else None
            if root is not None:
                self._desk(root).start()
        about = self.client_capabilities.workspace
        watching = about.did_change_watched_files if about is not None else None
        if watching is not None and watching.dynamic_registration:
            watchers = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(_WATCHED)])
            wanted = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, watchers)
            await self.client_register_capability_async(types.RegistrationParams([wanted]))

    def _shut_down(self, _: Any = None) -> None:
        for desk in self._desks.values():
            desk.close()

    def _opened(self, params: types.DidOpenTextDocumentParams) -> None:
        self._typed(params.text_document.uri)

    def _changed(self, params: types.DidChangeTextDocumentParams) -> None:
        self._typed(params.text_document.uri)

    def _typed(self, uri: str) -> None:
        if (found := self._find(uri)) is not None:
            desk, path = found
            desk.typed(path, self.workspace.get_text_document(uri).source)

    def _saved(self, params: types.DidSaveTextDocumentParams) -> None:
        """What is saved was looked at while it was typed; other files, such as templates, count from now on."""
        if (found := self._find(params.text_document.uri)) is not None and found[1] not in found[0].unsaved:
            found[0].changed([found[1]])

    def _closed(self, params: types.DidCloseTextDocumentParams) -> None:
        if (found := self._find(params.text_document.uri)) is not None:
            found[0].closed(found[1])

    def _watched(self, params: types.DidChangeWatchedFilesParams) -> None:
        for one in params.changes:
            found = self._find(one.uri)
            if found is not None and found[1] not in found[0].unsaved:
                found[0].changed([found[1]])

    # --- diagnostics -------------------------------------------------------------------------------------------------

    def _tell(self, root: Path, path: str, found: tuple[Diagnostic, ...]) -> None:
        place = self._place_of(self._desk(root), path)
        told = [self._diagnostic(place, one) for one in found]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(_uri(root, path), told))

    def _diagnostic(self, place: Place, one: Diagnostic) -> types.Diagnostic:
        where = one.where if isinstance(one.where, Mark) else Mark(place.path)
        return types.Diagnostic(
            place.of_mark(where),
            f"{one.message}\n{one.hint}" if one.hint else one.message,
            _LEVELS.get(one.level or "error"),
            f"BG-{one.code}",
            source="briefgen",
            related_information=[*self._related(place, one.related)] or None,
        )

    def _related(self, place: Place, related: Sequence[Related]) -> Iterator[types.DiagnosticRelatedInformation]:
        for one in related:
            if isinstance(one.where, Mark) and one.where.path:
                there = place if one.where.path == place.path else self._place_of(place.desk, one.where.path)
                location = types.Location(_uri(place.desk.root, one.where.path), there.of_mark(one.where))
                yield types.DiagnosticRelatedInformation(location, one.message)

    # --- questions ---------------------------------------------------------------------------------------------------

    async def _asked(self, uri: str) -> tuple[Known, Place] | None:
        """What is known, and the file that a question is about."""
        found = self._find(uri)
        known = await found[0].ready() if found is not None else None
        return (known, self._place_of(*found)) if known is not None and found is not None else None

    async def _complete(self, params: types.CompletionParams) -> types.CompletionList:
        asked = await self._asked(params.text_document.uri)
        if asked is None:
            return types.CompletionList(False, [])
        known, place = asked
        line, column = place.inside(params.position)
        found = proposals(known, place.path, place.text, line, column)
        items = [self._item(place, one, number, line, column) for number, one in enumerate(found.found)]
        return types.CompletionList(not found.complete, items)

    def _item(self, place: Place, one: Proposal, number: int, line: int, column: int) -> types.CompletionItem:
        about = types.MarkupContent(types.MarkupKind.Markdown, one.about) if one.about else None
        return types.CompletionItem(
            one.label,
            kind=_ICONS[one.sort],
            detail=one.detail or None,
            documentation=about,
            sort_text=f"{number:04}",
            filter_text=one.sought,
            text_edit=types.TextEdit(place.range(line, one.start, column), one.text),
            data={"key": one.key, "root": str(place.desk.root), "path": place.path} if one.key else None,
        )

    async def _explained(self, item: types.CompletionItem) -> types.CompletionItem:
        """The card of one proposal, made only for those that somebody looks at."""
        data = item.data
        desk = self._desks.get(Path(str(data.get("root")))) if isinstance(data, dict) else None
        if desk is not None and desk.known is not None and isinstance(data, dict):
            about = card(desk.known, str(data["key"]), day_in(desk.known, str(data["path"])))
            item.documentation = types.MarkupContent(types.MarkupKind.Markdown, about)
        return item

    async def _hover(self, params: types.HoverParams) -> types.Hover | None:
        asked = await self._asked(params.text_document.uri)
        if asked is None:
            return None
        known, place = asked
        line, column = place.inside(params.position)
        meant = meant_at(known, place.path, place.text, line, column)
        if meant is not None:
            about = card(known, meant.key, day_in(known, place.path))
            where = place.range(meant.line, meant.start, meant.end)
            return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, about), where) if about else None
        about = key_card(known, place.path, place.text, line, column)
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, about)) if about else None

    async def _meant(self, params: _AtPlace) -> tuple[Known, Place, Meant] | None:
        asked = await self._asked(params.text_document.uri)
        if asked is None:
            return None
        known, place = asked
        meant = meant_at(known, place.path, place.text, *place.inside(params.position))
        return (known, place, meant) if meant is not None else None

    def _location(self, desk: Desk, path: str, line: int, start: int, end: int) -> types.Location:
        return types.Location(_uri(desk.root, path), self._place_of(desk, path).range(line, start, end))

    def _home(self, known: Known, desk: Desk, key: str) -> types.Location | None:
        mark = home(known, key, desk.texts())
        if mark is None:
            return None
        return self._location(desk, mark.path, mark.line - 1, mark.column - 1, max(mark.end_column, mark.column) - 1)

    async def _definition(self, params: types.DefinitionParams) -> types.Location | None:
        asked = await self._meant(params)
        return self._home(asked[0], asked[1].desk, asked[2].key) if asked is not None else None

    async def _references(self, params: types.ReferenceParams) -> list[types.Location]:
        asked = await self._meant(params)
        if asked is None:
            return []
        known, place, meant = asked
        texts = place.desk.texts()
        own = home(known, meant.key, texts)
        found: dict[tuple[str, int, int], Meant] = {
            (path, one.line, one.start): one for path, one in references(known, meant.key, texts)
        }
        if own is not None:
            found.pop((own.path, own.line - 1, own.column - 1), None)
        places = {path: self._place_of(place.desk, path) for path, _, _ in found}
        locations = [
            types.Location(_uri(place.desk.root, path), places[path].range(one.line, one.start, one.end))
            for (path, _, _), one in sorted(found.items())
        ]
        if params.context.include_declaration and (there := self._home(known, place.desk, meant.key)) is not None:
            locations.insert(0, there)
        return locations

    async def _may_rename(self, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        asked = await self._meant(params)
        if asked is None:
            return None
        _, place, meant = asked
        return types.PrepareRenamePlaceholder(place.range(meant.line, meant.start, meant.end), split_key(meant.key)[1])

    async def _rename(self, params: types.RenameParams) -> types.WorkspaceEdit | None:
        asked = await self._meant(params)
        if asked is None:
            return None
        known, place, meant = asked
        desk, unsaved, texts = place.desk, dict(place.desk.unsaved), place.desk.texts()
        wrong = next((one for some in desk.findings.values() for one in some if one.level == "error"), None)
        if wrong is not None:
            raise Refused(f"mend what is wrong first, so that nothing is changed by mistake: {wrong.message}")
        config, root, key, new = known.state.records.config, desk.root, meant.key, params.new_name
        try:
            try:
                edits = await desk.quickly(lambda: renamed(root, texts, config, key, new))
            except UnsureError:
                edits = await desk.slowly(lambda: renamed_in_whole(root, unsaved, key, new))
        except (AmendError, ValueError) as error:
            raise Refused(str(error)) from None
        return types.WorkspaceEdit(document_changes=[*self._edits(desk, edits)])

    def _edits(self, desk: Desk, edits: Sequence[FileEdit]) -> Iterator[types.TextDocumentEdit | types.RenameFile]:
        for one in edits:
            uri = _uri(desk.root, one.path)
            place = self._place_of(desk, one.path)
            document = self.workspace.text_documents.get(uri)
            identifier = types.OptionalVersionedTextDocumentIdentifier(uri, document.version if document else None)
            texts = [
                types.TextEdit(
                    _lines(place, some.first, some.last, one.text), _new(some.first, some.last, some.new, one.text)
                )
                for some in one.lines
            ]
            if texts:
                yield types.TextDocumentEdit(identifier, [*texts])
            if one.moved_to:
                yield types.RenameFile(uri, _uri(desk.root, one.moved_to))

    async def _outline(self, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        place = self._place(params.text_document.uri)
        return _nested(place, parts(place.path, place.text)) if place is not None else []

    async def _records(self, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        found: list[types.WorkspaceSymbol] = []
        for desk in self._desks.values():
            known = await desk.ready()
            for one in matching(known, params.query) if known is not None else ():
                if len(found) == _SYMBOLS:
                    return found
                there = self._home(known, desk, one.key) if known is not None else None
                if there is not None:
                    found.append(
                        types.WorkspaceSymbol(
                            there, one.name or one.id, types.SymbolKind.Object, container_name=one.key
                        )
                    )
        return found

    async def _fixes(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        asked = await self._asked(params.text_document.uri)
        if asked is None:
            return []
        known, place = asked
        actions: list[types.CodeAction] = []
        for one in place.desk.findings.get(place.path, ()):
            where = place.of_mark(one.where) if isinstance(one.where, Mark) else None
            if where is None or where.end < params.range.start or params.range.end < where.start:
                continue
            for fix in fixes(known, place.path, place.text, one):
                edit = types.TextEdit(place.range(fix.line, fix.start, fix.end), fix.new)
                uri = params.text_document.uri
                actions.append(
                    types.CodeAction(
                        fix.title,
                        types.CodeActionKind.QuickFix,
                        [self._diagnostic(place, one)],
                        fix.only,
                        edit=types.WorkspaceEdit({uri: [edit]}),
                    )
                )
        return actions


def project_above(file: Path) -> Path | None:
    """The project that a file belongs to: the nearest folder upwards that holds a site."""
    return next((one for one in file.parents if (one / "briefgen.yaml").is_file() or (one / "content").is_dir()), None)


def _uri(root: Path, path: str) -> str:
    return from_fs_path(str(root / path)) or ""


def _same(one: str, other: str) -> bool:
    """Whether two addresses name one file: editors escape differently."""
    return (to_fs_path(one) or one) == (to_fs_path(other) or other)


def _lines(place: Place, first: int, last: int, text: str) -> types.Range:
    """Some whole lines; at the end of a file, with the line break before them."""
    lines = text.split("\n")
    if last < len(lines):
        return types.Range(types.Position(first, 0), types.Position(last, 0))
    if first == 0:
        return types.Range(types.Position(0, 0), place.outside(len(lines) - 1, len(lines[-1])))
    return types.Range(place.outside(first - 1, len(lines[first - 1])), place.outside(len(lines) - 1, len(lines[-1])))


def _new(first: int, last: int, new: Sequence[str], text: str) -> str:
    if last < len(text.split("\n")):
        return "".join(f"{line}\n" for line in new)
    return "\n".join(new) if first == 0 else "".join(f"\n{line}" for line in new)


def _nested(place: Place, found: Sequence[Part]) -> list[types.DocumentSymbol]:
    """Parts inside the parts that hold them."""
    made: list[types.DocumentSymbol] = []
    at = 0
    while at < len(found):
        one = found[at]
        inside = at + 1
        while inside < len(found) and found[inside].level > one.level:
            inside += 1
        name = place.range(one.line, 0, _END)
        whole = types.Range(types.Position(one.line, 0), place.outside(one.last, _END))
        kind = types.SymbolKind.String if one.what == "heading" else types.SymbolKind.Key
        below = _nested(place, found[at + 1 : inside])
        made.append(types.DocumentSymbol(one.name, kind, whole, name, one.detail or None, children=below))
        at = inside
    return made


_END = 1 << 20
"""A column behind the end of any line."""


def serve(options: BuildOptions) -> None:
    """Speak the protocol on standard input and output until the editor leaves."""
    # While everything is read in one thread, answers to edits wait for their turn no longer than this.
    sys.setswitchinterval(_TURN)
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    # Whatever else is printed must not come between the messages.
    sys.stdout = sys.stderr
    BriefLanguageServer(options).start_io(stdin, stdout)
