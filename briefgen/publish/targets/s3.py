"""Buckets of Amazon S3, and of stores that speak its language: R2, B2, MinIO, Spaces, Wasabi."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Struct

from briefgen.model.publishing import S3Target
from briefgen.publish.fault import PublishFaultError
from briefgen.publish.needs import need
from briefgen.publish.secrets import Secrets
from briefgen.publish.target import Context, InPlace

if TYPE_CHECKING:
    from obstore.store import S3Config

LOGIN = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with `aws configure` or `aws sso login`; `profile` names one of several"


def open_target(settings: S3Target, context: Context) -> InPlace:
    """Open the bucket. Raises `PublishFaultError` when there is nothing to log in with."""
    need("s3", "obstore")
    from obstore.store import S3Store

    from briefgen.publish.bucket import RETRYING, Bucket, Words, client, refuse_odd_names

    refuse_odd_names(settings.bucket, settings.prefix)
    keys = keys_of(settings, context.secrets)
    region = settings.region or keys.region
    config: S3Config = {
        "virtual_hosted_style_request": not settings.path_style and "." not in settings.bucket,
        **({"region": region} if region else {}),
    }
    if settings.endpoint:
        config["endpoint"] = endpoint_of(settings)
    store = S3Store(
        settings.bucket,
        prefix=settings.prefix.strip("/") or None,
        config=config,
        client_options=client(settings.endpoint),
        retry_config=RETRYING,
        **keys.options,
    )
    where = "/".join(filter(None, (f"s3://{settings.bucket}", settings.prefix.strip("/"))))
    words = Words(
        bucket=f"bucket {settings.bucket}",
        create=f"create it: `aws s3 mb s3://{settings.bucket}`, or correct `bucket` in briefgen.yaml",
        login=LOGIN,
        rights="allow s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket for these keys",
    )
    return Bucket(store, where, settings.compress, settings.parallel, words, context.say)


def endpoint_of(settings: S3Target) -> str:
    """Address of the store; with the bucket in the name of the host unless that is to be in the path."""
    if settings.path_style or "." in settings.bucket:
        return settings.endpoint.rstrip("/")
    parts = urlsplit(settings.endpoint)
    return f"{parts.scheme}://{settings.bucket}.{parts.netloc}{parts.path.rstrip('/')}"


class Keys(Struct, frozen=True):
    """What to log in with: arguments of the store, never to be shown."""

    options: dict[str, Any]
    region: str

    def __repr__(self) -> str:
        return "Keys()"


def keys_of(settings: S3Target, secrets: Secrets) -> Keys:
    """The target's own keys; else those of the environment, unless a profile is named; else AWS's own settings and logins.

    Raises `PublishFaultError` when there are none.
    """
    for usual in ((), ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")):
        if usual and settings.profile:
            break
        names = iter(usual)
        key, secret, token = (
            secrets.find(name, *filter(None, [next(names, "")]))
            for name in ("access_key_id", "secret_access_key", "session_token")
        )
        if key is not None and secret is not None:
            options = {"access_key_id": key.reveal(), "secret_access_key": secret.reveal()}
            return Keys(options | ({"session_token": token.reveal()} if token is not None else {}), "")
    return _from_profile(settings)


def _from_profile(settings: S3Target) -> Keys:
    """Profiles, single sign-on, roles and computers of Amazon's: all that its own client knows."""
    need("s3", "boto3")
    from boto3.session import Session
    from botocore.exceptions import BotoCoreError
    from obstore.auth.boto3 import Boto3CredentialProvider

    try:
        session = Session(profile_name=settings.profile or None)
        provider = Boto3CredentialProvider(session)
        provider()
    except ValueError:
        raise PublishFaultError(f"there is nothing to log in to s3://{settings.bucket} with", LOGIN) from None
    except BotoCoreError as error:
        raise PublishFaultError(f"cannot log in to s3://{settings.bucket}: {type(error).__name__}", LOGIN) from None
    return Keys({"credential_provider": provider}, session.region_name or "")
