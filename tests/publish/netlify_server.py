"""A server that answers as Netlify's interface does by its published contract, as far as publishing asks.

Contract: docs.netlify.com (Get started with the Netlify API, “Deploy with the API”) and the OpenAPI file of netlify/open-api. A deploy is
created with digests, asks for those it lacks, checks the digest of every upload, and is shown once it has them all.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, unquote, urlsplit

from servers import Canned, Quiet  # type: ignore[import-not-found]

TOKEN = "nfp_made-up-token-of-the-tests"  # noqa: S105
SITE = "5a3f1c2e-0000-4000-8000-000000000001"
NAME = "our-desk.netlify.app"
SHOWN = (".netlify/", ".briefgen-publish/")

Answer = tuple[int, object]


class NetlifyServer:
    """One site in memory."""

    def __init__(self, raw: bool = True, looks: int = 2) -> None:
        self.deploys: list[dict[str, object]] = []
        self.files: dict[str, dict[str, str]] = {}
        """Digests by path, by deploy."""
        self.blobs: dict[str, bytes] = {}
        self.published = ""
        self.locked = False
        self.raw, self.looks = raw, looks
        """Whether the contents of files are given, and how often one must look until work is done."""
        self.asked: list[str] = []
        self.script: Callable[[str, str], Canned | None] = lambda method, path: None
        self.guard = threading.RLock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                data = self.rfile.read(length)
                if len(data) < length:
                    self.close_connection = True
                    return
                with server.guard:
                    server.asked.append(f"{self.command} {self.path}")
                    canned = server.script(self.command, self.path)
                    if canned is not None:
                        status, more, body = canned.status, dict(canned.headers), canned.data
                    else:
                        status, told = server.answer(self.command, self.path, dict(self.headers.items()), data)
                        more, body = {}, told if isinstance(told, bytes) else json.dumps(told).encode()
                self.send_response_only(status)
                for name, value in {"Date": "Fri, 08 Apr 2022 19:30:00 GMT", **more}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_PUT = do_POST = handle_any  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Silent."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])

    def __enter__(self) -> NetlifyServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    def site(self) -> dict[str, bytes]:
        """What readers find."""
        return {path.lstrip("/"): self.blobs[sha] for path, sha in self.files.get(self.published, {}).items()}

    def pages(self) -> dict[str, bytes]:
        return {path: data for path, data in self.site().items() if not path.startswith(SHOWN)}

    def by_hand(self, files: Mapping[str, bytes]) -> None:
        """Somebody drags a folder onto the site's page."""
        digests = {f"/{path}": hashlib.sha1(data, usedforsecurity=False).hexdigest() for path, data in files.items()}
        self.blobs |= {digests[f"/{path}"]: data for path, data in files.items()}
        self.published = self._new(digests, "by hand", later=False)

    def _new(self, digests: dict[str, str], title: str, later: bool) -> str:
        key = f"deploy{len(self.deploys)}"
        self.files[key] = digests
        self.deploys.append({"id": key, "title": title, "state": "preparing" if later else "uploading", "looks": 0})
        self._work(key)
        return key

    def _deploy(self, key: str) -> dict[str, object]:
        return next(one for one in self.deploys if one["id"] == key)

    def _work(self, key: str) -> None:
        """What Netlify does between two looks: compare, then show once everything is there."""
        deploy = self._deploy(key)
        lacking = sorted(set(self.files[key].values()) - self.blobs.keys())
        if deploy["state"] == "preparing":
            deploy["looks"] = int(str(deploy["looks"])) + 1
            if int(str(deploy["looks"])) > self.looks:
                deploy["state"] = "prepared" if lacking else "ready"
        elif deploy["state"] in {"uploading", "prepared"}:
            deploy["state"] = "uploading" if lacking else "ready"
        if deploy["state"] == "ready" and not deploy.get("done"):
            deploy["done"] = True
            if not self.locked:
                self.published = key
        deploy["required"] = None if deploy["state"] == "preparing" else lacking

    def _told(self, key: str) -> dict[str, object]:
        return {
            **self._deploy(key),
            "locked": self.locked,
            "deploy_ssl_url": f"http://127.0.0.1:{self.port}/seen/{key}",
        }

    def answer(self, method: str, path: str, headers: Mapping[str, str], data: bytes) -> Answer:
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        where = unquote(parts.path)
        if seen := re.fullmatch(r"/seen/([^/]+)(/.*)", where):
            assert "Authorization" not in headers
            sha = self.files[seen[1]].get(seen[2])
            return (200, self.blobs[sha]) if sha in self.blobs else (404, b"Not found")
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {"code": 401, "message": "Access Denied"}
        where = where.removeprefix("/api/v1")
        if method == "GET" and where in {f"/sites/{SITE}", f"/sites/{NAME}"}:
            return 200, {"id": SITE, "published_deploy": self._told(self.published) if self.published else None}
        if where == f"/sites/{SITE}/files":
            current = self.files.get(self.published, {})
            return 200, [
                {"id": one, "path": one, "sha": sha, "size": len(self.blobs[sha])} for one, sha in current.items()
            ]
        if found := re.fullmatch(rf"/sites/{SITE}/files(/.+)", where):
            one = self.files.get(self.published, {}).get(found[1])
            if one is None:
                return 404, {"code": 404, "message": "Not Found"}
            wanted = self.raw and headers.get("Accept") == "application/vnd.bitballoon.v1.raw"
            return 200, self.blobs[one] if wanted else {"id": found[1], "path": found[1], "sha": one}
        if where == f"/sites/{SITE}/deploys" and method == "POST":
            told = json.loads(data)
            assert all(re.fullmatch(r"[0-9a-f]{40}", one) for one in told["files"].values())
            return 200, self._told(self._new(told["files"], query.get("title", ""), told["async"]))
        if where == f"/sites/{SITE}/deploys":
            some = self.deploys[::-1][(int(query["page"]) - 1) * int(query["per_page"]) :][: int(query["per_page"])]
            return 200, [self._told(str(one["id"])) for one in some]
        if found := re.fullmatch(r"/deploys/([^/]+)", where):
            self._work(found[1])
            return 200, self._told(found[1])
        if found := re.fullmatch(r"/deploys/([^/]+)/cancel", where):
            self._deploy(found[1])["state"] = "cancelled"
            return 201, self._told(found[1])
        if found := re.fullmatch(rf"/sites/{SITE}/deploys/([^/]+)/restore", where):
            self.published = found[1]
            return 201, self._told(found[1])
        if (found := re.fullmatch(r"/deploys/([^/]+)/files(/.+)", where)) and method == "PUT":
            sha = hashlib.sha1(data, usedforsecurity=False).hexdigest()
            if headers.get("Content-Type") != "application/octet-stream" or self.files[found[1]].get(found[2]) != sha:
                return 422, {"code": 422, "message": "the file is not the one that was announced"}
            self.blobs[sha] = data
            self._work(found[1])
            return 200, {"id": found[2], "path": found[2], "sha": sha}
        return 404, {"code": 404, "message": "Not Found"}
