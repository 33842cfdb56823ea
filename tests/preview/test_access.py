"""Who may ask: nobody through another name or from another site."""

from __future__ import annotations

import pytest

from briefgen.preview.access import is_host_allowed, is_local, is_own_request

NAMES = frozenset({"desk-mac", "desk-mac.local"})


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "localhost.", "app.localhost:1", "[::1]:8000", "192.168.1.7:8000",
     "desk-mac:8000", "Desk-Mac.local"],
)  # fmt: skip
def test_own_names_and_numbers_are_allowed(host: str) -> None:
    assert is_host_allowed(host, NAMES)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "evillocalhost", "", ":8000",
     "127.0.0.1@evil.example", "[::1", "desk-mac.evil.example", "0x7f.1.evil"],
)  # fmt: skip
def test_other_names_are_refused(host: str) -> None:
    """A name of somebody else can be made to lead to this machine."""
    assert not is_host_allowed(host, NAMES)


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"Origin": "http://127.0.0.1:8000"}, True),
        ({"Origin": "http://127.0.0.1:3000"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, False),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}, False),
    ],
)
def test_only_own_pages_may_ask(headers: dict[str, str], allowed: bool) -> None:
    """Links from elsewhere may be followed; nothing else is for other sites."""
    assert is_own_request(headers, "127.0.0.1:8000") is allowed


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("::", False),
        ("192.168.1.7", False),
        ("desk-mac", False),
    ],
)
def test_local_addresses(host: str, local: bool) -> None:
    """Only for these no warning is due."""
    assert is_local(host) is local
