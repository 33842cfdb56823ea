"""A project of Cloudflare Pages, through Cloudflare's own tool, since its uploads have no interface that others may use.

The tool (`wrangler`) takes a folder, sends what Cloudflare does not have, and shows the whole in one step. It cannot go back to an
earlier deployment; Cloudflare's own pages can.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from briefgen.model.publishing import CloudflareTarget
from briefgen.publish.fault import PublishFaultError, TransientFaultError
from briefgen.publish.manifest import MANIFEST, decode_manifest, encode
from briefgen.publish.target import STATE, Context, Held, Manifest, Release
from briefgen.publish.web import ask

LARGEST = 25 * 1024 * 1024
"""Bytes of a file that Cloudflare Pages takes."""
MANY = 20_000
"""Files of a site that Cloudflare's free plan takes."""
PATIENCE = 1800
"""Seconds for one call of the tool, which may send a whole site."""


def open_target(settings: CloudflareTarget, context: Context) -> Cloudflare:
    """Find the tool. Raises `PublishFaultError` when it is not installed."""
    found = shutil.which(settings.command[0]) if settings.command else None
    if found is None:
        raise PublishFaultError(
            f"there is no program {settings.command[0] if settings.command else 'wrangler'}, which publishes to Cloudflare Pages",
            "install Node.js, then `npm install -g wrangler`; or write `command: [npx, wrangler]`",
        )
    for word in (settings.project, settings.branch):
        if word.startswith("-"):
            raise PublishFaultError(f"“{word}” is no name of a project or branch", "correct it in briefgen.yaml")
    return Cloudflare(settings, context, [found, *settings.command[1:]])


class Cloudflare:
    """The project, whose releases are deployments."""

    locks = False
    carries = False
    sidecars: tuple[str, ...] = ()
    encoding = ""

    def __init__(self, settings: CloudflareTarget, context: Context, command: list[str]) -> None:
        self.where = f"Cloudflare Pages, {settings.project} ({settings.branch})"
        self._settings, self._context, self._command = settings, context, command
        self._url = settings.url or context.url or f"https://{settings.project}.pages.dev/"
        self._folder = context.store / "pages"

    def close(self) -> None:
        """As the contract says."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def read_lock(self) -> bytes | None:
        """No lock is needed: each deployment is whole, and the last one is seen."""
        return None

    def swap_lock(self, expected: bytes | None, note: bytes | None) -> bool:
        """No lock is needed."""
        return True

    def current(self) -> Manifest | None:
        """As the contract says, from where readers find the site. Before a domain is set up, nobody finds it."""
        try:
            answer = ask(f"{self._url.rstrip('/')}/{STATE}/{MANIFEST}")
        except TransientFaultError:
            self._context.say(f"{self._url} does not answer, so every file counts as new; only new ones are sent all the same")  # fmt: skip
            return None
        # A project without a page for missing addresses shows its front page instead.
        if answer.status != 200 or not answer.data.startswith(b"{"):
            return None
        return decode_manifest(answer.data, self.where)

    def held(self, paths: Sequence[str]) -> Mapping[str, Held]:
        """As the contract says: a release belongs to briefgen alone."""
        return {}

    def stage(self, release: Release, progress: Callable[[str], None]) -> Manifest:
        """As the contract says: a folder with the whole site."""
        for path, one in release.files.items():
            if one.size > LARGEST:
                raise PublishFaultError(f"{path} is larger than Cloudflare Pages takes (25 MiB)", "make it smaller, or host it elsewhere")  # fmt: skip
        if len(release.files) >= MANY:
            self._context.say(f"the site has {len(release.files):,} files; Cloudflare’s free plan takes {MANY:,}")
        manifest = replace(release.manifest, release=release.name)
        shutil.rmtree(self._folder, ignore_errors=True)
        try:
            for path, one in release.files.items():
                place = self._folder / path
                place.parent.mkdir(parents=True, exist_ok=True)
                _take(one.source, place)
                if path in release.changed:
                    progress(path)
            (self._folder / STATE).mkdir(parents=True)
            (self._folder / STATE / MANIFEST).write_bytes(encode(manifest))
        except OSError as error:
            raise PublishFaultError(f"cannot prepare the site in {self._folder}: {error.strerror}", "make room, then publish again") from error  # fmt: skip
        return manifest

    def switch(self, release: Release) -> None:
        """As the contract says."""
        words = [
            *self._command, "pages", "deploy", str(self._folder), f"--project-name={self._settings.project}",
            f"--branch={self._settings.branch}", f"--commit-message={release.name}", "--commit-dirty=true",
        ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603 - the tool is named by the user
                words, cwd=self._folder.parent, env=self._environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, timeout=PATIENCE, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise TransientFaultError("wrangler did not come to an end", "look at Cloudflare’s pages, then publish again") from None  # fmt: skip
        except OSError as error:
            raise PublishFaultError(f"{self._command[0]} cannot be run: {error.strerror}", "look at `command`") from error  # fmt: skip
        if done.returncode:
            raise self._fault(done.stdout.decode(errors="replace"))

    def _environment(self) -> dict[str, str]:
        """The tool's world: no questions, no reports to its makers."""
        world = {**os.environ, "CI": "1", "NO_COLOR": "1", "WRANGLER_SEND_METRICS": "false"}
        token = self._context.secrets.find("token", "CLOUDFLARE_API_TOKEN")
        if token is not None:
            world["CLOUDFLARE_API_TOKEN"] = token.reveal()
        if self._settings.account:
            world["CLOUDFLARE_ACCOUNT_ID"] = self._settings.account
        return world

    def _fault(self, said: str) -> PublishFaultError:
        if re.search(r"Authentication error|code: 10000|CLOUDFLARE_API_TOKEN|not logged in|Not logged in", said):
            return PublishFaultError(
                "Cloudflare does not let wrangler in", "set CLOUDFLARE_API_TOKEN, or log in once with `wrangler login`"
            )
        if re.search(r"code: 8000007|[Pp]roject not found", said):
            return PublishFaultError(
                f"Cloudflare has no Pages project {self._settings.project}",
                f"create it: `wrangler pages project create {self._settings.project}`",
            )
        if re.search(r"fetch failed|ENOTFOUND|ECONNRESET|ETIMEDOUT|EAI_AGAIN|code: 10013|50[0234]|429", said):
            return TransientFaultError("Cloudflare cannot be reached or is busy", "publish again later")
        lines = [line.strip() for line in said.splitlines() if "ERROR" in line] or said.strip().splitlines()[-1:]
        return PublishFaultError(f"wrangler did not succeed: {lines[0][:300] if lines else 'it said nothing'}", "try it by hand: `wrangler pages deploy`")  # fmt: skip

    def releases(self) -> Sequence[str]:
        """Raises `PublishFaultError`: the tool cannot go back."""
        raise PublishFaultError(
            "wrangler cannot go back to an earlier deployment of Pages",
            f"at dash.cloudflare.com: Workers & Pages, {self._settings.project}, Deployments, “Rollback to this deployment”",
        )

    def rollback(self, name: str) -> None:
        """Raises `PublishFaultError`: the tool cannot go back."""
        self.releases()


def _take(source: Path, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)
