"""What is known of a project while somebody writes in it: everything, then what each edit makes of it.

Three ways, from quick to whole. An everyday edit is followed from the site in memory (`revision.step`) and gives what a
check would. An edit that goes further is read by itself at once, for what its own file says; the whole project follows
as soon as the writer pauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefgen.base.diagnostics import Diagnostic, Mark, sorted_diagnostics
from briefgen.checking.severity import judge, whose_record_counts
from briefgen.linking.archive import Linker, link_record
from briefgen.linking.automaton import Automaton
from briefgen.linking.explicit import Ids
from briefgen.model.records import Record
from briefgen.model.site import Records
from briefgen.output.kept import Extra
from briefgen.output.write import OutputFaultError
from briefgen.preparing import BuildOptions, extra_of, prepare
from briefgen.reading.clock import is_past
from briefgen.reading.content import read_again
from briefgen.reading.disk import CONFIG_FILE, TextsOnDisk, is_text
from briefgen.reading.marks import Places, locate
from briefgen.reading.references import resolve_some
from briefgen.reading.texts import parse_here
from briefgen.reading.yaml_nodes import parse_yaml
from briefgen.revision import State, Step, step
from briefgen.site.revise import Patched

Findings = Mapping[str, tuple[Diagnostic, ...]]
"""What there is to say, by file; each diagnostic has its place and its level."""


class Known(Struct, frozen=True):
    """A project as it was read and understood last."""

    root: Path
    options: BuildOptions
    state: State
    extra: Extra
    automaton: Automaton
    ids: Ids
    until: datetime
    texts: Mapping[str, str]
    """Every text of the project, as reading takes it."""
    followed: frozenset[str] = frozenset()
    """Files that were edited since everything was read: places in them have moved."""
    lasting: dict[str, Any] = {}
    """What was worked out of ids and names, for as long as they are the same."""


class Seen(Struct, frozen=True):
    """What an edit makes of it."""

    known: Known
    findings: Findings
    """What there is to say now; of a file that is not in it, what was said before."""
    whole: bool
    """False when only the edited files were looked at, and the project must be read anew."""


def read(root: Path, options: BuildOptions, unsaved: Mapping[str, str]) -> tuple[Known | None, Findings]:
    """Read everything. Nothing is known of a project whose state cannot be told; what is wrong with it is said all the same."""
    try:
        prepared = prepare(root, options, unsaved=unsaved)
    except (ValueError, OutputFaultError) as error:
        return None, {CONFIG_FILE: (Diagnostic("E018", Mark(CONFIG_FILE), str(error), level="error"),)}
    findings = by_file(prepared.diagnostics)
    if prepared.memos is not None:
        prepared.memos.save()
    if prepared.state is None:
        return None, findings
    state = replace(prepared.state, site=prepared.site)
    texts = {path: text for path, text in prepared.texts.items() if is_text(path) or path == CONFIG_FILE}
    automaton, ids = Automaton(state.lore.names), Ids(tuple(state.records.records))
    known = Known(root, options, state, extra_of(prepared, state), automaton, ids, prepared.until, texts)
    return known, findings


def look(known: Known, edited: Mapping[str, str]) -> Seen:
    """What these edits make of it. All files count that differ from what is known."""
    done = None
    if not is_past(known.until) and all(map(is_text, edited)):
        done = step(known.state, edited, parse_here, partial(_texts_of, known.texts), known.automaton, known.ids)
    texts = {**known.texts, **edited}
    if done is None:
        return Seen(known, {path: _of_file(known, path, text) for path, text in edited.items()}, False)
    findings = by_file(_said(known, done, texts))
    if any(one.level == "error" for found in findings.values() for one in found):
        # As in the preview, the next edit starts from the last state in which all was well.
        return Seen(known, _with_clean(findings, known), True)
    now = replace(known, state=done.state, texts=texts, followed=known.followed | edited.keys())
    if done.state.lore is not known.state.lore:
        now = replace(now, automaton=done.automaton, lasting={})
    return Seen(now, _with_clean(findings, known), True)


def _texts_of(texts: Mapping[str, str], paths: Iterable[str]) -> Mapping[str, str] | None:
    """Further files that an edited name concerns; None when one of them is not known."""
    wanted = list(paths)
    return {path: texts[path] for path in wanted} if all(path in texts for path in wanted) else None


def _with_clean(findings: Findings, known: Known) -> Findings:
    """With an empty list for each file of which there is nothing to say."""
    return {**dict.fromkeys(known.state.keys, ()), **findings}


def by_file(found: Iterable[Diagnostic]) -> Findings:
    """Findings sorted by file; what has no file is said of the site record."""
    files: dict[str, list[Diagnostic]] = {}
    for one in found:
        path = one.where.path if isinstance(one.where, Mark) else ""
        files.setdefault(path or CONFIG_FILE, []).append(one)
    return {path: tuple(some) for path, some in files.items()}


def _said(known: Known, done: Step, texts: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    site, records = done.state.site, done.state.records
    said = tuple(done.state.said)
    keys = {*known.extra.accepting, *whose_record_counts(said)}
    concerned = {key: records.records[key] for key in keys if key in records.records}
    judged = judge(said, concerned, site.records, site.config, known.options.strict, known.extra.another_day)
    moved = known.followed | done.texts.keys()
    marks = {spot: mark for spot, mark in known.extra.marks if mark.path not in moved}
    read_text = TextsOnDisk(known.root, texts).get
    return sorted_diagnostics(locate(judged.diagnostics, Places(records), read_text, marks))


def _of_file(known: Known, path: str, text: str) -> tuple[Diagnostic, ...]:
    """What a file says by itself, and of those whom it names."""
    state = known.state
    found: list[Diagnostic] = []
    records = state.records
    again = read_again(state.records, {path: text}, parse_here) if is_text(path) else None
    if again is None:
        if not path.endswith(".md"):
            found += parse_yaml(path, text).diagnostics
    else:
        mine = again.value
        everybody = _patched(state.records, mine)
        resolved = resolve_some(everybody, mine)
        records = _patched(state.records, resolved.value)
        found += (*again.diagnostics, *resolved.diagnostics)
        linker = Linker(records, state.site.now, state.lore, known.automaton, Ids(mine.records, known.ids))
        for key in mine.documents:
            if key in records.records or key in records.translations:
                found += (one for text in link_record(linker, key, records.documents[key]) for one in text.problems)
    concerned: dict[str, Record] = {
        one.record: records.records[one.record] for one in found if one.record in records.records
    }
    judged = judge(found, concerned, (), state.site.config, known.options.strict, True)
    located = locate(judged.diagnostics, Places(records), {path: text}.get)
    return tuple(one for one in sorted_diagnostics(located) if isinstance(one.where, Mark) and one.where.path == path)


def _patched(records: Records, some: Records) -> Records:
    return replace(
        records,
        records=Patched(records.records, some.records),
        origins=Patched(records.origins, some.origins),
        documents=Patched(records.documents, some.documents),
    )


def would_say(known: Known, path: str, text: str) -> Iterator[tuple[str, str]]:
    """Codes and words of the errors that a file would have."""
    return ((one.code, one.message) for one in _of_file(known, path, text) if one.level == "error")
