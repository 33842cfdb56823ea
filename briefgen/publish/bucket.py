"""Object stores: Amazon S3 and its relatives, Google Cloud Storage, Azure. One target for all of them, through obstore.

A put is all or nothing in every such store, so readers see a file old or new. What must be remembered is written on the
condition that nobody else has written since it was read (`If-Match`, `If-None-Match`, generations). No store deletes on a
condition; so a note that is to go is made empty instead, and an empty one counts as none.

obstore tries a request again by itself, after growing waits of random length; it cannot tell what `Retry-After` said.
What still fails goes back to the engine, which waits longer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import obstore
from msgspec import Struct
from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError

from briefgen import __version__
from briefgen.publish.fault import OvertakenError, PublishFaultError, TransientFaultError
from briefgen.publish.target import STATE, Held, Upload, spread

if TYPE_CHECKING:
    from obstore import Attributes, ObjectMeta, PutMode
    from obstore.store import ClientConfig, ObjectStore, RetryConfig

PART = 5 * 1024 * 1024
"""Bytes from which a file is sent in parts, and of each part: the least that S3 allows."""
PARTS_AT_ONCE = 4
ASKED_ONE_BY_ONE = 64
"""Paths up to which each is asked for by itself; beyond, listing everything is quicker."""
DELETED_AT_ONCE = 256
"""Files of one request to delete: the limit of Azure."""
LOCK = "lock.json"

RETRYING: RetryConfig = {
    "max_retries": 3,
    "retry_timeout": timedelta(seconds=60),
    "backoff": {"init_backoff": timedelta(milliseconds=200), "max_backoff": timedelta(seconds=10), "base": 2},
}


def client(endpoint: str) -> ClientConfig:
    """Settings of the connection. Its limits include the time in which a part is sent, so they allow for slow lines."""
    return {
        "allow_http": endpoint.startswith("http://"),
        "connect_timeout": timedelta(seconds=10),
        "read_timeout": timedelta(seconds=120),
        "timeout": timedelta(seconds=600),
        "user_agent": f"briefgen/{__version__}",
    }


class Words(Struct, frozen=True, kw_only=True):
    """What a kind of store calls things, for messages."""

    bucket: str
    """For example `bucket site`."""
    create: str
    """How one is made."""
    login: str
    """Where keys come from."""
    rights: str
    """What must be allowed."""


def refuse_odd_names(name: str, prefix: str, account: str = "") -> None:
    """Raise `PublishFaultError` for names that no store takes; clients would break off over them."""
    for key, word in (("bucket", name), ("account", account)):
        if word and not re.fullmatch(r"[A-Za-z0-9$][A-Za-z0-9._-]*", word):
            raise PublishFaultError(
                f"“{word}” is no name of a bucket, container or account",
                f"letters, digits, hyphens and points: correct `{key}` in briefgen.yaml",
            )
    if prefix.strip("/") and any(
        part in {"", ".", ".."} or not part.isprintable() for part in prefix.strip("/").split("/")
    ):
        raise PublishFaultError(f"`prefix: {prefix}` is no folder of a bucket", "write one such as news or sites/news")


class Bucket:
    """A store whose files are put one by one (`InPlace`)."""

    locks = True
    sidecars: tuple[str, ...] = ()

    def __init__(self, store: ObjectStore, where: str, encoding: str, parallel: int, words: Words, say: Callable[[str], None]) -> None:  # fmt: skip
        self.where, self.encoding = where, encoding
        self._store, self._parallel, self._words, self._say = store, parallel, words, say
        self._seen: dict[str, ObjectMeta | None] = {}
        self._conditional = True

    def close(self) -> None:
        """Connections end with the store."""

    def read_lock(self) -> bytes | None:
        """As the contract says."""
        return self._read(LOCK)[0]

    def swap_lock(self, expected: bytes | None, note: bytes | None) -> bool:
        """As the contract says."""
        there, meta = self._read(LOCK)
        if there != expected:
            return False
        if note is None and meta is None:
            return True
        return self._write(LOCK, note or b"", meta) is not None

    def read_state(self, name: str) -> bytes | None:
        """As the contract says."""
        data, self._seen[name] = self._read(name)
        return data

    def write_state(self, name: str, data: bytes | None) -> None:
        """As the contract says. Raises `OvertakenError` when somebody else has written it since it was read."""
        if name not in self._seen:
            self.read_state(name)
        before = self._seen[name]
        if data is None and (before is None or before["size"] == 0):
            return
        written = self._write(name, data or b"", before)
        if written is None:
            # An attempt of ours may have arrived although its answer was lost.
            if self.read_state(name) == data:
                return
            raise OvertakenError(
                f"somebody else is publishing to {self.where}", "look at the target, then publish again"
            )
        self._seen[name] = written

    def _read(self, name: str) -> tuple[bytes | None, ObjectMeta | None]:
        """A file of `STATE` and the version that it is. Empty counts as none."""
        path = f"{STATE}/{name}"
        with self._told(path):
            try:
                found = obstore.get(self._store, path)
            except FileNotFoundError as error:
                if _code(str(error)) in NO_BUCKET:
                    raise
                return None, None
            return bytes(found.bytes()) or None, found.meta
        raise AssertionError

    def _write(self, name: str, data: bytes, before: ObjectMeta | None) -> ObjectMeta | None:
        """Write a file of `STATE` if it is still the version that was seen; the new version, or None when it is not."""
        path = f"{STATE}/{name}"
        attributes: Attributes = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        mode: PutMode = "overwrite"
        if self._conditional:
            mode = "create" if before is None else _version(before)
        with self._told(path):
            try:
                obstore.put(self._store, path, data, attributes=attributes, mode=mode, use_multipart=False)
            except (AlreadyExistsError, PreconditionError) as error:
                if _code(str(error)) in CONFLICTS:
                    raise
                return None
            except FileNotFoundError as error:
                # S3 answers so when what should be replaced is gone.
                if _code(str(error)) in NO_BUCKET:
                    raise
                return None
            except BaseError as error:
                if not self._conditional or _status(str(error)) != NOT_IMPLEMENTED:
                    raise
                self._conditional = False
                self._say(f"{self.where} cannot write on a condition, so nobody else should publish there meanwhile")
                return self._write(name, data, before)
            return obstore.head(self._store, path) if mode == "overwrite" else self._written(path, data)
        raise AssertionError

    def _written(self, path: str, data: bytes) -> ObjectMeta | None:
        """The version just written, if it is still there."""
        found = obstore.get(self._store, path)
        return found.meta if bytes(found.bytes()) == data else None

    def held(self, paths: Sequence[str]) -> Mapping[str, Held]:
        """As the contract says."""
        with self._told(""):
            if len(paths) > ASKED_ONE_BY_ONE:
                wanted = frozenset(paths)
                listed = (one for page in obstore.list(self._store) for one in page)
                return {one["path"]: _held(one) for one in listed if one["path"] in wanted}
            return {path: one for path, one in spread(self._ask, paths, self._parallel) if one is not None}
        raise AssertionError

    def _ask(self, path: str) -> tuple[str, Held | None]:
        try:
            return path, _held(obstore.head(self._store, path))
        except FileNotFoundError:
            return path, None

    def put(self, uploads: Sequence[Upload]) -> Iterator[tuple[str, str]]:
        """As the contract says."""
        with self._told(""):
            yield from spread(self._put, uploads, self._parallel)

    def _put(self, one: Upload) -> tuple[str, str]:
        attributes: Attributes = {"Content-Type": one.content_type, "Cache-Control": one.cache_control}
        if one.encoding:
            attributes["Content-Encoding"] = one.encoding
        if one.size > PART:
            done = obstore.put(self._store, one.path, one.source, attributes=attributes, chunk_size=PART, max_concurrency=PARTS_AT_ONCE)  # fmt: skip
        else:
            done = obstore.put(self._store, one.path, one.source.read_bytes(), attributes=attributes, use_multipart=False)  # fmt: skip
        return one.path, (done["e_tag"] or "").strip('"')

    def delete(self, paths: Sequence[str]) -> Iterator[str]:
        """As the contract says."""
        with self._told(""):
            for start in range(0, len(paths), DELETED_AT_ONCE):
                some = paths[start : start + DELETED_AT_ONCE]
                try:
                    obstore.delete(self._store, list(some))
                except FileNotFoundError as error:
                    if _code(str(error)) in NO_BUCKET:
                        raise
                    # Some stores complain of what is gone already, and do not say what became of the others.
                    for _ in spread(self._delete, some, self._parallel):
                        pass
                yield from some

    def _delete(self, path: str) -> None:
        try:
            obstore.delete(self._store, path)
        except FileNotFoundError:
            return

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        """Faults of the store, in words."""
        try:
            yield
        except (BaseError, FileNotFoundError, PermissionError, TimeoutError) as error:
            raise fault_of(str(error), self.where, self._words) from None


def _held(one: ObjectMeta) -> Held:
    tag = (one["e_tag"] or "").strip('"')
    return Held(one["size"], tag if re.fullmatch(r"[0-9a-f]{32}", tag) else "", tag)


def _version(meta: ObjectMeta) -> PutMode:
    """A version as a condition. What a store does not give may not be named at all."""
    tag, version = meta["e_tag"], meta["version"]
    return {**({"e_tag": tag} if tag else {}), **({"version": version} if version else {})}


NOT_IMPLEMENTED = 501
PASSING = frozenset({408, 429, 500, 502, 503, 504})
NO_BUCKET = frozenset({"NoSuchBucket", "ContainerNotFound", "ContainerBeingDeleted"})
CONFLICTS = frozenset({"ConditionalRequestConflict", "OperationAborted", "LeaseIdMissing"})
"""Two wrote at once and neither may have won; nothing is said about what is there now."""
FULL = frozenset({"QuotaExceeded", "XMinioStorageFull", "StorageFull", "InsufficientStorage", "EntityTooLarge"})
SKEWED = frozenset({"RequestTimeTooSkewed", "RequestExpired"})
UNKNOWN_KEYS = frozenset(
    {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "AuthenticationFailed", "InvalidAuthenticationInfo", "TokenRefreshRequired"}
)  # fmt: skip


def _code(text: str) -> str:
    """The store's own name for what went wrong: `<Code>NoSuchBucket</Code>`."""
    found = re.search(r"<Code>\s*(\w+)\s*</Code>", text)
    return found[1] if found else ""


def _status(text: str) -> int:
    found = re.search(r"status code: (\d{3})", text)
    return int(found[1]) if found else 0


def _sentence(text: str) -> str:
    """What the store says for people, without the address that was asked: that may hold a signature."""
    found = re.search(r"<Message>([^<\n]{1,300})", text)
    return found[1].strip().rstrip(".") if found else ""


def fault_of(text: str, where: str, words: Words) -> PublishFaultError:
    """A fault of obstore as something that a person can mend. Only the store's own code and sentence are shown."""
    code, status = _code(text), _status(text)
    if "169.254.169.254" in text or "token request" in text or "MissingToken" in text or "Error getting credentials" in text:  # fmt: skip
        return PublishFaultError(f"there is nothing to log in to {where} with", words.login)
    if "without LOCATION" in text or code in {"PermanentRedirect", "AuthorizationHeaderMalformed"}:
        return PublishFaultError(
            f"the {words.bucket} is in another region", "write it in briefgen.yaml: `region: eu-central-1`"
        )
    said = f" ({code})" if code else f" (answer {status})" if status else ""
    if code in NO_BUCKET:
        return PublishFaultError(f"there is no {words.bucket}{said}", words.create)
    if code in SKEWED:
        return PublishFaultError(
            f"{where} refuses, since this computer’s clock is wrong{said}", "set the clock, then publish again"
        )
    if code in FULL or status == 507:
        return PublishFaultError(f"{where} takes no more{said}", "make room or raise the limit, then publish again")
    if code in UNKNOWN_KEYS or status == 401:
        return PublishFaultError(f"{where} does not accept the keys{said}", words.login)
    if status == 403:
        told = _sentence(text)
        return PublishFaultError(f"{where} does not allow that{said}" + (f": {told}" if told else ""), words.rights)
    if status in PASSING or code in CONFLICTS:
        return TransientFaultError(f"{where} is busy{said}", "publish again later: it continues where it ended")
    if status:
        told = _sentence(text)
        return PublishFaultError(
            f"{where} refuses{said}" + (f": {told}" if told else ""), "look at the settings of this target"
        )
    return TransientFaultError(
        f"{where} cannot be reached{_why(text)}", "look at the connection and at `endpoint` in briefgen.yaml"
    )


def _why(text: str) -> str:
    """The reason of a broken connection, as far as it is worth telling."""
    for sign, words in REASONS.items():
        if sign in text.lower():
            return f": {words}"
    return ""


REASONS: Mapping[str, str] = {
    "dns error": "there is no computer of that name",
    "connection refused": "nobody answers there",
    "certificate": "its certificate cannot be trusted",
    "timed out": "no answer in time",
    "timeout": "no answer in time",
    "connection reset": "the connection was cut",
    "connection closed": "the connection was cut",
    "incomplete": "the connection was cut",
}
