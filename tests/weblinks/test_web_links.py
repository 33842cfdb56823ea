"""`check --links external`, against a web on this machine: what is said, whom it asks, and how politely."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator, Mapping

import pytest
from loopback import Web, web
from small_sites import SmallSite

from briefgen.base.dates import parse_when
from briefgen.base.diagnostics import Diagnostic, Spot
from briefgen.cli.main import main
from briefgen.model.config import LinkSettings
from briefgen.preparing import BuildOptions, prepare
from briefgen.weblinks.ask import Asked, Asker
from briefgen.weblinks.check import check_web_links

Make = Callable[[Mapping[str, str | bytes]], SmallSite]
NOW = 1_700_000_000
QUICK = LinkSettings(delay=0, timeout=1, local=True, archive="")


@pytest.fixture
def server() -> Iterator[Web]:
    with web() as made:
        yield made


def ask(server: Web, *paths: str, settings: LinkSettings = QUICK) -> dict[str, Asked]:
    found = Asker(settings, "https://example.org/").ask(f"{server.url}{path}" for path in paths)
    return {path: found[f"{server.url}{path}"] for path in paths}


@pytest.mark.parametrize(
    ("path", "trouble"),
    [
        ("/fine", ""), ("/gone", "gone"), ("/removed", "gone"), ("/forbidden", "refused"), ("/broken", "failing"),
        ("/moved/fine", ""), ("/elsewhere/fine", ""), ("/moved/gone", "gone"), ("/circle", "loop"), ("/only-get", ""),
        ("/busy-once", ""), ("/busy", "busy"), ("/slow", "slow"), ("/cut", "failing"), ("/Привіт світ?a=ї", ""),
    ],
)  # fmt: skip
def test_every_kind_of_answer_is_understood(server: Web, path: str, trouble: str) -> None:
    """What is gone for good, what may be there tomorrow, and what is there."""
    assert ask(server, path)[path].trouble == trouble


def test_it_is_known_where_redirects_lead_and_whether_for_good(server: Web) -> None:
    found = ask(server, "/moved/fine", "/elsewhere/moved/fine", "/fine")
    told = {path: (one.final.removeprefix(server.url), one.for_good) for path, one in found.items()}
    assert told == {"/moved/fine": ("/fine", True), "/elsewhere/moved/fine": ("/fine", False), "/fine": ("", True)}


def test_hosts_and_certificates_that_are_none(server: Web) -> None:
    """A port where nobody listens, a name that nobody has, and https where there is none."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    urls = (nobody, "http://nobody.invalid/", f"https://127.0.0.1:{server.port}/")
    found = Asker(QUICK, "").ask(urls)
    assert [found[one].trouble for one in urls] == ["unreachable", "unreachable", "certificate"]


def test_head_comes_first_and_get_only_where_it_must(server: Web) -> None:
    """No page is fetched whole to see whether it is there."""
    ask(server, "/fine", "/only-get")
    asked = [(method, path) for method, path, _, _ in server.asked if path != "/robots.txt"]
    assert asked == [("HEAD", "/fine"), ("HEAD", "/only-get"), ("GET", "/only-get")]
    assert {agent.startswith("briefgen/") and "https://example.org/" in agent for _, _, agent, _ in server.asked} == {
        True
    }


def test_a_busy_host_is_left_in_peace(server: Web) -> None:
    """After it has asked for time that is too long to wait, nothing else is asked of it."""
    found = ask(server, "/busy", "/fine", "/gone")
    assert {one.trouble for one in found.values()} == {"busy"}
    assert server.times("/fine") == 0


def test_a_pause_is_made_between_two_questions(server: Web) -> None:
    """Also when many addresses of one host are asked for at once."""
    waited: list[float] = []
    asker = Asker(LinkSettings(delay=7, timeout=1, local=True), "", sleep=waited.append)
    asker.ask([f"{server.url}/{number}" for number in range(4)])
    # The first question is for robots.txt; every later one waits longer, as nobody really slept.
    assert [round(one) for one in waited] == [7, 14, 21, 28]


def test_robots_are_told_to_stay_away_and_do() -> None:
    with web("User-agent: *\nDisallow: /private/\n") as server:
        found = ask(server, "/private/page", "/fine")
        assert (found["/private/page"].trouble, found["/fine"].trouble) == ("robots", "")
        assert server.times("/private/page") == 0
        assert server.times("/robots.txt") == 1


def test_private_addresses_are_not_asked(server: Web) -> None:
    """Content from anybody cannot make this computer ask others in its network."""
    settings = LinkSettings(delay=0, timeout=1)
    assert ask(server, "/fine", settings=settings)["/fine"].trouble == "private"
    assert server.asked == []


# --- a whole project -------------------------------------------------------------------------------------------------


def project(small_site: Make, server: Web, **more: str) -> SmallSite:
    return small_site(
        {
            "/briefgen.yaml": f"url: https://example.org/\nlinks: {{delay: 0, timeout: 1, local: true, archive: '{server.url}/archive', skip: ['{server.url}/skipped']}}\n",
            "sources.yaml": (
                f"a: {{kind: webpage, title: A, url: '{server.url}/gone', accessed: 2022-04-02}}\n"
                f"b:\n  kind: webpage\n  title: B\n  url: {server.url}/removed\n"
                f"  archived: [{{url: '{server.url}/copy', service: perma, date: 2022-04-02}}]\n"
                f"c: {{kind: webpage, title: C, url: '{server.url}/moved/fine'}}\n"
            ),
            "articles/storm.md": (
                "---\ntitle: A storm\ndate: 2022-04-02\n---\n"
                f"It [rained]({server.url}/fine#there), [snowed]({server.url}/broken) and [hailed]({server.url}/gone).\n\n"
                f"[us](https://example.org/a/) [no]({server.url}/skipped/x) [here](#x) [mail](mailto:a@example.org)\n\n## X {{#x}}\n"
            ),
            **more,
        }
    )


def said(site: SmallSite, now: int = NOW, fresh: bool = False) -> list[tuple[str, str, str]]:
    prepared = prepare(site.root, BuildOptions(as_of=parse_when("2022-04-08")))
    assert prepared.state is not None

    def where(one: Diagnostic) -> str:
        return one.where.record if isinstance(one.where, Spot) else f"line {one.where.line}"

    found = check_web_links(site.root, prepared.state.records, now, fresh)
    return [(one.code, where(one), one.hint) for one in found]


def test_what_is_wrong_is_said_with_a_way_out(small_site: Make, server: Web) -> None:
    """Copies on file come first, else the archive is asked for the day on which the desk saw the page."""
    found = said(project(small_site, server))
    copy = "there is an archived copy: https://web.archive.org/web/20220402000000/the-page"
    assert found == [
        ("W321", "source:a", copy),
        ("W321", "source:b", f"an archived copy is on file: {server.url}/copy"),
        ("I322", "source:c", f"write {server.url}/fine"),
        ("I323", "line 5", "look at it yourself, or ask again another day"),
        ("W321", "line 5", copy),
    ]
    assert server.times("/skipped/x") == 0
    assert server.times("/gone") == 2  # HEAD and GET, once for all who link to it


def test_nobody_is_asked_twice_in_a_week(small_site: Make, server: Web) -> None:
    """Good addresses are believed for a week, what is gone for a day, passing trouble for an hour; --fresh believes nothing."""
    site = project(small_site, server)

    def counts() -> tuple[int, int, int]:
        return server.times("/fine"), server.times("/gone"), server.times("/broken")

    first = said(site)
    before = counts()
    assert said(site, NOW + 60) == first
    assert counts() == before
    said(site, NOW + 7200)
    assert [now > was for now, was in zip(counts(), before, strict=True)] == [False, False, True]
    before = counts()
    said(site, NOW + 2 * 86400)
    assert [now > was for now, was in zip(counts(), before, strict=True)] == [False, True, True]
    before = counts()
    said(site, NOW + 2 * 86400 + 60, fresh=True)
    assert [now > was for now, was in zip(counts(), before, strict=True)] == [True, True, True]


def test_readers_in_your_own_network_are_believed_at_once(small_site: Make, server: Web) -> None:
    """The message says to write `local: true`; whoever does must not hear it again from what is remembered."""
    article = f"---\ntitle: T\ndate: 2022-04-02\n---\n[A page]({server.url}/fine).\n"
    site = small_site({"/briefgen.yaml": "links: {delay: 0, archive: ''}\n", "articles/a.md": article})
    assert [code for code, _, _ in said(site)] == ["W321"]
    site.with_files({"/briefgen.yaml": "links: {delay: 0, archive: '', local: true}\n"})
    assert said(site) == []


def test_a_build_and_a_plain_check_ask_nobody(small_site: Make, server: Web) -> None:
    site = project(small_site, server)
    site.check()
    site.build()
    assert server.asked == []


def test_the_command_says_it_where_it_stands(small_site: Make, server: Web, capsys: pytest.CaptureFixture[str]) -> None:
    """With file, line and excerpt like everything else; a warning that somebody accepted stays quiet, in a plain check too."""
    site = project(small_site, server)
    assert main.main(["-C", str(site.root), "check", "--links", "external"], standalone_mode=False) == 0
    told = capsys.readouterr().err
    assert re.search(r"content/sources\.yaml:1:\d+: warning BG-W321", told)
    assert re.search(r"content/articles/storm\.md:5:\d+: warning BG-W321", told)
    sources = site.root / "content/sources.yaml"
    sources.write_text(sources.read_text().replace("accessed:", "accept: {W321: the archive has it}, accessed:"))
    main.main(["-C", str(site.root), "check", "--links", "external"], standalone_mode=False)
    told = capsys.readouterr().err
    assert not re.search(r"content/sources\.yaml:1:\d+: warning BG-W321", told)
    assert re.search(r"content/articles/storm\.md:5:\d+: warning BG-W321", told)
    main.main(["-C", str(site.root), "check"], standalone_mode=False)
    assert "W030" not in capsys.readouterr().err
