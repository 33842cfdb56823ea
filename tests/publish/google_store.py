"""A store that answers as Google Cloud Storage does by the published reference of its XML API, as far as publishing asks.

Reference: cloud.google.com/storage/docs/xml-api/reference-methods. Uploads on the condition of a generation
(`x-goog-if-generation-match`), MD5 ETags, listing with `list-type=2`, uploads in parts, 401 without a token.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from servers import Quiet  # type: ignore[import-not-found]

TOKEN = "ya29.made-up-token-of-the-tests"  # noqa: S105
KEPT = ("content-type", "cache-control", "content-encoding")
PAGE = 1000


class Thing(NamedTuple):
    data: bytes
    headers: Mapping[str, str]
    generation: int

    @property
    def tag(self) -> str:
        return f'"{hashlib.md5(self.data, usedforsecurity=False).hexdigest()}"'


class GoogleStore:
    """One bucket, `site`, in memory."""

    def __init__(self) -> None:
        self.things: dict[str, Thing] = {}
        self.parts: dict[str, tuple[Mapping[str, str], dict[int, bytes]]] = {}
        self._count = 0
        self.guard = threading.Lock()
        store = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                data = self.rfile.read(length)
                if len(data) < length:
                    self.close_connection = True
                    return
                headers = {name.lower(): value for name, value in self.headers.items()}
                with store.guard:
                    status, more, body = store.answer(self.command, self.path, headers, data)
                self.send_response_only(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Silent."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])

    def __enter__(self) -> GoogleStore:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str, headers: Mapping[str, str], data: bytes) -> tuple[int, dict[str, str], bytes]:  # fmt: skip
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        bucket, _, name = unquote(parts.path).lstrip("/").partition("/")
        anonymous = headers.get("authorization") != f"Bearer {TOKEN}"
        if anonymous and (method not in {"GET", "HEAD"} or not name):
            return 401, {}, _error("AuthenticationRequired", "Authentication required.")
        if bucket != "site":
            return 404, {}, _error("NoSuchBucket", "The specified bucket does not exist.")
        if not name:
            return self._list(query)
        if method == "POST" and "uploads" in query:
            self._count += 1
            key = f"upload{self._count}"
            self.parts[key] = ({one: headers[one] for one in KEPT if one in headers}, {})
            return 200, {}, f"<InitiateMultipartUploadResult><UploadId>{key}</UploadId></InitiateMultipartUploadResult>".encode()  # fmt: skip
        if method == "PUT" and "uploadId" in query:
            self.parts[query["uploadId"]][1][int(query["partNumber"])] = data
            return 200, {"ETag": f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'}, b""
        if method == "POST" and "uploadId" in query:
            kept, pieces = self.parts.pop(query["uploadId"])
            made = self._put(name, b"".join(pieces[number] for number in sorted(pieces)), kept)
            return 200, {"x-goog-generation": str(made.generation)}, f"<CompleteMultipartUploadResult><ETag>{escape(made.tag)}</ETag></CompleteMultipartUploadResult>".encode()  # fmt: skip
        there = self.things.get(name)
        if method == "PUT":
            wanted = headers.get("x-goog-if-generation-match")
            if wanted is not None and int(wanted) != (there.generation if there else 0):
                return 412, {}, _error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold.")  # fmt: skip
            made = self._put(name, data, {one: headers[one] for one in KEPT if one in headers})
            return 200, {"ETag": made.tag, "x-goog-generation": str(made.generation)}, b""
        if there is None:
            return 404, {}, _error("NoSuchKey", "The specified key does not exist.")
        if method == "DELETE":
            del self.things[name]
            return 204, {}, b""
        more = {"ETag": there.tag, "x-goog-generation": str(there.generation), "Last-Modified": "Fri, 08 Apr 2022 19:30:00 GMT"}  # fmt: skip
        return 200, {**there.headers, **more}, there.data

    def _put(self, name: str, data: bytes, headers: Mapping[str, str]) -> Thing:
        self._count += 1
        self.things[name] = Thing(data, headers, 1_000_000 + self._count)
        return self.things[name]

    def _list(self, query: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        after = query.get("continuation-token", "")
        every = [one for one in sorted(self.things) if one.startswith(query.get("prefix", "")) and one > after]
        some = every[:PAGE]
        items = "".join(
            f"<Contents><Key>{escape(one)}</Key><LastModified>2022-04-08T19:30:00.000Z</LastModified>"
            f"<ETag>{escape(self.things[one].tag)}</ETag><Size>{len(self.things[one].data)}</Size></Contents>"
            for one in some
        )
        more = f"<NextContinuationToken>{escape(some[-1])}</NextContinuationToken>" if len(every) > PAGE else ""
        return 200, {}, f"<ListBucketResult>{items}{more}</ListBucketResult>".encode()


def _error(code: str, message: str) -> bytes:
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()
    )
