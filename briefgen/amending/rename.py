"""Another id for a record: everywhere, with a redirect from the old address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from briefgen.amending.edits import Edit, in_list
from briefgen.amending.plan import Change, Draft, first_difference, form_of, ready, tried
from briefgen.amending.write import AmendError
from briefgen.asking.project import Project
from briefgen.linking.uses import Use, UseError, uses, versions
from briefgen.model.records import Article
from briefgen.model.site import key_of, split_key
from briefgen.reading.layout import is_id
from briefgen.reading.sheet import Sheet


def rename(project: Project, key: str, new: str, redirect: bool = True) -> Change:
    """The change that gives a record, in all its languages, a new id. Raises `AmendError`."""
    ready(project)
    change = planned(project, key, new, redirect)
    proven(project, change, key, new, redirect)
    return change


def planned(project: Project, key: str, new: str, redirect: bool = True) -> Change:
    """The same without a trial. Raises `AmendError` where it cannot be."""
    kind, old, _ = split_key(key)
    _check(project, kind, old, new)
    names = _names(project, key, new)
    draft = Draft(project)
    sheets: dict[str, Sheet] = {}

    def sheet(path: str) -> Sheet:
        return sheets.setdefault(path, Sheet(path, project.files.texts[path]))

    for use in uses_of(project, names):
        if use.start < use.end:
            draft.edit(use.path, Edit(use.start, use.end, written_anew(use, new, project)))
    for one in names:
        _definition(project, draft, sheet, one, new)
        if redirect and one in project.records.records:
            _redirect(project, draft, sheet, one, old, new)
    return draft.change(f"{key} becomes {key_of(kind, new)}")


def proven(project: Project, change: Change, key: str, new: str, redirect: bool = True) -> None:
    """Try a planned change. Raises `AmendError` when the project would say anything else than before."""
    names = _names(project, key, new)
    tried(project, change, lambda after: _difference(project, after, names, redirect))


def _names(project: Project, key: str, new: str) -> dict[str, str]:
    """The new key of a record in each of its languages."""
    kind = split_key(key)[0]
    return {one: key_of(kind, new, split_key(one)[2]) for one in versions(project.records, key)}


def uses_of(project: Project, keys: Mapping[str, str]) -> list[Use]:
    """Every use of some records. Raises `AmendError` where one cannot be pointed to."""
    try:
        return list(uses(project.records, project.linked.linker.directory, project.files.texts.__getitem__, keys))
    except UseError as error:
        raise AmendError(f"{error}; write it in a simpler way first") from None


def _check(project: Project, kind: str, old: str, new: str) -> None:
    if new == old:
        raise AmendError(f"that is its id already: {new}")
    if not is_id(new):
        raise AmendError(
            f"“{new}” cannot be an id: use small letters a–z, digits and single hyphens, at most 80 of them"
        )
    for key, record in project.records.records.items():
        if split_key(key)[:2] == (kind, new):
            raise AmendError(
                f"there is a {kind} {new} already, in {project.place(key)}; to join two, use briefgen merge"
            )
        if split_key(key)[0] == kind and new in record.redirect_from and split_key(key)[1] != old:
            raise AmendError(f"{key} is redirected from {new}; take that out of its redirect_from first")


def written_anew(use: Use, new: str, project: Project) -> str:
    """What stands in the place of an id: as short as before, with its kind in front where it would be ambiguous."""
    kind, _, lang = split_key(use.key)
    if use.how == "file":
        folder, slash, _ = use.written.rpartition("/")
        tail = f".{lang}.md" if lang and f".{lang}." in use.written else ".md"
        return f"{folder}{slash}{new}{tail}"
    before, colon, rest = use.written.rpartition(":")
    id = f"{new}.{lang}" if lang and rest.endswith(f".{lang}") else new
    if colon:
        return f"{before}:{id}"
    others = use.kinds or ()
    ambiguous = any(f"{one}:{new}" in project.records.records for one in others if one != kind)
    return f"{kind}:{id}" if use.how == "field" and ambiguous else id


def _definition(project: Project, draft: Draft, sheet: Callable[[str], Sheet], key: str, new: str) -> None:
    """The id itself: a key of a mapping file, a line `id:`, or the name of a file."""
    origin = project.records.origins[key]
    page = sheet(origin.path)
    record = page.node(origin.prefix)
    written = page.node((*origin.prefix, "id"))
    name = page.key(origin.prefix) if len(origin.prefix) == 1 else None
    if isinstance(written, ScalarNode):
        draft.edit(origin.path, Edit(*page.inside(written), new))
    if name is not None:
        draft.edit(origin.path, Edit(*page.inside(name), new))
    elif len(origin.prefix) > 1 and written is None and isinstance(record, MappingNode):
        draft.edit(origin.path, _id_added(page, record, new))
    elif not origin.prefix and written is None:
        draft.move(origin.path, _renamed(origin.path, new))
    if key in project.records.note_origins:
        article, notes = project.records.records[key], project.records.note_origins[key].path
        if isinstance(article, Article) and article.notes != notes:
            draft.move(notes, _renamed(notes, new))


def _id_added(page: Sheet, record: MappingNode, new: str) -> Edit:
    """A record inside notes whose id came from its name gets one of its own, in front."""
    first = page.start(record.value[0][0])
    separator = ", " if record.flow_style else "\n" + " " * (first - page.text.rfind("\n", 0, first) - 1)
    return Edit(first, first, f"id: {new}{separator}")


def _renamed(path: str, new: str) -> str:
    """`people/x.uk.md` under another id."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{new}.{name.partition('.')[2]}"


def _redirect(project: Project, draft: Draft, sheet: Callable[[str], Sheet], key: str, old: str, new: str) -> None:
    origin, record = project.records.origins[key], project.records.records[key]
    page = sheet(origin.path)
    node = page.node(origin.prefix)
    if not isinstance(node, MappingNode):
        raise AmendError(f"{origin.path}: the record of {key} is written in a way that is not understood")
    if new in record.redirect_from:
        items = page.node((*origin.prefix, "redirect_from"))
        if not isinstance(items, SequenceNode):
            raise AmendError(f"{origin.path}: redirect_from is written in a way that is not understood")
        number = record.redirect_from.index(new)
        # The address that led here becomes its own again, and the one it had takes its place.
        draft.edit(origin.path, Edit(*page.inside(items.value[number]), old))
    elif old not in record.redirect_from:
        draft.edit(origin.path, *in_list(page, node, "redirect_from", [old]))


def _difference(before: Project, after: Project, names: Mapping[str, str], redirect: bool) -> str:
    now = {new: new for new in names.values()}
    expected, found = form_of(before, names, gone=now), form_of(after, gone=names)
    for old, new in names.items():
        if old in before.records.records and new not in found:
            return new
        if redirect and old in before.records.records:
            old_id, new_id = split_key(old)[1], split_key(new)[1]
            had = expected[new].get("redirect_from", ())
            wanted = [old_id if one == new_id else one for one in had]
            expected[new]["redirect_from"] = wanted if old_id in wanted else [*wanted, old_id]
    return first_difference(expected, found)
