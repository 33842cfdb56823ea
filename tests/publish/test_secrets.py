"""Secrets from a real keyring and from the environment: they let in, and stand in no message, file, list or report of a mistake."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from google_store import TOKEN as GOOGLE_TOKEN  # type: ignore[import-not-found]
from google_store import GoogleStore
from netlify_server import NAME, NetlifyServer  # type: ignore[import-not-found]
from netlify_server import TOKEN as NETLIFY_TOKEN
from projects import Project, environment, new_project  # type: ignore[import-not-found]
from servers import AZURE_ACCOUNT, AZURE_KEY, Between, Canned, azure_server, make_bucket, s3_server  # type: ignore[import-not-found]  # fmt: skip

from briefgen.publish.fault import PublishFaultError
from briefgen.publish.secrets import Secrets


def keyring(folder: Path) -> dict[str, str]:
    """A keyring that is a file of its own, without a password."""
    return {"PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring", "XDG_DATA_HOME": str(folder / "keyring"), "HOME": str(folder)}  # fmt: skip


def test_a_token_from_the_keyring_lets_in(tmp_path: Path) -> None:
    """Set by the keyring's own command, as the page on publishing says; used by publishing and by going back."""
    world = keyring(tmp_path)
    with NetlifyServer() as netlify:
        project = new_project(tmp_path / "p", f"  live: {{kind: netlify, site: {NAME}, api: '{netlify.api}'}}")
        assert project.run("publish", **world).code == 4
        words = [sys.executable, "-m", "keyring", "set", "briefgen", "live/token"]
        subprocess.run(words, input=NETLIFY_TOKEN, text=True, env=environment(world), check=True)
        project.good("publish", **world)
        assert netlify.pages() == project.site()
        # A keyring with nothing behind it is as good as none.
        broken = {**world, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        ran = project.run("publish", **broken)
        assert ran.code == 4
        assert "there is no token" in ran.err


class Place:
    """A kind of host, the secrets for it, and what it answers when it is not well."""

    def __init__(self, settings: Callable[[int], str], port: int, secrets: dict[str, str]) -> None:
        self.settings, self.port, self.secrets = settings, port, secrets


@pytest.fixture(params=["s3", "gcs", "azure", "netlify"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "s3":
        with s3_server() as port:
            make_bucket(port, "site")
            env = {"AWS_ACCESS_KEY_ID": "AKIAFOUNDNOWHERE", "AWS_SECRET_ACCESS_KEY": "found/nowhere+at/all+in/the+tests", "AWS_SESSION_TOKEN": "session-found-nowhere"}  # fmt: skip
            yield Place(lambda at: f"{{kind: s3, bucket: site, endpoint: 'http://127.0.0.1:{at}', path_style: true, region: us-east-1}}", port, env)  # fmt: skip
    elif request.param == "gcs":
        with GoogleStore() as store:
            yield Place(lambda at: f"{{kind: gcs, bucket: site, endpoint: 'http://127.0.0.1:{at}'}}", store.port, {"BRIEFGEN_LIVE_ACCESS_TOKEN": GOOGLE_TOKEN})  # fmt: skip
    elif request.param == "azure":
        with azure_server(tmp_path / "azurite") as port:
            yield Place(lambda at: f"{{kind: azure, account: {AZURE_ACCOUNT}, endpoint: 'http://127.0.0.1:{at}/{AZURE_ACCOUNT}'}}", port, {"AZURE_STORAGE_KEY": AZURE_KEY})  # fmt: skip
    else:
        with NetlifyServer() as netlify:
            yield Place(lambda at: f"{{kind: netlify, site: {NAME}, api: 'http://127.0.0.1:{at}/api/v1'}}", netlify.port, {"NETLIFY_AUTH_TOKEN": NETLIFY_TOKEN})  # fmt: skip


HOOK = "http://127.0.0.1:1/hook/known-to-nobody"


def test_what_lets_in_is_written_nowhere(place: Place, tmp_path: Path) -> None:
    """After publishes that succeed, fail, are refused and are put to a server that repeats all it was sent: no secret in any text or file."""
    secrets = {**place.secrets, "HOOK_ADDRESS": HOOK}
    told = "notify: {webhooks: [{secret: HOOK_ADDRESS}]}}"
    said = []

    def publish(project: Project, *words: str) -> int:
        ran = project.run(
            "publish", "-v", "--format", "json", *words, hurry=True, **secrets, HOME=str(tmp_path), TMPDIR=str(tmp_path)
        )
        said.append(ran.out + ran.err)
        return ran.code

    turns = count()
    echo = json.dumps({"message": "you said " + " ".join(place.secrets.values())}).encode()
    answers: list[Canned | None] = [None]

    with Between(place.port, lambda method, path: answers[0] if next(turns) % 7 > 2 else None) as between:
        project = new_project(tmp_path / "p", f"  live: {place.settings(between.port)[:-1]}, {told}")
        for one in (None, Canned(403, echo), Canned(422, echo), Canned(200, echo)):
            answers[0] = one
            project.article("a1", f"It rained {len(said)} times.")
            project.good("build", "-q")
            code = publish(project)
            # Told that all is well, whatever was asked, some clients cannot but believe it.
            assert code == (4 if one else 0) or (one and one.status == 200 and code == 0)
        answers[0] = None
        assert publish(project) == 0
    assert "webhook 1" in said[0]
    held = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert held
    texts = [*said, *(one.read_bytes().decode(errors="replace") for one in held)]
    for secret in secrets.values():
        assert not [text for text in texts if secret in text]


def test_a_secret_in_two_lines_is_told_without_being_shown() -> None:
    """Pasted badly, it would be refused by the client, in words that show it."""
    with pytest.raises(PublishFaultError, match="the secret in USUAL is broken in two") as fault:
        Secrets("live", {"USUAL": "half-one\nhalf-two"}).find("token", "USUAL")
    assert "half" not in str(fault.value)


def test_a_report_of_a_mistake_holds_no_secret() -> None:
    """Mistakes of ours are written down for the makers; what clients say in them may hold what they were given."""
    secrets = Secrets("live", {"USUAL": "let'me in"})
    assert secrets.find("token", "USUAL")
    with pytest.raises(RuntimeError) as found, secrets.kept():
        raise ValueError(b"Bearer let'me in", "https://x/?key=let%27me%20in")
    assert "let" not in str(found.value)
    assert "ValueError" in str(found.value)
    assert found.value.__cause__ is None
