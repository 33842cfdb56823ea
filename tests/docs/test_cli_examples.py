"""Every example in the page about commands is run, and every command and option is named there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from briefgen.cli.main import main

PAGE = Path(__file__).parents[2] / "docs/cli.md"


def test_examples_print_what_the_page_shows(follower: Callable[[str], Any]) -> None:
    follower("cli.md")


def test_every_command_and_option_is_named() -> None:
    text = PAGE.read_text(encoding="utf-8")
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert f"## {name}\n" in text
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                for option in parameter.opts:
                    assert f"{option}" in text, f"{name} {option}"
