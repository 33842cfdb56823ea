"""A project as it is now, read once for questions: as written, with references resolved, linked, and as readers see it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from msgspec.structs import replace

from briefgen.base.dates import When
from briefgen.base.diagnostics import Checked, Diagnostic, Spot
from briefgen.base.executor import HERE
from briefgen.base.text import did_you_mean
from briefgen.checking.severity import judge
from briefgen.linking.archive import LinkedArchive, link_archive
from briefgen.linking.explicit import KIND_WORDS
from briefgen.linking.names import display_name
from briefgen.model.records import PLURALS
from briefgen.model.site import Now, Records, Site, split_key
from briefgen.output.published import read_texts_ledger
from briefgen.pages.plan import plan
from briefgen.pages.routes import Routes
from briefgen.preparing import BuildOptions, Found, Memos, examine, shown_keys
from briefgen.reading.clock import read_now
from briefgen.reading.content import read_content
from briefgen.reading.disk import ProjectFiles, read_project
from briefgen.reading.marks import Places, locate, locate_spot
from briefgen.reading.references import Reference, references, resolve
from briefgen.site.assemble import assemble


class UnknownRecordError(LookupError):
    """There is no such record; the message is for people."""


class Project:
    """A project that was read. Everything beyond the records is worked out when it is first asked for."""

    def __init__(
        self,
        root: Path,
        files: ProjectFiles,
        unread: tuple[Diagnostic, ...],
        as_of: When | None,
        whole: bool = True,
    ) -> None:
        """Without the whole of a project, what earlier builds found out and published is left alone.

        Raises `ValueError` when `SOURCE_DATE_EPOCH` is no number.
        """
        self.root, self.files, self._unread, self._as_of, self._whole = root, files, unread, as_of, whole
        self._memos = Memos(root, BuildOptions(clean=not whole), HERE)
        records, self._misread = read_content(files, self._memos.parse)
        self.records = replace(records, published=read_texts_ledger(root)) if whole else records
        self.now: Now = read_now(as_of, self.records.config.as_of, os.environ)
        self.resolved, self._unresolved = resolve(self.records)

    @classmethod
    def read(cls, root: Path, as_of: When | None = None) -> Project:
        """Read the project in a folder. Raises `ValueError` as above."""
        files, unread = read_project(root)
        return cls(root, files, unread, as_of)

    @classmethod
    def of(cls, root: Path, texts: Mapping[str, str]) -> Project:
        """A few files of a project by themselves: what they say of others is not known."""
        return cls(root, ProjectFiles(texts), (), None, whole=False)

    def changed(self, texts: Mapping[str, str | None]) -> Project:
        """What the project would be with some files changed, added or (None) gone."""
        left = {path: text for path, text in self.files.texts.items() if path not in texts}
        added = {path: text for path, text in texts.items() if text is not None}
        files = replace(self.files, texts={**left, **added})
        return Project(self.root, files, self._unread, self._as_of, self._whole)

    @property
    def alone(self) -> bool:
        """Whether a file was left out since what it belongs to is not there: notes, a translation."""
        return any(one.code in {"W020", "W810"} for one in self._misread)

    @cached_property
    def linked(self) -> LinkedArchive:
        """Who is named where."""
        return link_archive(self.resolved, self.now, self._memos.links)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every reference in a field that leads somewhere."""
        return tuple(references(self.records))

    @cached_property
    def _assembled(self) -> Checked[Site]:
        return assemble(self.resolved, self.linked.archive, self.now)

    @property
    def site(self) -> Site:
        """What readers may see."""
        return self._assembled.value

    @cached_property
    def _judged(self) -> tuple[Diagnostic, ...]:
        site, leaning = self._assembled
        pages, colliding = plan(site)
        found = Found(self.resolved, self.linked, site, leaning, pages, self._misread, self._unresolved)
        said = examine(found, [*self._unread, *colliding])
        return judge(said, self.resolved.records, shown_keys(site), self.resolved.config).diagnostics

    @cached_property
    def said(self) -> tuple[Diagnostic, ...]:
        """What a build would say of the records and texts, with places and levels."""
        return locate(self._judged, Places(self.resolved), self.files.texts.get)

    @property
    def fixable(self) -> tuple[Diagnostic, ...]:
        """What can be mended without thinking; fields as records have them."""
        return tuple(one for one in self._judged if one.fix is not None)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What would stop a build."""
        return tuple(one for one in self.said if one.level == "error")

    def name(self, key: str) -> str:
        """What readers call a record; the key when it has no name."""
        record = self.resolved.records.get(key)
        return (display_name(record) if record is not None else "") or key

    def place(self, key: str) -> str:
        """Where a record is written: `content/people.yaml:12`."""
        origin = self.records.origins[key]
        mark = locate_spot(Spot(key), Places(self.records), self.files.texts.get)
        return f"{origin.path}:{mark.line}"

    def find(self, wanted: str) -> str:
        """The key that is meant by a key, an id, an address, a file or a name. Raises `UnknownRecordError`."""
        plain = path_of_address(wanted.strip())
        chosen = [key for key, path in self.site.addresses.items() if path.strip("/") == plain] if "/" in wanted else []
        return chosen[0] if len(chosen) == 1 else find(self.records, wanted, self.linked)


def find(records: Records, wanted: str, linked: LinkedArchive) -> str:
    """The same for records that were read."""
    plain = wanted.strip().removeprefix("./").strip("/")
    kind, colon, id = plain.partition(":")
    key = f"{KIND_WORDS.get(kind, kind)}:{id}" if colon else plain
    if key in records.records:
        return key
    found = [one for one in records.records if split_key(one)[1] == plain and not split_key(one)[2]]
    if not found:
        found = [
            one for one in records.records if records.origins[one].path == plain and not records.origins[one].prefix
        ]
    if not found:
        found = [one for one in records.records if _address(one).strip("/") == path_of_address(plain)]
    if not found:
        found = list(linked.linker.directory.find(plain)[0])
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownRecordError(f"“{wanted}” may be {' or '.join(found)}; write which")
    ids = {split_key(one)[1] for one in records.records}
    hint = did_you_mean(id if colon else plain.rpartition("/")[2], ids) or "briefgen list tells what there is"
    raise UnknownRecordError(f"there is no record “{wanted}”; {hint}")


def _address(key: str) -> str:
    return Routes().record(key)


def path_of_address(text: str) -> str:
    """An address without its host and the names of files: `people/x`."""
    _, scheme, rest = text.partition("://")
    path = rest.partition("/")[2] if scheme else text
    path = path.partition("#")[0].partition("?")[0].removesuffix("index.html").removesuffix(".html").strip("/")
    parts = path.split("/")
    # A site may live below a sub-path, and may be looked at in its folder.
    known = {*PLURALS.values()}
    at = next((n for n, one in enumerate(parts) if one in known), 0)
    return "/".join(parts[at:])
