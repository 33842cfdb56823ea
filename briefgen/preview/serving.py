"""Answers requests: pages of the site, the stream of news, the desk, and the browser's part of the preview."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler, StaticFileHandler

from briefgen.base.html import escape
from briefgen.preview import desk_pages
from briefgen.preview.access import is_host_allowed, is_own_request
from briefgen.preview.addresses import below, content_type, find, is_folder
from briefgen.preview.board import Board, encoded

DESK = "/_desk/"
PING = 20.0
"""Seconds after which a silent stream says that it is alive."""
CLIENT = Path(__file__).parent / "client"
DESK_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
END_LOOKED_AT = 200
"""Bytes at the end of a page among which its end tags are looked for."""
_END = re.compile(rb"</body>\s*</html>\s*\Z", re.IGNORECASE)


class Preview(Struct, frozen=True):
    """What all answers are made from."""

    board: Board
    folder: Path
    """Where the pages lie."""
    title: str
    """The project's name for the desk."""
    names: frozenset[str]
    """Names by which this machine may be asked, besides numbers and localhost."""


class Guarded(RequestHandler):
    """Answers only those who may ask, and lets nothing be kept or framed into other sites."""

    preview: Preview

    def initialize(self, preview: Preview) -> None:
        """Take what the answers are made from."""
        self.preview = preview

    def set_default_headers(self) -> None:
        """Headers of every answer."""
        self.set_header("Server", "briefgen")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def prepare(self) -> None:
        """Refuse requests of others."""
        if not is_host_allowed(self.request.host, self.preview.names):
            self._refuse("This preview does not answer to that name. Use the address that briefgen serve printed.")
        elif not is_own_request(self.request.headers, self.request.host):
            self._refuse("This preview answers only to its own pages.")

    def _refuse(self, reason: str) -> None:
        self.set_status(HTTPStatus.FORBIDDEN)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{reason}\n")

    def compute_etag(self) -> None:
        """None: nothing is kept, so nothing needs to be compared."""
        return

    def write_error(self, status_code: int, **_: Any) -> None:
        """A word about what went wrong."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code} {_phrase(status_code)}\n")


class SitePage(Guarded, StaticFileHandler):
    """A page or another file of the site."""

    def initialize(self, preview: Preview) -> None:  # type: ignore[override]
        """Serve from the preview's folder."""
        Guarded.initialize(self, preview)
        StaticFileHandler.initialize(self, str(preview.folder))

    async def get(self, path: str, include_body: bool = True) -> None:
        """Answer with the file, or send on to where it is."""
        board, folder = self.preview.board, self.preview.folder
        if not board.is_ready:
            self._waiting()
            return
        wanted = below(board.base, self.request.path)
        if wanted is None:
            if self.request.path in {"/", quote(board.base.rstrip("/"))}:
                self.redirect(quote(board.base))
                return
            raise HTTPError(HTTPStatus.NOT_FOUND)
        found = find(folder, wanted)
        if found is None and is_folder(folder, wanted):
            self.redirect(f"{self.request.path}/")
        elif found is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        elif found.suffix == ".html":
            self._page(found)
        else:
            await super().get(wanted, include_body)

    def get_content_type(self) -> str:
        """By our own list."""
        return content_type(Path(self.absolute_path or ""))

    def get_modified_time(self) -> None:
        """None: nothing is kept, so nothing needs to be compared."""
        return

    def write_error(self, status_code: int, **more: Any) -> None:
        """The site's own page for what is not there."""
        board, page = self.preview.board, self.preview.folder / "404.html"
        if status_code != HTTPStatus.NOT_FOUND or not board.is_ready or not page.is_file():
            super().write_error(status_code, **more)
        else:
            self._page(page)

    def _page(self, page: Path) -> None:
        """A page with the browser's part of the preview."""
        # Read before the page is: whoever gets a page that is newer than its stamp only loads it once too often.
        stamp, base = self.preview.board.stamp, self.preview.board.base
        address = base + page.relative_to(self.preview.folder).as_posix()
        attributes = f'data-stamp="{stamp}" data-base="{escape(base)}" data-page="{escape(address)}"'
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(with_script(page.read_bytes(), attributes))

    def _waiting(self) -> None:
        """Stands in for the site until there is one."""
        self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        board = self.preview.board
        self.finish(with_script(desk_pages.waiting(board.failed).encode(), f'data-stamp="{board.stamp}" data-waiting'))


class Events(Guarded):
    """The stream of news for one browser tab."""

    async def get(self) -> None:
        """Tell what was missed, then whatever comes, until one of both leaves."""
        board = self.preview.board
        stamp = self.request.headers.get("Last-Event-ID") or self.get_query_argument("stamp", "")
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.write("retry: 1000\n\n")
        news: int | None = board.news
        seen = -1
        try:
            while news is not None:
                stamp = await self._tell(stamp) if news != seen else await self._ping(stamp)
                seen, news = news, await board.news_after(news, PING)
        except StreamClosedError:
            return

    async def _tell(self, stamp: str) -> str:
        """Send what has changed since a stamp; the stamp now."""
        board = self.preview.board
        now = board.stamp
        self.write(b"id: %s\ndata: %s\n\n" % (now.encode(), encoded(board.notice(stamp))))
        await self.flush()
        return now

    async def _ping(self, stamp: str) -> str:
        self.write(": still here\n\n")
        await self.flush()
        return stamp


class ClientFile(Guarded):
    """A file of the browser's part of the preview."""

    def get(self, name: str) -> None:
        """Answer with the file."""
        self.set_header("Content-Type", content_type(Path(name)))
        self.finish(client_file(name))

    head = get


class DeskPage(Guarded):
    """A page of the desk."""

    def get(self, name: str) -> None:
        """Answer with the page."""
        make = desk_pages.PAGES.get(name)
        if make is None:
            if f"{name}/" in desk_pages.PAGES:
                self.redirect(f"{DESK}{name}/")
                return
            raise HTTPError(HTTPStatus.NOT_FOUND)
        board = self.preview.board
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", DESK_POLICY)
        html = make(board, self.preview.title)
        self.finish(with_script(html.encode(), f'data-stamp="{board.stamp}" data-desk="{board.run}-{board.news}"'))

    head = get


@cache
def client_file(name: str) -> bytes:
    """A file as browsers get it; the script carries the style sheet of what it lays over pages."""
    text = (CLIENT / name).read_text(encoding="utf-8")
    if name == "client.js":
        styles = (CLIENT / "overlay.css").read_text(encoding="utf-8")
        text = text.replace('"BRIEFGEN-STYLES"', msgspec.json.encode(styles).decode())
    return text.encode()


def with_script(page: bytes, attributes: str) -> bytes:
    """A page with the element that brings the browser's part at its very end, which every document has.

    It is an outside script, so that a page's policy need not be loosened.
    """
    element = f'<script src="{DESK}client.js" {attributes}></script>\n'.encode()
    end = _END.search(page, max(0, len(page) - END_LOOKED_AT))
    at = end.start() if end is not None else len(page)
    return page[:at] + element + page[at:]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
