"""Clients of hosts that are not installed with briefgen itself."""

from __future__ import annotations

from importlib.util import find_spec

from briefgen.publish.fault import PublishFaultError


def need(kind: str, *modules: str) -> None:
    """Raise `PublishFaultError` when what a kind of target needs is not installed."""
    if missing := [one for one in modules if find_spec(one) is None]:
        raise PublishFaultError(
            f"publishing to {kind} needs {' and '.join(missing)}, which is not installed",
            f"pip install 'briefgen[{kind}]'",
        )
