"""Asking the web, for what comes after publishing: reading pages back, telling others. With time limits, without retrying."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from http.client import HTTPException
from importlib import import_module
from importlib.util import find_spec
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from msgspec import Struct

from briefgen import __version__
from briefgen.publish.fault import PublishFaultError, TransientFaultError, UnreachableError

PATIENCE = 20
"""Seconds without a byte."""
LARGEST = 256 * 1024 * 1024
"""Bytes of an answer."""
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be others a little later."""


class Answer(Struct, frozen=True):
    """What came back."""

    status: int
    data: bytes
    """The body, unpacked."""


def ask(url: str, data: bytes | None = None, headers: Mapping[str, str] = {}) -> Answer:
    """GET, or POST when there is something to send.

    Raises `UnreachableError` when nobody answers, `TransientFaultError` when the server is busy, `PublishFaultError` when
    the answer makes no sense.
    """
    if not url.startswith(("http://", "https://")):
        raise PublishFaultError(f"{url} is no web address", "write it whole, with https://")
    told = {"User-Agent": f"briefgen/{__version__}", "Accept-Encoding": "gzip", "Cache-Control": "no-cache", **headers}
    request = Request(url, data, told)  # noqa: S310 - the scheme was looked at
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return Answer(answer.status, _unpacked(answer.read(LARGEST), answer.headers.get("Content-Encoding", "")))
    except HTTPError as error:
        if error.code in PASSING:
            raise TransientFaultError(
                f"the server answers {error.code}", "", _seconds(error.headers.get("Retry-After", ""))
            ) from None
        return Answer(error.code, b"")
    except (URLError, HTTPException, OSError) as error:
        reason = getattr(error, "reason", error)
        raise UnreachableError(f"the server cannot be reached: {reason}") from None


def _seconds(text: str) -> float | None:
    return float(text) if text.isdigit() else None


def _unpacked(data: bytes, encoding: str) -> bytes:
    try:
        if encoding in {"gzip", "x-gzip"}:
            return gzip.decompress(data)
        if encoding == "deflate":
            return zlib.decompress(data)
        if encoding == "br" and find_spec("brotli") is not None:
            return bytes(import_module("brotli").decompress(data))
    except (OSError, EOFError, zlib.error):
        raise PublishFaultError("the answer is packed in a way that cannot be unpacked") from None
    return data
