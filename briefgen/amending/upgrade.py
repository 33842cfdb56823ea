"""Content of an older form, rewritten in today’s: each version has its steps, which say what they change and nothing else.

| From | To | What changes |
| --- | --- | --- |
| 1 | 2 | the key `language` is `lang`; the kind `org:` in references is `organisation:` |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from yaml.nodes import MappingNode, ScalarNode

from briefgen.amending.edits import Edit, key_added
from briefgen.amending.plan import Change, Draft, first_difference, form_of, ready, tried
from briefgen.amending.rename import uses_of
from briefgen.amending.write import AmendError
from briefgen.asking.project import Project
from briefgen.model.config import SCHEMA_VERSION
from briefgen.model.site import split_key
from briefgen.reading.disk import CONFIG_FILE
from briefgen.reading.old_keys import NEW_SPELLINGS
from briefgen.reading.references import ALIASES
from briefgen.reading.sheet import Sheet


def upgrade(project: Project) -> Change:
    """The change that brings the content to today’s form; empty when it has it. Raises `AmendError`."""
    ready(project)
    draft = Draft(project)
    version = project.records.config.schema_version
    # Old spellings are understood in newer content as well, so a step that only rewrites them is taken each time.
    numbers = [one for one in _STEPS if one >= version or one in _ANY_TIME]
    told = [said for number in numbers for said in _STEPS[number](project, draft)]
    if version < SCHEMA_VERSION:
        _note_version(project, draft, bool(told))
    change = draft.change(*told)

    def difference(after: Project) -> str:
        expected, found = form_of(project), form_of(after)
        for form in (expected, found):
            form["site"].pop("schema_version", None)
        return first_difference(expected, found)

    tried(project, change, difference)
    return change


def _note_version(project: Project, draft: Draft, changed: bool) -> None:
    text = project.files.texts.get(CONFIG_FILE)
    line = f"schema_version: {SCHEMA_VERSION}"
    if text is None or not text.strip():
        # A site that decides nothing and has nothing old in it needs no site record.
        if changed and text is None:
            draft.create(CONFIG_FILE, f"{line}\n")
        return
    sheet = Sheet(CONFIG_FILE, text)
    root, written = sheet.node(()), sheet.node(("schema_version",))
    if isinstance(written, ScalarNode):
        draft.edit(CONFIG_FILE, Edit(*sheet.inside(written), str(SCHEMA_VERSION)))
    elif isinstance(root, MappingNode):
        draft.edit(CONFIG_FILE, key_added(sheet, root, "schema_version", str(SCHEMA_VERSION)))
    elif root is None:
        end = len(text)
        draft.edit(CONFIG_FILE, Edit(end, end, f"{'' if text.endswith(chr(10)) else chr(10)}{line}\n"))
    else:
        raise AmendError(f"{CONFIG_FILE} is written in a way that is not understood")


def _second(project: Project, draft: Draft) -> list[str]:
    """Ruling of the content model: one word for one thing, `lang` and `organisation`."""
    keys, references = 0, 0
    places = [(CONFIG_FILE, ())] if CONFIG_FILE in project.files.texts else []
    for path, prefix in (*places, *((one.path, one.prefix) for one in project.records.origins.values())):
        sheet = (
            Sheet(path, project.files.texts[path])
            if any(old in project.files.texts[path] for old in NEW_SPELLINGS)
            else None
        )
        record = sheet.node(prefix) if sheet is not None else None
        if sheet is None or not isinstance(record, MappingNode):
            continue
        written = {key.value for key, _ in record.value}
        for key, _ in record.value:
            new = NEW_SPELLINGS.get(key.value)
            if new is not None and new not in written:
                draft.edit(path, Edit(*sheet.inside(key), new))
                keys += 1
    bodies = {key: "" for key in project.records.records if split_key(key)[0] in ALIASES.values()}
    for use in uses_of(project, bodies):
        kind, colon, _ = use.written.partition(":")
        if colon and kind.strip() in ALIASES:
            draft.edit(use.path, Edit(use.start, use.start + len(kind), ALIASES[kind.strip()]))
            references += 1
    return [
        *([f"`language` becomes `lang` ({keys})"] if keys else []),
        *([f"`org:` becomes `organisation:` ({references})"] if references else []),
    ]


_STEPS: Mapping[int, Callable[[Project, Draft], list[str]]] = {1: _second}
"""By the version they start from."""
_ANY_TIME = frozenset({1})
"""Steps that mean the same in newer content."""
