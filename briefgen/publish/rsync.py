"""rsync: sends files that changed, and of large ones only the parts that did. Each file takes its place in one step."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from briefgen.publish.fault import PublishFaultError, TransientFaultError
from briefgen.publish.ssh import Ssh, english, fault_of
from briefgen.publish.target import Upload

SILENT = 60
"""Seconds without a byte until a connection counts as dead."""
CUT = frozenset({10, 12, 30, 35})
"""rsync's own codes for a line that broke or fell silent."""
NOT_THERE = frozenset({126, 127})


def send(ssh: Ssh, uploads: Sequence[Upload], folder: str, drafts: str, store: Path) -> None:
    """Put files below a folder of the server; unfinished ones are in `drafts`, a folder below it, if that is named.

    Files that are there already with the same bytes are not sent again. Raises `PublishFaultError`; then it is not known
    which were put.
    """
    tree = store / "rsync"
    shutil.rmtree(tree, ignore_errors=True)
    try:
        for one in uploads:
            place = tree / one.path
            place.parent.mkdir(parents=True, exist_ok=True)
            _take(one.source, place)
        # Times are not taken over: those of a build in the same second may be equal for different files.
        words = [
            "rsync", "--recursive", "--checksum", "--protect-args", "--chmod=D755,F644",
            *([f"--temp-dir={drafts}"] if drafts else []), f"--timeout={SILENT}", f"--rsh={shlex.join(ssh.joining())}", "--", f"{tree}/", f"{_host(ssh)}:{folder}/",
        ]  # fmt: skip
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, env=english(), check=False)  # noqa: S603
    except OSError as error:
        raise PublishFaultError(f"cannot prepare files for rsync: {error.strerror}", "make room, then publish again") from error  # fmt: skip
    finally:
        shutil.rmtree(tree, ignore_errors=True)
    if done.returncode:
        raise _fault(done.returncode, done.stderr.decode(errors="replace"), ssh)


def _host(ssh: Ssh) -> str:
    """An address of IPv6 is told from what follows it by brackets."""
    return f"[{ssh.host}]" if ":" in ssh.host else ssh.host


def _take(source: Path, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)


def _fault(code: int, said: str, ssh: Ssh) -> PublishFaultError:
    if re.search(r"No space left|[Qq]uota exceeded", said):
        return full(ssh.where)
    if code == 255:
        return fault_of(said, ssh.where, ssh.host)
    if re.search(r"Permission denied \(13\)|Read-only file system|Operation not permitted", said):
        return denied(ssh.where)
    if code in CUT or code < 0:
        return TransientFaultError(f"the connection to {ssh.where} was cut", "publish again: it continues where it ended")  # fmt: skip
    if code in NOT_THERE or "command not found" in said:
        return PublishFaultError(f"{ssh.where} has no rsync", "write `tool: sftp` in briefgen.yaml")
    lines = [line for line in said.splitlines() if line.strip()]
    return PublishFaultError(
        f"rsync did not succeed: {lines[0] if lines else f'code {code}'}", "or write `tool: sftp` in briefgen.yaml"
    )


def full(where: str) -> PublishFaultError:
    """The server's disk is full."""
    return PublishFaultError(
        f"the disk of {where} is full", "make room, then publish again: it continues where it ended"
    )


def denied(where: str) -> PublishFaultError:
    """The server does not let this user write."""
    return PublishFaultError(
        f"you may not write there on {where}", "ask whoever looks after it for the right to write to the folder"
    )
