"""Files become records: every file below `content/` is read for what it is, and whatever is wrong is said at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.diagnostics import Checked, Diagnostic, Mark
from briefgen.base.packed import Packed
from briefgen.model.config import SiteConfig
from briefgen.model.data import DataSet
from briefgen.model.document import Document
from briefgen.model.notes import Notes
from briefgen.model.records import KINDS, Article
from briefgen.model.site import Origin, Records, key_of, split_key
from briefgen.reading import rules
from briefgen.reading.attachments import attach
from briefgen.reading.bodies import Body
from briefgen.reading.data import read_data
from briefgen.reading.disk import CONTENT, ProjectFiles
from briefgen.reading.extensions import ExtensionFaultError, extensions_of
from briefgen.reading.front_matter import split_front_matter
from briefgen.reading.inline_records import settle_notes
from briefgen.reading.layout import Slot, is_id, slot_of
from briefgen.reading.left_over import left_over
from briefgen.reading.problems import Problem
from briefgen.reading.schemas import validate
from briefgen.reading.shelf import Raw, Shelf
from briefgen.reading.site_record import read_config
from briefgen.reading.style import read_style
from briefgen.reading.texts import ParseTexts, parse_here
from briefgen.reading.yaml_nodes import YamlFile, parse_yaml

_KIND_ORDER = {kind: n for n, kind in enumerate(KINDS)}


def read_content(files: ProjectFiles, parse: ParseTexts = parse_here) -> Checked[Records]:
    """Read all records of a project. References in them are still as written (see `reading/references.py`)."""
    config, diagnostics = read_config(files)
    style, unstyled = read_style(files)
    diagnostics = (*diagnostics, *unstyled)
    try:
        extensions_of(config.extensions)
    except ExtensionFaultError as fault:
        config, diagnostics = replace(config, extensions=()), (*diagnostics, fault.diagnostic)
    reader = _Reader(files, config, Shelf(config))
    reader.read()
    reader.shelf.parse(parse)
    records = replace(reader.records(), style=style)
    return attach(records, files, frozenset(reader.notes_read), (*diagnostics, *reader.shelf.diagnostics))


def read_again(before: Records, texts: Mapping[str, str], parse: ParseTexts) -> Checked[Records] | None:
    """Read a few files of a project of which all else is known: their records only, as `read_content` would give them.

    None when one of them is no file of records, but notes, or not read at all.
    """
    config = before.config
    files = ProjectFiles(texts, before.files)
    reader = _Reader(files, config, Shelf(config))
    if not reader.are_records(texts):
        return None
    reader.read()
    reader.shelf.name_in(before.translations)
    reader.shelf.parse(parse)
    records = reader.records()
    notes = frozenset(before.note_origins[key].path for key in records.records if key in before.note_origins)
    return attach(records, files, notes, tuple(reader.shelf.diagnostics))


class _Waiting(Struct, frozen=True):
    """A file whose use is known only once the articles are: notes, and files without a place."""

    path: str
    slot: Slot


class _Reader:
    """Goes through the files and puts what they hold on the shelf."""

    def __init__(self, files: ProjectFiles, config: SiteConfig, shelf: Shelf) -> None:
        self.shelf = shelf
        self.notes_read: set[str] = set()
        self._files = files
        self._config = config
        self._notes: dict[str, Notes] = {}
        self._note_origins: dict[str, Origin] = {}
        self._unreadable: set[str] = set()
        self._waiting: list[_Waiting] = []
        self._data: dict[str, DataSet] = {}

    def read(self) -> None:
        """Read every file; notes last, since articles name them."""
        for path in sorted(self._files.texts):
            if path.startswith(CONTENT + "/"):
                self._file(path)
        for path in sorted(self._files.unread):
            if path.startswith(CONTENT + "/"):
                # What a file that cannot be read holds is not reported as missing as well.
                self._give_up(self._slot(path))
        self._read_waiting()
        self.shelf.match_translations()
        self._look_for_left_over()

    def are_records(self, paths: Iterable[str]) -> bool:
        """Whether each of these files holds records."""
        return all(self._slot(path).form in {"mapping", "record", "document"} for path in paths)

    def records(self) -> Records:
        """Everything, in the order of kinds and ids."""
        shelf = self.shelf

        def place(key: str) -> tuple[int, str, str]:
            kind, id, lang = split_key(key)
            return (_KIND_ORDER[kind], id, lang)

        keys = sorted(shelf.records, key=place)
        texts = (*keys, *sorted(shelf.translations))
        return Records(
            config=self._config,
            records={key: shelf.records[key] for key in keys},
            origins={key: shelf.origins[key] for key in texts},
            documents=Packed(Document, {key: shelf.documents[key] for key in texts if key in shelf.documents}),
            notes=dict(sorted(self._notes.items())),
            note_origins=dict(sorted(self._note_origins.items())),
            files=self._files.files,
            data=dict(sorted(self._data.items())),
            broken=frozenset(shelf.broken - shelf.records.keys()),
            unreadable_kinds=frozenset(self._unreadable),
            translations=dict(sorted(shelf.translations.items())),
        )

    def _slot(self, path: str) -> Slot:
        return slot_of(path.removeprefix(CONTENT + "/"), self._config)

    def _file(self, path: str) -> None:
        slot = self._slot(path)
        if slot.form == "mapping":
            self._mapping(path, slot)
        elif slot.form == "record":
            self._record(path, slot)
        elif slot.form == "document":
            self._document(path, slot)
        elif slot.form in {"translation", "translations"}:
            self._translation(path, slot)
        elif slot.form == "data":
            self._read_data(path, slot)
        elif slot.form != "ignored":
            self._waiting.append(_Waiting(path, slot))

    def _read_data(self, path: str, slot: Slot) -> None:
        if not is_id(slot.id) or slot.id in self._data:
            message = (
                f"“{slot.id}” is no name for data" if not is_id(slot.id) else f"there is other data called “{slot.id}”"
            )
            hint = "name the file with small letters a to z, digits and single hyphens, each name once"
            self.shelf.diagnostics.append(Diagnostic("E037", Mark(path), message, hint))
            return
        found, faults = read_data(path, self._files.texts[path])
        self.shelf.diagnostics.extend(faults)
        self._data[slot.id] = found or DataSet((), ())

    def _give_up(self, slot: Slot) -> None:
        """Remember what was in a file that cannot be read."""
        if slot.form == "mapping":
            self._unreadable.add(slot.kind)
        elif slot.form in {"record", "document"}:
            self.shelf.broken.add(key_of(slot.kind, slot.id, slot.lang))

    def _yaml(self, path: str, text: str, slot: Slot) -> tuple[YamlFile, dict[str, object]] | None:
        """The file and its mapping, which may be empty."""
        file, faults = parse_yaml(path, text)
        self.shelf.diagnostics.extend(faults)
        if file.readable and isinstance(file.value, dict | None):
            return file, dict(file.value or {})
        if file.readable:
            self.shelf.report([_no_mapping(slot)], file)
        self._give_up(slot)
        return None

    def _mapping(self, path: str, slot: Slot) -> None:
        if (found := self._yaml(path, self._files.texts[path], slot)) is not None:
            file, values = found
            for id, value in values.items():
                self.shelf.put(Raw(file, (id,), slot.kind, id, value, fixed_id=True))

    def _record(self, path: str, slot: Slot) -> None:
        self._single(path, self._files.texts[path], slot, None)

    def _translation(self, path: str, slot: Slot) -> None:
        if (found := self._yaml(path, self._files.texts[path], slot)) is not None:
            file, values = found
            if slot.form == "translation":
                self.shelf.put_translation(Raw(file, (), slot.kind, slot.id, values, slot.lang))
                return
            for id, value in values.items():
                self.shelf.put_translation(Raw(file, (id,), slot.kind, id, value, slot.lang))

    def _document(self, path: str, slot: Slot) -> None:
        parts, faults = split_front_matter(path, self._files.texts[path])
        self.shelf.diagnostics.extend(faults)
        if parts is None:
            self._give_up(slot)
        else:
            self._single(path, parts.yaml, slot, Body(parts.body, parts.body_line))

    def _single(self, path: str, text: str, slot: Slot, body: Body | None) -> None:
        if (found := self._yaml(path, text, slot)) is not None:
            file, value = found
            self.shelf.put(Raw(file, (), slot.kind, slot.id, value, slot.lang, body=body, name_hint=slot.hint))

    # --- what was left to be done -------------------------------------------------------------------------------

    def _look_for_left_over(self) -> None:
        """Whether a record is a draft, which may leave things for later, is judged where it is known."""
        owners: dict[str, list[str]] | None = None
        for path, text in self._files.texts.items():
            for one in left_over(path, text) if path.startswith(CONTENT + "/") else ():
                owners = owners if owners is not None else self._keys_by_file()
                keys = owners.get(path, [])
                mine = [key for key in keys if self.shelf.origins[key].prefix[:1] in ((), (one.top,))]
                if not mine and len(keys) != 1 and path not in self.notes_read:
                    continue
                key = (mine or keys or [self._article_of(path)])[0]
                line = text.split("\n")[one.line - 1]
                if one.remark:
                    where = Mark(path, one.line, one.start)
                    message = f"something is left to do: {line[one.start - 1 :].strip()}"
                    hint = "do it, and take the remark out"
                    self.shelf.diagnostics.append(Diagnostic("I038", where, message, hint, record=key))
                else:
                    where = Mark(path, one.line, one.start, end_column=one.end)
                    message = f"“{line[one.start - 1 : one.end - 1]}” still stands here, and readers would see it"
                    hint = "write what belongs here, or make it a draft again: draft: true"
                    self.shelf.diagnostics.append(Diagnostic("E036", where, message, hint, record=key))

    def _keys_by_file(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, origin in self.shelf.origins.items():
            found.setdefault(origin.path, []).append(
                key.removesuffix(f".{split_key(key)[2]}") if key in self.shelf.translations else key
            )
        return found

    def _article_of(self, path: str) -> str:
        return next((key for key, origin in self._note_origins.items() if origin.path == path), "")

    # --- notes ------------------------------------------------------------------------------------------------

    def _read_waiting(self) -> None:
        """Notes belong to the article that names them, or to the one beside them."""
        articles = {key: one for key, one in self.shelf.records.items() if isinstance(one, Article)}
        named = {one.notes: key for key, one in articles.items() if one.notes}
        beside = {self.shelf.origins[key].path.removesuffix(".md"): key for key in articles}
        for path, slot in ((one.path, one.slot) for one in self._waiting):
            stem = path.rpartition(".")[0].removesuffix(".notes")
            article = named.get(path) or (beside.get(stem) if slot.form == "notes" else None)
            if article is None:
                self._not_read(path, slot)
            elif not articles[article].notes or path in named:
                self._read_notes(path, article)

    def _not_read(self, path: str, slot: Slot) -> None:
        hint = slot.hint
        if slot.form == "notes":
            if key_of("article", slot.id, slot.lang) in self.shelf.broken:
                return
            hint = slot.hint or f"there is no article “{slot.id}.md” beside it; the two names must be the same"
        self.shelf.diagnostics.append(Diagnostic("W020", Mark(path), "this file is not read", hint))

    def _read_notes(self, path: str, article: str) -> None:
        self.notes_read.add(path)
        if (found := self._yaml(path, self._files.texts[path], Slot("notes"))) is None:
            return
        file, value = found
        settled = settle_notes(value)
        notes, problems = validate(Notes, settled.value)
        self.shelf.report([*settled.problems, *problems], file, (), article)
        for one in settled.inline:
            self.shelf.put(Raw(file, one.prefix, one.kind, one.id, one.value, fixed_id=True))
        if notes is not None:
            self.shelf.report(rules.problems(notes), file, (), article)
            self._notes[article] = notes
            self._note_origins[article] = Origin(path)


def _no_mapping(slot: Slot) -> Problem:
    if slot.form == "mapping":
        hint = "write `some-id:` and its keys below, indented; in a mapping file the key is the id"
        return Problem("E011", (), "this must be a group of ids, each with its record", hint)
    return Problem("E011", (), "this must be a group of keys", "write `key: value`, with a space after the colon")
