"""Asks other sites whether an address is there: the only file that does. HEAD first, GET where that is not understood.

Polite: it says who it is, reads robots.txt, asks each host one thing at a time with a pause between, waits when told to,
and follows no more redirects than a browser. Addresses inside a private network are not asked unless the site says so.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import BadStatusLine, HTTPException, HTTPMessage, IncompleteRead
from threading import Lock
from typing import Literal
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener
from urllib.robotparser import RobotFileParser

from msgspec import Struct

from briefgen import __version__
from briefgen.model.config import LinkSettings

Trouble = Literal[
    "", "gone", "unreachable", "certificate", "loop", "private", "busy", "slow", "refused", "robots", "failing"
]
"""What is wrong; empty for an address that is there. `gone` to `private` will stay so, the others may be different tomorrow."""
LASTING: frozenset[Trouble] = frozenset({"gone", "unreachable", "certificate", "loop", "private"})
HOSTS_AT_ONCE = 8
HOPS = 10
"""Redirects that are followed."""
LONGEST_WAIT = 30.0
"""Seconds that a host may ask us to wait."""
LARGEST = 500 * 1024
"""Bytes of robots.txt or of an archive's answer."""
_AGAIN_WITH_GET = frozenset({400, 403, 404, 405, 406, 500, 501})
"""Answers to HEAD that servers give who do not know it."""


class Asked(Struct, frozen=True):
    """What came of asking for an address."""

    url: str
    at: int
    """When, in seconds since 1970."""
    status: int = 0
    """The last answer; 0 when there was none."""
    trouble: Trouble = ""
    said: str = ""
    """What the server or the system said, for people."""
    final: str = ""
    """Where redirects led, when they did."""
    for_good: bool = False
    """Whether all of them were permanent."""
    copy: str = ""
    """An archived copy, if one was found."""


class Fetched(Struct, frozen=True):
    """What stood at an address."""

    url: str
    """Where it stood in the end."""
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class _NoRedirects(HTTPRedirectHandler):
    """Redirects are followed here, one by one."""

    def redirect_request(
        self, req: Request, fp: object, code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Never."""


class _Answer(Struct, frozen=True):
    status: int
    location: str
    retry_after: str
    body: bytes = b""


class Asker:
    """Asks for many addresses, each once."""

    def __init__(
        self,
        settings: LinkSettings,
        site: str,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings, self._clock, self._sleep = settings, clock, sleep
        self._agent = f"briefgen/{__version__} (link check{f'; +{site}' if site else ''})"
        self._opener: OpenerDirector = build_opener(_NoRedirects)
        self._next: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser | None] = {}
        self._busy: set[str] = set()
        self._lock = Lock()

    def ask(self, urls: Iterable[str], told: Callable[[int], object] = lambda _: None) -> dict[str, Asked]:
        """Ask for all of them; `told` hears how many are done."""
        by_host: dict[str, list[str]] = defaultdict(list)
        for url in dict.fromkeys(urls):
            by_host[_host(url)].append(url)
        found: dict[str, Asked] = {}

        def host(of_host: Sequence[str]) -> None:
            for url in of_host:
                one = self._one(url)
                with self._lock:
                    found[url] = one
                    told(len(found))

        with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
            for done in [pool.submit(host, one) for one in by_host.values()]:
                done.result()
        return found

    def copy_of(self, url: str, day: str) -> str:
        """The archived copy nearest to a day (`20220402`), by the Wayback Machine's availability interface; empty for none."""
        where = f"{self._settings.archive}?url={quote(url, safe='')}{f'&timestamp={day}' if day else ''}"
        try:
            answer = self._request("GET", where)
            closest = json.loads(answer.body)["archived_snapshots"]["closest"]
            copy = str(closest["url"]) if closest.get("available") else ""
        except (OSError, HTTPException, ValueError, LookupError, TypeError, AttributeError):
            return ""
        return copy.replace("http://web.archive.org/", "https://web.archive.org/") if copy.startswith("http") else ""

    def fetch(self, url: str, largest: int) -> Fetched | str:
        """What stands at an address, redirects followed; a sentence when it cannot be had. As polite as asking."""
        here = url
        try:
            for _ in range(HOPS):
                if not here.startswith(("http://", "https://")):
                    return f"it leads to {here[:60]}"
                if not self._settings.local and _is_private(urlsplit(here).hostname or ""):
                    return (
                        "it is an address inside your own network (links: {local: true} in briefgen.yaml allows that)"
                    )
                if not self._may(here):
                    return "its robots.txt asks programs to stay away"
                found = self._whole(here, largest)
                if isinstance(found, str) or found.status == 200:
                    return found
                onward = next((value for name, value in found.headers if name.lower() == "location"), "")
                if found.status not in {301, 302, 303, 307, 308} or not onward:
                    return f"the server answers {found.status}"
                here = urljoin(here, onward)
        except (OSError, HTTPException, ValueError) as error:
            return _why(error)[1]
        return f"it leads on more than {HOPS} times"

    def _whole(self, url: str, largest: int) -> Fetched | str:
        self._wait_for_turn(_host(url))
        headers = {"User-Agent": self._agent, "Accept": "*/*"}
        request = Request(_spelled(url), headers=headers)  # noqa: S310 - http and https only
        try:
            with self._opener.open(request, timeout=self._settings.timeout) as reply:
                body = reply.read(largest + 1)
                if len(body) > largest:
                    return f"it has more than {largest // 1024 // 1024} MB"
                if getattr(reply, "length", 0):
                    # The library says nothing when fewer bytes come than were announced.
                    return _CUT_SHORT
                return Fetched(url, reply.status, reply.reason, tuple(reply.headers.items()), body)
        except HTTPError as error:
            with error:
                return Fetched(url, error.code, error.reason, tuple(error.headers.items()), b"")

    # --- one address -------------------------------------------------------------------------------------------------

    def _one(self, url: str) -> Asked:
        at, here, for_good = int(self._clock()), url, True
        for _ in range(HOPS):
            trouble, said, answer = self._visit(here)
            if answer is None or trouble:
                return Asked(
                    url, at, answer.status if answer else 0, trouble, said, here if here != url else "", for_good
                )
            if answer.status in {301, 302, 303, 307, 308} and answer.location:
                here = urljoin(here, answer.location)
                for_good = for_good and answer.status in {301, 308}
                if not here.startswith(("http://", "https://")):
                    return Asked(url, at, answer.status, "gone", f"it leads to {here[:60]}", here)
                continue
            return Asked(url, at, answer.status, "", "", here if here != url else "", for_good)
        return Asked(url, at, 0, "loop", f"it leads on more than {HOPS} times", here)

    def _visit(self, url: str) -> tuple[Trouble, str, _Answer | None]:
        """One step: what is wrong, in words, and the answer."""
        host = _host(url)
        if host in self._busy:
            return "busy", "the server is busy and was not asked again", None
        try:
            if not self._settings.local and _is_private(urlsplit(url).hostname or ""):
                return "private", "it is an address inside your own network, which readers cannot reach", None
            if not self._may(url):
                return "robots", "its robots.txt asks programs to stay away", None
            answer = self._patiently("HEAD", url)
            if answer.status in _AGAIN_WITH_GET:
                answer = self._patiently("GET", url)
        except (OSError, HTTPException, ValueError) as error:
            return *_why(error), None
        if answer.status in {429, 503}:
            self._busy.add(host)
            return "busy", f"the server answers {answer.status}: it is busy", answer
        if answer.status in {404, 410}:
            return "gone", f"the server answers {answer.status}: there is no such page", answer
        if answer.status in {401, 402, 403, 451}:
            return "refused", f"the server answers {answer.status}: not for programs, or not for everybody", answer
        if answer.status >= 400:
            return "failing", f"the server answers {answer.status}", answer
        return "", "", answer

    def _patiently(self, method: str, url: str) -> _Answer:
        """Ask; once more where the server asks for time, or the line breaks."""
        try:
            answer = self._request(method, url)
        except (ConnectionResetError, ConnectionAbortedError, HTTPException):
            return self._request(method, url)
        if answer.status not in {429, 503}:
            return answer
        wait = float(answer.retry_after) if answer.retry_after.isdigit() else 2 * self._settings.delay
        if wait > LONGEST_WAIT:
            return answer
        self._sleep(wait)
        return self._request(method, url)

    def _request(self, method: str, url: str) -> _Answer:
        self._wait_for_turn(_host(url))
        headers = {"User-Agent": self._agent, "Accept": "*/*"}
        request = Request(_spelled(url), method=method, headers=headers)  # noqa: S310 - http and https only
        try:
            with self._opener.open(request, timeout=self._settings.timeout) as reply:
                body = (
                    reply.read(LARGEST) if method == "GET" and reply.headers.get_content_type() != "text/html" else b""
                )
                return _Answer(reply.status, "", "", body)
        except HTTPError as error:
            with error:
                return _Answer(error.code, error.headers.get("Location", ""), error.headers.get("Retry-After", ""))

    def _wait_for_turn(self, host: str) -> None:
        """One question at a time, and a pause after each."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next.get(host, 0.0))
            self._next[host] = turn + self._pause(host)
        if turn > now:
            self._sleep(turn - now)

    def _pause(self, host: str) -> float:
        robots = self._robots.get(host)
        wanted = robots.crawl_delay("briefgen") if robots is not None else None
        return max(self._settings.delay, min(float(wanted or 0), 10.0))

    def _may(self, url: str) -> bool:
        """What robots.txt says (RFC 9309); a host without one lets everybody in."""
        host = _host(url)
        if host not in self._robots:
            self._robots[host] = None
            answer = self._request("GET", f"{host}/robots.txt")
            if answer.status == 200 and answer.body:
                parser = RobotFileParser()
                parser.parse(answer.body.decode("utf-8", "replace").splitlines())
                self._robots[host] = parser
        robots = self._robots[host]
        return robots is None or robots.can_fetch("briefgen", url)


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _spelled(url: str) -> str:
    """The address as it goes over the line: other letters in percent signs, other scripts of the host in Punycode."""
    parts = urlsplit(url)
    try:
        netloc = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except UnicodeError:
        netloc = parts.netloc
    path, query = (quote(one, safe="/%:=&?~#+!$,;'@()*[]") for one in (parts.path, parts.query))
    return f"{parts.scheme}://{netloc}{path}{f'?{query}' if query else ''}"


def _is_private(host: str) -> bool:
    """Whether a name leads into a private network; raises `OSError` when it leads nowhere."""
    for *_, place in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
        if not ipaddress.ip_address(str(place[0]).partition("%")[0]).is_global:
            return True
    return False


def _why(error: Exception) -> tuple[Trouble, str]:
    """What went wrong, in words."""
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return "certificate", f"its certificate is not valid ({reason.verify_message})"
    if isinstance(reason, ssl.SSLError):
        return "certificate", "no safe connection can be made"
    if isinstance(reason, TimeoutError):
        return "slow", "the server does not answer in time"
    if isinstance(reason, socket.gaierror):
        return "unreachable", "there is no host of that name"
    if isinstance(reason, ConnectionRefusedError):
        return "unreachable", "the host takes no connections"
    if isinstance(reason, ValueError):
        return "unreachable", "it is no address"
    if isinstance(reason, IncompleteRead):
        return "failing", _CUT_SHORT
    if isinstance(reason, BadStatusLine):
        return "failing", "the server answers with something that is no web page"
    return "failing", f"the connection breaks ({str(reason)[:80] or type(reason).__name__})"


_CUT_SHORT = "the connection breaks before everything has come"
