"""The contract of publishing targets: what a kind of host must be able to do, and what it may rely on.

There are two sorts of hosts, and so two protocols.

**In place** (`InPlace`): files are put one by one and readers see each at once, as in a bucket or a folder on a
server. The engine (`publish/engine.py`) decides what is put and in which order; the target only carries it out.

**Atomic** (`Atomic`): a whole release is made ready where no reader sees it, then switched on in one step, as with
releases behind a link, a git branch or the deploys of some hosts.

A target module lies in `publish/targets/`, is named in `publish/registry.py`, and offers one function:

    def open_target(settings: S3Target, context: Context) -> InPlace | Atomic

It is imported only when a target of its kind is used, so it may import a heavy client; a client that is an extra and
not installed is a `PublishFaultError` whose hint names the extra (`pip install 'briefgen[s3]'`). Opening must find out
whether the host can be reached and written to as far as that is cheap, so that a mistake is told before anything else.

What the engine promises
    - It holds the lock from before the manifest is read until after the last step, and renews it (see `Locking`).
    - Paths are relative, with forward slashes, without `..`, `.` or empty parts, and none of them lies in `STATE`.
    - `Upload.source` is a snapshot: it does not change while the target reads it, whatever a build does meanwhile.
    - Nothing is put at a path that `held` reported as somebody else's, and nothing is deleted that the manifest does
      not name.
    - Calls come from one thread, one at a time, except `swap_lock` and `read_lock`, which a second thread may make.

What a target promises
    - **Each call may be repeated.** Put again, a file is the same file; deleting what is not there is no fault; so is
      removing a lock that is gone.
    - **Each file is old or new.** A put that is cut off leaves the old file (or none, if there was none) as readers see
      it: write beside and rename, or use the store's own all-or-nothing put. The same holds for `write_state`.
    - **Faults are told, not hidden.** Whatever the host or network does becomes a `PublishFaultError` with a sentence
      and a hint for people who do not program, or a `TransientFaultError` when trying again may help (no connection,
      timeout, 429, 500, 502, 503, 504): the engine then waits and calls again, as `publish/retry.py` says. A target
      need not retry by itself and must not sleep; a client library that retries is set to do so seldom.
    - **No secret leaves it**: not in messages, not in `where`, not in files. Secrets come from `Context.secrets` or the
      client's own profile, never from the settings.
    - **Nothing is printed**, no clock is read. `Context.say` tells what is worth telling.
    - It has time limits on every wait for the network, some 30 seconds without a byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec import Struct

from briefgen.model.publishing import OutputClass
from briefgen.publish.secrets import Secrets

A = TypeVar("A")
B = TypeVar("B")

STATE = ".briefgen-publish"
"""Folder of a target in which briefgen keeps what it must remember: beside the site's files where that is possible,
else among them. Readers may see what is in it; it holds nothing that was not published."""


class Upload(Struct, frozen=True, kw_only=True):
    """A file on its way."""

    path: str
    """Where it goes, below the root that readers see: `articles/x/index.html`."""
    source: Path
    """File on this computer with exactly the bytes to be stored; when `encoding` is set they are compressed already."""
    digest: str
    """Identity of the content, as in the manifest. Not a digest of `source` when that is compressed."""
    size: int
    """Bytes of `source`."""
    kind: OutputClass
    content_type: str
    """For example `text/html; charset=utf-8`."""
    cache_control: str
    """For example `public, max-age=31536000, immutable`."""
    encoding: str = ""
    """`gzip` or `br`: to be sent as `Content-Encoding`. Empty for almost everything."""


class Stored(Struct, frozen=True, omit_defaults=True):
    """A file at the target, as the manifest knows it."""

    digest: str
    """Identity of the content: the ledger's digest, with a suffix when what is stored was made from it (`…+gzip`)."""
    size: int
    """Bytes as stored."""
    kind: OutputClass
    headers: str = ""
    """Digest of content type, cache control and encoding: when these change, the file is put again."""
    tag: str = ""
    """The host's own name for the content, as `put` gave it: an ETag, a blob's id, a SHA-1. Means something to the
    target only, which gets it back in `Atomic.stage` for files that did not change, so that it need not be computed again."""


class Leaving(Struct, frozen=True, omit_defaults=True):
    """A file that is no longer part of the site but still at the target."""

    stored: Stored
    since: int
    """When a publish first left it out: seconds since 1970, by that publisher's clock."""


class Manifest(Struct, frozen=True, kw_only=True):
    """What briefgen has put at a target: the only files it may ever overwrite or delete there."""

    form: int = 1
    release: str = ""
    """Name of the release, for example `20220408T193000Z-3f2a91c0`."""
    url: str = ""
    """Address of the site that was published."""
    files: dict[str, Stored] = {}
    """By path, sorted."""
    leaving: dict[str, Leaving] = {}
    """By path, sorted."""


class Held(Struct, frozen=True):
    """A file that is at the target."""

    size: int = -1
    """Bytes; −1 when the target cannot tell cheaply."""
    md5: str = ""
    """MD5 of its bytes in hexadecimal where the host gives one (an ETag of a single-part put), else empty. With it the
    engine takes over files that are the same, so that nothing is refused or sent after the manifest was lost."""
    tag: str = ""
    """The host's own name for the content, in the form of `Stored.tag`; empty when the target cannot tell."""


class Context(Struct, frozen=True):
    """What the world around a target offers it."""

    name: str
    """Name of the target in `briefgen.yaml`."""
    root: Path
    """The project's folder: paths in settings are relative to it."""
    store: Path
    """A folder under `.briefgen/` for this target alone. It may be lost at any time; create it when needed."""
    secrets: Secrets
    """Where tokens and passwords come from."""
    url: str
    """Address of the site at this target, with a slash at the end; may be empty."""
    say: Callable[[str], None]
    """Tell the person something worth knowing, in one sentence."""


class Locking(Protocol):
    """A lock at the target: one small file, written only if it is what the writer believes it to be.

    The engine does the rest: it makes the note (who, where, since when, a counter that is raised while work goes on),
    waits or gives up, tells when a note has not changed for a long time on its own steady clock (never by comparing
    clocks of two computers), and breaks it by replacing exactly the note it saw. Before each write of the manifest the
    holder checks that the note is still its own.
    """

    def read_lock(self) -> bytes | None:
        """The note of whoever holds the lock; None when nobody does."""
        ...

    def swap_lock(self, expected: bytes | None, note: bytes | None) -> bool:
        """Put `note` in place if what is there is `expected`; None stands for no lock. Whether it was done.

        Taking a free lock (`expected` None) must be safe against others who do the same at that moment: exclusive
        creation, `mkdir`, or a put with `If-None-Match: *`. Replacing should be as safe as the host allows (`If-Match`);
        read, compare and rename is enough where nothing better exists.
        """
        ...


class Target(Locking, Protocol):
    """What both sorts of hosts have."""

    where: str
    """The destination in a few words, without secrets: `s3://bucket/prefix`, `/srv/www/briefings`."""
    locks: bool
    """False when the host's own switch fails for whoever comes second (`OvertakenError`), so that no lock is needed."""
    sidecars: tuple[str, ...]
    """Compressed copies that go beside each text file: `("gz", "br")`; usually empty."""
    encoding: str
    """`gzip` or `br` when text files are stored compressed under their own path; usually empty."""

    def close(self) -> None:
        """Let go of connections and temporary files. Called once, also after a fault."""
        ...


class InPlace(Target, Protocol):
    """A host whose files are put one by one, each visible at once."""

    def read_state(self, name: str) -> bytes | None:
        """A file of `STATE`, such as `manifest.json`; None when it is not there."""
        ...

    def write_state(self, name: str, data: bytes | None) -> None:
        """Write a file of `STATE` in one step; None removes it. It must never be cached on the way (`no-store`)."""
        ...

    def held(self, paths: Sequence[str]) -> Mapping[str, Held]:
        """Which of these paths are taken, and by what: before anything is put at a path the manifest does not know, before
        a file is deleted, and for all files when somebody wants to know whether they still are what was put.

        Also a path of which a folder part is a file at the target, where hosts have folders.
        """
        ...

    def put(self, uploads: Sequence[Upload]) -> Iterator[tuple[str, str]]:
        """Store files in any order, several at once if that is quicker; `spread` helps.

        Gives `(path, tag)` for each file once it is stored for good and readers get it. The engine stops listening
        when something goes wrong, and asks again for those it has not heard of.
        """
        ...

    def delete(self, paths: Sequence[str]) -> Iterator[str]:
        """Remove files, and folders that become empty by it; gives each path once it is gone."""
        ...


class Release(Struct, frozen=True, kw_only=True):
    """A whole site, ready to be staged."""

    name: str
    """Sorts by time: `20220408T193000Z-3f2a91c0`."""
    moment: int
    """When publishing began: seconds since 1970."""
    files: Mapping[str, Upload]
    """Every file of the site, by path."""
    changed: frozenset[str]
    """Those of `files` that the current release does not have like this. The `source` of the others is the file in
    `site/`, and it is not checked anew: read it only if the current release cannot supply it."""
    known: Mapping[str, Stored]
    """What the current release's manifest says of the unchanged files (with their tags)."""
    carried: Mapping[str, Stored]
    """Files of the current release that are no longer part of the site and stay for now, since readers may have an old
    page open. They have no source; a host that cannot keep them says so with `carries = False`."""
    manifest: Manifest
    """The manifest of this release, to be completed by the target with its tags and kept with the release."""


class Atomic(Target, Protocol):
    """A host on which a release appears in one step."""

    carries: bool
    """Whether files that are only at the host can be part of the next release."""

    def current(self) -> Manifest | None:
        """Manifest of the release that readers see; None when briefgen has not published here yet."""
        ...

    def held(self, paths: Sequence[str]) -> Mapping[str, Held]:
        """As in `InPlace`. Empty where a release belongs to briefgen alone; asked whether its files still are what was
        put, such a host is given all of them again. Files of others at other paths must still be there after the switch.
        """
        ...

    def stage(self, release: Release, progress: Callable[[str], None]) -> Manifest:
        """Make a release ready where no reader sees it; the manifest with tags. `progress` is told each path sent.

        May be called again for the same release after a `TransientFaultError`, and after an earlier run was killed:
        what is there already is used or thrown away, never taken for whole unless it is.
        """
        ...

    def switch(self, release: Release) -> None:
        """Let readers see the staged release, in one step, then throw away releases beyond those to be kept.

        Raises `OvertakenError` when the current release is no longer the one that `current` told of.
        """
        ...

    def releases(self) -> Sequence[str]:
        """Names of the releases that can be switched to, the newest first, the current one among them."""
        ...

    def rollback(self, name: str) -> None:
        """Let readers see an earlier release. Raises `PublishFaultError` when it is not there any more."""
        ...


def spread(work: Callable[[A], B], items: Iterable[A], workers: int) -> Iterator[B]:
    """Do the same for several items at once; results as they come.

    On a fault nothing new is begun, what is under way is awaited and given, then the fault is raised.
    """
    with ThreadPoolExecutor(max_workers=workers) as pool:
        waiting = [pool.submit(work, one) for one in items]
        fault: Exception | None = None
        for done in as_completed(waiting):
            if done.cancelled():
                continue
            if (error := done.exception()) is None:
                yield done.result()
            elif not isinstance(error, Exception):
                raise error
            elif fault is None:
                fault = error
                for one in waiting:
                    one.cancel()
    if fault is not None:
        raise fault
