"""A site at Netlify, by its interface for deploys by digest.

Netlify is told the SHA-1 of every file, says which it does not have, and shows the deploy once it has the last of them. The list
of files is held back until then, so that nothing is shown before `switch`. What of the current deploy is not briefgen's comes
along by its digest, without being sent. Every deploy stays at Netlify, and can be restored.

Waiting for Netlify's own work is the one place where a target sleeps.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from email.utils import parsedate_to_datetime
from hashlib import sha1
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from briefgen import __version__
from briefgen.model.publishing import NetlifyTarget
from briefgen.publish.classes import class_of
from briefgen.publish.fault import OvertakenError, PublishFaultError, TransientFaultError
from briefgen.publish.manifest import MANIFEST, encode
from briefgen.publish.needs import need
from briefgen.publish.secrets import Secret
from briefgen.publish.target import STATE, Context, Held, Manifest, Release, Stored, spread

T = TypeVar("T")

LIST = f"{STATE}/{MANIFEST}"
RELEASE = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
"""Titles of deploys that briefgen has made."""
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Ids of sites; anything else is a name."""
LATER = 500
"""Files beyond which Netlify compares digests in its own time (`async`), as its own client has it."""
PAGES, PER_PAGE = 5, 100
"""Deploys that are looked through for releases."""
FIRST_LOOK, LONGEST_LOOK, GIVE_UP = 0.25, 4.0, 900.0
"""Seconds between two looks at Netlify's work, growing, and until it counts as stuck."""
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def open_target(settings: NetlifyTarget, context: Context) -> Netlify:
    """Find the site. Raises `PublishFaultError` when there is no token, or it does not open the site."""
    need("netlify", "urllib3")
    token = context.secrets.find("token", "NETLIFY_AUTH_TOKEN")
    if token is None:
        raise PublishFaultError(
            f"there is no token for Netlify’s site {settings.site}",
            "make one at app.netlify.com (User settings, Applications, Personal access tokens), and set NETLIFY_AUTH_TOKEN",
        )
    return Netlify(settings, context, Api(settings.api, token))


class Deploy(Struct, frozen=True, kw_only=True):
    """What Netlify says of a deploy."""

    id: str
    state: str = ""
    title: str | None = ""
    required: list[str] | None = None
    """Digests of files that it does not have."""
    error_message: str | None = ""
    deploy_ssl_url: str | None = ""
    locked: bool | None = False


class Site(Struct, frozen=True, kw_only=True):
    """What Netlify says of a site."""

    id: str
    published_deploy: Deploy | None = None


class Listed(Struct, frozen=True, kw_only=True):
    """A file of the current deploy."""

    path: str
    sha: str = ""
    size: int = 0


class Reply(Struct, frozen=True):
    """An answer."""

    status: int
    data: bytes
    headers: Mapping[str, str]
    """By names in lower case."""


class Api:
    """Netlify's interface: requests with the token, faults in words."""

    def __init__(self, base: str, token: Secret) -> None:
        import urllib3

        parts = urlsplit(base)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise PublishFaultError(f"a token is not sent to {base}, where others could read it", "write https://")
        self._base, self._token = base.rstrip("/"), token
        self._host = f"{parts.scheme}://{parts.netloc}"
        self._faults: type[Exception] = urllib3.exceptions.HTTPError
        proxy = "" if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme, "")
        options: dict[str, Any] = {
            "timeout": urllib3.Timeout(connect=15, read=60),
            "retries": False,
            "maxsize": 64,
        }
        self._pool = urllib3.ProxyManager(proxy, **options) if proxy else urllib3.PoolManager(**options)

    def close(self) -> None:
        """End all connections."""
        self._pool.clear()

    def get(self, path: str, **query: str | int) -> bytes:
        """A GET that must succeed."""
        return self.ask("GET", path, query=query).data

    def ask(
        self, method: str, path: str, data: bytes = b"", kind: str = "", query: Mapping[str, str | int] = {}, accept: str = ""
    ) -> Reply:  # fmt: skip
        """A request that must succeed. Raises `PublishFaultError`."""
        address = f"{self._base}{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Authorization": f"Bearer {self._token.reveal()}", "User-Agent": f"briefgen/{__version__}"}
        if kind:
            headers["Content-Type"] = kind
        if accept:
            headers["Accept"] = accept
        reply = self.send(method, address, data, headers)
        if reply.status >= 300:
            raise _fault(reply)
        return reply

    def send(self, method: str, address: str, data: bytes, headers: Mapping[str, str]) -> Reply:
        """A request, whatever the answer. Redirections are not followed, so that the token goes nowhere else."""
        try:
            answer = self._pool.request(method, address, body=data or None, headers=dict(headers), redirect=False)
        except self._faults as error:
            raise TransientFaultError(
                f"Netlify cannot be reached ({type(error).__name__})", "look at the connection, then publish again"
            ) from None
        return Reply(answer.status, answer.data, {name.lower(): value for name, value in answer.headers.items()})


def _fault(reply: Reply) -> PublishFaultError:
    if reply.status in PASSING:
        return TransientFaultError(f"Netlify is busy (answer {reply.status})", "publish again later", _after(reply))
    if reply.status == 401:
        return PublishFaultError(
            "Netlify does not accept the token", "make a new one, and set NETLIFY_AUTH_TOKEN (or the target’s own)"
        )
    if reply.status in {403, 404}:
        return PublishFaultError(
            f"Netlify does not show that (answer {reply.status})",
            "look whether `site` is right, and whether the token belongs to a member of its team",
        )
    return PublishFaultError(f"Netlify refuses (answer {reply.status}){_said(reply.data)}", "look at the site’s page at app.netlify.com")  # fmt: skip


def _said(data: bytes) -> str:
    try:
        said = msgspec.json.decode(data)
    except msgspec.MsgspecError:
        return ""
    message = said.get("message") if isinstance(said, dict) else None
    return f": {message[:300]}" if isinstance(message, str) else ""


def _after(reply: Reply) -> float | None:
    """Seconds to wait: Netlify names the moment when its count begins anew; both moments are by its clock."""
    if (given := reply.headers.get("retry-after", "")).isdigit():
        return float(given)
    try:
        now = parsedate_to_datetime(reply.headers["date"]).timestamp()
        return max(0.0, float(reply.headers["x-ratelimit-reset"]) - now)
    except (KeyError, ValueError):
        return None


class Netlify:
    """The site, whose releases are deploys."""

    locks = False
    carries = True
    sidecars: tuple[str, ...] = ()
    encoding = ""

    def __init__(self, settings: NetlifyTarget, context: Context, api: Api) -> None:
        self.where = f"Netlify’s {settings.site}"
        self._api, self._parallel, self._store = api, settings.parallel, context.store
        known = "." in settings.site or UUID.fullmatch(settings.site)
        name = settings.site if known else f"{settings.site}.netlify.app"
        try:
            self._site = _decoded(api.get(f"/sites/{quote(name, safe='')}"), Site).id
        except BaseException:
            api.close()
            raise
        self._seen = ""
        """The deploy that readers see, as `current` found it."""
        self._listed: dict[str, Listed] = {}
        self._known: Manifest | None = None
        self._staged: dict[str, tuple[str, bytes]] = {}
        """By release: the deploy that is being filled, and the list that is held back."""

    def close(self) -> None:
        """As the contract says."""
        self._api.close()

    def read_lock(self) -> bytes | None:
        """No lock is needed."""
        return None

    def swap_lock(self, expected: bytes | None, note: bytes | None) -> bool:
        """No lock is needed."""
        return True

    def _published(self) -> Deploy | None:
        return _decoded(self._api.get(f"/sites/{self._site}"), Site).published_deploy

    def current(self) -> Manifest | None:
        """As the contract says."""
        deploy = self._published()
        self._seen = deploy.id if deploy is not None else ""
        self._listed, self._known = {}, None
        if deploy is None:
            return None
        files = _decoded(self._api.get(f"/sites/{self._site}/files"), list[Listed])
        self._listed = {one.path.lstrip("/"): one for one in files}
        if RELEASE.fullmatch(deploy.title or ""):
            self._known = self._manifest(deploy)
        return self._known

    def _manifest(self, deploy: Deploy) -> Manifest:
        """The list of a deploy of ours, if it can be had whole; else one that knows the files, but not what is in them."""
        listed = self._listed.get(LIST)
        for read in (self._kept, self._raw, self._shown):
            data = read(deploy)
            if data and listed is not None and _sha1(data) == listed.sha:
                return _decoded(data, Manifest)
        mine = {path: one for path, one in sorted(self._listed.items()) if not path.startswith(f"{STATE}/")}
        files = {path: Stored("", one.size, class_of(path), tag=one.sha) for path, one in mine.items()}
        return Manifest(release=deploy.title or "", files=files)

    def _kept(self, deploy: Deploy) -> bytes:
        try:
            return (self._store / "netlify" / deploy.id).read_bytes()
        except OSError:
            return b""

    def _raw(self, deploy: Deploy) -> bytes:
        raw = "application/vnd.bitballoon.v1.raw"
        try:
            return self._api.ask("GET", f"/sites/{self._site}/files/{quote(LIST)}", kind=raw, accept=raw).data
        except TransientFaultError:
            raise
        except PublishFaultError:
            return b""

    def _shown(self, deploy: Deploy) -> bytes:
        """As readers of this one deploy get it. The token is not sent there."""
        if not deploy.deploy_ssl_url:
            return b""
        try:
            return self._api.send("GET", f"{deploy.deploy_ssl_url.rstrip('/')}/{LIST}", b"", {}).data
        except TransientFaultError:
            return b""

    def held(self, paths: Sequence[str]) -> Mapping[str, Held]:
        """As the contract says: files of a deploy that somebody else has made."""
        return {path: Held(self._listed[path].size) for path in paths if path in self._listed}

    def stage(self, release: Release, progress: Callable[[str], None]) -> Manifest:
        """As the contract says. After a fault, only what Netlify still lacks is sent."""
        if odd := [path for path in release.files if set("#?") & set(path)]:
            raise PublishFaultError(f"Netlify takes no file named {odd[0]}", "take # and ? out of the name")
        digests = self._digests(release)
        tagged = {
            path: replace(one, tag=digests[path]) if path in digests else one
            for path, one in release.manifest.files.items()
        }
        manifest = replace(release.manifest, release=release.name, files=tagged)
        known = self._staged.get(release.name)
        if known is None:
            last = encode(manifest)
            deploy = self._create(release.name, {**self._others(release), **digests, LIST: _sha1(last)})
            self._staged[release.name] = known = (deploy.id, last)
        deploy = self._until(known[0], lambda one: one.required is not None and one.state not in PREPARING)
        lacking = set(deploy.required or ()) - {_sha1(known[1])}
        for path in sorted(release.changed):
            if digests[path] not in lacking:
                progress(path)
        self._fill(known[0], release, digests, lacking, progress)
        return manifest

    def _digests(self, release: Release) -> dict[str, str]:
        """SHA-1 by path: known ones from the manifest, the others from the files."""
        digests = {path: one.tag for path, one in (*release.known.items(), *release.carried.items()) if one.tag}
        return digests | {
            path: _sha1(one.source.read_bytes()) for path, one in release.files.items() if path not in digests
        }

    def _others(self, release: Release) -> dict[str, str]:
        """What of the current deploy is not briefgen's: it comes along."""
        ours = {*release.files, *release.carried}
        if self._known is not None:
            ours |= {*self._known.files, *self._known.leaving}
        return {path: one.sha for path, one in self._listed.items() if path not in ours and not path.startswith(f"{STATE}/")}  # fmt: skip

    def _create(self, title: str, digests: Mapping[str, str]) -> Deploy:
        body = {"files": {f"/{path}": digest for path, digest in sorted(digests.items())}, "async": len(digests) > LATER}  # fmt: skip
        reply = self._api.ask("POST", f"/sites/{self._site}/deploys", msgspec.json.encode(body), "application/json", {"title": title})  # fmt: skip
        return _decoded(reply.data, Deploy)

    def _fill(self, deploy: str, release: Release, digests: Mapping[str, str], lacking: set[str], progress: Callable[[str], None]) -> None:  # fmt: skip
        """Send what is lacking, equal files once."""
        paths: dict[str, list[str]] = {}
        for path, digest in digests.items():
            if digest in lacking and path in release.files:
                paths.setdefault(digest, []).append(path)
        if gone := lacking - paths.keys():
            names = [path for path, one in self._listed.items() if one.sha in gone]
            raise PublishFaultError(
                f"Netlify no longer has {names[0] if names else 'a file'}, which briefgen did not put there",
                "publish with --remove-now, or bring that file there again",
            )

        def send(same: list[str]) -> list[str]:
            self._upload(deploy, same[0], release.files[same[0]].source.read_bytes())
            return same

        for same in spread(send, paths.values(), self._parallel):
            for path in same:
                if path in release.changed:
                    progress(path)

    def _upload(self, deploy: str, path: str, data: bytes) -> None:
        self._api.ask("PUT", f"/deploys/{deploy}/files/{quote(path)}", data, "application/octet-stream")

    def _until(self, deploy: str, reached: Callable[[Deploy], bool]) -> Deploy:
        """Wait for Netlify's work on a deploy."""
        wait, waited = FIRST_LOOK, 0.0
        while True:
            found = _decoded(self._api.get(f"/deploys/{deploy}"), Deploy)
            if found.state in FAILED:
                self._staged = {name: one for name, one in self._staged.items() if one[0] != deploy}
                raise PublishFaultError(
                    f"Netlify could not use the deploy{': ' + found.error_message if found.error_message else ''}",
                    "readers see what they saw before; look at the deploy at app.netlify.com",
                )
            if reached(found):
                return found
            if waited > GIVE_UP:
                raise PublishFaultError(f"Netlify is still at it ({found.state})", "look at the deploy at app.netlify.com")  # fmt: skip
            time.sleep(wait)
            waited += wait
            wait = min(LONGEST_LOOK, wait * 1.5)

    def switch(self, release: Release) -> None:
        """As the contract says. Between the last look and the last file lies a moment in which another may come first."""
        deploy, last = self._staged[release.name]
        seen = self._published()
        if seen is None or seen.id != deploy:
            if (seen.id if seen is not None else "") != self._seen:
                self._api.ask("POST", f"/deploys/{deploy}/cancel")
                del self._staged[release.name]
                raise OvertakenError(f"{self.where} was switched by somebody else meanwhile", "publish again")
            found = _decoded(self._api.get(f"/deploys/{deploy}"), Deploy)
            if _sha1(last) in (found.required or ()):
                self._upload(deploy, LIST, last)
            self._until(deploy, lambda one: one.state == "ready")
            self._await_published(deploy)
        self._seen = deploy
        self._keep(deploy, last)

    def _await_published(self, deploy: str) -> None:
        """A finished deploy is shown a moment later, unless the site is locked to another."""
        wait, waited = FIRST_LOOK, 0.0
        while True:
            shown = self._published()
            if shown is not None and shown.id == deploy:
                return
            if shown is not None and shown.locked:
                raise PublishFaultError(
                    "the deploy is at Netlify, but publishing is locked to another one",
                    "choose “Start auto publishing” at app.netlify.com, or publish the deploy there",
                )
            if waited > 60:
                raise PublishFaultError("the deploy is at Netlify, but is not shown", "look at the deploys at app.netlify.com")  # fmt: skip
            time.sleep(wait)
            waited += wait
            wait = min(LONGEST_LOOK, wait * 1.5)

    def _keep(self, deploy: str, data: bytes) -> None:
        """The list is kept here as well; it is only used when its digest is the one that Netlify names."""
        folder = self._store / "netlify"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.iterdir():
                old.unlink()
            (folder / Path(deploy).name).write_bytes(data)
        except OSError:
            return

    def _deploys(self) -> dict[str, str]:
        """Releases and their deploys, the newest first."""
        found: dict[str, str] = {}
        for page in range(1, PAGES + 1):
            deploys = _decoded(self._api.get(f"/sites/{self._site}/deploys", page=page, per_page=PER_PAGE), list[Deploy])  # fmt: skip
            for one in deploys:
                if one.state == "ready" and RELEASE.fullmatch(one.title or ""):
                    found.setdefault(one.title or "", one.id)
            if len(deploys) < PER_PAGE:
                break
        return found

    def releases(self) -> Sequence[str]:
        """As the contract says."""
        return tuple(sorted(self._deploys(), reverse=True))

    def rollback(self, name: str) -> None:
        """As the contract says."""
        deploy = self._deploys().get(name)
        if deploy is None:
            raise PublishFaultError(f"{self.where} has no release {name} any more", "see those there are: `briefgen rollback --list`")  # fmt: skip
        self._api.ask("POST", f"/sites/{self._site}/deploys/{deploy}/restore")
        self._await_published(deploy)


PREPARING = frozenset({"new", "pending_review", "enqueued", "preparing"})
FAILED = frozenset({"error", "rejected", "cancelled"})


def _sha1(data: bytes) -> str:
    """The digest that Netlify knows files by. It is no protection."""
    return sha1(data, usedforsecurity=False).hexdigest()


def _decoded(data: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError:
        raise PublishFaultError("Netlify’s answer makes no sense", "look at `api` in briefgen.yaml") from None
