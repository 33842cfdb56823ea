"""A change of records as a value: which texts become what. It is tried before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from briefgen.amending.edits import Edit, applied, as_bytes
from briefgen.amending.write import AmendError, FileChange, put
from briefgen.asking.project import Project
from briefgen.base.diagnostics import Mark
from briefgen.linking.uses import marks as marks_in
from briefgen.model.site import split_key
from briefgen.reading.walks import walk


class Change(Struct, frozen=True):
    """What a command wants to do to the files of a project."""

    texts: Mapping[str, str | None]
    """New text by path; None for a file that goes."""
    moved: Mapping[str, str] = {}
    """New path to the path it had."""
    told: tuple[str, ...] = ()
    """What to say about it."""


class Draft:
    """Collects edits, file by file."""

    def __init__(self, project: Project) -> None:
        self._texts = project.files.texts
        self._edits: dict[str, list[Edit]] = {}
        self._moved: dict[str, str] = {}
        self._gone: set[str] = set()
        self._new: dict[str, str] = {}

    def edit(self, path: str, *edits: Edit) -> None:
        """Change a file."""
        self._edits.setdefault(path, []).extend(edits)

    def move(self, path: str, new: str) -> None:
        """Give a file another name. Raises `AmendError` when that is taken."""
        if new in self._texts and new != path:
            raise AmendError(f"there is a file {new} already")
        self._moved[path] = new

    def remove(self, path: str) -> None:
        """Remove a file."""
        self._gone.add(path)

    def create(self, path: str, text: str) -> None:
        """Add a file. Raises `AmendError` when it is there."""
        if path in self._texts:
            raise AmendError(f"there is a file {path} already")
        self._new[path] = text

    def change(self, *told: str) -> Change:
        """All of it. Raises `AmendError` when two edits want one place."""
        texts: dict[str, str | None] = dict(self._new)
        for path in {*self._edits, *self._moved} - self._gone:
            try:
                text = applied(self._texts[path], self._edits.get(path, ()))
            except ValueError:
                raise AmendError(
                    f"{path}: two changes would have to be made at one place; make one of them by hand"
                ) from None
            new = self._moved.get(path, path)
            texts[new] = text
            if new != path:
                texts[path] = None
        texts.update(dict.fromkeys(self._gone))
        moved = {new: old for old, new in self._moved.items() if new != old}
        return Change(dict(sorted(texts.items())), moved, told)


def ready(project: Project) -> None:
    """Raise `AmendError` unless the project is without errors: what cannot be read cannot be changed with care."""
    if project.errors:
        first = project.errors[0]
        place = f"{first.where.path}:{first.where.line}: " if isinstance(first.where, Mark) else ""
        raise AmendError(
            f"mend what is wrong first, so that nothing is changed by mistake: {place}{first.message} (briefgen check tells all)"
        )


def tried(project: Project, change: Change, same: Callable[[Project], str]) -> None:
    """Read the project as it would be. Raises `AmendError` when that is wrong, or not the same but for what was meant.

    `same` compares; it gives the first difference, or nothing.
    """
    after = project.changed(change.texts)
    known = {(one.code, one.message) for one in project.errors}
    new = [one for one in after.errors if (one.code, one.message) not in known]
    if new:
        hint = f" ({new[0].hint})" if new[0].hint else ""
        raise AmendError(f"this would be an error: {new[0].message}{hint}. Nothing was changed")
    if difference := same(after):
        raise AmendError(
            f"this would change more than it should ({difference}), perhaps because something is written in a rare way; "
            "nothing was changed, so make the change by hand"
        )


def write(root: Path, project: Project, change: Change) -> int:
    """Make the change; the number of files. Raises `AmendError`."""
    return put(root, _files(root, project, change))


def _files(root: Path, project: Project, change: Change) -> Iterator[FileChange]:
    for path, text in change.texts.items():
        source = change.moved.get(path, path)
        held, raw = _raw(root, path), _raw(root, source)
        if text is None:
            yield FileChange(path, held, None)
        elif raw is None:
            yield FileChange(path, held, text.encode())
        else:
            try:
                yield FileChange(path, held, as_bytes(raw, project.files.texts[source], text))
            except ValueError:
                raise AmendError(
                    f"{source} has been changed in the meantime; nothing was done, try once more"
                ) from None


def _raw(root: Path, path: str) -> bytes | None:
    try:
        return (root / path).read_bytes()
    except OSError:
        return None


def differences(project: Project, change: Change) -> Iterator[str]:
    """The change as a unified diff, line by line."""
    moved_away = set(change.moved.values())
    for path, text in change.texts.items():
        source = change.moved.get(path, path)
        if text is None and path in moved_away:
            continue
        before = project.files.texts.get(source, "")
        if source != path:
            yield f"{source} → {path}"
        old, new = before.splitlines(), (text or "").splitlines()
        left, right = (source if before else "/dev/null"), (path if text is not None else "/dev/null")
        yield from unified_diff(old, new, left, right, lineterm="", n=2)


# --- comparing -------------------------------------------------------------------------------------------------------

Form = dict[str, Any]


def form_of(project: Project, names: Mapping[str, str] = {}, texts: bool = True, gone: Mapping[str, str] = {}) -> Form:
    """Everything that a project says, in a form that can be compared: keys renamed, and ids in texts as what they mean.

    `gone` are keys that there were: in code, where nothing is linked, ids stay as they are written.
    """
    by_id = {split_key(old)[1]: new for old, new in gone.items()}

    def named(key: str) -> str:
        return names.get(key, key)

    directory = project.linked.linker.directory

    def meant(text: str) -> str:
        pieces: list[str] = []
        at = 0
        for one in marks_in(text):
            written = f"claim:{one.written.removeprefix('claim:')}" if one.how == "claim" else one.written
            keys = directory.find(written)[0] if one.how != "file" else ()
            stem = one.written.rpartition("/")[2].removesuffix(".md").partition(".")[0]
            if one.how == "file":
                keys = tuple(
                    f"{kind}:{stem}" for kind in ("article", "page") if f"{kind}:{stem}" in project.records.records
                )
            if not keys and (new := by_id.get(stem if one.how == "file" else one.written.rpartition(":")[2])):
                keys = (new,)
            if len(keys) == 1:
                pieces += (text[at : one.start], f"⟨{named(keys[0])}⟩")
                at = one.end
        return "".join((*pieces, text[at:]))

    def built(value: Any) -> Any:
        if isinstance(value, str):
            return meant(value)
        if isinstance(value, dict):
            return {meant(key): built(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [built(one) for one in value]
        return value

    def struct(value: Any) -> Any:
        mapped = walk(value, "ref", lambda text, notes, loc: named(text))
        return built(msgspec.to_builtins(mapped))

    form: Form = {"site": struct(project.resolved.config)}
    for key, record in project.resolved.records.items():
        own = struct(record)
        own.pop("id", None)
        form[named(key)] = own
    for key, translation in project.resolved.translations.items():
        form[f"{named(key)}#translation"] = struct(translation)
    for key, notes in project.resolved.notes.items():
        form[f"{named(key)}#notes"] = struct(notes)
    if texts:
        for key, document in project.linked.archive.documents.items():
            owner, _, rest = key.partition("#")
            form[f"{named(owner)}#text{rest}"] = [
                (one.text, one.kind, [(link.start, link.end, named(link.target)) for link in one.links])
                for one in document.passages
            ]
        for key, linked in project.linked.archive.linked.items():
            owner, _, rest = key.partition("#")
            form[f"{named(owner)}#linked{rest}"] = (
                sorted((one.passage, one.start, one.end, named(one.target), one.linked) for one in linked.mentions),
                sorted((one.passage, one.start, one.end, named(one.claim)) for one in linked.claims),
            )
    return form


def first_difference(one: Form, other: Form, leaving_out: Iterable[str] = ()) -> str:
    """Where two forms differ, in a few words; empty when they do not."""
    for key in [*one, *(key for key in other if key not in one)]:
        if key not in leaving_out and one.get(key) != other.get(key):
            return key.partition("#")[0]
    return ""
