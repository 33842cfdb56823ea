"""Digests: the identity of content. Sixteen bytes of BLAKE2b, written in hexadecimal."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

SIZE = 16


def digest_bytes(data: bytes) -> str:
    """Digest of some bytes."""
    return blake2b(data, digest_size=SIZE).hexdigest()


def digest_texts(texts: Iterable[str]) -> str:
    """Digest of several texts in order; where one ends and the next begins counts."""
    hasher = blake2b(digest_size=SIZE)
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        hasher.update(len(data).to_bytes(8, "big"))
        hasher.update(data)
    return hasher.hexdigest()
