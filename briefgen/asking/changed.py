"""What git says has changed in a project, and which findings come from that: for pull requests and for hooks.

A finding counts when it stands in a changed file, or when the project did not have it before: a name taken out of a
registry is missed in texts that nobody has touched. For the second, the project is checked once more as it was.
"""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from briefgen.base.diagnostics import Diagnostic, Mark
from briefgen.base.text import nfc
from briefgen.checking.severity import ON_REQUEST

LAST = "HEAD"
"""What is compared with when nothing is named: the last commit."""


class GitError(Exception):
    """Git cannot tell; the message says why, and what to do."""


class Changes:
    """What differs between a revision and the files as they are, those not yet added included."""

    def __init__(self, root: Path, base: str = LAST) -> None:
        """Asks git. Raises `GitError`."""
        self._root = root
        if not _answer(root, "rev-parse", "--is-inside-work-tree"):
            raise GitError(
                "this project is not under version control by git, so nobody knows what has changed; check all of it: briefgen check"
            )
        commit = _answer(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
        if not commit:
            raise GitError(_unknown(base))
        # A branch is compared with where it left the other one: what happened there since is not its doing.
        self.commit = _answer(root, "merge-base", commit, LAST) or commit
        changed = _git(root, "diff", "--relative", "--no-renames", "--name-only", "-z", self.commit, "--", ".")
        added = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
        self.paths = frozenset(nfc(os.fsdecode(one)) for one in (changed + added).split(b"\0") if one)
        """Files of the project that differ, with forward slashes; also those that are gone."""

    @contextmanager
    def before(self) -> Iterator[Path]:
        """A folder with the project as it was, for a while; empty when there was none."""
        with TemporaryDirectory(prefix="briefgen-before-") as name:
            try:
                packed = _git(self._root, "archive", "--format=tar", self.commit, ".")
            except GitError:
                packed = b""
            if packed:
                with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                    archive.extractall(name, filter=_inside)  # noqa: S202 - the filter lets nothing out of the folder
            yield Path(name)


def of_changes(
    found: Sequence[Diagnostic], changes: Changes, check: Callable[[Path], Iterable[Diagnostic]]
) -> tuple[Diagnostic, ...]:
    """The findings in changed files, and those that the changes have caused elsewhere.

    `check` says what is wrong with the project in a folder; it is asked only when there is something to compare.
    """
    elsewhere = [one for one in found if _path(one) not in changes.paths and one.code not in ON_REQUEST]
    old: set[tuple[str, str, str, str]] = set()
    if elsewhere:
        with changes.before() as folder:
            old = {_same(one) for one in check(folder)} if any(folder.iterdir()) else set()
    caused = {_same(one) for one in elsewhere} - old
    return tuple(
        one for one in found if _path(one) in changes.paths or (one.code not in ON_REQUEST and _same(one) in caused)
    )


def _path(one: Diagnostic) -> str:
    return one.where.path if isinstance(one.where, Mark) else ""


def _same(one: Diagnostic) -> tuple[str, str, str, str]:
    """What makes two findings one, wherever the lines have moved to."""
    return one.code, _path(one), one.record, one.message


def _unknown(base: str) -> str:
    if base == LAST:
        return "there is no commit yet to compare with; check all of it: briefgen check"
    hint = "in continuous integration the whole history must be there (fetch-depth: 0)"
    return f"git knows no “{base}” here; name a branch, a tag or a commit, and fetch it first: {hint}"


def _inside(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    """What may be unpacked; a link that leads out of the folder may not."""
    try:
        return tarfile.data_filter(member, folder)
    except tarfile.FilterError:
        return None


def _answer(root: Path, *arguments: str) -> str:
    """What git says to a question, empty when it says no."""
    try:
        return _git(root, *arguments).decode("utf-8", "replace").strip()
    except GitError as error:
        if isinstance(error.__cause__, OSError):
            raise
        return ""


def _git(root: Path, *arguments: str) -> bytes:
    # Git sets these for hooks, of the folder in which the hook was run.
    env = {name: value for name, value in os.environ.items() if name not in {"GIT_DIR", "GIT_WORK_TREE"}}
    try:
        done = subprocess.run(  # noqa: S603 - the words are ours, a revision stands behind `--end-of-options`
            ["git", "-C", str(root), *arguments],  # noqa: S607 - the user's own git
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**env, "LC_ALL": "C"},
            check=False,
        )
    except OSError as error:
        raise GitError(
            "git is not installed here, so nobody knows what has changed; check all of it: briefgen check"
        ) from error
    if done.returncode:
        raise GitError(f"git cannot tell what has changed: {done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout
