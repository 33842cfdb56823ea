"""Who may ask: only pages of this server, only by a name that cannot be made to lead here by somebody else.

A web site elsewhere can point its own name at this machine and then read what the browser fetches (DNS rebinding), or
have the browser send requests here. Drafts must not leak that way.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

LOCAL = "localhost"


def is_host_allowed(host: str, names: frozenset[str]) -> bool:
    """Whether a request's `Host` is a number, this machine's own name for itself, or one of the names given."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    return name == LOCAL or name.endswith(f".{LOCAL}") or name in names or _is_number(name)


def is_own_request(headers: Mapping[str, str], host: str) -> bool:
    """Whether a request comes from a page of this server, from a program, or is somebody following a link to a page."""
    origin = headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != host:
        return False
    return (
        headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"} or headers.get("Sec-Fetch-Mode") == "navigate"
    )


def is_local(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == LOCAL:
        return True
    return _is_number(host) and ipaddress.ip_address(host).is_loopback


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
