"""Finds a port to listen on."""

from __future__ import annotations

import errno
import socket

from tornado.netutil import bind_sockets

FIRST = 8000
TRIED = 50
"""Ports that are tried, one after the other, unless one was asked for."""
_TAKEN = frozenset({errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL})


class PortError(Exception):
    """Nothing to listen on; the message says why."""


def listen(host: str, port: int | None) -> list[socket.socket]:
    """Sockets on the port that was asked for, 0 being any; else on the first free one. Raises `PortError`."""
    ports = range(FIRST, FIRST + TRIED) if port is None else (port,)
    said = ""
    for one in ports:
        try:
            return bind_sockets(one, address=host)
        except OSError as error:
            said = error.strerror or str(error)
            if error.errno not in _TAKEN:
                break
    which = f"port {port}" if port is not None else f"a port from {FIRST} to {FIRST + TRIED - 1}"
    raise PortError(f"cannot listen on {which} of {host}: {said.lower()}; give another one with --port")


def address_of(sockets: list[socket.socket], host: str) -> str:
    """The address to type into a browser, without the last slash."""
    name = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 - everything, as asked for
    return f"http://{f'[{name}]' if ':' in name else name}:{sockets[0].getsockname()[1]}"
