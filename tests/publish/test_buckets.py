"""Buckets: moto's S3, Azurite, and a store that follows the reference of Google's. The contract, then the command."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import pytest
from google_store import TOKEN, GoogleStore  # type: ignore[import-not-found]
from hosts import Clock, everything, orders  # type: ignore[import-not-found]
from projects import PATIENT, new_project  # type: ignore[import-not-found]
from servers import AZURE_ACCOUNT, AZURE_KEY, Between, Canned, Heard, Wire, ask, azure_server, make_bucket, s3_server  # type: ignore[import-not-found]  # fmt: skip
from test_readers import Crawler  # type: ignore[import-not-found]

from briefgen.model.publishing import AnyTarget, AzureTarget, GcsTarget, S3Target
from briefgen.publish.engine import Done, World, publish
from briefgen.publish.fault import OvertakenError, PublishFaultError
from briefgen.publish.lock import Choice
from briefgen.publish.registry import open_target
from briefgen.publish.retry import Patience
from briefgen.publish.secrets import Secrets
from briefgen.publish.snapshot import Snapshot
from briefgen.publish.target import Context, InPlace, Upload

numbers = count()
S3_ENV = {"AWS_ACCESS_KEY_ID": "AKIAMADEUP", "AWS_SECRET_ACCESS_KEY": "made-up-secret-of-the-tests"}


class Place(NamedTuple):
    """An empty place in a store, and how to speak to it."""

    settings: Callable[[int], AnyTarget]
    """From a port; that of the server, or of something on the way to it."""
    env: dict[str, str]
    port: int
    path: str
    """Of its files, for readers."""

    def open(self, root: Path, port: int = 0, said: list[str] | None = None, **env: str) -> InPlace:
        context = Context("live", root, root / "store", Secrets("live", {**self.env, **env}), "", (said if said is not None else []).append)  # fmt: skip
        target = open_target(self.settings(port or self.port), context)
        assert hasattr(target, "put")
        return target

    def read(self, path: str) -> Heard:
        return ask(self.port, "GET", f"{self.path}/{path}")

    def site(self, paths: list[str]) -> dict[str, bytes]:
        return {one: heard.data for one in paths if (heard := self.read(one)).status == 200}


@pytest.fixture(scope="module")
def s3_port() -> Iterator[int]:
    with s3_server() as port:
        yield port


@pytest.fixture
def s3(s3_port: int) -> Place:
    name = f"site{next(numbers)}"
    make_bucket(s3_port, name)
    return Place(
        lambda port: S3Target(kind="s3", bucket=name, prefix="news", endpoint=f"http://127.0.0.1:{port}", path_style=True, region="us-east-1"),
        S3_ENV, s3_port, f"/{name}/news",
    )  # fmt: skip


@pytest.fixture(scope="module")
def azure_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with azure_server(tmp_path_factory.mktemp("azurite")) as port:
        yield port


@pytest.fixture
def azure(azure_port: int) -> Place:
    prefix = f"news{next(numbers)}"
    return Place(
        lambda port: AzureTarget(kind="azure", account=AZURE_ACCOUNT, prefix=prefix, endpoint=f"http://127.0.0.1:{port}/{AZURE_ACCOUNT}"),
        {"AZURE_STORAGE_KEY": AZURE_KEY}, azure_port, f"/{AZURE_ACCOUNT}/$web/{prefix}",
    )  # fmt: skip


@pytest.fixture
def gcs() -> Iterator[Place]:
    with GoogleStore() as store:
        yield Place(
            lambda port: GcsTarget(kind="gcs", bucket="site", prefix="news", endpoint=f"http://127.0.0.1:{port}"),
            {"BRIEFGEN_LIVE_ACCESS_TOKEN": TOKEN}, store.port, "/site/news",
        )  # fmt: skip


@pytest.fixture(params=["s3", "azure", "gcs"])
def place(request: pytest.FixtureRequest) -> Place:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Place)
    return found


def upload(folder: Path, path: str, data: bytes, **more: str) -> Upload:
    source = folder / f"source{next(numbers)}"
    source.write_bytes(data)
    told = {"content_type": "text/html; charset=utf-8", "cache_control": "public, max-age=60", **more}
    return Upload(path=path, source=source, digest="d", size=len(data), kind="page", **told)


def send(target: InPlace, folder: Path, files: dict[str, bytes], moment: int = 0, attempts: int = 6, recheck: bool = False, said: list[str] | None = None) -> Done:  # fmt: skip
    folder.mkdir(exist_ok=True)
    clock = Clock()
    heard = [] if said is None else said
    world = World(timing=clock.timing, say=heard.append, progress=lambda _, __: None, patience=Patience(attempts))
    told = orders(folder, files, moment, recheck=recheck, choice=Choice(break_it=True))
    with Snapshot(folder) as snapshot:
        return publish(target, told, world, snapshot, everything)


def test_readers_get_the_bytes_with_their_headers(place: Place, tmp_path: Path) -> None:
    target = place.open(tmp_path)
    awkward = "people/ünal o'neil & 100%.html"
    files = [
        upload(tmp_path, "index.html", b"<p>front"),
        upload(tmp_path, "assets/x.0123456789ab.css", b"p{}", content_type="text/css; charset=utf-8", cache_control="public, max-age=31536000, immutable", encoding="gzip"),
        upload(tmp_path, "film.mp4", bytes(range(256)) * 48_000, content_type="video/mp4"),
        upload(tmp_path, "empty.txt", b"", content_type="text/plain; charset=utf-8"),
        upload(tmp_path, awkward, b"awkward"),
    ]  # fmt: skip
    sent = dict(target.put(files))
    assert sent.keys() == {one.path for one in files}
    assert all(sent.values())
    front = place.read("index.html")
    assert (front.status, front.data) == (200, b"<p>front")
    assert front.headers["content-type"] == "text/html; charset=utf-8"
    assert front.headers["cache-control"] == "public, max-age=60"
    style = place.read("assets/x.0123456789ab.css")
    assert style.headers["content-encoding"] == "gzip"
    assert "immutable" in style.headers["cache-control"]
    assert place.read("film.mp4").data == files[2].source.read_bytes()
    assert place.read("film.mp4").headers["content-type"] == "video/mp4"
    assert place.read("people/%C3%BCnal%20o'neil%20%26%20100%25.html").data == b"awkward"
    assert list(target.delete(["index.html", "film.mp4", "never.html"])) == ["index.html", "film.mp4", "never.html"]
    assert place.read("index.html").status == 404
    assert place.read("empty.txt").status == 200


def test_what_is_there_already_is_told(place: Place, tmp_path: Path) -> None:
    target = place.open(tmp_path)
    list(target.put([upload(tmp_path, f"p{number}.html", b"x" * number) for number in range(70)]))
    few = target.held(["p3.html", "none.html"])
    assert {path: one.size for path, one in few.items()} == {"p3.html": 3}
    many = target.held([*(f"p{number}.html" for number in range(70)), "none.html"])
    assert {path: one.size for path, one in many.items()} == {f"p{number}.html": number for number in range(70)}
    assert {one.md5 for one in many.values()} == {""} or many["p1.html"].md5 == "9dd4e461268c8034f5c8564e155c67a6"


def test_one_of_several_takes_the_lock(place: Place, tmp_path: Path) -> None:
    ann, bob = place.open(tmp_path), place.open(tmp_path)
    assert ann.read_lock() is None
    assert ann.swap_lock(None, b"ann")
    assert not bob.swap_lock(None, b"bob")
    assert bob.read_lock() == b"ann"
    assert not bob.swap_lock(b"carl", b"bob")
    assert ann.swap_lock(b"ann", b"ann, still")
    assert not bob.swap_lock(b"ann", b"bob")
    assert ann.swap_lock(b"ann, still", None)
    assert bob.read_lock() is None
    assert ann.swap_lock(None, None)
    assert bob.swap_lock(None, b"bob")
    assert not ann.swap_lock(None, b"ann")


def test_the_lock_goes_to_one_of_many_who_ask_at_once(place: Place, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for round_number in range(3):
        with ThreadPoolExecutor(6) as pool:
            won = list(pool.map(lambda who: place.open(tmp_path).swap_lock(None, f"{who}".encode()), range(6)))
        assert won.count(True) == 1, round_number
        host = place.open(tmp_path)
        assert host.swap_lock(host.read_lock(), None)


def test_a_list_that_somebody_else_has_written_is_not_written_over(place: Place, tmp_path: Path) -> None:
    ann, bob = place.open(tmp_path), place.open(tmp_path)
    assert ann.read_state("manifest.json") is None
    assert bob.read_state("manifest.json") is None
    ann.write_state("manifest.json", b"ann")
    ann.write_state("manifest.json", b"ann again")
    with pytest.raises(OvertakenError):
        bob.write_state("manifest.json", b"bob")
    assert ann.read_state("manifest.json") == b"ann again"
    ann.write_state("manifest.json", None)
    assert place.open(tmp_path).read_state("manifest.json") is None


def test_only_what_changed_is_sent(place: Place, tmp_path: Path) -> None:
    site = {f"p{number}.html": b"page %d" % number for number in range(12)} | {"index.html": b"front"}
    send(place.open(tmp_path), tmp_path / "a", site)
    with Between(place.port) as between:
        target = place.open(tmp_path, between.port)
        done = send(target, tmp_path / "a", {**site, "p3.html": b"other"}, 10)
    puts = [one for one in between.asked if one.startswith("PUT") and unquote(one).endswith(".html")]
    assert len(puts) == 1
    assert done.plan.changed == ("p3.html",)
    assert place.site(list(site)) == {**site, "p3.html": b"other"}


def test_what_somebody_has_changed_there_is_seen(place: Place, tmp_path: Path) -> None:
    """By its ETag even where the size is the same: sent again when asked for; left alone once it is no longer part of the site."""
    site = {f"p{number}.html": b"page %d" % number for number in range(5)} | {"index.html": b"front"}
    send(place.open(tmp_path), tmp_path / "a", site)
    list(place.open(tmp_path).put([upload(tmp_path, "p1.html", b"paeg 1"), upload(tmp_path, "p2.html", b"paeg 2")]))
    list(place.open(tmp_path).delete(["index.html"]))
    del site["p2.html"]
    assert not send(place.open(tmp_path), tmp_path / "a", site, 10).plan.changed
    done = send(place.open(tmp_path), tmp_path / "a", site, 20, recheck=True)
    assert done.plan.changed == ("index.html", "p1.html")
    assert place.site(list(site)) == site
    said: list[str] = []
    send(place.open(tmp_path), tmp_path / "a", site, 10**7, said=said)
    assert [one for one in said if one.startswith("note: p2.html left the site")] == said != []
    assert place.read("p2.html").data == b"paeg 2"


OLD = {"index.html": b"old front", "a/index.html": b"old a", "b/index.html": b"old b", "gone/index.html": b"going"}
NEW = {
    "index.html": b"new front" * 900, "a/index.html": b"new a" * 900, "b/index.html": b"old b", "c/index.html": b"c", "s.css": b"p{}",
}  # fmt: skip


def is_whole(place: Place) -> None:
    """Every page of both sites is the old one or the new one."""
    for path in OLD.keys() & NEW.keys():
        assert place.read(path).data in {OLD[path], NEW[path]}, path


@pytest.mark.parametrize(
    ("place", "share"),
    [("s3", 0.05), ("s3", 0.4), ("s3", 0.6), ("s3", 0.8), ("azure", 0.5), ("gcs", 0.5)],
    indirect=["place"],
)
def test_a_line_that_is_cut_for_good_leaves_a_whole_site(place: Place, tmp_path: Path, share: float) -> None:
    """Wherever it is cut, each page is old or new, and the next publish does the rest."""
    send(place.open(tmp_path), tmp_path / "a", OLD)
    with Wire(place.port) as wire:
        wire.cut_after(int(share * 21_000), mends=False)
        with pytest.raises(PublishFaultError) as fault:
            send(place.open(tmp_path, wire.port), tmp_path / "a", NEW, 10, attempts=1)
        assert wire.cuts == 1
        assert "cannot be reached" in str(fault.value)
    is_whole(place)
    send(place.open(tmp_path), tmp_path / "a", NEW, 20)
    assert place.site(list(NEW)) == NEW
    assert place.read("gone/index.html").status == 200
    send(place.open(tmp_path), tmp_path / "a", NEW, 10**7)
    assert place.read("gone/index.html").status == 404


@pytest.mark.parametrize(
    ("place", "bytes_"),
    [("s3", 300), ("s3", 2500), ("s3", 7000), ("s3", 14_000), ("azure", 7000), ("gcs", 7000)],
    indirect=["place"],
)
def test_a_line_that_is_cut_once_is_not_even_noticed(place: Place, tmp_path: Path, bytes_: int) -> None:
    with Wire(place.port) as wire:
        wire.cut_after(bytes_)
        send(place.open(tmp_path, wire.port), tmp_path / "a", NEW)
        assert wire.cuts == 1
    assert place.site(list(NEW)) == NEW


@pytest.mark.parametrize(
    ("place", "status"), [("s3", 429), ("s3", 500), ("azure", 503), ("gcs", 429)], indirect=["place"]
)
def test_a_busy_store_is_asked_again(place: Place, tmp_path: Path, status: int) -> None:
    turns = count()

    def script(method: str, path: str) -> Canned | None:
        return Canned(status, b"<Error><Code>SlowDown</Code></Error>", {"Retry-After": "1"}) if next(turns) % 3 == 1 else None  # fmt: skip

    with Between(place.port, script) as between:
        send(place.open(tmp_path, between.port), tmp_path / "a", NEW)
    assert place.site(list(NEW)) == NEW


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (403, "AccessDenied", "does not allow that"),
        (403, "RequestTimeTooSkewed", "clock"),
        (403, "SignatureDoesNotMatch", "does not accept the keys"),
        (404, "NoSuchBucket", "there is no bucket"),
        (507, "XMinioStorageFull", "takes no more"),
        (400, "QuotaExceeded", "takes no more"),
        (301, "PermanentRedirect", "another region"),
    ],
)
def test_what_a_person_must_mend_is_told_at_once(s3: Place, tmp_path: Path, status: int, code: str, message: str) -> None:  # fmt: skip
    answer = Canned(status, f"<Error><Code>{code}</Code><Message>Made up</Message></Error>".encode())

    def script(method: str, path: str) -> Canned | None:
        return answer if method == "PUT" and "/a/" in path else None

    with Between(s3.port, script) as between, pytest.raises(PublishFaultError, match=message) as fault:
        send(s3.open(tmp_path, between.port), tmp_path / "a", NEW)
    assert type(fault.value) is PublishFaultError
    assert fault.value.hint
    send(s3.open(tmp_path), tmp_path / "a", NEW, 10)
    assert s3.site(list(NEW)) == NEW


def test_a_missing_bucket_and_missing_keys(place: Place, s3_port: int, tmp_path: Path) -> None:
    missing = S3Target(kind="s3", bucket="nowhere", endpoint=f"http://127.0.0.1:{s3_port}", path_style=True)
    context = Context("live", tmp_path, tmp_path, Secrets("live", S3_ENV), "", lambda _: None)
    target = open_target(missing, context)
    assert hasattr(target, "read_state")
    with pytest.raises(PublishFaultError, match=r"there is no bucket nowhere \(NoSuchBucket\)"):
        target.read_state("manifest.json")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (S3Target(kind="s3", bucket="Bad bucket!", endpoint="http://127.0.0.1:1"), "“Bad bucket!” is no name"),
        (S3Target(kind="s3", bucket="b", prefix="a//../b", endpoint="http://127.0.0.1:1"), "is no folder of a bucket"),
        (GcsTarget(kind="gcs", bucket="b/c", endpoint="http://127.0.0.1:1"), "“b/c” is no name"),
        (AzureTarget(kind="azure", account="no body", endpoint="http://127.0.0.1:1"), "“no body” is no name"),
        (AzureTarget(kind="azure", account="nobody", endpoint="http://127.0.0.1:1"), "has not the right form"),
    ],
)
def test_odd_names_and_keys_are_told(tmp_path: Path, settings: AnyTarget, message: str) -> None:
    secrets = Secrets("live", {**S3_ENV, "AZURE_STORAGE_KEY": "not base64!", "GOOGLE_OAUTH_ACCESS_TOKEN": TOKEN})
    with pytest.raises(PublishFaultError, match=message) as fault:
        open_target(settings, Context("live", tmp_path, tmp_path, secrets, "", lambda _: None))
    assert "base64" not in str(fault.value)


def test_a_store_without_conditions_is_used_with_a_word_of_warning(s3: Place, tmp_path: Path) -> None:
    """Some relatives of S3 refuse conditional writes; a lock is then as safe as reading it back can make it."""
    said: list[str] = []
    conditional = count()

    def script(method: str, path: str) -> Canned | None:
        refused = method == "PUT" and "lock.json" in path and next(conditional) < 4
        return Canned(501, b"<Error><Code>NotImplemented</Code></Error>") if refused else None

    with Between(s3.port, script) as between:
        target = s3.open(tmp_path, between.port, said)
        assert target.swap_lock(None, b"ann")
        assert target.read_lock() == b"ann"
    assert len(said) == 1


def test_no_reader_meets_a_missing_page(s3: Place, tmp_path: Path) -> None:
    """Two projects publish to one bucket in turn; each is killed at some moment, then publishes to its end. A slow line all the while."""
    settings = s3.settings(s3.port)
    assert isinstance(settings, S3Target)

    def slowly(method: str, path: str) -> None:
        time.sleep(0.01)

    chance = random.Random(7)  # noqa: S311
    killed = 0
    with Between(s3.port, slowly) as between:
        words = f"  live: {{kind: s3, bucket: {settings.bucket}, prefix: news, endpoint: 'http://127.0.0.1:{between.port}', path_style: true, region: us-east-1, keep_removed: 0}}"  # fmt: skip
        ann = new_project(tmp_path / "ann", words, articles=6)
        bob = new_project(tmp_path / "bob", words, articles=5, text="It snowed. " * 40)
        for one in (ann, bob):
            one.good("publish", "--yes", **S3_ENV)
        began = time.monotonic()
        ann.good("publish", "--yes", **S3_ENV)
        usual = time.monotonic() - began
        crawler = Crawler(s3.port, (ann.site(), bob.site()), s3.path)
        crawler.start()
        for who in (bob, ann):
            killed += who.is_killed("publish", "--yes", after=chance.uniform(0.5, 0.9) * usual, **S3_ENV)
            who.good("publish", "--yes", **S3_ENV)
            assert s3.site(list(who.site())) == who.site()
            other = ann if who is bob else bob
            assert not s3.site(sorted(other.site().keys() - who.site().keys()))
        crawler.over.set()
        crawler.join(PATIENT)
    assert crawler.wrong == []
    assert crawler.rounds > 0
    assert killed > 0


def test_two_publish_at_once(place: Place, tmp_path: Path) -> None:
    """The second is told who is publishing; with patience it comes next, and both leave a whole site."""
    folder = tmp_path / "a"
    folder.mkdir()
    clock = Clock()
    world = World(timing=clock.timing, say=lambda _: None, progress=lambda _, __: None)
    ann, bob = place.open(tmp_path), place.open(tmp_path)
    refused: list[str] = []

    def meanwhile(_: object) -> None:
        """While the first holds the lock."""
        with Snapshot(tmp_path / "other") as snapshot, pytest.raises(PublishFaultError) as fault:
            publish(bob, orders(folder, OLD, 5, choice=Choice()), world, snapshot, everything)
        refused.append(str(fault.value))

    with Snapshot(folder) as snapshot:
        publish(ann, orders(folder, OLD, 0, choice=Choice()), world, snapshot, meanwhile)
    assert "is publishing here" in refused[0]
    assert place.site(list(OLD)) == OLD
    with Snapshot(folder) as snapshot:
        publish(bob, orders(folder, NEW, 10, choice=Choice()), world, snapshot, everything)
    assert place.site(list(NEW)) == NEW


def test_the_command_publishes_to_each(s3: Place, azure: Place, gcs: Place, tmp_path: Path) -> None:
    s3_settings, azure_settings, gcs_settings = s3.settings(s3.port), azure.settings(azure.port), gcs.settings(gcs.port)
    assert isinstance(s3_settings, S3Target)
    assert isinstance(azure_settings, AzureTarget)
    assert isinstance(gcs_settings, GcsTarget)
    project = new_project(
        tmp_path / "p",
        f"  s3: {{kind: s3, bucket: {s3_settings.bucket}, prefix: news, endpoint: '{s3_settings.endpoint}', path_style: true, compress: gzip}}\n"
        f"  azure: {{kind: azure, account: {AZURE_ACCOUNT}, prefix: {azure_settings.prefix}, endpoint: '{azure_settings.endpoint}'}}\n"
        f"  gcs: {{kind: gcs, bucket: site, prefix: news, endpoint: '{gcs_settings.endpoint}', cache: {{page: no-cache}}}}",
    )
    env = {**S3_ENV, "AZURE_STORAGE_KEY": AZURE_KEY, "GOOGLE_OAUTH_ACCESS_TOKEN": TOKEN}
    site = project.site()
    for name, place in (("s3", s3), ("azure", azure), ("gcs", gcs)):
        assert "added" in project.good("publish", name, "--dry-run", **env)
        project.good("publish", name, **env)
        front = place.read("index.html")
        assert front.status == 200, name
        assert front.headers["content-type"] == "text/html; charset=utf-8"
        packed = front.headers.get("content-encoding") == "gzip"
        assert packed == (name == "s3")
        if not packed:
            assert {path: place.read(path).data for path in site} == site
        assert project.good("publish", name, "--dry-run", **env).count("added") <= 1
    assert gcs.read("index.html").headers["cache-control"] == "no-cache"
    import gzip

    assert gzip.decompress(s3.read("index.html").data) == site["index.html"]
    ran = project.run("publish", "s3", AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="", HOME=str(tmp_path), AWS_EC2_METADATA_DISABLED="true")  # fmt: skip
    assert ran.code == 4
    assert "nothing to log in" in ran.err
    assert "aws configure" in ran.err
