"""What the checks of extensions have to say, under codes of their own and with the extension's name."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.base.diagnostics import Diagnostic, Spot
from briefgen.model.site import Site
from briefgen.reading.extensions import ExtensionFaultError, extensions_of, guarded

_CODES = {"error": "E412", "warning": "W413", "note": "I414"}


def check_by_extensions(site: Site) -> Iterator[Diagnostic]:
    """Everything the site's extensions have to say, faults of their own included."""
    try:
        for extension in extensions_of(site.config.extensions):
            for check in extension.checks:
                for one in guarded(extension, "a check", lambda check=check: tuple(check(site))):  # type: ignore[misc]
                    if one.level in _CODES:
                        message = f"{extension.name}: {one.message}"
                        yield Diagnostic(
                            _CODES[one.level], Spot(one.record, one.field), message, one.hint, record=one.record
                        )
    except ExtensionFaultError as fault:
        yield fault.diagnostic
