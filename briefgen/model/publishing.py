"""Where a site is published to: the targets under `publish:` in `briefgen.yaml`, one struct for each kind of host.

No field holds a secret. Tokens, keys and passwords come from the environment, the keyring or the client's own profile.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from msgspec import Meta

from briefgen.model.fields import Name, Url
from briefgen.model.parts import Value

OutputClass = Literal["asset", "page", "feed", "index"]
"""What a file is to a reader, and so when it is sent: `asset` first, then `page`, `feed`, `index`."""
TargetKind = Literal["folder", "git", "ssh", "s3", "gcs", "azure", "archive", "netlify", "cloudflare"]
HostFile = Literal["_headers", "_redirects", "netlify.toml", "vercel.json"]
SecretName = Annotated[str, Meta(pattern="^[A-Z][A-Z0-9_]*$")]
"""Name of an environment variable, never its value."""
Caching = Annotated[str, Meta(pattern="^[A-Za-z0-9=, -]+$")]
"""Words of `Cache-Control`. They also go into settings for servers, where other signs would mean something else."""
Hours = Annotated[float, Meta(ge=0)]
Count = Annotated[int, Meta(ge=0)]
Port = Annotated[int, Meta(ge=1, le=65535)]


class Webhook(Value, frozen=True, kw_only=True):
    """An address that is called after publishing, with a short JSON text about what was done."""

    url: Url = ""
    """The address, when everybody may know it."""
    secret: SecretName = ""
    """Name of the environment variable that holds the address, when knowing it is enough to use it."""


class Notices(Value, frozen=True, kw_only=True):
    """Who is told after publishing. Nobody, unless written here."""

    indexnow: SecretName = ""
    """Name of the environment variable with the IndexNow key: search engines are told which pages changed."""
    indexnow_url: Url = "https://api.indexnow.org/indexnow"
    """Where IndexNow is told."""
    websub: Url = ""
    """A WebSub hub, which passes new entries of the site's feeds on."""
    webhooks: tuple[Webhook, ...] = ()
    """Addresses that are called."""


class PublishTarget(Value, frozen=True, kw_only=True):
    """What all targets have in common."""

    url: Url = ""
    """Where readers find what is published here; by default the site's `url`."""
    keep_removed: Hours = 24.0
    """Hours for which files that are no longer part of the site stay at the target, for readers who still have an old page open."""
    most_removals: Count = 50
    """Files that may be removed by one publish without `--yes`."""
    cache: dict[OutputClass, Caching] = {}
    """`Cache-Control` by class of file, where the host can be told: `{page: "public, max-age=60"}`."""
    record: bool = True
    """False for a place that readers do not know, such as a trial: its addresses are not noted as published."""
    host_files: tuple[HostFile, ...] = ()
    """Files with settings for the host that are published with the site: `_headers`, `_redirects`, `netlify.toml`, `vercel.json`."""
    notify: Notices = Notices()
    """Who is told after publishing."""


class FolderTarget(PublishTarget, frozen=True, kw_only=True):
    """A folder on this computer or on a mounted disk."""

    kind: Literal["folder"]
    """`folder`: a folder on this computer or on a mounted disk."""
    path: Name
    """The folder that the web server serves, from the project's folder on: `/srv/www/briefings`. `~` is your home folder."""
    releases: Count = 5
    """Releases that are kept beside it for `briefgen rollback`; 0 replaces the files one by one in the folder itself."""
    precompress: tuple[Literal["gz", "br"], ...] = ()
    """Compressed copies beside each text file, for servers that send them as they are: `[gz]`, `[gz, br]`."""


class GitTarget(PublishTarget, frozen=True, kw_only=True):
    """A branch of a git repository: GitHub, GitLab and Codeberg Pages."""

    kind: Literal["git"]
    """`git`: a branch of a git repository."""
    repository: Name
    """Address of the repository, as git takes it: `git@github.com:desk/site.git`, or a path."""
    branch: Name = "gh-pages"
    """Branch that is served."""
    folder: str = ""
    """Folder of the branch that is served, such as `docs`; by default the whole branch."""
    history: bool = True
    """True adds a commit for each publish, to which `briefgen rollback` can go back; False keeps one commit in the branch."""
    releases: Count = 5
    """Releases for `briefgen rollback` when there is no history: their commits keep names outside branches and tags; 0 keeps none."""
    cname: str = ""
    """Own domain, written into the file `CNAME`."""
    nojekyll: bool = True
    """True adds the file `.nojekyll`, so that GitHub serves the files as they are."""
    author: str = "briefgen <briefgen@example.org>"
    """Author of the commits."""
    message: str = "Publish the site"
    """First line of the commits."""


class SshTarget(PublishTarget, frozen=True, kw_only=True):
    """A folder on a server that is reached with ssh."""

    kind: Literal["ssh"]
    """`ssh`: a folder on a server that is reached with ssh."""
    host: Name
    """Name or address of the server, or a name from your `~/.ssh/config`."""
    path: Name
    """The folder there that the web server serves: `/srv/www/briefings`."""
    user: str = ""
    """Name to log in with; by default ssh's own choice."""
    port: Port | None = None
    """Port of the server; by default ssh's own choice."""
    tool: Literal["auto", "rsync", "sftp"] = "auto"
    """How files are sent; `auto` takes rsync for more than a megabyte where both sides have it, else SFTP."""
    releases: Count = 0
    """Releases that are kept beside the folder, which becomes a link to the current one, for `briefgen rollback`; 0 replaces the files one by one."""
    key_file: str = ""
    """File of the key to log in with; by default ssh's own choice."""
    known_hosts: str = ""
    """File of known servers; by default ssh's own."""
    precompress: tuple[Literal["gz", "br"], ...] = ()
    """Compressed copies beside each text file, for servers that send them as they are: `[gz]`, `[gz, br]`."""


class S3Target(PublishTarget, frozen=True, kw_only=True):
    """A bucket of Amazon S3 or of a store that speaks its language (R2, B2, MinIO, Spaces)."""

    kind: Literal["s3"]
    """`s3`: a bucket of Amazon S3 or of a store that speaks its language."""
    bucket: Name
    """Name of the bucket."""
    prefix: str = ""
    """Folder in the bucket; by default the whole bucket."""
    endpoint: Url = ""
    """Address of the store, when it is not Amazon’s."""
    region: str = ""
    """Region; by default that of the profile."""
    profile: str = ""
    """Profile of your AWS settings."""
    path_style: bool = False
    """True writes the bucket into the path of addresses instead of the host name, as small stores want it."""
    compress: Literal["", "gzip", "br"] = ""
    """Text files are stored compressed, and sent so to every reader: `gzip` or `br`."""
    parallel: Annotated[int, Meta(ge=1, le=64)] = 8
    """Files that are sent at once."""


class GcsTarget(PublishTarget, frozen=True, kw_only=True):
    """A bucket of Google Cloud Storage."""

    kind: Literal["gcs"]
    """`gcs`: a bucket of Google Cloud Storage."""
    bucket: Name
    """Name of the bucket."""
    prefix: str = ""
    """Folder in the bucket; by default the whole bucket."""
    endpoint: Url = ""
    """Address of the store, when it is not Google’s."""
    credentials_file: str = ""
    """File with the account’s key, outside the project; by default the client’s own login."""
    compress: Literal["", "gzip", "br"] = ""
    """Text files are stored compressed, and sent so to every reader: `gzip` or `br`."""
    parallel: Annotated[int, Meta(ge=1, le=64)] = 8
    """Files that are sent at once."""


class AzureTarget(PublishTarget, frozen=True, kw_only=True):
    """A container of Azure Blob Storage."""

    kind: Literal["azure"]
    """`azure`: a container of Azure Blob Storage."""
    account: Name
    """Name of the storage account."""
    container: Name = "$web"
    """Name of the container; `$web` is the one that Azure serves as a site."""
    prefix: str = ""
    """Folder in the container; by default the whole container."""
    endpoint: Url = ""
    """Address of the store, when it is not Azure’s."""
    compress: Literal["", "gzip", "br"] = ""
    """Text files are stored compressed, and sent so to every reader: `gzip` or `br`."""
    parallel: Annotated[int, Meta(ge=1, le=64)] = 8
    """Files that are sent at once."""


class ArchiveTarget(PublishTarget, frozen=True, kw_only=True):
    """One file that holds the whole site, to be sent or kept."""

    kind: Literal["archive"]
    """`archive`: one file that holds the whole site."""
    path: Name
    """The file; its ending decides: `.zip`, `.tar`, `.tar.gz`. For example `dist/site.zip`."""
    folder: str = ""
    """Folder inside the archive; by default the files lie at its top."""


class NetlifyTarget(PublishTarget, frozen=True, kw_only=True):
    """A site at Netlify."""

    kind: Literal["netlify"]
    """`netlify`: a site at Netlify."""
    site: Name
    """The site’s id or its name: `our-desk.netlify.app`."""
    api: Url = "https://api.netlify.com/api/v1"
    """Address of the interface."""
    parallel: Annotated[int, Meta(ge=1, le=64)] = 8
    """Files that are sent at once."""


class CloudflareTarget(PublishTarget, frozen=True, kw_only=True):
    """A project of Cloudflare Pages, through Cloudflare’s own command-line tool."""

    kind: Literal["cloudflare"]
    """`cloudflare`: a project of Cloudflare Pages."""
    project: Name
    """Name of the project."""
    account: str = ""
    """Id of the account; by default the tool’s own choice."""
    branch: str = "main"
    """Branch under which the release appears; the project’s production branch makes it public."""
    command: tuple[Name, ...] = ("wrangler",)
    """How the tool is called: `[npx, wrangler]`, for example."""


AnyTarget = (
    FolderTarget
    | GitTarget
    | SshTarget
    | S3Target
    | GcsTarget
    | AzureTarget
    | ArchiveTarget
    | NetlifyTarget
    | CloudflareTarget
)

TARGETS: Mapping[str, type[PublishTarget]] = MappingProxyType(
    {
        "folder": FolderTarget,
        "git": GitTarget,
        "ssh": SshTarget,
        "s3": S3Target,
        "gcs": GcsTarget,
        "azure": AzureTarget,
        "archive": ArchiveTarget,
        "netlify": NetlifyTarget,
        "cloudflare": CloudflareTarget,
    }
)
"""The struct of each kind."""
