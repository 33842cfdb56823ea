"""The computer's own ssh: how it is called, and what its complaints mean.

Keys, agents, jump hosts and known servers are those of the user's own settings. Host keys are always checked, and nobody
is ever asked for a password: publishing may run where nobody sits. One login serves for everything, where ssh can share
a connection: who confirms each login, at a key for example, does so once.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from msgspec import Struct
from msgspec.structs import replace

from briefgen.publish.fault import PublishFaultError, TransientFaultError

CONNECTING = 20
"""Seconds until a server must have answered."""
ALIVE_EVERY, ALIVE_TIMES = 10, 3
"""A server that has not answered to so many questions, asked after so many silent seconds, is gone."""

FAILED = 255
"""What ssh itself ends with when it could not connect; anything else is the remote command's."""


class Ssh(Struct, frozen=True, kw_only=True):
    """A server, and how to get there."""

    host: str
    user: str = ""
    port: int | None = None
    key_file: str = ""
    known_hosts: str = ""
    shared: str = ""
    """Socket through which the first connection is shared with later ones; empty where that is not possible."""

    @property
    def where(self) -> str:
        """The server in words."""
        return f"{self.user}@{self.host}" if self.user else self.host

    def words(self, *options: str) -> list[str]:
        """The call of ssh, up to the server's name."""
        told = {
            "BatchMode": "yes",
            "ConnectTimeout": str(CONNECTING),
            "ServerAliveInterval": str(ALIVE_EVERY),
            "ServerAliveCountMax": str(ALIVE_TIMES),
            "ClearAllForwardings": "yes",
            "ForwardAgent": "no",
        }
        call = ["ssh", "-T", *(f"-o{name}={value}" for name, value in told.items()), *options]
        if self.known_hosts:
            call.append(f"-oUserKnownHostsFile={_quoted(self.known_hosts)}")
        if self.key_file:
            call += ["-oIdentitiesOnly=yes", "-i", self.key_file]
        if self.port is not None:
            call += ["-p", str(self.port)]
        if self.user:
            call += ["-l", self.user]
        return call

    def joining(self) -> list[str]:
        """The call of ssh over the connection that stands, if one stands; else over one of its own."""
        return (
            self.words("-oControlMaster=no", f"-oControlPath={_quoted(self.shared)}") if self.shared else self.words()
        )

    def first(self, service: str) -> list[str]:
        """The call for one of the server's services, over a connection that others may join."""
        sharing = (
            ("-oControlMaster=yes", f"-oControlPath={_quoted(self.shared)}", "-oControlPersist=no")
            if self.shared
            else ()
        )
        return [*self.words(*sharing, "-s"), "--", self.host, service]

    def begin_anew(self) -> None:
        """A socket that a connection has left when it was cut would keep the next one from being shared."""
        if self.shared:
            Path(self.shared).unlink(missing_ok=True)

    def close(self) -> None:
        """Leave nothing behind."""
        if self.shared:
            shutil.rmtree(Path(self.shared).parent, ignore_errors=True)

    def command(self, remote: str) -> list[str]:
        """The call that runs a command on the server."""
        return [*self.joining(), "--", self.host, remote]

    def runs(self, remote: str) -> bool:
        """Whether the server runs a command, and it succeeds. Servers for SFTP only run none.

        Raises `PublishFaultError` when there is no connection.
        """
        try:
            done = subprocess.run(  # noqa: S603 - the words are ours, the host stands behind `--`
                self.command(remote), stdin=subprocess.DEVNULL, capture_output=True, env=english(), timeout=60, check=False
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return False
        if done.returncode == FAILED:
            raise fault_of(done.stderr.decode(errors="replace"), self.where, self.host)
        return done.returncode == 0


def _quoted(path: str) -> str:
    """For ssh's own options, which are split at spaces."""
    return f'"{path}"' if " " in path else path


def english() -> dict[str, str]:
    """The world of programs whose complaints are read."""
    return {**os.environ, "LC_ALL": "C"}


def server(host: str, user: str, port: int | None, key_file: str, known_hosts: str, root: Path) -> Ssh:
    """A server from its settings. Raises `PublishFaultError` when they make no sense, or there is no ssh."""
    if shutil.which("ssh") is None:
        raise PublishFaultError(
            "there is no program ssh", "install it (Debian, Ubuntu: sudo apt install openssh-client)"
        )
    for word in (host, user):
        if word.startswith("-") or re.search(r"[\s\x00-\x1f@]", word):
            raise PublishFaultError(f"“{word}” is no name of a server or user", "correct it in briefgen.yaml")
    ssh = Ssh(host=host, user=user, port=port, key_file=_file(key_file, root), known_hosts=_file(known_hosts, root))
    return replace(ssh, shared=_socket()) if _may_share(ssh) else ssh


def _may_share(ssh: Ssh) -> bool:
    """Whether a connection can be shared; one whom the user's own settings let share connections knows better how."""
    if os.name != "posix":
        return False
    words = [*ssh.words("-G"), "--", ssh.host]
    asked = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, env=english(), check=False)  # noqa: S603
    own = re.search(r"^controlpath (?!none$)", asked.stdout.decode(errors="replace"), re.MULTILINE)
    return asked.returncode == 0 and own is None


def _socket() -> str:
    """In a folder that nobody else may enter. Its name must be short: sockets have names of some 100 bytes."""
    return str(Path(mkdtemp(prefix="briefgen-")) / "s")


def _file(name: str, root: Path) -> str:
    if not name:
        return ""
    path = root / Path(name).expanduser()
    if not path.is_file():
        raise PublishFaultError(f"there is no file {path}", "correct `key_file` or `known_hosts` in briefgen.yaml")
    return str(path)


LASTING: Sequence[tuple[str, str, str]] = (
    (
        r"REMOTE HOST IDENTIFICATION HAS CHANGED",
        "{} shows another key than it used to",
        "ask whoever looks after it whether that is right, since it may be somebody else’s server; then `ssh-keygen -R {}`",
    ),
    (
        r"Host key verification failed|host key is known|No .* host key",
        "{} is not known to this computer yet",
        "log in once by hand (`ssh {}`), compare the fingerprint with the one its owner names, and answer yes",
    ),
    (
        r"Permission denied|Too many authentication failures|No more authentication methods",
        "{} does not let you in",
        "load your key (`ssh-add`), name it under `key_file`, or have it added to the server; try with `ssh {}`",
    ),
    (
        r"UNPROTECTED PRIVATE KEY|bad permissions",
        "the key for {} can be read by others, so ssh does not use it",
        "`chmod 600` the key file",
    ),
    (
        r"subsystem request failed|[Uu]nknown subsystem",
        "{} offers no SFTP",
        "ask whoever looks after it to switch SFTP on",
    ),
    (r"Bad configuration option|Bad owner or permissions on", "your settings of ssh are not in order", "try `ssh {}`"),
)
PASSING: Sequence[tuple[str, str]] = (
    (r"Could not resolve hostname|Name or service not known", "there is no server {}"),
    (r"Connection refused", "{} takes no ssh connections"),
    (r"timed out|Timeout|not responding", "{} does not answer"),
    (r"No route to host|Network is unreachable", "{} cannot be reached"),
)


def fault_of(said: str, where: str, host: str) -> PublishFaultError:
    """What ssh complained of, as something that a person can mend."""
    for pattern, message, hint in LASTING:
        if re.search(pattern, said):
            return PublishFaultError(message.format(where), hint.format(host))
    for pattern, message in PASSING:
        if re.search(pattern, said):
            return TransientFaultError(
                message.format(where), "look at the connection and at `host` and `port` in briefgen.yaml"
            )
    return TransientFaultError(f"the connection to {where} was cut", "publish again: it continues where it ended")
