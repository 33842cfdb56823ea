"""Extensions that a site asks for, from installed packages (entry point group `briefgen.extensions`).

This is the only file that imports code of others. What an extension does wrong is told with its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from briefgen.base.diagnostics import Diagnostic, FaultError, Mark, Spot
from briefgen.base.digest import digest_bytes, digest_texts
from briefgen.base.text import did_you_mean
from briefgen.model.extension import Extension
from briefgen.reading.disk import CONFIG_FILE
from briefgen.reading.marks import SITE

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

# What looks for packages is imported when a site asks for an extension: it takes longer than all of a small build.

GROUP = "briefgen.extensions"
T = TypeVar("T")


class ExtensionFaultError(FaultError):
    """An extension is missing, or did something wrong."""


def extensions_of(names: Sequence[str]) -> tuple[Extension, ...]:
    """The extensions of these names, in this order. Raises `ExtensionFaultError` for the first that cannot be used."""
    return _loaded(tuple(names)) if names else ()


@cache
def _loaded(names: tuple[str, ...]) -> tuple[Extension, ...]:
    known = _known()
    return tuple(_load(name, number, known) for number, name in enumerate(names))


def _known() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points

    return {one.name: one for one in entry_points(group=GROUP)}


def _load(name: str, number: int, known: Mapping[str, EntryPoint]) -> Extension:
    if name not in known:
        hint = did_you_mean(name, known) or (
            f"installed are: {', '.join(sorted(known))}" if known else "install its package beside briefgen"
        )
        raise ExtensionFaultError(_fault(number, f"there is no extension “{name}”", hint))
    try:
        found = known[name].load()
    except Exception as error:
        message = f"the extension {name} cannot be loaded ({type(error).__name__}: {error})"
        raise ExtensionFaultError(_fault(number, message, "install it again, or ask its maker")) from error
    if not isinstance(found, Extension):
        message = f"the extension {name} is no Extension but a {type(found).__name__}"
        raise ExtensionFaultError(_fault(number, message, "its entry point must name a value of type Extension"))
    return found


def _fault(number: int, message: str, hint: str) -> Diagnostic:
    return Diagnostic("E411", Spot(SITE, ("extensions", number)), message, hint)


def guarded(extension: Extension, what: str, work: Callable[[], T]) -> T:
    """What `work` gives; whatever goes wrong in it is an `ExtensionFaultError` that names the extension."""
    try:
        return work()
    except ExtensionFaultError:
        raise
    except Exception as error:
        message = f"the extension {extension.name} failed in {what} ({type(error).__name__}: {error})"
        hint = f"report it to its maker (version {extension.version}), or take it out of `extensions:`"
        raise ExtensionFaultError(Diagnostic("E411", Mark(CONFIG_FILE), message, hint)) from error


def extended(names: Sequence[str]) -> str:
    """Stands for all that these extensions are: names, versions, and the bytes of their packages. Empty without any."""
    return _digest(tuple(names)) if names else ""


@cache
def _digest(names: tuple[str, ...]) -> str:
    parts = [f"{one.name} {one.version}" for one in extensions_of(names)]
    for folder in folders(names):
        parts += [digest_bytes(path.read_bytes()) for path in sorted(folder.rglob("*.py"))]
    return digest_texts(parts)


def folders(names: Sequence[str]) -> Iterator[Path]:
    """Where the packages of these extensions lie."""
    if not names:
        return
    from importlib.util import find_spec

    known = _known()
    for name in names:
        if name in known:
            spec = find_spec(known[name].module.partition(".")[0])
            if spec is not None and spec.submodule_search_locations:
                yield Path(spec.submodule_search_locations[0])
            elif spec is not None and spec.origin:
                yield Path(spec.origin).parent
