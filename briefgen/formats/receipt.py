"""`build.json`: what a site was built from and with, so that anybody can build it again and compare.

The digest of the input is a sum of digests, one for each record, text, picture and setting, so that an edit takes one
away and adds another, and nothing else need be read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec.structs import replace

from briefgen import __version__
from briefgen.base.generator import generator
from briefgen.base.packed import packed_in
from briefgen.model.records import Record
from briefgen.model.site import Site

FILE = "build.json"
PREVIEW = b'{"form": 1, "generator": "briefgen", "preview": true}\n'
"""What stands there in a preview."""
FORM = 1
_ENCODER = msgspec.msgpack.Encoder(order="deterministic", enc_hook=str)
_BITS = 256
_MODULUS = 1 << _BITS
_UNSEEN: Mapping[str, Any] = {"editor_notes": (), "accept": {}, "review_by": None}
"""Fields of records that are for the desk alone."""
_EDITED = ("records", "documents")
"""What an edit that is followed may change of the input."""


class BuildReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in `build.json`."""

    form: int = FORM
    generator: str = "briefgen"
    version: str = __version__
    program: str
    """Digest of briefgen’s own sources with the versions of Python and of all libraries that shape the output."""
    input: str
    """Digest of everything the site is made from that readers may see, the theme included."""
    as_of: str
    """The day the site speaks for."""
    url: str


def is_wanted(site: Site) -> bool:
    """Whether `build.json` is part of the site."""
    return site.config.receipt and bool(site.config.url)


def receipt(site: Site, theme: str) -> bytes:
    """The receipt of a site made with a theme, which is given by its digest."""
    return _written(site, sum(_all(site, theme)) % _MODULUS)


def receipt_after(old: bytes, before: Site, after: Site, changes: Mapping[str, Mapping[str, Any]]) -> bytes | None:
    """The receipt after some edits, from the one before them; None when that is no receipt of ours."""
    with suppress(msgspec.MsgspecError, ValueError):
        known = msgspec.json.decode(old, type=BuildReceipt)
        if known.form == FORM and len(known.input) == _BITS // 4:
            total = int(known.input, 16)
            for field, keys in changes.items():
                lang, _, name = field.rpartition("/")
                if name in _EDITED:
                    old_site, new_site = (one.editions[lang] if lang else one for one in (before, after))
                    for key in keys:
                        total -= _one(field, key, getattr(old_site, name))
                        total += _one(field, key, getattr(new_site, name))
            return _written(after, total % _MODULUS)
    return None


def _written(site: Site, total: int) -> bytes:
    found = BuildReceipt(
        program=generator(), input=f"{total:0{_BITS // 4}x}", as_of=site.now.day.isoformat(), url=site.config.url
    )
    return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"


def _all(site: Site, theme: str) -> Iterator[int]:
    for lang, edition in (("", site), *site.editions.items()):
        for name in (*_EDITED, "notes", "files"):
            values: Mapping[str, Any] = getattr(edition, name)
            for key in values:
                yield _one(f"{lang}/{name}" if lang else name, key, values)
    yield _number("config", "", _ENCODER.encode(site.config))
    yield _number("theme", "", theme.encode())


def _one(name: str, key: str, values: Mapping[str, Any]) -> int:
    if name.endswith("documents"):
        return _number(name, key, packed_in(values, key))
    value = values[key]
    if isinstance(value, Record) and (value.editor_notes or value.accept or value.review_by):
        value = replace(value, **_UNSEEN)
    return _number(name, key, _ENCODER.encode(value))


def _number(name: str, key: str, data: bytes) -> int:
    hasher = blake2b(f"{name}\0{key}\0".encode(), digest_size=_BITS // 8)
    hasher.update(data)
    return int.from_bytes(hasher.digest(), "big")
