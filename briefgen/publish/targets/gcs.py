"""Buckets of Google Cloud Storage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.model.publishing import GcsTarget
from briefgen.publish.fault import PublishFaultError
from briefgen.publish.needs import need
from briefgen.publish.target import Context, InPlace

if TYPE_CHECKING:
    from obstore.store import GCSConfig, GCSCredential

LOGIN = "log in with `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS to the file of an account’s key"
SCOPE = "https://www.googleapis.com/auth/devstorage.read_write"


def open_target(settings: GcsTarget, context: Context) -> InPlace:
    """Open the bucket. Raises `PublishFaultError` when there is nothing to log in with."""
    need("gcs", "obstore")
    from obstore.store import GCSStore

    from briefgen.publish.bucket import RETRYING, Bucket, Words, client, refuse_odd_names

    refuse_odd_names(settings.bucket, settings.prefix)
    prefix = settings.prefix.strip("/")
    where = "/".join(filter(None, (f"gs://{settings.bucket}", prefix)))
    config: GCSConfig = {"base_url": settings.endpoint.rstrip("/")} if settings.endpoint else {}
    store = GCSStore(
        settings.bucket,
        prefix=prefix or None,
        config=config,
        client_options=client(settings.endpoint),
        retry_config=RETRYING,
        credential_provider=_tokens(settings, context, where),
    )
    words = Words(
        bucket=f"bucket {settings.bucket}",
        create=f"create it: `gcloud storage buckets create gs://{settings.bucket}`, or correct `bucket` in briefgen.yaml",
        login=LOGIN,
        rights="give this account the role “Storage Object Admin” on the bucket",
    )
    return Bucket(store, where, settings.compress, settings.parallel, words, context.say)


def _tokens(settings: GcsTarget, context: Context, where: str) -> Callable[[], GCSCredential]:
    """Where short-lived tokens come from: one that is given, a key file, else Google's own logins."""
    given = context.secrets.find("access_token", "GOOGLE_OAUTH_ACCESS_TOKEN", "CLOUDSDK_AUTH_ACCESS_TOKEN")
    if given is not None:
        return lambda: {"token": given.reveal(), "expires_at": None}
    need("gcs", "google.auth", "requests")
    from google.auth import default, load_credentials_from_file
    from google.auth.exceptions import GoogleAuthError
    from google.auth.transport.requests import Request

    try:
        if settings.credentials_file:
            path = context.root / Path(settings.credentials_file).expanduser()
            credentials: Any = load_credentials_from_file(str(path), scopes=[SCOPE])[0]
        else:
            credentials = default(scopes=[SCOPE])[0]
        request = Request()
        credentials.refresh(request)
    except (GoogleAuthError, OSError) as error:
        raise PublishFaultError(f"there is nothing to log in to {where} with ({type(error).__name__})", LOGIN) from None

    def fresh() -> GCSCredential:
        if not credentials.valid:
            credentials.refresh(request)
        expiry: datetime | None = credentials.expiry
        if expiry is not None and expiry.tzinfo is None:
            from datetime import UTC

            expiry = expiry.replace(tzinfo=UTC)
        return {"token": credentials.token, "expires_at": expiry}

    return fresh
