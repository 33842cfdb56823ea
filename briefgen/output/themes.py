"""Finds a theme's files: the project's own before the shipped ones, a theme's own before those it extends.

This is the only file that reads themes from the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml
from msgspec import Struct

from briefgen.base.diagnostics import Checked, Diagnostic, Spot
from briefgen.base.digest import digest_bytes
from briefgen.base.patterns import pattern
from briefgen.base.text import did_you_mean, nfc
from briefgen.model.config import SiteConfig, ThemeChoice
from briefgen.model.theme import THEME_API, ThemeOption, ThemeRecord
from briefgen.output.minify import minified
from briefgen.reading.marks import SITE
from briefgen.reading.problems import Problem, diagnosed
from briefgen.reading.schemas import validate
from briefgen.reading.yaml_nodes import parse_yaml

RECORD = "theme.yaml"
VENDORED = "vendor"
"""Folders of files that others made: they are published unmodified."""
_COLOUR = pattern("#(?:[0-9a-fA-F]{3}){1,2}")

_SEARCH = Path(__file__).parent.parent / "search"
CLIENT = (_SEARCH / "client" / "search.js", _SEARCH / "vendor" / "minisearch" / "minisearch.js")
"""Scripts of the search page, which all themes share: `asset("search.js")`, `asset("minisearch.js")`."""


class Theme(Struct, frozen=True):
    """A theme ready for rendering."""

    name: str
    layers: tuple[Path, ...]
    """Folders in look-up order: a file of an earlier one hides the same file of a later one."""
    options: Mapping[str, str]
    """Declared options with the site's choices, as text."""
    templates: Mapping[str, tuple[str, str]]
    """Template name to its text and its path for messages."""
    static: Mapping[str, tuple[Path, str]]
    """Static file to its path and the digest of what is published of it."""
    words: Mapping[str, Mapping[str, object]]
    """Language to the theme's words, keys joined with dots."""
    extensions: tuple[str, ...] = ()
    """Extensions of the site, whose filters its templates may use."""


def shipped_themes() -> Path:
    """The folder of the themes that come with briefgen: inside the package when installed, else beside it."""
    inside = Path(__file__).parent.parent / "themes"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "themes"


def load_theme(root: Path, config: SiteConfig) -> Checked[Theme | None]:
    """The site's theme, or None with the reason."""
    choice = ThemeChoice(name=config.theme) if isinstance(config.theme, str) else config.theme
    layers, missing = _layers(root, choice.name)
    if not layers or missing:
        return Checked(None, (_missing(root, config, layers, missing),))
    declared, problems = _declared(layers, root)
    if any(one.code.startswith("E") for one in problems):
        return Checked(None, problems)
    options, wrong = _options(choice, declared)
    theme = Theme(
        name=choice.name,
        layers=layers,
        options=options,
        templates=_templates(layers, root),
        static={**(_shared(CLIENT) if config.search_settings.enabled else {}), **_static(layers)},
        words=_words(layers),
        extensions=config.extensions,
    )
    return Checked(theme, (*problems, *wrong))


def _missing(root: Path, config: SiteConfig, layers: Iterable[Path], name: str) -> Diagnostic:
    """A theme that is not there, where it is asked for: by the site, or by a theme that extends it."""
    hint = did_you_mean(name, known := known_themes(root)) or f"themes that are there: {', '.join(known)}"
    message = f"there is no theme “{name}”"
    for path in (layer / RECORD for layer in layers):
        if _read_yaml(path).get("extends") == name:
            file = parse_yaml(_shown(path, root), path.read_text(encoding="utf-8")).value
            return diagnosed(Problem("E404", ("extends",), message, hint), file)
    return Diagnostic(
        "E404", Spot(SITE, ("theme",) if isinstance(config.theme, str) else ("theme", "name")), message, hint
    )


def known_themes(root: Path) -> tuple[str, ...]:
    """Names of all themes that a project could use: its own, installed and shipped ones."""
    folders = [one for base in (root / "themes", shipped_themes()) if base.is_dir() for one in base.iterdir()]
    whole = {one.name for one in folders if (one / RECORD).is_file()}
    return tuple(sorted(whole | set(installed_themes())))


def folders_of(root: Path, name: str) -> tuple[Path, ...]:
    """Where files of a theme lie: the project's own first, then the installed or the shipped ones.

    A shipped name belongs to the shipped theme, so that a package cannot stand in for it unnoticed.
    """
    if not name or Path(name).name != name:
        return ()
    own, shipped = root / "themes" / name, shipped_themes() / name
    found = [own] if own.is_dir() else []
    if shipped.is_dir():
        if not found or own.resolve() != shipped.resolve():
            found.append(shipped)
    elif not (own / RECORD).is_file() and (package := installed_themes().get(name)) is not None:
        found.append(package)
    return tuple(found)


def installed_themes() -> Mapping[str, Path]:
    """Folders of themes that came with packages (entry point group `briefgen.themes`), by name.

    The entry point names a package, or a folder inside one: `evening = "briefgen_evening:theme"`. Nothing is imported.
    """
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    found: dict[str, Path] = {}
    for one in entry_points(group="briefgen.themes"):
        try:
            spec = find_spec(one.module)
        except (ImportError, ValueError):
            continue
        if spec is not None and spec.submodule_search_locations:
            folder = Path(spec.submodule_search_locations[0], *filter(None, (one.attr or "").split(".")))
            if (folder / RECORD).is_file():
                found.setdefault(one.name, folder)
    return found


def _layers(root: Path, name: str) -> tuple[tuple[Path, ...], str]:
    """Folders of a theme and of those it extends, each once; and the name of one that is missing."""
    found: list[Path] = []
    waiting, seen = [name], set[str]()
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        folders = folders_of(root, one)
        if not any((folder / RECORD).is_file() for folder in folders):
            return tuple(found), one
        found.extend(folders)
        waiting += filter(None, (str(_read_yaml(folder / RECORD).get("extends") or "") for folder in folders))
    return tuple(found), ""


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as quick where libyaml is there."""


def _read_yaml(path: Path) -> Mapping[str, object]:
    if not path.is_file():
        return {}
    try:
        value = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - safe ones
    except (yaml.YAMLError, UnicodeDecodeError):
        return {}
    return value if isinstance(value, dict) else {}


def read_record(path: Path, shown: str) -> Checked[ThemeRecord | None]:
    """What a theme says about itself, checked. Raises `OSError`."""
    file, faults = parse_yaml(shown, path.read_text(encoding="utf-8", errors="replace"))
    if not file.readable:
        return Checked(None, faults)
    record, problems = validate(ThemeRecord, file.value or {})
    said = [*faults, *(diagnosed(one, file) for one in problems)]
    if record is not None:
        said += [diagnosed(one, file) for one in _of_record(record)]
    return Checked(record, tuple(said))


def _of_record(record: ThemeRecord) -> Iterator[Problem]:
    """Versions and defaults that do not fit."""
    if record.api > THEME_API:
        message = f"the theme was written for version {record.api} of the views; this briefgen has version {THEME_API}"
        yield Problem("E410", ("api",), message, "install a newer briefgen, or an older version of the theme")
    elif record.api < THEME_API:
        message = f"the theme was written for version {record.api} of the views; this briefgen has version {THEME_API}"
        yield Problem(
            "E410", ("api",), message, "install a newer version of the theme; docs/themes.md tells what changed"
        )
    for name, option in record.options.items():
        if problem := wrong(option, option.default):
            yield Problem("E012", ("options", name, "default"), f"“{_text(option.default)}” {problem[0]}", problem[1])


def wrong(option: ThemeOption, value: object) -> tuple[str, str] | None:
    """What is wrong with a value for an option, with a hint; None when it fits."""
    match option.type:
        case "switch":
            return None if isinstance(value, bool) else ("is not yes or no", "write true or false")
        case "colour":
            if isinstance(value, str) and _COLOUR.fullmatch(value):
                return None
            return "is no colour", 'write it as in "#7a1f2b", in quotes'
        case "text":
            return None
        case _:
            if _text(value) in option.choices:
                return None
            return "is none of the choices", f"one of: {', '.join(option.choices)}"


def _declared(layers: tuple[Path, ...], root: Path) -> tuple[Mapping[str, ThemeOption], tuple[Diagnostic, ...]]:
    """Options of all layers, and what is wrong with what the themes say about themselves."""
    options: dict[str, ThemeOption] = {}
    problems: list[Diagnostic] = []
    for layer in reversed(layers):
        if (path := layer / RECORD).is_file():
            record, said = read_record(path, _shown(path, root))
            problems += said
            options.update(record.options if record is not None else {})
    return options, tuple(problems)


def _options(choice: ThemeChoice, declared: Mapping[str, ThemeOption]) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    values = {name: _text(one.default) for name, one in declared.items()}
    problems = []
    for name, value in choice.options.items():
        option = declared.get(name)
        if option is None:
            hint = did_you_mean(name, declared) or f"its options are: {', '.join(declared) or 'none'}"
            where = Spot(SITE, ("theme", "options", name), on_key=True)
            problems.append(Diagnostic("E003", where, f"the theme has no option “{name}”", hint))
            continue
        if problem := wrong(option, value):
            where = Spot(SITE, ("theme", "options", name))
            message = f"“{_text(value)}” {problem[0]} for the option “{name}”"
            problems.append(Diagnostic("E012", where, message, problem[1]))
        values[name] = _text(value)
    return values, tuple(problems)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(path: Path, root: Path) -> str:
    """A path for messages: below the project, or named by its theme; never where briefgen is installed."""
    if path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    if "themes" in path.parts:
        at = len(path.parts) - 1 - path.parts[::-1].index("themes")
        return "/".join(path.parts[at:])
    for name, folder in installed_themes().items():
        if path.is_relative_to(folder):
            return f"themes/{name}/{path.relative_to(folder).as_posix()}"
    return path.name


def _templates(layers: tuple[Path, ...], root: Path) -> dict[str, tuple[str, str]]:
    """Templates by name; a shipped one is also there as `<theme>/<name>`, for overriding block by block."""
    found: dict[str, tuple[str, str]] = {}
    full: dict[str, tuple[str, str]] = {}
    for layer in reversed(layers):
        base = layer / "templates"
        for path in sorted(base.rglob("*.html")) if base.is_dir() else ():
            found[path.relative_to(base).as_posix()] = (path.read_text(encoding="utf-8"), _shown(path, root))
        theme = str(_read_yaml(layer / RECORD).get("name") or layer.name)
        # The first layer of a name is the theme as it was shipped, with what it has from others: what an override may extend.
        for name, entry in found.items():
            full.setdefault(f"{theme}/{name}", entry)
    return {**full, **found}


def _static(layers: tuple[Path, ...]) -> dict[str, tuple[Path, str]]:
    found: dict[str, tuple[Path, str]] = {}
    for layer in reversed(layers):
        base = layer / "static"
        for path in sorted(base.rglob("*")) if base.is_dir() else ():
            if path.is_file() and not path.name.startswith("."):
                found[path.relative_to(base).as_posix()] = (path, digest_bytes(published(path)))
    return found


def _shared(paths: Iterable[Path]) -> dict[str, tuple[Path, str]]:
    """Files of briefgen itself, for every theme."""
    return {path.name: (path, digest_bytes(published(path))) for path in paths}


def published(path: Path) -> bytes:
    """A file of a theme as it goes into the site. What others made goes as it is. Raises `OSError`."""
    data = path.read_bytes()
    return data if VENDORED in path.parts else minified(path.name, data)


def _words(layers: tuple[Path, ...]) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for layer in reversed(layers):
        base = layer / "locales"
        for path in sorted(base.glob("*.yaml")) if base.is_dir() else ():
            found.setdefault(path.stem, {}).update(_flat(_read_yaml(path)))
    return found


PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})


def _flat(value: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """Nested words with keys joined by dots; plural forms stay together."""
    flat: dict[str, object] = {}
    for key, one in value.items():
        name = f"{prefix}{key}"
        if isinstance(one, dict) and not ("other" in one and PLURAL_FORMS.issuperset(one)):
            flat.update(_flat(one, f"{name}."))
        else:
            flat[name] = one if isinstance(one, dict) else nfc(str(one))
    return flat
