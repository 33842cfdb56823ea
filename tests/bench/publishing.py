"""The publishing benchmark: a site of 10,000 pages of which 20 change, to a folder, a git branch and a bucket, beside rsync, rclone and aws.

Every row is a command from start to end in a fresh process, for the same site and the same change in one run; after each the target
is compared with the site, and how many files were moved is counted. The pages are made up and put into `site/` as a build puts them, with
their ledger and receipt, so that `briefgen publish` does all that it does after a real build.
"""

from __future__ import annotations

import filecmp
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import md5
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from briefgen.base.digest import digest_bytes
from briefgen.output.receipt import Receipt, write_receipt
from briefgen.output.unchanged import look, outputs_digest
from briefgen.output.write import Folder

from .processes import Run, python, run

PAGES, CHANGED, REPEATS = 10_000, 20, 3
LARGE = 8_000
"""Bytes of a page on average, as those of the site benchmark."""
_WORDS = [f"word{number:04}" for number in range(4_000)]
_QUESTION: dict[str, str | bool] = {"as_of": ""}
Tell = Callable[[str], None]


class WrongTargetError(Exception):
    """A target is not the site that was published."""


class Row(NamedTuple):
    """The figures of one way to publish: medians of its runs."""

    way: str
    first: float
    """Seconds for the first publish."""
    second: float
    """Seconds after 20 pages have changed."""
    cpu: float
    """Processor seconds of the same."""
    unchanged: float
    """Seconds when nothing has changed."""
    moved: int
    """Files whose bytes were written at the target after 20 pages had changed, what must be remembered there included."""


class Bucket(NamedTuple):
    """A bucket of a store on loopback. Listing it is the only way to see what lies in it."""

    port: int
    name: str

    @property
    def world(self) -> dict[str, str]:
        """What clients must be told."""
        return {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}", "AWS_CA_BUNDLE": ""}  # fmt: skip

    def make(self) -> None:
        """Create it."""
        self._client().create_bucket(Bucket=self.name)

    def files(self) -> dict[str, tuple[str, str]]:
        """MD5 and time of writing by path, without what briefgen keeps there for itself."""
        pages = self._client().get_paginator("list_objects_v2").paginate(Bucket=self.name)
        every = (one for page in pages for one in page.get("Contents", ()))
        return {
            one["Key"]: (one["ETag"].strip('"'), one["LastModified"].isoformat())
            for one in every
            if not one["Key"].startswith(".briefgen-publish/")
        }

    def _client(self) -> Any:
        import boto3

        return boto3.client(
            "s3", endpoint_url=f"http://127.0.0.1:{self.port}", aws_access_key_id="bench", aws_secret_access_key="bench", region_name="us-east-1",  # noqa: S106
        )  # fmt: skip


@contextmanager
def _store() -> Iterator[int]:
    """moto's S3 on loopback; its port."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        while True:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


class Way(NamedTuple):
    """One way to publish."""

    name: str
    command: list[str]
    place: Path
    """Where the files are afterwards; of a bucket, its name."""
    bucket: Bucket | None = None
    """The store that it lies in."""


def rows(tell: Tell) -> list[Row]:
    """Measure every way there is. Raises `WrongTargetError`."""
    with tempfile.TemporaryDirectory(prefix="briefgen-bench-") as name:
        folder = Path(name)
        tell(f"publishing: making a site of {PAGES:,} pages")
        project = _Project(folder / "project")
        found = []
        for way in _ways(folder):
            tell(f"publishing: {way.name}")
            found.append(_measure(project, way))
        if find_spec("moto") is None or find_spec("obstore") is None:
            return found
        with _store() as port:
            for way in _bucket_ways(folder, port):
                tell(f"publishing: {way.name}")
                found.append(_measure(project, way))
        return found


def _bucket_ways(folder: Path, port: int) -> Iterator[Way]:
    """The same to a bucket. rclone and aws find out by listing it, as their pages advise for many files."""
    project, site = folder / "project", f"{folder}/project/site"
    buckets = [Bucket(port, name) for name in ("briefgen", "rclone", "aws")]
    with (project / "briefgen.yaml").open("a", encoding="utf-8") as file:
        file.write(f"  bucket: {{kind: s3, bucket: briefgen, endpoint: 'http://127.0.0.1:{port}', path_style: true, region: us-east-1}}\n")  # fmt: skip
    for bucket in buckets:
        bucket.make()
    yield Way("briefgen, a bucket", [python(), "-m", "briefgen", "-C", str(project), "publish", "bucket"], Path("briefgen"), buckets[0])  # fmt: skip
    if shutil.which("rclone"):
        remote = f":s3,provider=Other,env_auth=true,endpoint='http://127.0.0.1:{port}',force_path_style=true:rclone"
        words = [
            "rclone",
            "sync",
            "--config",
            os.devnull,
            "--checksum",
            "--fast-list",
            "--transfers",
            "8",
            site,
            remote,
        ]
        yield Way("rclone sync --checksum to a bucket", words, Path("rclone"), buckets[1])
    if shutil.which("aws"):
        yield Way("aws s3 sync --delete", ["aws", "s3", "sync", "--delete", "--quiet", site, "s3://aws"], Path("aws"), buckets[2])  # fmt: skip


def _ways(folder: Path) -> Iterator[Way]:
    """briefgen's, and those of others as far as they are installed."""
    project, site = folder / "project", f"{folder}/project/site/"
    briefgen = [python(), "-m", "briefgen", "-C", str(project), "publish"]
    (project / "briefgen.yaml").write_text(
        "url: https://example.org/\npublish:\n"
        f"  files: {{kind: folder, path: {folder}/files, releases: 0}}\n  releases: {{kind: folder, path: {folder}/releases, releases: 1}}\n"
        f"  branch: {{kind: git, repository: {folder}/repository.git, nojekyll: false}}\n",
        encoding="utf-8",
    )
    yield Way("briefgen, a folder file by file", [*briefgen, "files"], folder / "files")
    if shutil.which("rsync"):
        yield Way("rsync -a --delete", ["rsync", "-a", "--delete", site, f"{folder}/rsync/"], folder / "rsync")
    if shutil.which("rclone"):
        quiet = ["--config", os.devnull]
        yield Way("rclone sync", ["rclone", "sync", *quiet, site, f"{folder}/rclone"], folder / "rclone")
        yield Way(
            "rclone sync --checksum",
            ["rclone", "sync", "--checksum", *quiet, site, f"{folder}/rclonesum"],
            folder / "rclonesum",
        )
    yield Way("briefgen, a folder with releases", [*briefgen, "releases"], folder / "releases")
    subprocess.run(["git", "init", "-q", "--bare", f"{folder}/repository.git"], check=True)
    yield Way("briefgen, a git branch", [*briefgen, "branch"], folder / "repository.git")


class _Project:
    """A project whose site was written by `output/write.py`, as every build does it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._chance = random.Random(11)  # noqa: S311
        (root / "content/articles").mkdir(parents=True)
        for number in range(PAGES // 6):
            (root / f"content/articles/a{number}.md").write_text(f"---\ntitle: A{number}\n---\n", encoding="utf-8")
        self._pages = {path: self._page() for path in self._paths()}
        self.site = root / "site"

    def _paths(self) -> Iterator[str]:
        yield "index.html"
        for number in range(PAGES - 1):
            yield f"{('articles', 'claims', 'people', 'sources')[number % 4]}/x{number}/index.html"

    def _page(self) -> bytes:
        size = self._chance.randint(LARGE // 2, LARGE * 3 // 2) // 9
        return " ".join(self._chance.choices(_WORDS, k=size)).encode()

    def change(self) -> None:
        """Other bytes in some pages."""
        for path in self._chance.sample(sorted(self._pages), CHANGED):
            self._pages[path] = self._page()

    def write(self) -> None:
        """Bring site/ up to date."""
        folder = Folder(self.root, self.site)
        folder.publish(((path, data, digest_bytes(data)) for path, data in self._pages.items()), {})
        seen = look(self.root, _QUESTION)
        outputs = outputs_digest(self.site, sorted(self._pages))
        receipt = Receipt(
            question=_QUESTION, sources=seen.digest, url="https://example.org/", until=2**62, outputs=outputs
        )
        write_receipt(self.root, self.site, receipt)

    def compare(self, way: Way) -> None:
        """Raise `WrongTargetError` when the target is not the site."""
        if way.bucket is not None:
            there = {path: digest for path, (digest, _) in way.bucket.files().items()}
            if there != {path: md5(data, usedforsecurity=False).hexdigest() for path, data in self._pages.items()}:
                raise WrongTargetError(way.name)
            return
        if way.place.suffix == ".git":
            listed = _git(way.place, "ls-tree", "-r", "gh-pages").splitlines()
            there = {line.split("\t")[1]: line.split()[2] for line in listed if ".briefgen-publish" not in line}
            paths = sorted(self._pages)
            names = "".join(f"{self.site / path}\n" for path in paths)
            wanted = dict(
                zip(
                    paths,
                    _git(way.place, "hash-object", "--no-filters", "--stdin-paths", give=names).split(),
                    strict=True,
                )
            )
            if there != wanted:
                raise WrongTargetError(way.name)
            return
        _, different, missing = filecmp.cmpfiles(self.site, way.place, list(self._pages), shallow=False)
        if different or missing:
            raise WrongTargetError(f"{way.name}: {len(different)} files differ, {len(missing)} are missing")


def _git(repository: Path, *words: str, give: str = "") -> str:
    return subprocess.run(
        ["git", *words], cwd=repository, input=give, capture_output=True, text=True, check=True
    ).stdout


def _measure(project: _Project, way: Way) -> Row:
    project.write()
    world = {} if way.bucket is None else way.bucket.world
    first = run(way.command, world)
    project.compare(way)
    second, unchanged, moved = [], [], []
    for _ in range(REPEATS):
        unchanged.append(run(way.command, world))
        project.change()
        project.write()
        before = _state(way)
        second.append(run(way.command, world))
        moved.append(_moved(before, _state(way)))
        project.compare(way)
    return Row(
        way.name,
        first.wall,
        _middle(second, "wall"),
        _middle(second, "cpu"),
        _middle(unchanged, "wall"),
        round(median(moved)),
    )


def _middle(runs: list[Run], name: str) -> float:
    return median(getattr(one, name) for one in runs)


def _state(way: Way) -> frozenset[object]:
    """Files by what tells one file on the disk from another: a file that is shared or stays is no file that moved."""
    if way.bucket is not None:
        return frozenset(way.bucket.files().items())
    stats = (path.stat() for path in way.place.resolve().rglob("*") if path.is_file())
    return frozenset((one.st_ino, one.st_mtime_ns, one.st_size) for one in stats)


def _moved(before: frozenset[object], after: frozenset[object]) -> int:
    return len(after - before)
