"""Containers of Azure Blob Storage."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from briefgen.model.publishing import AzureTarget
from briefgen.publish.fault import PublishFaultError
from briefgen.publish.needs import need
from briefgen.publish.secrets import Secrets
from briefgen.publish.target import Context, InPlace

if TYPE_CHECKING:
    from obstore.store import AzureConfig

LOGIN = "set AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN, or log in with `az login`"


def open_target(settings: AzureTarget, context: Context) -> InPlace:
    """Open the container. Raises `PublishFaultError` when there is nothing to log in with."""
    need("azure", "obstore")
    from obstore.exceptions import BaseError
    from obstore.store import AzureStore

    from briefgen.publish.bucket import RETRYING, Bucket, Words, client, refuse_odd_names

    refuse_odd_names(settings.container, settings.prefix, settings.account)
    prefix = settings.prefix.strip("/")
    where = "/".join(filter(None, (f"azure://{settings.account}/{settings.container}", prefix)))
    config: AzureConfig = {"account_name": settings.account}
    if settings.endpoint:
        config["endpoint"] = settings.endpoint.rstrip("/")
    login = _login(context.secrets, where)
    try:
        store = AzureStore(
            settings.container,
            prefix=prefix or None,
            config=config,
            client_options=client(settings.endpoint),
            retry_config=RETRYING,
            **login,
        )
    except (ValueError, BaseError):
        # It names what it was given, so nothing of that is repeated.
        raise PublishFaultError(f"the key for {where} has not the right form", LOGIN) from None
    words = Words(
        bucket=f"container {settings.container}",
        create="switch “Static website” on for the storage account, which creates `$web`; or correct `container` in briefgen.yaml",
        login=LOGIN,
        rights="give this account the role “Storage Blob Data Contributor” on the container",
    )
    return Bucket(store, where, settings.compress, settings.parallel, words, context.say)


def _login(secrets: Secrets, where: str) -> dict[str, Any]:
    """The account's key, a signature, a service's secret, or whoever is logged in with Azure's own tool."""
    if (key := secrets.find("account_key", "AZURE_STORAGE_KEY", "AZURE_STORAGE_ACCOUNT_KEY")) is not None:
        return {"account_key": key.reveal()}
    if (signature := secrets.find("sas_token", "AZURE_STORAGE_SAS_TOKEN", "AZURE_STORAGE_SAS_KEY")) is not None:
        return {"sas_key": signature.reveal().lstrip("?")}
    if (secret := secrets.find("client_secret", "AZURE_CLIENT_SECRET")) is not None:
        identity = secrets.find("client_id", "AZURE_CLIENT_ID")
        tenant = secrets.find("tenant_id", "AZURE_TENANT_ID")
        if identity is None or tenant is None:
            raise PublishFaultError(
                f"there is a secret for {where}, but nobody it belongs to", "set AZURE_CLIENT_ID and AZURE_TENANT_ID"
            )
        return {"client_id": identity.reveal(), "client_secret": secret.reveal(), "tenant_id": tenant.reveal()}
    if shutil.which("az") is not None:
        return {"use_azure_cli": True}
    raise PublishFaultError(f"there is nothing to log in to {where} with", LOGIN)
