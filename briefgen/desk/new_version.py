"""Starts the version of a record in another language: an article's own file, or a file with what a record says there."""

from __future__ import annotations

from pathlib import Path

from briefgen.base.text import did_you_mean, slug
from briefgen.desk.init import quoted
from briefgen.desk.new import NewError, path_of, template, write_new
from briefgen.linking.names import display_name
from briefgen.model.config import SiteConfig
from briefgen.model.records import PLURALS, InLanguage, Record
from briefgen.model.site import Records, key_of, split_key
from briefgen.reading.content import read_content
from briefgen.reading.disk import CONTENT, read_project
from briefgen.reading.front_matter import split_front_matter

IN_FILES = frozenset({"article", "page"})
"""Kinds of which every version is a file with its own text."""
_LEFT_OUT = ("redirect_from", "changelog")
"""Front matter that belongs to one version alone."""


def start_version(root: Path, kind: str, wanted: str, lang: str, today: str) -> Path:
    """Write the file of a new version; its path. `wanted` is the id or the name of the record.

    An article that is not there yet is started in that language alone. Raises `NewError` when the site does not have
    the language, the record is not there, or the version is.
    """
    files, _ = read_project(root)
    records, _ = read_content(files)
    _check_language(records.config, lang)
    key = _wanted(records, kind, wanted)
    if key is None:
        if kind not in IN_FILES:
            raise NewError(_missing(records, kind, wanted))
        first = path_of(root, kind, slug(wanted), wanted)
        path = first.with_name(f"{first.stem}.{lang}.md")
        text = template(kind, wanted, today)
    elif kind in IN_FILES:
        original = records.origins[key].path
        path = (root / original).with_name(f"{split_key(key)[1]}.{lang}.md")
        text = _with_front_matter(original, files.texts[original])
    else:
        if f"{key}.{lang}" in records.translations:
            raise NewError(f"{key} has a version in “{lang}” already, in {records.origins[f'{key}.{lang}'].path}")
        path = root / CONTENT / PLURALS[kind] / f"{split_key(key)[1]}.{lang}.yaml"
        text = _to_translate(records.records[key])
    if path.exists():
        raise NewError(f"{path.relative_to(root)} is there already")
    write_new(path, text)
    return path


def _check_language(config: SiteConfig, lang: str) -> None:
    if lang == config.lang:
        raise NewError(f"“{lang}” is the site’s own language; leave --lang out")
    if lang not in config.languages:
        hint = did_you_mean(lang, config.languages) or f"add `languages: [{lang}]` to briefgen.yaml first"
        raise NewError(f"the site has no language “{lang}”; {hint}")


def _wanted(records: Records, kind: str, wanted: str) -> str | None:
    id = wanted.removeprefix(f"{kind}:")
    if (key := key_of(kind, id)) in records.records:
        return key
    named = (one for one, record in records.records.items() if split_key(one)[0] == kind and not split_key(one)[2])
    return next((one for one in named if display_name(records.records[one]).casefold() == wanted.casefold()), None)


def _missing(records: Records, kind: str, wanted: str) -> str:
    known = [split_key(one)[1] for one in records.records if split_key(one)[0] == kind]
    return f"there is no {kind} “{wanted}”; {did_you_mean(slug(wanted), known) or 'start it in the site’s own language first'}"


def _with_front_matter(path: str, text: str) -> str:
    """The front matter of the original, as a draft without text."""
    parts, _ = split_front_matter(path, text)
    kept: list[str] = []
    leaving = False
    for line in (parts.yaml if parts is not None else "").strip("\n").splitlines():
        if line[:1] not in {" ", "-", "#"}:
            leaving = line.startswith(tuple(f"{name}:" for name in (*_LEFT_OUT, "draft")))
        if not leaving and line.strip() != "---":
            kept.append(line)
    return "\n".join(("---", *kept, "draft: true          # take this line out to publish", "---", "", ""))


def _to_translate(record: Record) -> str:
    """What a record says, each text behind the key of its translation."""
    lines = []
    for name in InLanguage.__struct_fields__:
        text = getattr(record, name, "")
        if name != "words" and isinstance(text, str) and text:
            lines.append(f"{name}:  # {' '.join(text.split())}")
    return (
        "\n".join(("# Fill in what you translate, and take out the rest.", *lines, ""))
        if lines
        else f"name: {quoted('')}\n"
    )
