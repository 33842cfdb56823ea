"""Encoded pictures in `.briefgen/pictures/`: each by what it was made from, so that no picture is encoded twice.

A cache like everything there: what is lost or damaged is encoded again. One file for each, since pictures are large.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from briefgen.base.digest import digest_texts
from briefgen.base.executor import Executor, parts_of
from briefgen.model.output import Asset

SECONDS = 0.25
"""A rough measure of how long encoding one takes."""
AT_ONCE = 16
"""Pictures whose files are held in memory together."""
_SUM = 16


class Pictures:
    """The store of one project. With `fresh`, what it holds is not believed."""

    def __init__(self, folder: Path, fresh: bool = False) -> None:
        self._folder, self._fresh = folder, fresh

    def get(self, asset: Asset) -> bytes | None:
        """The picture, if it was encoded before."""
        if self._fresh:
            return None
        try:
            data = (self._folder / asset.digest).read_bytes()
        except OSError:
            return None
        return data[_SUM:] if data[:_SUM] == _sum(data[_SUM:]) else None

    def put(self, asset: Asset, data: bytes) -> None:
        """Keep a picture; a disk that refuses costs time next time."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = self._folder / f"{asset.digest}.tmp"
            draft.write_bytes(_sum(data) + data)
            draft.replace(self._folder / asset.digest)

    def keep_only(self, assets: Iterable[Asset]) -> None:
        """Forget pictures that the site no longer has."""
        wanted = {asset.digest for asset in assets if asset.recipe}
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in wanted:
                    path.unlink(missing_ok=True)

    def made(
        self, assets: Sequence[Asset], executor: Executor, read: Callable[[Asset], bytes]
    ) -> Iterator[tuple[Asset, bytes]]:
        """Some pictures, encoded by whoever does the work, in their order. Raises what `read` raises."""
        for some in parts_of(assets, AT_ONCE):
            found = {asset.path: data for asset in some if (data := self.get(asset)) is not None}
            wanted = [asset for asset in some if asset.path not in found]
            parts = [(read(asset), asset.recipe) for asset in wanted]
            if executor.worth(SECONDS * len(parts)):
                done: Iterable[bytes] = executor.in_order(_encode, None, parts)
            else:
                done = (_encode(None, part) for part in parts)
            for asset, data in zip(wanted, done, strict=True):
                self.put(asset, data)
                found[asset.path] = data
            yield from ((asset, found[asset.path]) for asset in some)


def _encode(_: None, part: tuple[bytes, str]) -> bytes:
    from briefgen.images.encode import encoded  # Pillow takes its time to load, and few builds encode anything

    return encoded(*part)


def digest_of(source: str, recipe: str) -> str:
    """What stands for an encoded picture: the file, the recipe, and the program that encodes."""
    from briefgen.images.encode import VERSION

    return digest_texts((source, recipe, VERSION))


def _sum(data: bytes) -> bytes:
    return blake2b(data, digest_size=_SUM).digest()
