"""A branch of a git repository, as GitHub, GitLab and Codeberg Pages serve it. No checkout is made.

A bare repository in the store holds what is known of the branch. A release is an index in which only changed files are
hashed, a tree and a commit; it is switched on by pushing, which succeeds only if the branch is still where it was. So two
publishers need no lock: the second is told, and publishes again.

Without history the branch holds one commit. Some earlier ones then keep names of their own in the repository, outside its
branches and tags, so that they can be gone back to.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace

from briefgen.base.digest import digest_texts
from briefgen.model.publishing import GitTarget
from briefgen.publish.fault import OvertakenError, PublishFaultError, TransientFaultError
from briefgen.publish.manifest import MANIFEST, decode_manifest, encode
from briefgen.publish.target import STATE, Context, Held, Manifest, Release

PATIENCE = 300
"""Seconds for one call of git; a first push of a large site may take its time."""
TRAILER = "Briefgen-Release"
NONE = "0" * 40


def open_target(settings: GitTarget, context: Context) -> GitBranch:
    """Open the branch. Raises `PublishFaultError` when git is missing or the repository cannot be reached."""
    if shutil.which("git") is None:
        raise PublishFaultError("git is not installed", "install git, then publish again")
    if ".." in settings.folder.split("/") or settings.folder.startswith("/"):
        raise PublishFaultError(
            f"`folder: {settings.folder}` leads out of the repository", "write a folder such as docs"
        )
    branch = GitBranch(settings, context)
    branch.connect()
    return branch


class GitBranch:
    """The branch, as far as publishing is concerned with it."""

    locks = False
    carries = True
    sidecars: tuple[str, ...] = ()
    encoding = ""

    def __init__(self, settings: GitTarget, context: Context) -> None:
        self._settings = settings
        self._context = context
        self._url = _location(settings.repository, context.root)
        self._bare = context.store / "repository.git"
        self._ref = f"refs/heads/{settings.branch}"
        self._tip = ""
        """The commit that readers see; empty when the branch does not exist."""
        self._made: dict[str, str] = {}
        """Commits by release, made here and not pushed yet."""
        self._inside = settings.folder.strip("/") + "/" if settings.folder.strip("/") else ""
        folder = digest_texts([self._inside])[:12] if self._inside else "all"
        self._names = f"refs/briefgen/{settings.branch}/{folder}/"
        """Below it, releases have their names where there is no history."""
        self._kept: dict[str, str] = {}
        """Commits by release that have such names at the host."""
        self.where = f"{_without_secrets(settings.repository)} ({settings.branch})"

    # --- talking to git ----------------------------------------------------------------------------------------

    def _environment(self) -> dict[str, str]:
        world = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
        world |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_DIR": str(self._bare)}
        world.setdefault("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=20")
        return world | self._login()

    def _login(self) -> dict[str, str]:
        """A token for https, told in the environment, where no other user of the computer can read it."""
        parts = urlsplit(self._url)
        if parts.scheme != "https":
            return {}
        usual = ("GITHUB_TOKEN", "GH_TOKEN") if parts.hostname == "github.com" else ()
        token = self._context.secrets.find("token", *usual)
        if token is None:
            return {}
        header = base64.b64encode(f"x-access-token:{token.reveal()}".encode()).decode()
        return {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"http.https://{parts.netloc}/.extraHeader",
            "GIT_CONFIG_VALUE_0": f"Authorization: Basic {header}",
        }

    def _git(self, *arguments: str, give: bytes = b"", more: Mapping[str, str] = {}) -> bytes:
        """What git answers. Raises `PublishFaultError`."""
        command = ["git", "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "-c", "commit.gpgSign=false", *arguments]
        try:
            done = subprocess.run(  # noqa: S603 - arguments are ours, addresses are guarded by `--`
                command,
                input=give,
                capture_output=True,
                env={**self._environment(), **more},
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise TransientFaultError(f"{self.where} did not answer", "look whether the connection works") from None
        if done.returncode:
            raise self._fault(
                (done.stdout if arguments[0] == "push" else b"").decode(errors="replace")
                + done.stderr.decode(errors="replace")
            )
        return done.stdout

    def _line(self, *arguments: str, give: bytes = b"", more: Mapping[str, str] = {}) -> str:
        return self._git(*arguments, give=give, more=more).decode().strip()

    def _fault(self, told: str) -> PublishFaultError:
        """What git complains about, as something that a person can mend."""
        told = self._context.secrets.redacted(_without_secrets(told))
        for pattern, kind, what, hint in _FAULTS:
            if pattern.search(told):
                return kind(f"{self.where}: {what}", hint)
        last = next(
            (
                line.removeprefix("fatal: ")
                for line in reversed(told.splitlines())
                if line.startswith(("fatal:", "error:", " !"))
            ),
            "",
        )
        return PublishFaultError(
            f"{self.where}: git says: {(last or told.strip())[:300]}", "mend that, then publish again"
        )

    def connect(self) -> None:
        """Find out where the branch is, and fetch its newest commit if it is not known.

        Files that did not change are not fetched. Some servers agree to that but do not give single files later, among
        them the list of what is ours; from such a server everything is fetched.
        """
        self._prepare(promised=True)
        self._tip = self._remote_tip()
        if not self._tip or self._has(self._tip):
            return
        self._git("fetch", "--quiet", "--no-tags", "--depth=1", *self._sparing(), "origin", f"+{self._ref}:{_TIP}")
        try:
            self._manifest(self._tip)
        except PublishFaultError:
            shutil.rmtree(self._bare, ignore_errors=True)
            self._prepare(promised=False)
            self._git("fetch", "--quiet", "--no-tags", "--depth=1", "origin", f"+{self._ref}:{_TIP}")

    def _prepare(self, promised: bool) -> None:
        """The repository in the store. `promised` is for one in which files may be missing that the host has."""
        fresh = not (self._bare / "HEAD").exists()
        if fresh:
            self._context.store.mkdir(parents=True, exist_ok=True)
            self._git("init", "--quiet", "--bare", str(self._bare))
        if fresh and promised:
            self._git("config", "remote.origin.promisor", "true")
            self._git("config", "remote.origin.partialclonefilter", "blob:none")
        self._git("config", "remote.origin.url", self._url)

    def _promised(self) -> bool:
        """Whether files may be missing in the store."""
        return "promisor" in self._line("config", "--get-regexp", r"remote\.origin\..*")

    def _remote_tip(self) -> str:
        """Where the branch is; what names releases have comes with it."""
        lines = self._git("ls-remote", "origin", self._ref, f"{self._names}*").decode().splitlines()
        found = {name: commit for commit, _, name in (line.partition("\t") for line in lines)}
        self._kept = {
            name.removeprefix(self._names): one for name, one in found.items() if name.startswith(self._names)
        }
        return found.get(self._ref, "")

    def _has(self, commit: str) -> bool:
        """Whether a commit with its whole tree is in the store."""
        try:
            self._git("rev-parse", "--quiet", "--verify", f"{_TIP}^{{commit}}")
        except PublishFaultError:
            return False
        return self._line("rev-parse", _TIP) == commit

    # --- the contract ------------------------------------------------------------------------------------------

    def read_lock(self) -> bytes | None:
        """There is no lock: pushing is one."""
        return None

    def swap_lock(self, expected: bytes | None, note: bytes | None) -> bool:
        """There is no lock: pushing is one."""
        return expected is None

    def close(self) -> None:
        """Nothing is held open."""

    def current(self) -> Manifest | None:
        """As the contract says."""
        return self._manifest(self._tip) if self._tip else None

    def _manifest(self, commit: str) -> Manifest | None:
        name = f"{self._inside}{STATE}/{MANIFEST}"
        if not self._git("ls-tree", commit, name):
            return None
        return decode_manifest(self._git("cat-file", "blob", f"{commit}:{name}"), self.where)

    def held(self, paths: Sequence[str]) -> Mapping[str, Held]:
        """As the contract says."""
        if not self._tip or not paths:
            return {}
        listed = self._git("ls-tree", "-r", "-z", self._tip).decode(errors="surrogateescape")
        lines = (one.partition("\t") for one in listed.split("\0") if one)
        # Of mode, sort and name of a blob, the last tells what is in it.
        there = {
            path.removeprefix(self._inside): about.rpartition(" ")[2]
            for about, _, path in lines
            if path.startswith(self._inside)
        }
        folders = {"/".join(one.split("/")[:n]) for one in there for n in range(1, one.count("/") + 1)}
        return {
            one: Held(tag=there.get(one, ""))
            for one in paths
            if one in there or one in folders or not there.keys().isdisjoint(_above(one))
        }

    def stage(self, release: Release, progress: Callable[[str], None]) -> Manifest:
        """As the contract says. Only changed files are hashed; all others stay in the index as they are."""
        more = self._index()
        if self._tip:
            self._git("read-tree", self._tip, more=more)
        before = (self._manifest(self._tip) if self._tip else None) or Manifest()
        blobs = self._hashed({path: release.files[path].source for path in sorted(release.changed)}, progress)
        kept = {*release.files, *release.carried}
        gone = [path for path in (*before.files, *before.leaving) if path not in kept]
        self._update(more, gone, blobs)
        files = {path: replace(one, tag=blobs.get(path, one.tag)) for path, one in release.manifest.files.items()}
        manifest = replace(release.manifest, files=files)
        listed = self._line("hash-object", "-w", "--no-filters", "--stdin", give=encode(manifest))
        self._update(more, (), {f"{STATE}/{MANIFEST}": listed})
        tree = self._line("write-tree", "--missing-ok", more=more)
        self._made[release.name] = self._commit(tree, release.name, release.moment)
        return manifest

    def _hashed(self, sources: Mapping[str, Path], progress: Callable[[str], None]) -> dict[str, str]:
        """The blobs of some files, written into the store."""
        if not sources:
            return {}
        names = "".join(f"{source}\n" for source in sources.values())
        blobs = (
            self._git("hash-object", "-w", "--no-filters", "--stdin-paths", give=os.fsencode(names)).decode().split()
        )
        for path in sources:
            progress(path)
        return dict(zip(sources, blobs, strict=True))

    def _update(self, more: Mapping[str, str], gone: Iterable[str], blobs: Mapping[str, str]) -> None:
        """Change the index. What goes is told first, so that a file may become a folder."""
        lines = [f"0 {NONE}\t{self._inside}{path}\0" for path in gone]
        lines += [f"100644 {blob}\t{self._inside}{path}\0" for path, blob in blobs.items()]
        if lines:
            self._git("update-index", "-z", "--index-info", give="".join(lines).encode(), more=more)

    def _commit(self, tree: str, name: str, moment: int) -> str:
        parents = ("-p", self._tip) if self._settings.history and self._tip else ()
        person, mail = _author(self._settings.author)
        who = {
            f"GIT_{role}_{part}": value
            for role in ("AUTHOR", "COMMITTER")
            for part, value in (("NAME", person), ("EMAIL", mail), ("DATE", f"@{moment} +0000"))
        }
        words = f"{self._settings.message}\n\n{TRAILER}: {name}\n"
        return self._line("commit-tree", tree, *parents, give=words.encode(), more=who)

    def switch(self, release: Release) -> None:
        """As the contract says."""
        commit = self._made[release.name]
        names = self._naming(release.name, commit)
        try:
            self._push(commit, names)
        except (OvertakenError, TransientFaultError):
            raise
        except PublishFaultError as fault:
            if not names:
                raise
            # Some hosts take branches only; then readers get the site, and there is no way back.
            self._push(commit, ())
            self._context.say(f"there will be no rollback of this release, since its name was refused: {fault}")

    def _naming(self, name: str, commit: str) -> tuple[str, ...]:
        """Names to be given and taken away: without history, so many releases can be gone back to."""
        if self._settings.history:
            return ()
        keep = self._settings.releases
        old = sorted(self._kept.keys() - {name}, reverse=True)[max(keep - 1, 0) :]
        new = (f"{commit}:{self._names}{name}",) if keep else ()
        return (*new, *(f":{self._names}{one}" for one in old))

    def _push(self, commit: str, names: tuple[str, ...]) -> None:
        """Move the branch, if it is where it was when we looked, and change names with it: all or nothing."""
        words = ["push", "--quiet", "--porcelain", f"--force-with-lease={self._ref}:{self._tip}"]
        try:
            self._git(*words, *(["--atomic"] if names else []), "origin", f"{commit}:{self._ref}", *names)
        except TransientFaultError:
            # The answer may have been lost after the push had been done.
            if self._remote_tip() != commit:
                raise
        self._tip = commit
        self._git("update-ref", _TIP, commit)

    def releases(self) -> Sequence[str]:
        """As the contract says: the commits of the branch that briefgen made, or those that have kept a name."""
        return tuple(sorted(self._history(), reverse=True))

    def _history(self) -> dict[str, str]:
        """Commits by release, the newest first; one that was switched back to counts where it is now."""
        if not self._settings.history:
            return self._kept
        if not self._tip:
            return {}
        shallow = ("--unshallow",) if (self._bare / "shallow").exists() else ()
        self._git("fetch", "--quiet", "--no-tags", *self._sparing(), *shallow, "origin", f"+{self._ref}:{_TIP}")
        said = self._git(
            "log", "-z", f"--format=%H %(trailers:key={TRAILER},valueonly,separator=%x20)", self._tip
        ).decode()
        found: dict[str, str] = {}
        for line in said.split("\0"):
            commit, _, name = line.strip().partition(" ")
            if name:
                found.setdefault(name.strip(), commit)
        return found

    def _sparing(self) -> tuple[str, ...]:
        """For fetching: no files, where the host gives single ones later."""
        return ("--filter=blob:none",) if self._promised() else ()

    def rollback(self, name: str) -> None:
        """As the contract says: a new commit with the site's files of the earlier one. Files of others stay as they are now."""
        commit = self._history().get(name)
        if commit is None:
            raise PublishFaultError(f"{self.where} has no release {name}", "see `briefgen rollback --list`")
        if not self._settings.history:
            self._git("fetch", "--quiet", "--no-tags", "--depth=1", *self._sparing(), "origin", f"{self._names}{name}")
        moment = int(self._line("log", "-1", "--format=%ct", self._tip))
        self._push(self._commit(self._tree_with(commit), name, moment), ())

    def _tree_with(self, commit: str) -> str:
        """The tree of the branch as it is now, with the site's files of another commit instead of the present ones."""
        now, then = self._manifest(self._tip) or Manifest(), self._manifest(commit) or Manifest()
        ours, wanted = {*now.files, *now.leaving}, {*then.files, *then.leaving, f"{STATE}/{MANIFEST}"}
        listed = self._git("ls-tree", "-r", "-z", commit).decode(errors="surrogateescape").split("\0")
        entries = (one.partition("\t") for one in listed if one)
        there = {
            path.removeprefix(self._inside): about.split()[2]
            for about, _, path in entries
            if path.startswith(self._inside)
        }
        blobs = {path: blob for path, blob in there.items() if path in wanted}
        if foreign := self.held(sorted(blobs.keys() - ours - {f"{STATE}/{MANIFEST}"})):
            raise PublishFaultError(
                f"{self.where} now holds files of others where the earlier ones were ({next(iter(foreign))})",
                "move them away, then go back",
            )
        more = self._index()
        self._git("read-tree", self._tip, more=more)
        self._update(more, sorted(ours - blobs.keys()), blobs)
        return self._line("write-tree", "--missing-ok", more=more)

    def _index(self) -> dict[str, str]:
        """An empty index in the store."""
        index = self._context.store / "index"
        index.unlink(missing_ok=True)
        return {"GIT_INDEX_FILE": str(index)}


_TIP = "refs/briefgen/tip"
_KEPT = frozenset({"GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_SSL_CAINFO", "GIT_PROXY_COMMAND", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"})  # fmt: skip
"""What a person may have set about git that concerns us; a checkout around the project does not."""


def _faults() -> tuple[tuple[re.Pattern[str], type[PublishFaultError], str, str], ...]:
    def one(
        pattern: str, kind: type[PublishFaultError], what: str, hint: str
    ) -> tuple[re.Pattern[str], type[PublishFaultError], str, str]:
        return re.compile(pattern, re.IGNORECASE), kind, what, hint

    return (
        one(r"stale info|fetch first|non-fast-forward|cannot lock ref|failed to update ref|reference already exists", OvertakenError,
            "somebody else has published or changed the branch meanwhile", "publish again"),
        one(r"protected branch|GH006|pre-receive hook declined|not allowed to push", PublishFaultError,
            "the branch is protected against changes", "allow pushing to it in the settings of the repository, or name another `branch`"),
        one(r"permission denied \(publickey|host key verification failed", PublishFaultError,
            "the server does not let you in", "look whether `ssh` works by itself: your key must be known there, and loaded with `ssh-add`"),
        one(r"authentication failed|could not read Username|terminal prompts disabled|HTTP 40[13]|returned error: 40[13]|permission to .* denied",
            PublishFaultError, "the server wants to know who you are", "put a token that may write into the environment, or use an ssh address"),
        one(r"no space left on device|disk quota", PublishFaultError, "the disk is full", "make room, then publish again"),
        one(r"insufficient permission|unable to create temporary|permission denied", PublishFaultError,
            "you may not write there", "ask whoever looks after the repository for the right to write to it"),
        one(r"does not appear to be a git repository|repository .* not found|not a git repository|does not exist", PublishFaultError,
            "there is no such repository, or you may not see it", "look at `repository` in briefgen.yaml; create the repository first"),
        one(r"could not resolve host|failed to connect|couldn.t connect|connection (?:refused|timed out|reset|closed)|unexpected disconnect|the remote end hung up|early EOF|"
            r"returned error: (?:429|5\d\d)|operation timed out|network is unreachable|broken pipe", TransientFaultError,
            "the server cannot be reached", "look whether the connection works, then publish again"),
    )  # fmt: skip


_FAULTS = _faults()


def _location(repository: str, root: Path) -> str:
    """An address as git takes it; a path counts from the project's folder."""
    if repository.startswith("-"):
        raise PublishFaultError(f"“{repository}” is no repository", "write an address or a path")
    if "://" in repository or re.match(r"[^/]+:", repository):
        return repository
    return str((root / Path(repository).expanduser()).resolve())


def _without_secrets(text: str) -> str:
    return re.sub(r"://[^/\s@]+@", "://", text)


def _author(text: str) -> tuple[str, str]:
    found = re.fullmatch(r"\s*(.*?)\s*<([^<>]*)>\s*", text)
    return (found[1], found[2]) if found else (text.strip() or "briefgen", "")


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]
