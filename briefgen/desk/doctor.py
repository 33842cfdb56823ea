"""Looks whether briefgen can do its work here: what is installed, what may be read and written, what the last build left.

Each finding says what to do where something is to be done. Nothing is changed, and no other machine is asked.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from briefgen import __version__
from briefgen.base.patterns import pattern

Health = Literal["good", "note", "bad"]


class Finding(Struct, frozen=True):
    """One thing that was looked at."""

    about: str
    health: Health
    said: str
    todo: str = ""
    """What to do; empty when nothing needs to be done."""


ROOM = 200 * 1024 * 1024
"""Bytes that should be free: a small site with its store and the staging area beside it."""
OLD_ZONES = 2
"""Years after which time zone data should be renewed: governments change their clocks about ten times a year, worldwide."""


def examine(root: Path | None, output: Path | None, today: date, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Everything, most general first. `root` is None outside a project."""
    yield from _program()
    yield from _libraries()
    yield from _extras()
    yield from _screen()
    yield from _zones(today)
    if root is None:
        yield Finding("project", "note", "you are in no project", "start one with: briefgen init my-site")
        return
    for look in _OF_A_PROJECT:
        yield from look(root, output or root / "site")
    yield from _clock(environment)


# --- what is installed -----------------------------------------------------------------------------------------------

_REQUIREMENT = pattern(r"\s*([A-Za-z0-9._-]+)[^;]*(?:;\s*(.*))?")
_EXTRA = pattern(r"extra\s*==\s*['\"]([\w-]+)['\"]")


def _program() -> Iterator[Finding]:
    system = f"{platform.system()} {platform.release()}"
    yield Finding("briefgen", "good", f"briefgen {__version__}, {Path(__file__).parent.parent}")
    old = sys.version_info < (3, 11)
    yield Finding(
        "Python", "bad" if old else "good",
        f"{platform.python_implementation()} {platform.python_version()} on {system}, {os.cpu_count() or 1} processors",
        "install Python 3.11 or newer" if old else "",
    )  # fmt: skip


def _required() -> dict[str, list[str]]:
    """Names of libraries by extra; those that are always needed under the empty name."""
    found: dict[str, list[str]] = {"": []}
    with suppress(PackageNotFoundError):
        for one in requires("briefgen") or ():
            matched = _REQUIREMENT.match(one)
            if matched is not None:
                extra = _EXTRA.search(matched[2] or "")
                found.setdefault(extra[1] if extra else "", []).append(matched[1])
    return found


def _missing(names: list[str]) -> list[str]:
    gone = []
    for name in names:
        try:
            version(name)
        except PackageNotFoundError:
            gone.append(name)
    return gone


def _libraries() -> Iterator[Finding]:
    needed = _required()[""]
    if not needed:
        yield Finding(
            "libraries",
            "note",
            "briefgen was not installed by pip, so nobody knows what it needs",
            "pip install briefgen",
        )
        return
    if gone := _missing(needed):
        yield Finding("libraries", "bad", f"missing: {', '.join(gone)}", "pip install --force-reinstall briefgen")
    else:
        yield Finding("libraries", "good", f"{len(needed)} libraries, all there")


_USE = {
    "dask": "work done by other machines",
    "azure": "publishing to Azure",
    "gcs": "publishing to Google Cloud",
    "netlify": "publishing to Netlify and Cloudflare Pages",
    "s3": "publishing to S3 and its like",
    "brotli": "packing for hosts that do not pack themselves",
    "keyring": "secrets for publishing kept by the system",
}


def _extras() -> Iterator[Finding]:
    for extra, names in sorted(_required().items()):
        if extra:
            use = f" ({_USE[extra]})" if extra in _USE else ""
            if _missing(names):
                yield Finding(
                    f"extra {extra}",
                    "note",
                    f"not installed{use}",
                    f'only if you want it: pip install "briefgen[{extra}]"',
                )
            else:
                yield Finding(f"extra {extra}", "good", f"installed{use}")


def _screen() -> Iterator[Finding]:
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("_", "-")
    if encoding in {"utf-8", "utf8"}:
        yield Finding("screen", "good", "prints every script (UTF-8)")
    else:
        yield Finding(
            "screen", "note", f"prints {encoding} only, so letters outside it will look wrong",
            "set the environment variable PYTHONUTF8 to 1",
        )  # fmt: skip


def _zones(today: date) -> Iterator[Finding]:
    try:
        edition = version("tzdata")
        ZoneInfo("Europe/London")
    except (PackageNotFoundError, KeyError, OSError):
        yield Finding("time zones", "bad", "the time zone data cannot be read", "pip install --upgrade tzdata")
        return
    year = int(edition[:4]) if edition[:4].isdigit() else today.year
    if today.year - year >= OLD_ZONES:
        yield Finding("time zones", "note", f"edition {edition} is old", "pip install --upgrade tzdata")
    else:
        yield Finding("time zones", "good", f"edition {edition}")


# --- the project -----------------------------------------------------------------------------------------------------


def _settings(root: Path, output: Path) -> Iterator[Finding]:
    from briefgen.output.themes import load_theme
    from briefgen.reading.disk import CONFIG_FILE, read_settings
    from briefgen.reading.site_record import read_config

    yield Finding("project", "good", str(root))
    files, unread = read_settings(root)
    config, said = read_config(files)
    errors = [one for one in (*unread, *said) if one.code.startswith("E")]
    if errors:
        yield Finding("settings", "bad", f"{CONFIG_FILE}: {errors[0].message}", "briefgen check tells where")
    elif CONFIG_FILE not in files.texts:
        yield Finding(
            "settings", "note", f"there is no {CONFIG_FILE}, so the defaults hold", "write one with a title and a url"
        )
    else:
        yield Finding("settings", "good", f"{CONFIG_FILE} can be read")
    theme, wrong = load_theme(root, config)
    name = config.theme if isinstance(config.theme, str) else config.theme.name
    if theme is None or any(one.code.startswith("E") for one in wrong):
        message = wrong[0].message if wrong else f"{name} cannot be read"
        yield Finding("theme", "bad", message, wrong[0].hint if wrong else "")
    else:
        yield Finding("theme", "good", f"{name}, {len(theme.templates)} templates")
    if config.as_of is not None:
        yield Finding(
            "day",
            "note",
            f"the site is pinned to {config.as_of}",
            "take as_of out of briefgen.yaml to go with the time",
        )


def _content(root: Path, output: Path) -> Iterator[Finding]:
    content = root / "content"
    if not content.is_dir():
        yield Finding(
            "content", "bad", "there is no folder “content”", "make one, or start anew with: briefgen init my-site"
        )
        return
    closed, count = [], 0
    for folder, _, names in os.walk(content):
        for name in names:
            path = Path(folder, name)
            count += 1
            if not os.access(path, os.R_OK):
                closed.append(path.relative_to(root).as_posix())
    if closed:
        yield Finding(
            "content",
            "bad",
            f"{len(closed)} files may not be read, for example {closed[0]}",
            "give yourself the right to read them",
        )
    else:
        yield Finding("content", "good", f"{count} files")


def _writing(root: Path, output: Path) -> Iterator[Finding]:
    for about, path in (("store", root / ".briefgen"), ("output", output)):
        here = next((one for one in (path, *path.parents) if one.exists()), root)
        if path.exists() and not path.is_dir():
            yield Finding(about, "bad", f"{path} is a file where a folder is needed", "move it away")
        elif not os.access(here, os.W_OK):
            yield Finding(about, "bad", f"nothing may be written to {here}", "give yourself the right to write there")
        elif path.is_dir():
            yield Finding(about, "good", f"{path.name}/ holds {_size(_bytes(path))}")
        else:
            yield Finding(about, "good", f"{path.name}/ is not there yet; a build makes it")


def _bytes(folder: Path) -> int:
    total = 0
    for inner, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += Path(inner, name).stat().st_size
    return total


def _size(count: float) -> str:
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


def _left_behind(root: Path, output: Path) -> Iterator[Finding]:
    """What earlier builds left, and whether it is of use."""
    from briefgen.output.ledger import LedgerError, read_ledger
    from briefgen.output.unchanged import faults, staging
    from briefgen.output.write import STORE, name_of

    wrong = list(faults(root, output))
    try:
        known = read_ledger(root / STORE / "ledger.sqlite", name_of(root, output))
        if known:
            yield Finding("last build", "good", f"{len(known)} files of {output.name}/ are known")
        elif output.is_dir() and any(output.iterdir()):
            yield Finding(
                "last build", "note", f"{output.name}/ holds files, but the ledger knows of none",
                "build once; nothing is removed from it. Files of others are better elsewhere",
            )  # fmt: skip
    except LedgerError as error:
        wrong.append(str(error))
    if wrong:
        yield Finding(
            "store",
            "note",
            f"of no use: {wrong[0]}",
            "nothing; the next build makes it anew. The folder .briefgen may be deleted at any time",
        )
    if (staging(output) / "switch.json").exists():
        yield Finding(
            "last build", "note", "it was interrupted while it wrote", "run: briefgen build, which finishes it"
        )


def _disk(root: Path, output: Path) -> Iterator[Finding]:
    here = next(one for one in (output, *output.parents) if one.exists())
    free, needed = shutil.disk_usage(here).free, ROOM
    if output.is_dir():
        # All that changes is staged beside the output before it is switched.
        needed = max(ROOM, 2 * _bytes(output))
    if free < needed:
        yield Finding(
            "disk",
            "bad" if free < ROOM // 4 else "note",
            f"{_size(free)} left",
            f"make room: {_size(needed)} would be enough",
        )
    else:
        yield Finding("disk", "good", f"{_size(free)} left")


def _editor(root: Path, output: Path) -> Iterator[Finding]:
    from briefgen.desk.schemas import outdated

    match outdated(root):
        case None:
            yield Finding(
                "editor",
                "note",
                "has no schemas, so it cannot complete and explain keys",
                "run: briefgen schema --write",
            )
        case True:
            yield Finding(
                "editor", "note", "the schemas are of another version of briefgen", "run: briefgen schema --write"
            )
        case _:
            yield Finding("editor", "good", "schemas are of this version")


_OF_A_PROJECT: tuple[Callable[[Path, Path], Iterator[Finding]], ...] = (
    _settings, _content, _writing, _left_behind, _disk, _editor,
)  # fmt: skip


def _clock(environment: Mapping[str, str]) -> Iterator[Finding]:
    if epoch := environment.get("SOURCE_DATE_EPOCH", "").strip():
        todo = "unset it to build for today"
        if epoch.isdigit():
            yield Finding(
                "day", "note", f"SOURCE_DATE_EPOCH is set to {epoch}, and builds are made for that moment", todo
            )
        else:
            yield Finding("day", "bad", f"SOURCE_DATE_EPOCH is “{epoch}”, which is no number of seconds", todo)
