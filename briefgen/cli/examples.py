"""Examples of every command, shown at the end of its help. Tests run each of them in a small project."""

from __future__ import annotations

from collections.abc import Mapping

import click

EXAMPLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "init": (
        ("briefgen init my-briefings", "start a project in a new folder"),
        ("briefgen init --ci github", "add a workflow that builds and publishes"),
    ),
    "new": (
        ('briefgen new person "Grace Hopper"', "a record for a person"),
        ("briefgen new article storm --lang uk", "the Ukrainian version of an article"),
    ),
    "draft": (("briefgen draft seeds/2024-03-08-market.txt --dry-run", "show what would be proposed"),),
    "build": (
        ("briefgen build", "make the site in site/"),
        ("briefgen build --drafts --output preview", "with drafts, into another folder"),
        ("briefgen build --why articles/storm/", "tell why this page was made"),
    ),
    "serve": (("briefgen serve --open", "and open the browser"),),
    "check": (
        ("briefgen check", "say what is wrong"),
        ("briefgen check --links external", "ask other sites whether what you link to is there"),
        ("briefgen check report.txt", "say which claims and people a text touches"),
        ("briefgen check --fix", "show how house style would be mended"),
    ),
    "list": (
        ("briefgen list claims --where status=unverified --sort since", "open claims, the oldest first"),
        ('briefgen list people --where "!summary" --format paths', "files of people without a summary"),
        ('briefgen list articles --where "date>=2022-04" --columns date,title,authors', "what came out since"),
        ("briefgen list stale --format csv", "what is due, as a table"),
    ),
    "stale": (
        ("briefgen stale", "what is due for another look"),
        ("briefgen stale --days 90 --format ics", "as a calendar"),
    ),
    "archive": (("briefgen archive", "sources without an archived copy"),),
    "show": (
        ("briefgen show person:ada-lovelace", "a record"),
        ("briefgen show people/ada-lovelace/ --why", "a page, and why it was made"),
    ),
    "where": (("briefgen where person:ada-lovelace", "every place that leads to her"),),
    "graph": (("briefgen graph person:ada-lovelace -o ada.svg", "a drawing of what hangs together"),),
    "mentions": (("briefgen mentions storm", "who is named in an article, and why"),),
    "status": (
        (
            'briefgen status claim:bridge-closed confirmed --reason "Two agencies saw it." --evidence e1,e2',
            "show the entry; --write makes it",
        ),
    ),
    "rename": (("briefgen rename person:ada-lovelace ada-king", "show what would change"),),
    "merge": (("briefgen merge person:ada-byron person:ada-lovelace", "show what would change"),),
    "promote": (("briefgen promote person:charles-babbage", "show what would change"),),
    "upgrade": (("briefgen upgrade", "show what would change"), ("briefgen upgrade --write", "change it")),
    "explain": (("briefgen explain E207", "what the code means, and what to do"),),
    "theme list": (("briefgen theme list", "themes that this project could use"),),
    "theme new": (("briefgen theme new evening --extends plain", "start a theme"),),
    "theme check": (("briefgen theme check plain", "what is wrong with it"),),
    "theme eject": (
        ("briefgen theme eject 404.html", "take over a template"),
        ("briefgen theme eject article.html --block onward", "or one block of it"),
    ),
    "theme diff": (("briefgen theme diff", "what your own files change"),),
    "schema": (
        ("briefgen schema", "the schemas, and which files they are for"),
        ("briefgen schema people", "the schema of content/people.yaml"),
        ("briefgen schema --write", "write all of them to .schemas/, tell VS Code, and write snippets"),
    ),
    "lsp": (("briefgen lsp", "what an editor starts by itself"),),
    "doctor": (("briefgen doctor", "look whether all is well here"),),
    "mail": (
        ("briefgen mail storm", "an article as an e-mail"),
        ("briefgen mail digest", "the newest day’s articles"),
    ),
    "audit": (
        ("briefgen audit", "judge site/"),
        ("briefgen audit preview --only links", "another folder, its links alone"),
    ),
    "publish": (
        ("briefgen publish --dry-run", "show what would be done"),
        ("briefgen publish live", "publish to the target named live"),
        ("briefgen publish live --verify", "and look at what readers get"),
    ),
    "guard check": (("briefgen guard check", "look through site/"), ("briefgen guard check preview", "or any folder")),
    "guard export": (("briefgen guard export", "with the key in BRIEFGEN_GUARD_KEY"),),
    "redact": (("briefgen redact person:ada-lovelace", "every place that names her"),),
    "rollback": (
        ("briefgen rollback live --list", "show the releases that are kept"),
        ("briefgen rollback live", "go back by one"),
        ("briefgen rollback live --to 20220408T193000Z-3f2a91c0", "go to this one, back or forth"),
    ),
    "clean": (("briefgen clean", "remove the site and what was found out for it"),),
    "completion": (
        ("briefgen completion bash", 'in ~/.bashrc: eval "$(briefgen completion bash)"'),
        ("briefgen completion zsh", 'in ~/.zshrc: eval "$(briefgen completion zsh)"'),
        ("briefgen completion fish", "> ~/.config/fish/completions/briefgen.fish"),
        ("briefgen completion powershell", "| Out-String | Invoke-Expression, in $PROFILE"),
    ),
}
"""By command: lines to type, each with what it does."""


def with_examples(command: click.Command, name: str) -> click.Command:
    """The command with its examples below its options; so are the commands of a group."""
    if isinstance(command, click.Group):
        for inner, one in command.commands.items():
            with_examples(one, f"{name} {inner}")
    elif found := EXAMPLES.get(name):
        lines = "\n".join(f"  {line}\n      {meaning}" for line, meaning in found)
        command.epilog = f"\b\nExamples:\n{lines}"
    return command
