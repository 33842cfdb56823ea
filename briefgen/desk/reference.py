"""Writes the generated pages of the documentation, from the code that decides: `python -m briefgen.desk.reference docs`.

`content.md` comes from the records of the model and its vocabularies, `diagnostics.md` from the register of codes,
`theme-views.md` from the views. A test compares the pages with what is made here, so that they cannot fall behind.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, get_args

from msgspec import Meta, Struct
from msgspec.structs import fields as struct_fields

from briefgen.base.codes import CODES, Code
from briefgen.base.dates import When
from briefgen.base.html import Html
from briefgen.model import config, records, views
from briefgen.model import fields as fieldkinds
from briefgen.model.config import SiteConfig
from briefgen.model.notes import Notes
from briefgen.model.records import KINDS, PLURALS, InLanguage, Record
from briefgen.model.style import Style
from briefgen.model.vocabulary import STATUSES, Status, status_set_of_kind, statuses_of_kind
from briefgen.output.themes import load_theme
from briefgen.output.words import Words
from briefgen.pages.routes import Routes
from briefgen.reading.schema_words import kind_words
from briefgen.reading.shapes import Field, bare, branches, extras, fields, metas, origin

_MADE = "<!-- Made by `make docs`. Change the code that it comes from, not this page. -->"
_IN_A_CELL = 7
"""Words of a vocabulary that are listed in the table itself; longer ones get a section."""


def main(folder: Path) -> None:
    """Write every page into the folder."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    return {"content.md": _content(), "diagnostics.md": _diagnostics(), "theme-views.md": _theme_views()}


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((_MADE, f"# {title}", *(one.strip("\n") for one in parts))) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _anchor(title: str) -> str:
    """The fragment under which a heading can be linked."""
    kept = "".join(one for one in title.lower() if one.isalnum() or one in " -_")
    return f"#{kept.replace(' ', '-')}"


def _link(title: str) -> str:
    return f"[{title}]({_anchor(title)})"


# --- content.md: what a field may hold ------------------------------------------------------------------------------

_REFERABLE = {"term": "glossary term"}
_VOCABULARIES: Mapping[tuple[Any, ...], str] = {
    get_args(value): name
    for module in (fieldkinds, records, config)
    for name, value in vars(module).items()
    if origin(value) is Literal and len(get_args(value)) > _IN_A_CELL
}
"""Long vocabularies by their words."""
_LABELS: Mapping[str, str] = {
    "ClaimKind": "claim_kind", "Likelihood": "likelihood", "EvidenceType": "evidence_type", "AssertionMode": "mode",
    "Relation": "relation", "Sensitivity": "sensitivity", "PlaceKind": "place_kind",
    "OrganisationKind": "organisation_kind", "SourceKind": "source_kind", "EventKind": "event_kind",
    "ArticleType": "article_type",
}  # fmt: skip
"""Where a theme's locale has the words that readers see for a vocabulary."""


def _title(struct: type[Struct]) -> str:
    """A struct's name as a heading: `Status entry`."""
    words = {
        SiteConfig: "The site record",
        Notes: "Sidebar notes",
        InLanguage: "Translations of records",
        Style: "House style",
    }.get(struct) or kind_words(struct)
    return words[:1].upper() + words[1:]


def _vocabulary_title(name: str) -> str:
    words = "".join(f" {one.lower()}" if one.isupper() else one for one in name).strip()
    return f"Words for {words}"


def _values(annotation: Any) -> str:
    """What may stand in a field, in words."""
    return " or ".join(dict.fromkeys(_value(one) for one in branches(annotation)))


def _value(annotation: Any) -> str:
    kind = bare(annotation)
    if kind is When:
        return "[date](writing.md#dates)"
    if origin(kind) is Literal:
        return _choice(get_args(kind))
    if origin(kind) is tuple:
        return _list(annotation, get_args(kind))
    if origin(kind) is dict:
        key, value = get_args(kind)
        return f"mapping; each key: {_values(key)}; each value: {_values(value)}"
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _link(_title(kind))
    return _plain(kind, annotation)


def _choice(words: tuple[Any, ...]) -> str:
    if words in _VOCABULARIES:
        title = _vocabulary_title(_VOCABULARIES[words])
        return f"[one of {len(words)} words]({_anchor(title)})"
    return " · ".join(f"`{one}`" for one in words)


def _list(annotation: Any, inner: tuple[Any, ...]) -> str:
    if inner[-1] is not Ellipsis:
        return f"list of {len(inner)} numbers"
    least = next((one.min_length for one in metas(annotation) if one.min_length), 0)
    return f"list{f' of at least {least}' if least else ''}; each item: {_values(inner[0])}"


def _plain(kind: Any, annotation: Any) -> str:
    if kind is bool:
        return "`true` or `false`"
    if kind in {int, float}:
        return f"{'whole ' if kind is int else ''}number{_limits(metas(annotation))}"
    return _text(extras(annotation), metas(annotation))


def _limits(notes: Sequence[Meta]) -> str:
    for one in notes:
        if one.ge is not None and one.le is not None:
            return f", {one.ge} to {one.le}"
        if one.ge is not None:
            return f", at least {one.ge}"
    return ""


def _text(said: Mapping[str, Any], notes: Sequence[Meta]) -> str:
    """Text of some sort: a reference, an address, a file, Markdown, plain words."""
    if "ref" in said:
        return _reference(said["ref"], "or_text" in said)
    if "url" in said:
        return "web address"
    if "file" in said:
        return "file below `content/`" if said["file"] == "content" else "file of the project"
    words = {"inline": "text with [inline Markdown](writing.md#short-fields)", "blocks": "Markdown"}.get(
        said.get("markdown", ""), "text"
    )
    words += next((_PATTERNS[one.pattern] for one in notes if one.pattern in _PATTERNS), "")
    return f"{words}, at most {said['advised']} characters advised" if "advised" in said else words


_PATTERNS: Mapping[str | None, str] = {
    metas(fieldkinds.Id)[0].pattern: ": an [id](writing.md#ids-and-references)",
    metas(fieldkinds.Lang)[0].pattern: ": a language tag such as `uk` or `en-GB`",
    metas(fieldkinds.Country)[0].pattern: ": two capital letters",
    "^[0-9a-f]{64}$": ": 64 hexadecimal digits",
    "^[A-Z][A-Z0-9_]*$": ": name of an environment variable",
    "^[A-Za-z0-9=, -]+$": ": as in `Cache-Control`",
    "^#[0-9a-fA-F]{6}$": ": `#rrggbb`",
}


def _reference(kinds: tuple[str, ...], or_text: bool) -> str:
    names = [_REFERABLE.get(one, one) for one in kinds] or ["record, with its kind in front"]
    joined = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    article = "an" if joined[0] in "aeo" else "a"
    return f"id of {article} {joined}{', or words' if or_text else ''}"


KEPT = frozenset(
    {
        "Anonymous.known_to_editor",
        "ArchivedCopy.sha256",
        "Correction.push",
        "FactCheck.mapped",
        "Organisation.privacy_reason",
        "OwnStatus.schema_org_label",
        "Person.privacy_reason",
        "Person.sensitivity",
        "Place.comprises",
        "Place.geometry",
        "Place.privacy_reason",
        "Place.sensitivity",
        "Source.quote_limit",
        "Topic.colour",
        "Topic.mediatopic",
        "Translation.machine",
        "Withdrawal.reason",
    }
)
"""Keys that are read and checked, but of which neither a page nor a check makes anything yet."""

# --- content.md: records and their parts ----------------------------------------------------------------------------


def _content() -> str:
    kinds: dict[str, type[Struct]] = {
        **KINDS,
        "notes": Notes,
        "translation": InLanguage,
        "site": SiteConfig,
        "style": Style,
    }
    own, shared = _parts(kinds.values())
    sections = [_section(struct, own[struct]) for struct in kinds.values()]
    return _page(
        "Content reference",
        _CONTENT_INTRO,
        _places(),
        f"## Every record\n\nThese keys may stand in any record.\n\n{_fields(Record)}",
        *sections,
        "## Parts that several records share\n\n" + "\n\n".join(_part(one) for one in shared),
        _statuses(),
        "## Lists of words\n\n" + "\n\n".join(_vocabulary(name, words) for words, name in _VOCABULARIES.items()),
    )


_CONTENT_INTRO = """
Every key that a record may have. How ids, references, dates and texts are written is told in [Writing](writing.md). Keys
that are not listed here are errors (E003), never ignored.
"""


def _parts(kinds: Iterable[type[Struct]]) -> tuple[dict[type[Struct], list[type[Struct]]], list[type[Struct]]]:
    """The parts that belong to one record each, and those that several share."""
    own: dict[type[Struct], list[type[Struct]]] = {}
    holders: dict[type[Struct], int] = {}
    for kind in kinds:
        own[kind] = _inner(kind)
        for part in own[kind]:
            holders[part] = holders.get(part, 0) + 1
    shared = [part for part, times in holders.items() if times > 1]
    return {kind: [one for one in parts if one not in shared] for kind, parts in own.items()}, shared


def _inner(struct: type[Struct]) -> list[type[Struct]]:
    """Structs inside a struct, each once; records are no parts."""
    found: list[type[Struct]] = []
    waiting = [one.annotation for one in fields(struct).values()]
    while waiting:
        annotation = waiting.pop(0)
        kind = bare(annotation)
        if isinstance(kind, type) and issubclass(kind, Struct):
            if kind is not When and not issubclass(kind, Record) and kind not in found:
                found.append(kind)
                waiting += [one.annotation for one in fields(kind).values()]
        elif origin(kind) is not Literal:
            waiting += [one for one in get_args(kind) if one is not Ellipsis]
    return found


def _section(struct: type[Struct], parts: Iterable[type[Struct]]) -> str:
    intro = f"## {_title(struct)}\n\n{struct.__doc__}"
    shared = ", and the keys that [every record](#every-record) may have" if issubclass(struct, Record) else ""
    line = f"\n\nIts own keys{shared}:" if shared else ""
    return "\n\n".join((f"{intro}{line}\n\n{_fields(struct)}", *(_part(one) for one in parts)))


def _part(struct: type[Struct]) -> str:
    return f"### {_title(struct)}\n\n{struct.__doc__}\n\n{_fields(struct)}"


def _fields(struct: type[Struct]) -> str:
    inherited = fields(Record) if issubclass(struct, Record) and struct is not Record else {}
    rows = [_row(one, struct) for name, one in fields(struct).items() if name not in inherited]
    return _table(("Key", "Value", "Default", "Meaning"), rows)


def _row(field: Field, struct: type[Struct]) -> tuple[str, ...]:
    kept = " *(Kept; nothing is made of it yet.)*" if f"{struct.__name__}.{field.name}" in KEPT else ""
    default = "**required**" if field.required else _default(field, struct)
    return f"`{field.written}`", _values(field.annotation), default, _one_line(field.doc) + kept


def _default(field: Field, struct: type[Struct]) -> str:
    """What counts when the key is absent, where that says something."""
    default = next(one.default for one in struct_fields(struct) if one.name == field.name)
    if not isinstance(default, str | bool | int) or default == "":
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _places() -> str:
    """Where each kind of record is written and where readers find it."""
    routes = Routes()
    rows = []
    for kind, plural in PLURALS.items():
        folder = f"`content/{plural}/<id>.md`"
        if kind not in {"article", "page"}:
            name = "glossary" if kind == "term" else plural
            folder = f"`content/{name}.yaml`, `content/{plural}/<id>.yaml` or `.md`"
        rows.append((_link(_title(KINDS[kind])), folder, f"`/{routes.record(f'{kind}:<id>')}`"))
    return f"## Where records live\n\n{_table(('Record', 'File', 'Address'), rows)}\n{_PLACES}"


_PLACES = """
A file such as `people.yaml` is a mapping: each id stands at the margin, its record indented below. A file in a folder holds
one record, its name is the id; with `.md` the record is the front matter and the text below it its `body` or `bio`. Both
ways may be used side by side, and records may lie in folders below these. `people.uk.yaml`, `people/<id>.uk.yaml` and
`articles/<id>.uk.md` are versions in another language (see [Languages](languages.md)). Pictures and other files below `content/` are
copied to the site as they are.
"""


# --- content.md: vocabularies -----------------------------------------------------------------------------------------

_SETS = {"F": "facts", "P": "pledges and predictions", "J": "judgements"}
_RATINGS = {"never": "no", "label": "in words only", "1": "1", "2-3": "2 or 3", "4": "4", "5": "5"}


def _english() -> Words:
    theme, _ = load_theme(Path("/"), SiteConfig())
    return Words("en", theme.words if theme is not None else {}, "UTC")


def _statuses() -> str:
    words = _english()
    head = ("Status", "Readers see", "Meaning", "For", "Open", "Look again after", "Verdict")
    table = _table(head, [_status_row(one, words) for one in STATUSES.values()])
    kinds = _table(("Kind of claim", "Family", "Statuses"), _kind_rows())
    return "\n\n".join(("## Statuses", _STATUSES.strip(), table, "### Which claim may have which status", kinds))


def _kind_rows() -> Iterable[tuple[str, str, str]]:
    """Kinds of claim that may have the same statuses, in one row."""
    kinds: tuple[str, ...] = get_args(fieldkinds.ClaimKind)
    for allowed in dict.fromkeys(statuses_of_kind(kind, STATUSES) for kind in kinds):
        same = [kind for kind in kinds if statuses_of_kind(kind, STATUSES) == allowed]
        yield _words_in_code(same), _SETS[status_set_of_kind(same[0])], _words_in_code(allowed)


def _words_in_code(words: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in words)


_STATUSES = """
What is known of a claim’s truth. Facts begin as `unverified`, pledges as `pending`, judgements are `not-checkable`. An open
status that has rested longer than the days given is reported (W216). The last column says what a published `review` may
carry under the status, from 1 for false to 5 for true. A site can word statuses anew and add its own under
`claims: statuses:` in its record.
"""


def _status_row(status: Status, words: Words) -> tuple[str, ...]:
    label, gloss = (str(words.t(f"status.{status.id}.{one}")) for one in ("label", "gloss"))
    days = f"{status.review_days} days" if status.review_days else "–"
    families = ", ".join(_SETS[one] for one in status.sets)
    return (
        f"`{status.id}`",
        f"{status.glyph} {label}",
        gloss,
        families,
        "no" if status.closed else "yes",
        days,
        _RATINGS[status.rating],
    )


def _vocabulary(name: str, words: tuple[Any, ...]) -> str:
    english, prefix = _english(), _LABELS[name]
    rows = [(f"`{one}`", str(english.t(f"{prefix}.{one}"))) for one in words]
    return f"### {_vocabulary_title(name)}\n\n{_table(('Write', 'Readers see'), rows)}"


# --- diagnostics.md ---------------------------------------------------------------------------------------------------

_BLOCKS = {
    "0": "Reading and references", "1": "Names in the text", "2": "Claims", "3": "Links and roles", "4": "Sources, themes and settings",
    "5": "Safety", "6": "Structured data", "7": "Changes", "8": "Languages", "9": "Style",
}  # fmt: skip


def _diagnostics() -> str:
    parts = [
        f"## {_BLOCKS[block]}\n\n" + "\n\n".join(map(_code, codes))
        for block, codes in groupby(_ordered(), lambda one: one.code[1])
    ]
    rows = [(f"[{one.code}]({_anchor(_code_title(one))})", one.level, one.title) for one in _ordered()]
    return _page("Diagnostics", _DIAGNOSTICS, _table(("Code", "Level", "What it says"), rows), *parts)


def _ordered() -> list[Code]:
    return sorted(CODES.values(), key=lambda one: one.code[1:])


def _code_title(code: Code) -> str:
    return f"{code.code}: {code.title}"


def _code(code: Code) -> str:
    return f"### {_code_title(code)}\n\n*{code.level.capitalize()}.* {code.explanation}"


_DIAGNOSTICS = """
Everything that `briefgen build` and `briefgen check` may say, each with a code that stays the same for ever. In what is printed
the code has `BG-` in front. **Errors** (E) stop a build before anything is written. **Warnings** (W) are reported, and are
errors under `--strict`. **Notes** (I) are for knowing. `briefgen explain E207` prints the same text in a terminal.

A site can change the level of a code (`checks: {W104: note}` in `briefgen.yaml`), except for errors whose number begins with 0
and for E204; a record can accept a warning with a reason (`accept: {W213: "the ministry gives no names"}`). See
[Writing](writing.md#when-something-is-wrong).
"""


# --- theme-views.md ---------------------------------------------------------------------------------------------------


def _own_views() -> Sequence[type[Struct]]:
    return [one for one in vars(views).values() if isinstance(one, type) and issubclass(one, views.View)][1:]


def _theme_views() -> str:
    own = _own_views()
    every: list[type[Struct]] = [views.PageView, views.Chrome, views.Head]
    whole = [one for one in own if issubclass(one, views.PageView) and one not in every]
    parts = [one for one in own if one not in whole and one not in every]
    return _page(
        "Views",
        _VIEWS,
        _views("Every page", "", every),
        _views("Pages", "Each has `chrome` and `head` as well.", whole),
        _views("Parts", "", parts),
    )


_VIEWS = """
What a template sees. It gets one value, `page`, which is one of the [pages](#pages) below, and the functions that
[Themes](themes.md) describes; nothing else. Addresses are ready for `href`, relative to the page. Fields of type HTML are
safe and printed as they are; every other text is escaped by itself. Words of the interface are not in views: where a field
holds an id, the theme’s locale has the words, and the field says under which key.
"""


def _views(title: str, intro: str, made: Iterable[type[Struct]]) -> str:
    return "\n\n".join(filter(None, (f"## {title}", intro, *(_view(one) for one in made))))


def _view(view: type[Struct]) -> str:
    inherited = fields(views.PageView) if issubclass(view, views.PageView) and view is not views.PageView else {}
    rows = [
        (f"`{name}`", _view_type(one.annotation), _one_line(one.doc))
        for name, one in fields(view).items()
        if name not in inherited
    ]
    return f"### {view.__name__}\n\n{_one_line(view.__doc__ or '')}\n\n{_table(('Field', 'Type', 'Meaning'), rows)}"


_VIEW_TYPES: Mapping[Any, str] = {
    Any: "anything",
    str: "text",
    bool: "true or false",
    int: "whole number",
    float: "number",
    When: "date",
    Html: "HTML",
}


def _view_type(annotation: Any) -> str:
    ways = branches(annotation)
    if bare(annotation) is not ways[0]:
        return f"{_view_type(ways[0])}, or none"
    if origin(annotation) is tuple:
        return f"list of {_view_type(get_args(annotation)[0])}"
    if origin(annotation) is dict:
        return "mapping of text to text"
    return _VIEW_TYPES.get(annotation) or _link(annotation.__name__)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
