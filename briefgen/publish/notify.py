"""Telling others what was published: search engines by IndexNow, readers' services by WebSub, anybody by webhooks.

Only those named in the settings are told, after publishing has succeeded; that one of them cannot be reached is told
and changes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import quote, urlencode, urlsplit

from msgspec import Struct

from briefgen.model.publishing import Notices
from briefgen.publish.classes import address_of
from briefgen.publish.fault import PublishFaultError
from briefgen.publish.plan import Plan, Wanted
from briefgen.publish.secrets import Secrets
from briefgen.publish.web import Answer

AT_ONCE = 10_000
"""Addresses in one call: the limit of IndexNow."""
KEY = re.compile(r"[A-Za-z0-9-]{8,128}")
"""The form of IndexNow keys."""

Ask = Callable[[str, bytes, Mapping[str, str]], Answer]


class Published(Struct, frozen=True, kw_only=True):
    """What is told."""

    target: str
    url: str
    release: str
    plan: Plan
    wanted: Mapping[str, Wanted]


def indexnow_key(notices: Notices, secrets: Secrets) -> str:
    """The key, which search engines also fetch from the site as `<key>.txt`. Raises `PublishFaultError` when it is missing."""
    if not notices.indexnow:
        return ""
    key = _named(notices.indexnow, secrets)
    if not KEY.fullmatch(key):
        raise PublishFaultError("the IndexNow key has not the right form", "use 8 to 128 letters, digits and hyphens")
    return key


def _named(variable: str, secrets: Secrets) -> str:
    secret = secrets.find(variable.lower(), variable)
    if secret is None:
        raise PublishFaultError(
            f"the environment has no {variable}, which briefgen.yaml names under `notify`",
            f"set {variable}, or take it out of `notify`",
        )
    return secret.reveal()


def tell(done: Published, notices: Notices, secrets: Secrets, ask: Ask) -> Iterator[str]:
    """Tell everybody; what did not work, in words."""
    changed = _addresses(done, "page")
    gone = [_whole(done.url, path) for path in done.plan.removed if path.endswith(".html")]
    if notices.indexnow and (changed or gone):
        yield from _indexnow([*changed, *gone], done.url, notices, secrets, ask)
    feeds = _addresses(done, "feed")
    if notices.websub and feeds:
        data = urlencode([("hub.mode", "publish"), *(("hub.url", one) for one in feeds)]).encode()
        yield from _call("WebSub", notices.websub, data, "application/x-www-form-urlencoded", ask, secrets)
    for number, hook in enumerate(notices.webhooks, 1):
        try:
            address = hook.url or _named(hook.secret, secrets)
        except PublishFaultError as fault:
            yield f"webhook {number} was not called: {fault}"
            continue
        yield from _call(f"webhook {number}", address, _summary(done), "application/json", ask, secrets)


def _addresses(done: Published, kind: str) -> list[str]:
    fresh = (*done.plan.added, *done.plan.changed)
    return [
        _whole(done.url, path)
        for path in fresh
        if done.wanted[path].kind == kind and path != "404.html" and not done.wanted[path].packed
    ]


def _whole(url: str, path: str) -> str:
    return url.rstrip("/") + "/" + quote(address_of(path), safe="/%")


def _indexnow(addresses: Sequence[str], url: str, notices: Notices, secrets: Secrets, ask: Ask) -> Iterator[str]:
    key = indexnow_key(notices, secrets)
    for start in range(0, len(addresses), AT_ONCE):
        value = {
            "host": urlsplit(url).hostname,
            "key": key,
            "keyLocation": _whole(url, f"{key}.txt"),
            "urlList": list(addresses[start : start + AT_ONCE]),
        }
        yield from _call(
            "IndexNow",
            notices.indexnow_url,
            json.dumps(value).encode(),
            "application/json; charset=utf-8",
            ask,
            secrets,
        )


def _summary(done: Published) -> bytes:
    counts = {"added": len(done.plan.added), "changed": len(done.plan.changed), "removed": len(done.plan.removed)}
    return json.dumps({"target": done.target, "url": done.url, "release": done.release, **counts}).encode()


def _call(who: str, address: str, data: bytes, kind: str, ask: Ask, secrets: Secrets) -> Iterator[str]:
    try:
        answer = ask(address, data, {"Content-Type": kind})
    except PublishFaultError as fault:
        yield secrets.redacted(f"{who} was not told: {fault}")
        return
    if answer.status >= 300:
        yield f"{who} was not told: the server answers {answer.status}"
