"""Finds a theme's files: the project's own before the shipped ones, a theme's own before those it extends.

This is the only file that reads themes from the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml
from msgspec import Struct

from briefgen.base.diagnostics import Checked, Diagnostic, Mark, Spot
from briefgen.base.digest import digest_bytes
from briefgen.base.text import did_you_mean, nfc
from briefgen.model.config import SiteConfig, ThemeChoice
from briefgen.reading.marks import SITE

THEME_API = 1
"""Version of the views that templates receive."""


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
    """Static file to its path and digest."""
    words: Mapping[str, Mapping[str, object]]
    """Language to the theme's words, keys joined with dots."""


def shipped_themes() -> Path:
    """The folder of the themes that come with briefgen: inside the package when installed, else beside it."""
    inside = Path(__file__).parent.parent / "themes"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "themes"


def load_theme(root: Path, config: SiteConfig) -> Checked[Theme | None]:
    """The site's theme, or None with the reason."""
    choice = ThemeChoice(name=config.theme) if isinstance(config.theme, str) else config.theme
    layers = _layers(root, choice.name)
    if not layers:
        known = {one.name for base in (root / "themes", shipped_themes()) if base.is_dir() for one in base.iterdir()}
        hint = did_you_mean(choice.name, known) or f"themes that are there: {', '.join(sorted(known))}"
        where = Spot(SITE, ("theme",) if isinstance(config.theme, str) else ("theme", "name"))
        return Checked(None, (Diagnostic("E404", where, f"there is no theme “{choice.name}”", hint),))
    declared, problems = _declared(layers, root)
    options, wrong = _options(choice, declared)
    theme = Theme(
        name=choice.name,
        layers=layers,
        options=options,
        templates=_templates(layers, root),
        static={**(_shared(CLIENT) if config.search_settings.enabled else {}), **_static(layers)},
        words=_words(layers),
    )
    return Checked(theme, (*problems, *wrong))


def _layers(root: Path, name: str) -> tuple[Path, ...]:
    """Folders of a theme and of those it extends, each once."""
    found: list[Path] = []
    waiting = [name]
    while waiting:
        one = waiting.pop(0)
        if not one or Path(one).name != one:
            continue
        for folder in (root / "themes" / one, shipped_themes() / one):
            if folder.is_dir() and folder.resolve() not in [held.resolve() for held in found]:
                found.append(folder)
                waiting.append(str(_read_yaml(folder / "theme.yaml").get("extends", "")))
    whole = any((folder / "theme.yaml").is_file() for folder in found)
    return tuple(found) if whole else ()


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


def _declared(layers: tuple[Path, ...], root: Path) -> tuple[Mapping[str, object], tuple[Diagnostic, ...]]:
    """Options of all layers, and a note on a theme written for other views."""
    options: dict[str, object] = {}
    problems = []
    for layer in reversed(layers):
        declared = _read_yaml(layer / "theme.yaml")
        held = declared.get("options")
        options.update(held if isinstance(held, dict) else {})
        api = declared.get("api", THEME_API)
        if api != THEME_API:
            message = f"the theme was written for version {api} of the views; this briefgen has version {THEME_API}"
            problems.append(
                Diagnostic("E405", Mark(_shown(layer / "theme.yaml", root)), message, "ask its maker for a newer one")
            )
    return options, tuple(problems)


def _options(choice: ThemeChoice, declared: Mapping[str, object]) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    values = {name: _text(one.get("default", "")) for name, one in declared.items() if isinstance(one, dict)}
    problems = []
    for name, value in choice.options.items():
        option = declared.get(name)
        if not isinstance(option, dict):
            hint = did_you_mean(name, declared) or f"its options are: {', '.join(declared) or 'none'}"
            where = Spot(SITE, ("theme", "options", name), on_key=True)
            problems.append(Diagnostic("E003", where, f"the theme has no option “{name}”", hint))
            continue
        choices = option.get("choices")
        if isinstance(choices, list) and _text(value) not in [_text(one) for one in choices]:
            hint = f"one of: {', '.join(_text(one) for one in choices)}"
            where = Spot(SITE, ("theme", "options", name))
            problems.append(Diagnostic("E012", where, f"“{value}” is no choice for the option “{name}”", hint))
        values[name] = _text(value)
    return values, tuple(problems)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(path: Path, root: Path) -> str:
    """A path for messages: below the project, or named by its theme; never where briefgen is installed."""
    if path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    at = len(path.parts) - 1 - path.parts[::-1].index("themes")
    return "/".join(path.parts[at:])


def _templates(layers: tuple[Path, ...], root: Path) -> dict[str, tuple[str, str]]:
    """Templates by name; a shipped one is also there as `<theme>/<name>`, for overriding block by block."""
    found: dict[str, tuple[str, str]] = {}
    for layer in reversed(layers):
        base = layer / "templates"
        for path in sorted(base.rglob("*.html")) if base.is_dir() else ():
            name = path.relative_to(base).as_posix()
            entry = (path.read_text(encoding="utf-8"), _shown(path, root))
            found[name] = entry
            # The first layer read is the theme as it was shipped: what an override may extend.
            found.setdefault(f"{layer.name}/{name}", entry)
    return found


def _static(layers: tuple[Path, ...]) -> dict[str, tuple[Path, str]]:
    found: dict[str, tuple[Path, str]] = {}
    for layer in reversed(layers):
        base = layer / "static"
        for path in sorted(base.rglob("*")) if base.is_dir() else ():
            if path.is_file() and not path.name.startswith("."):
                found[path.relative_to(base).as_posix()] = (path, digest_bytes(path.read_bytes()))
    return found


def _shared(paths: Iterable[Path]) -> dict[str, tuple[Path, str]]:
    """Files of briefgen itself, for every theme."""
    return {path.name: (path, digest_bytes(path.read_bytes())) for path in paths}


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
