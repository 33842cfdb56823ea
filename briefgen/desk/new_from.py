"""Starts a record from a name in the articles: filled in as far as the name tells, with the places where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from briefgen.base.sentences import sentence_range
from briefgen.base.text import fold, slug, without_invisible
from briefgen.desk.init import quoted
from briefgen.desk.new import NewError, path_of, template, write_new
from briefgen.linking.lexicon import OF, PARTICLES
from briefgen.linking.names import names_of, surface
from briefgen.linking.passages import mark_of
from briefgen.linking.unknown_names import new_command
from briefgen.model.records import Article
from briefgen.model.site import Records, key_of, split_key
from briefgen.reading.content import read_content
from briefgen.reading.disk import CONTENT, ProjectFiles, read_project
from briefgen.reading.layout import slot_of
from briefgen.reading.site_record import read_config

KINDS = ("person", "organisation", "place", "event", "term")
"""Kinds whose names are found in texts."""
PLACES_SHOWN = 3
_LONGEST = 200
"""Characters shown of a sentence."""

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_WRITTEN_IN_CYRILLIC = frozenset(("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"))
_UKRAINIAN, _RUSSIAN = re.compile("[ґєії]", re.IGNORECASE), re.compile("[ыэёъ]", re.IGNORECASE)
_FIRST = {"є": "Ye", "ї": "Yi", "й": "Y", "ю": "Yu", "я": "Ya"}
"""Ukrainian romanisation writes these otherwise at the beginning of a word than inside."""
_PARTICLES = PARTICLES | OF | {"abu", "ben", "y"}
_GENERATIONS = frozenset(("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"))


class _Context(NamedTuple):
    """A place where the name stands."""

    where: str
    """`file:line`."""
    sentence: str
    lang: str


def start_from(root: Path, kind: str, words: str, name: str, today: str) -> Path:
    """Write a record for words of the archive; its path. `name` is the name in house style when it is not these words.

    Raises `NewError` when the name is on file already, the record exists, or the words give no id.
    """
    words, name = _plain(words), _plain(name)
    if kind not in KINDS:
        raise NewError(f"names of the kind “{kind}” are not looked for in texts; --from goes with {', '.join(KINDS)}")
    if not any(map(str.isalnum, words)):
        raise NewError("--from needs a name, as it stands in the articles")
    files, _ = read_project(root)
    records = _readable(files, words)
    for one in filter(None, dict.fromkeys((words, name))):
        _refuse_known(records, one)
    contexts = list(_contexts(records, words))
    lang = _language(words, contexts, records.config.languages)
    foreign = bool(_CYRILLIC.search(words)) and records.config.lang.partition("-")[0] not in _WRITTEN_IN_CYRILLIC
    house_name = name or (romanised(words) if foreign else words)
    id = slug(romanised(house_name))
    if not id:
        raise NewError(
            f"no id can be made from “{house_name}”; give the name in Latin letters too: {_with_latin(kind, words)}"
        )
    _refuse_taken(records, key_of(kind, id), words)
    path = path_of(root, kind, id, house_name)
    text = _with_other_names(template(kind, house_name, today), kind, words, house_name, lang if foreign else "")
    if kind == "person":
        text = _with_family_name(text, house_name)
    write_new(path, text + _comment(words, contexts))
    return path


def _with_latin(kind: str, words: str) -> str:
    return new_command(kind, words).replace(f" {kind} ", f' {kind} "Name" ', 1)


def _plain(text: str) -> str:
    """On one line, without characters that are invisible or would steer a terminal."""
    shown = (one if one.isprintable() else " " for one in without_invisible(text))
    return " ".join("".join(shown).split())


# --- what the project has -----------------------------------------------------------------------------------------


def _readable(files: ProjectFiles, words: str) -> Records:
    """Records that have names, and the articles in which the words may stand. The rest is not read, which would take long."""
    config, _ = read_config(files)
    first = fold(words).split()[0]

    def matters(path: str, text: str) -> bool:
        slot = slot_of(path.removeprefix(CONTENT + "/"), config)
        return slot.kind in KINDS or (slot.kind == "article" and slot.form == "document" and first in fold(text))

    texts = {
        path: text for path, text in files.texts.items() if not path.startswith(CONTENT + "/") or matters(path, text)
    }
    records, _ = read_content(replace(files, texts=texts, unread=frozenset()))
    return records


def _refuse_known(records: Records, name: str) -> None:
    names = names_of(records.records)
    form = surface(name)
    entries = (*names.exact.get(form, ()), *names.loose.get(form.lower(), ()))
    keys = list(dict.fromkeys(one.key for one in entries if one.key and one.strength != "office"))
    if keys:
        told = " and ".join(f"{key} ({records.origins[key].path})" for key in keys)
        raise NewError(f"“{name}” is on file already, as a name of {told}")


def _refuse_taken(records: Records, key: str, words: str) -> None:
    """Say what to do when another name has given the same id."""
    if key in records.records:
        message = f"there is a record {key} already ({records.origins[key].path}); if it is the same, add “{words}” to its aliases"
        raise NewError(f"{message}, else give a name that tells them apart in front of --from")


def _contexts(records: Records, words: str) -> Iterator[_Context]:
    """The first places of the articles where the words stand."""
    sought = r"\s+".join(map(re.escape, fold(words).split()))
    pattern = re.compile(rf"(?<!\w){sought}(?!\w)")
    seen: set[str] = set()
    for key, record in records.records.items():
        if not isinstance(record, Article) or key not in records.documents:
            continue
        lang = record.lang or split_key(key)[2] or records.config.lang
        for passage in records.documents[key].passages:
            for found in pattern.finditer(fold(passage.text)):
                mark = mark_of(passage, records.origins[key].path, *found.span())
                first, last = sentence_range(passage.text, *found.span())
                one = _Context(
                    f"{mark.path}:{mark.line}", _short(passage.text[first:last], found.start() - first), lang
                )
                if one.sentence not in seen:
                    seen.add(one.sentence)
                    yield one
                if len(seen) == PLACES_SHOWN:
                    return


def _short(sentence: str, at: int) -> str:
    """A sentence on one line, the words at this offset in any case."""
    start = max(0, at - _LONGEST // 2) if len(sentence) > _LONGEST else 0
    end = start + _LONGEST
    return f"{'… ' if start else ''}{_plain(sentence[start:end])}{' …' if end < len(sentence) else ''}"


def _comment(words: str, contexts: Sequence[_Context]) -> str:
    if not contexts:
        return f"\n# “{words}” stands in no article.\n"
    lines = (f"#   {_plain(one.where)}: {one.sentence}" for one in contexts)
    return "\n".join((f"\n# “{words}” in the articles:", *lines)) + "\n"


# --- what the name tells ------------------------------------------------------------------------------------------


def romanised(name: str) -> str:
    """Cyrillic words in Latin letters, as ids are made of them, with capitals; other words as they are."""
    return re.sub(r"[^\s-]+", lambda found: _romanised_word(found.group()), name)


def _romanised_word(word: str) -> str:
    if not _CYRILLIC.search(word):
        return word
    first = _FIRST.get(word[0].lower(), "")
    latin = first + slug(word[1:]) if first else slug(word)
    return latin[:1].upper() + latin[1:] if word[0].isupper() else latin.lower()


def _language(words: str, contexts: Sequence[_Context], languages: Sequence[str]) -> str:
    """The language that a Cyrillic name is probably written in."""
    if _UKRAINIAN.search(words):
        return "uk"
    if _RUSSIAN.search(words):
        return "ru"
    known = (one.partition("-")[0] for one in (*(context.lang for context in contexts), *languages))
    return next((one for one in known if one in _WRITTEN_IN_CYRILLIC), "uk")


def split_name(name: str) -> tuple[str, str, str]:
    """Given names, family name with its particles, and what stands behind it: “Jr”."""
    words = name.split()
    behind = words.pop() if len(words) > 2 and words[-1] in _GENERATIONS else ""
    at = next((n for n, word in enumerate(words) if n and _is_particle(word)), len(words) - 1)
    return " ".join(words[:at]), " ".join(words[at:]), behind


def _is_particle(word: str) -> bool:
    return word.lower() in _PARTICLES or word.startswith(("al-", "el-", "Al-", "El-", "d’", "d'"))


def _with_family_name(text: str, name: str) -> str:
    given, family, behind = split_name(name)
    if not given:
        return text
    behind = f" {behind}" if behind else ""
    sort_name = f"{quoted(f'{family}, {given}{behind}')}  # check which is the family name"
    return _filled(text, {"sort_name": sort_name, "family_name": quoted(family)})


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The text with other values behind some of its keys."""
    lines = ((line.partition(":")[0], line) for line in text.split("\n"))
    return "\n".join(f"{key}: {values[key]}" if key in values else line for key, line in lines)


def _with_other_names(text: str, kind: str, words: str, name: str, lang: str) -> str:
    """The words of the texts below the name in house style, when they are not the same."""
    if surface(words) == surface(name):
        return text
    line = f"names: {{{lang}: {quoted(words)}}}" if lang and kind != "term" else f"aliases: [{quoted(words)}]"
    return re.sub(r"^((?:name|title|term):.*)$", lambda found: f"{found[1]}\n{line}", text, count=1, flags=re.MULTILINE)
