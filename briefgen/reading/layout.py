"""Which file holds what: the layout of `content/`, and what to say about files that have no place in it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from msgspec import Struct

from briefgen.base.patterns import pattern
from briefgen.base.text import nearest, slug
from briefgen.model.config import SiteConfig
from briefgen.model.fields import Id
from briefgen.model.records import PLURALS
from briefgen.reading.shapes import metas

Form = Literal["document", "record", "mapping", "notes", "translation", "translations", "ignored", "stray", "data"]

KIND_OF_NAME = {plural: kind for kind, plural in PLURALS.items()} | {"glossary": "term"}
"""Kinds by the names of folders and mapping files."""

_IN_MARKDOWN = frozenset({"article", "page"})
_IGNORED = frozenset({"style.yaml", "style.yml"})
_LANGUAGE = pattern(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ID = pattern(str(metas(Id)[0].pattern))


class Slot(Struct, frozen=True):
    """What a file below `content/` is."""

    form: Form
    kind: str = ""
    id: str = ""
    """From the file's name; it may still be no valid id."""
    lang: str = ""
    """Language of a version, empty for the site's own."""
    hint: str = ""
    """For a stray file: what it may have been meant to be. For an odd name: how to mend it."""


def is_id(text: str) -> bool:
    """Whether a text may be the id of a record."""
    return len(text) <= 80 and _ID.fullmatch(text) is not None


def slot_of(path: str, config: SiteConfig) -> Slot:
    """The place in the layout of a path below `content/`."""
    folders, _, name = path.rpartition("/")
    if name in _IGNORED or name.lower() in {"readme.md", "readme"}:
        return Slot("ignored")
    stem, _, suffix = name.rpartition(".")
    if not folders:
        return _at_the_top(name, stem, suffix, config)
    if folders == "data" and suffix in {"yaml", "yml", "json", "csv"}:
        return Slot("data", id=stem)
    kind = KIND_OF_NAME.get(folders.split("/", 1)[0])
    if kind is None:
        return Slot("stray", hint=_near(folders.split("/", 1)[0], KIND_OF_NAME, "the folder “{}”"))
    return _in_folder(kind, stem, suffix, config)


def _at_the_top(name: str, stem: str, suffix: str, config: SiteConfig) -> Slot:
    kind = KIND_OF_NAME.get(stem)
    base, _, lang = stem.rpartition(".")
    if suffix != "md" and (named := KIND_OF_NAME.get(base)) is not None and named not in _IN_MARKDOWN:
        if lang in config.languages:
            return Slot("translations", named, lang=lang)
        return Slot("stray", hint=_unlisted(lang))
    if suffix == "md":
        return Slot("stray", hint="articles go into content/articles/, pages into content/pages/")
    if kind is None:
        return Slot(
            "stray", hint=_near(stem, [one for one, k in KIND_OF_NAME.items() if k not in _IN_MARKDOWN], "“{}.yaml”")
        )
    if kind in _IN_MARKDOWN:
        return Slot("stray", hint=f"each {kind} is a Markdown file in content/{PLURALS[kind]}/")
    return Slot("mapping", kind)


def _in_folder(kind: str, stem: str, suffix: str, config: SiteConfig) -> Slot:
    if kind == "article" and suffix != "md":
        if not stem.endswith(".notes"):
            return Slot("stray", hint="an article is a .md file, its notes a file named <article>.notes.yaml")
        return _versioned("notes", kind, stem.removesuffix(".notes"), config)
    if kind in _IN_MARKDOWN:
        if suffix != "md":
            return Slot("stray", hint="a page is a .md file")
        return _versioned("document", kind, stem, config)
    id, _, lang = stem.rpartition(".")
    if id and suffix != "md" and lang in config.languages:
        return Slot("translation", kind, id, lang)
    return Slot("document" if suffix == "md" else "record", kind, stem)


def _versioned(form: Form, kind: str, stem: str, config: SiteConfig) -> Slot:
    id, dot, lang = stem.rpartition(".")
    if not dot:
        return Slot(form, kind, stem)
    if lang in config.languages or lang == config.lang:
        return Slot(form, kind, id, "" if lang == config.lang else lang)
    hint = f"rename the file to {slug(stem)}.md"
    if _LANGUAGE.fullmatch(lang):
        hint = f"add `languages: [{lang}]` to briefgen.yaml if this is a version in another language, or {hint}"
    return Slot(form, kind, stem, hint=hint)


def _unlisted(lang: str) -> str:
    return f"add `languages: [{lang}]` to briefgen.yaml if this is a translation" if _LANGUAGE.fullmatch(lang) else ""


def _near(word: str, known: Collection[str], words: str) -> str:
    found = nearest(word, known, most=1)
    return f"did you mean {words.format(found[0])}?" if found else f"known names are {', '.join(sorted(known))}"
