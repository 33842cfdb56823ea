"""The server: livereload's, with our own answers, watcher and worker in place of its own."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from livereload import Server
from livereload.handlers import LiveReloadHandler
from msgspec import Struct
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import Application

from briefgen.preparing import BuildOptions
from briefgen.preview.board import Board
from briefgen.preview.engine import Engine, Rebuilt
from briefgen.preview.serving import DESK, ClientFile, DeskPage, Events, Preview, SitePage
from briefgen.preview.watch import Hinter
from briefgen.preview.worker import Worker

LARGEST_REQUEST = 64 * 1024
PATIENCE = 2.0
"""Seconds a build may go on after the end was asked for."""


class Settings(Struct, frozen=True, kw_only=True):
    """What the command line decides."""

    root: Path
    folder: Path
    """Where the preview is built."""
    host: str
    address: str
    """`http://127.0.0.1:8000`."""
    options: BuildOptions
    poll: float = 0
    """Seconds between two looks at the files, for systems that report nothing; 0 trusts the reports."""
    opens: bool = False
    """Whether to open a browser."""


class BriefServer(Server):
    """livereload's server: it keeps its event loop and its end, everything else is ours."""

    def __init__(self, settings: Settings, sockets: list[socket.socket], tell: Callable[[Rebuilt], None]) -> None:
        self._settings = settings
        self._sockets = sockets
        self._tell = tell
        self._board = Board()
        engine = Engine(settings.root, settings.folder, settings.address, settings.options)
        self._worker = Worker(engine.rebuild, self._post)
        super().__init__(watcher=Hinter(settings.root, settings.folder, self._worker.ask, settings.poll))

    def run(self) -> None:
        """Serve until interrupted."""
        self.serve(port=self._sockets[0].getsockname()[1], host=self._settings.host)
        self.watcher.stop()
        self._worker.stop(PATIENCE)

    def application(self, port: int, host: str, *_: object, **__: object) -> None:
        """Mount the answers and listen: called by livereload in place of its own."""
        self._loop = IOLoop.current()
        LiveReloadHandler.watcher = self.watcher
        # livereload starts its watcher once in a process, by this attribute of a class.
        LiveReloadHandler._last_reload_time = None
        settings = self._settings
        names = frozenset({host.lower(), socket.gethostname().lower(), f"{socket.gethostname().lower()}.local"})
        preview = {"preview": Preview(self._board, settings.folder, settings.root.name, names)}
        app = Application(
            [
                (f"{DESK}events", Events, preview),
                (rf"{DESK}(client\.js|desk\.css|icon\.svg)", ClientFile, preview),
                (f"{DESK}(.*)", DeskPage, preview),
                ("/(.*)", SitePage, preview),
            ],
            log_function=_say_nothing,
        )
        self._http = HTTPServer(app, max_body_size=LARGEST_REQUEST)
        self._http.add_sockets(self._sockets)
        self._loop.add_callback(self._end_on_signals)
        self._worker.start()
        self._worker.ask(None)
        if settings.opens:
            # Some browsers' starters return only when the browser is closed.
            threading.Thread(target=webbrowser.open, args=(f"{settings.address}/",), daemon=True).start()

    def _setup_logging(self) -> None:
        """Leave the screen to the command line."""

    def _post(self, rebuilt: Rebuilt) -> None:
        """Called by the worker, in its thread."""
        has_site = (self._settings.folder / "index.html").is_file()
        self._loop.add_callback(self._board.post, rebuilt, has_site)
        self._tell(rebuilt)

    async def _end_on_signals(self) -> None:
        """Ctrl+C, and what systems send to programs that are to end, must not cut an answer short."""
        # On Windows an interruption comes as an exception, which livereload catches.
        with suppress(NotImplementedError, RuntimeError):
            loop = asyncio.get_running_loop()
            for one in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(one, self._loop.add_callback, self._end)

    async def _end(self) -> None:
        """Let go of everybody, then leave the loop."""
        self._http.stop()
        self._board.close()
        await self._http.close_all_connections()
        self._loop.stop()


def _say_nothing(_: object) -> None:
    """Requests are not worth a line each."""
