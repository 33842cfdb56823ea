"""Records as they come in: checked, named, and put in their place, with everything that is wrong about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic, Loc, Mark, Related, Spot
from briefgen.base.packed import packed
from briefgen.base.text import slug
from briefgen.model.config import SiteConfig
from briefgen.model.document import Document
from briefgen.model.extension import Extension
from briefgen.model.records import KINDS, InLanguage, Record
from briefgen.model.site import Origin, key_of, split_key
from briefgen.reading import rules
from briefgen.reading.bodies import Body, body_in_yaml, body_of, shifted
from briefgen.reading.extensions import ExtensionFaultError, extensions_of, guarded
from briefgen.reading.layout import is_id
from briefgen.reading.old_keys import current_keys
from briefgen.reading.problems import Problem, diagnosed
from briefgen.reading.schema_words import bad_id
from briefgen.reading.schemas import validate
from briefgen.reading.texts import MarkdownText, ParseTexts
from briefgen.reading.translations import no_record, problems_of, with_name
from briefgen.reading.yaml_nodes import YamlFile


class Raw(Struct, frozen=True):
    """A record as it stands in a file, before it is checked."""

    file: YamlFile
    prefix: Loc
    kind: str
    id: str
    """The key of a mapping file, or from the file's name."""
    value: Any
    lang: str = ""
    fixed_id: bool = False
    """True in a mapping file, whose keys are the ids."""
    body: Body | None = None
    """The text below the front matter."""
    name_hint: str = ""
    """What is odd about the file's name."""


_unpack = msgspec.msgpack.Decoder(Document).decode


class _Text(NamedTuple):
    """A text that waits to be parsed."""

    key: str
    text: MarkdownText
    column: int
    """Column in which its lines begin."""


class Shelf:
    """All records read so far."""

    def __init__(self, config: SiteConfig) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.records: dict[str, Record] = {}
        self.origins: dict[str, Origin] = {}
        self.translations: dict[str, InLanguage] = {}
        """What records say in other languages."""
        self.documents: dict[str, bytes] = {}
        """Packed: ten thousand texts as objects would be most of what a build holds."""
        self.broken: set[str] = set()
        self._config = config
        self._texts: list[_Text] = []
        self._translated: list[tuple[str, Raw]] = []
        self._rules: list[tuple[Extension, Callable[[Document], Document]]] = []

    def put(self, raw: Raw) -> None:
        """Check a record and keep it, or say why not."""
        value, notes = current_keys(raw.value)
        record, problems = validate(KINDS[raw.kind], value)
        id = self._id(raw, record)
        key = key_of(raw.kind, id, raw.lang)
        self.report([*notes, *problems], raw.file, raw.prefix, key)
        if record is None:
            self.broken.add(key)
            return
        written = value.keys()
        self.report(rules.problems(record, written), raw.file, raw.prefix, key)
        record = replace(rules.settled(record, written), id=id, lang=record.lang or raw.lang)
        if self._is_new(key, raw):
            self._keep(key, record, raw)

    def put_translation(self, raw: Raw) -> None:
        """Check what a record says in another language, and keep it. Whether it fits the record is seen when all are read."""
        key = key_of(raw.kind, raw.id, raw.lang)
        found, problems = validate(InLanguage, raw.value)
        self.report(problems, raw.file, raw.prefix, key)
        if found is not None and self._is_new(key, raw):
            self.translations[key] = found
            self._translated.append((key, raw))
            for name in ("bio", "body"):
                if text := getattr(found, name):
                    body = body_in_yaml(raw.file, (*raw.prefix, name))
                    self._wait(key, replace(body, text=text), raw.file.path, raw.lang)

    def _ruled(self, text: bytes) -> bytes:
        """A parsed text after the rules of the site's extensions."""
        try:
            document = _unpack(text)
            for extension, rule in self._rules:
                document = guarded(extension, "a rule of Markdown", partial(rule, document))
            return packed(document)
        except ExtensionFaultError as fault:
            if fault.diagnostic not in self.diagnostics:
                self.diagnostics.append(fault.diagnostic)
            return text

    def name_in(self, translations: Mapping[str, InLanguage]) -> None:
        """Give the records the names that translations read earlier have for them."""
        for key, record in self.records.items():
            for lang in self._config.languages:
                if (found := translations.get(f"{key}.{lang}")) is not None:
                    record = with_name(record, found, lang)
            self.records[key] = record

    def match_translations(self) -> None:
        """Say which translations belong to no record, or to words that it does not have."""
        # In the order in which the site lists its languages, as `name_in` has it too.
        for key, raw in sorted(self._translated, key=lambda one: self._config.languages.index(one[1].lang)):
            kind, id, lang = split_key(key)
            of = key_of(kind, id)
            if of not in self.records:
                if of not in self.broken:
                    self.report([no_record(of, lang, self.records)], raw.file, raw.prefix)
                self.translations.pop(key)
                self.documents.pop(key, None)
                continue
            self.report(problems_of(self.translations[key], self.records[of], kind), raw.file, raw.prefix, of)
            self.records[of] = with_name(self.records[of], self.translations[key], lang)

    def report(
        self, problems: list[Problem] | tuple[Problem, ...], file: YamlFile, prefix: Loc = (), record: str = ""
    ) -> None:
        """Say what is wrong with a value at its place in the file."""
        self.diagnostics.extend(diagnosed(one, file, prefix, record) for one in problems)

    def _id(self, raw: Raw, record: Record | None) -> str:
        """The id that counts; an impossible one is reported and made possible."""
        written = record.id if record is not None else ""
        if written and not raw.fixed_id:
            return written
        if written and written != raw.id:
            message = f"the id “{written}” is not the key “{raw.id}” of its record"
            self.report([Problem("E013", ("id",), message, "remove `id:`")], raw.file, raw.prefix)
        if is_id(raw.id):
            return raw.id
        self._bad_id(raw)
        return slug(raw.id) or "unnamed"

    def _bad_id(self, raw: Raw) -> None:
        problem = bad_id(raw.id, (), on_key=True)
        if raw.fixed_id:
            self.report([problem], raw.file, raw.prefix)
            return
        hint = raw.name_hint or f"rename the file; {problem.hint}"
        self.diagnostics.append(Diagnostic("E013", Mark(raw.file.path), problem.message, hint))

    def _is_new(self, key: str, raw: Raw) -> bool:
        """Whether the key was free; a record that comes second is reported and left out."""
        if key not in self.origins:
            self.origins[key] = Origin(raw.file.path, raw.prefix)
            return True
        kind, id, _ = split_key(key)
        where = raw.file.mark_at(raw.prefix or ("id",), on_key=True)
        first = Spot(key, () if self.origins[key].prefix else ("id",), on_key=True)
        message = f"there is already a {kind} with the id “{id}”"
        related = (Related(first, "first given here"),)
        self.diagnostics.append(Diagnostic("E001", where, message, "give one of them another id", related, key))
        return False

    def _keep(self, key: str, record: Record, raw: Raw) -> None:
        record, body, problem = body_of(record, raw.body, lambda name: body_in_yaml(raw.file, (*raw.prefix, name)))
        self.records[key] = record
        if problem is not None and raw.body is not None:
            where = Mark(raw.file.path, raw.body.line)
            self.diagnostics.append(Diagnostic(problem.code, where, problem.message, problem.hint, record=key))
        if body is not None:
            self._wait(key, body, raw.file.path, record.lang or self._config.lang)

    def _wait(self, key: str, body: Body, path: str, lang: str) -> None:
        settings = self._config.markdown
        text = MarkdownText(body.text, path, lang, body.line, settings.html, settings.typography, settings.highlight)
        self._texts.append(_Text(key, text, body.column))

    def parse(self, parse: ParseTexts) -> None:
        """Parse the texts of all records."""
        rules = self._rules = [(one, rule) for one in extensions_of(self._config.extensions) for rule in one.markdown]
        parsed = parse([one.text for one in self._texts])
        for one, (document, faults) in zip(self._texts, parsed, strict=True):
            text = document
            if one.column != 1:
                moved, faults = shifted(_unpack(document), faults, one.column)
                text = packed(moved)
            self.documents[one.key] = self._ruled(text) if rules else text
            self.diagnostics.extend(fault if fault.record else replace(fault, record=one.key) for fault in faults)
        self._texts.clear()
