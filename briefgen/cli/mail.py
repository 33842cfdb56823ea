"""`briefgen mail`."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.base.text import did_you_mean
from briefgen.cli.console import Console
from briefgen.cli.main import CONTENT, GOOD, USAGE
from briefgen.cli.options import project_of
from briefgen.formats.document import document_of
from briefgen.formats.mail import DIGEST
from briefgen.model.output import Page
from briefgen.model.site import split_key
from briefgen.output.words import Words
from briefgen.preparing import BuildOptions, prepare


@click.command("mail")
@click.argument("article", default=DIGEST)
@click.option("--text", "as_text", is_flag=True, help="Plain text instead of HTML.")
@click.option("--lang", default="", help="Language of the edition; the site’s own by default.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead.")
@click.option("--base-url", default="", help="Address of the site instead of the one in briefgen.yaml.")
@click.pass_context
def command(ctx: click.Context, article: str, as_text: bool, lang: str, output: Path | None, base_url: str) -> int:
    """Print an article as an e-mail, or the newest day’s articles: `digest`. ARTICLE is an id."""
    console, root = Console(), project_of(ctx)
    prepared = prepare(root, BuildOptions(base_url=base_url))
    if prepared.failed or prepared.theme is None:
        console.diagnostics(prepared.diagnostics, "text", prepared.texts.get)
        return CONTENT
    site = prepared.site
    if lang and lang != site.config.lang:
        if lang not in site.editions:
            known = ", ".join((site.config.lang, *site.editions))
            console.complain(f"the site has no edition in the language “{lang}”; it has: {known}")
            return USAGE
        site = site.editions[lang]
    if not site.config.url:
        console.complain(
            "an e-mail needs the site’s address for its links; write `url: https://…` into briefgen.yaml, or give --base-url"
        )
        return USAGE
    articles = {split_key(key)[1]: key for key in site.registers.get("article", ())}
    key = DIGEST if article == DIGEST else articles.get(article.removeprefix("article:"), "")
    if not key:
        hint = did_you_mean(article, articles) or "give the id of an article that readers may see"
        console.complain(f"there is no article “{article}”; {hint}")
        return USAGE
    ending = "txt" if as_text else "html"
    words = Words(site.config.lang, prepared.theme.words, site.config.timezone)
    data = document_of(site, Page(f"mail/{article}.{ending}", "", "mail", key, lang=site.prefix), words)
    if output is None:
        console.result(data.decode().rstrip("\n"))
    else:
        output.write_bytes(data)
    return GOOD
