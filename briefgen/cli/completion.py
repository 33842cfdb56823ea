"""`briefgen completion`."""

from __future__ import annotations

import os

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

from briefgen.cli.console import Console
from briefgen.cli.main import COMPLETION, GOOD, main

PROGRAM = "briefgen"

_BASH = """\
%(complete_func)s() {
    local line="${COMP_LINE:0:COMP_POINT}" current="" type value
    local words
    read -r -a words <<< "$line"
    local number=${#words[@]}
    if [[ "$line" != *[[:space:]] ]]; then
        number=$((number - 1))
        current="${words[$number]}"
    fi
    # bash takes a colon for the end of a word, so what stands before it is there already.
    local head="${current%%"${current##*:}"}"
    COMPREPLY=()
    while IFS=',' read -r type value; do
        case "$type" in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("${value#"$head"}") ;;
        esac
    done < <(env COMP_WORDS="$line" COMP_CWORD=$number %(complete_var)s=bash_complete "$1")
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | ForEach-Object { $_.Extent.Text })
    if (-not $wordToComplete) { $words += '' }
    $env:COMP_WORDS = $words -join "`n"
    $env:%(complete_var)s = 'powershell_complete'
    try {
        %(prog_name)s | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $(if ($help) { $help } else { $value }))
        }
    } finally {
        Remove-Item Env:COMP_WORDS, Env:%(complete_var)s
    }
}
"""


class _Bash(BashComplete):
    """As click has it, but for words with a colon, which keys have."""

    source_template = _BASH

    def source(self) -> str:
        """The script; which bash will run it is not ours to ask."""
        return self.source_template % self.source_vars()


class _PowerShell(ShellComplete):
    """The shell of Windows."""

    name = "powershell"
    source_template = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is typed, and that one."""
        words = os.environ.get("COMP_WORDS", "").split("\n")
        return words[1:-1], words[-1]

    def format_completion(self, item: CompletionItem) -> str:
        """A line for the script above."""
        return f"{item.value}\t{item.help or ''}"


SHELLS: dict[str, type[ShellComplete]] = {
    "bash": _Bash, "zsh": ZshComplete, "fish": FishComplete, "powershell": _PowerShell,
}  # fmt: skip
for _name, _made in SHELLS.items():
    add_completion_class(_made, _name)

_HELP = """Print a script with which your shell completes commands, options and ids.
"""


@click.command("completion", help=_HELP)
@click.argument("shell", type=click.Choice(list(SHELLS)))
def command(shell: str) -> int:
    """Print the script of a shell."""
    Console().result(SHELLS[shell](main, {}, PROGRAM, COMPLETION).source().rstrip("\n"))
    return GOOD
