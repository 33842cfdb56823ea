"""The site record: `briefgen.yaml`, which may be absent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, available_timezones

from msgspec.structs import replace

from briefgen.base.diagnostics import Checked
from briefgen.base.text import did_you_mean
from briefgen.model.config import LISTS, SCHEMA_VERSION, SiteConfig
from briefgen.model.records import PLURALS
from briefgen.model.vocabulary import STATUSES
from briefgen.reading import permalinks, rules
from briefgen.reading.disk import CONFIG_FILE, ProjectFiles
from briefgen.reading.layout import is_id
from briefgen.reading.old_keys import current_keys
from briefgen.reading.problems import Problem, diagnosed
from briefgen.reading.schema_words import bad_id
from briefgen.reading.schemas import validate
from briefgen.reading.tokens import Token, concealed, token_problems, tokens
from briefgen.reading.yaml_nodes import parse_yaml


def read_config(files: ProjectFiles) -> Checked[SiteConfig]:
    """The site's settings; the defaults where nothing or nothing right is written."""
    text = files.texts.get(CONFIG_FILE, "")
    file, faults = parse_yaml(CONFIG_FILE, text)
    if file.value is None:
        return Checked(SiteConfig(), faults)
    value, notes = current_keys(file.value)
    validated = validate(SiteConfig, value)
    problems = [*notes, *validated.problems]
    config = validated.value or SiteConfig()
    problems += [*rules.problems(config), *_own_rules(config)]
    secrets = tuple(tokens(file.value))
    return Checked(config, (*faults, *(diagnosed(one, file) for one in _without_secrets(problems, secrets))))


def _without_secrets(problems: Iterable[Problem], secrets: tuple[Token, ...]) -> Iterator[Problem]:
    """What is wrong besides, with nothing in it that is not to be read, and what is to be said of secrets."""
    places = {one.loc for one in secrets}
    for one in problems:
        if one.loc not in places:
            yield replace(one, message=concealed(one.message, secrets), hint=concealed(one.hint, secrets))
    yield from token_problems(secrets)


def shown(text: str) -> str:
    """The site record as it may be shown beside a diagnostic: secrets cannot be read in it."""
    return concealed(text, tokens(parse_yaml(CONFIG_FILE, text)[0].value))


def _own_rules(config: SiteConfig) -> Iterator[Problem]:
    if config.schema_version > SCHEMA_VERSION:
        message = (
            f"this content is of version {config.schema_version}; this briefgen knows versions up to {SCHEMA_VERSION}"
        )
        yield Problem("E012", ("schema_version",), message, "update briefgen: pip install --upgrade briefgen")
    yield from _timezone(config.timezone)
    yield from _menu(config)
    yield from _languages(config)
    yield from permalinks.problems(config.permalinks)
    for name, codes in (("checks", config.checks), ("accept", config.accept)):
        yield from rules.unknown_codes(name, codes)
    for id, status in config.claims.statuses.items():
        loc = ("claims", "statuses", id)
        if not is_id(id):
            yield bad_id(id, loc, on_key=True)
        elif status.set is None and id not in STATUSES:
            hint = "add `set: F` for facts, `P` for pledges or `J` for judgements"
            yield Problem("E010", loc, f"the new status “{id}” needs `set`", hint, on_key=True)


def _timezone(name: str) -> Iterator[Problem]:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        known = sorted(available_timezones())
        hint = did_you_mean(name, known) or "write a name such as Europe/London or UTC"
        yield Problem("E012", ("timezone",), f"“{name[:60]}” is no time zone", hint)


def _languages(config: SiteConfig) -> Iterator[Problem]:
    """The site's own language has no edition, none has two, and what editions are called is for those that there are."""
    seen = {config.lang}
    for n, lang in enumerate(config.languages):
        if lang in seen:
            why = "is the site’s own language (`lang`)" if lang == config.lang else "stands here twice"
            yield Problem("E012", ("languages", n), f"“{lang}” {why}", "take it out")
        seen.add(lang)
    for lang in config.editions:
        if lang not in config.languages:
            hint = did_you_mean(lang, config.languages) or f"add {lang} to `languages`, or take this out"
            if lang == config.lang:
                hint = "what the site calls itself in its own language stands under `title` and `description`"
            yield Problem("E012", ("editions", lang), f"the site has no edition in “{lang}”", hint, on_key=True)


def _menu(config: SiteConfig) -> Iterator[Problem]:
    words = sorted((*PLURALS.values(), *LISTS))
    for n, entry in enumerate(config.menu):
        if isinstance(entry, str) and entry not in words:
            hint = did_you_mean(entry, words) or f"write one of {', '.join(words)}, or {{label: …, url: …}}"
            yield Problem("E012", ("menu", n), f"“{entry}” is no list of this site", hint)
