"""The only reader of the environment: every setting of an installation, checked once at start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sipp.rules.report_news import PhoneChannel

MEBIBYTE = 1024 * 1024
HIGHEST_PORT = 65535


class ConfigurationError(RuntimeError):
    """A setting is missing or unsafe; the message says which and what to do."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """Settings of one installation. Key rings are newest first."""

    data_dir: Path
    database_url: str
    secret_keys: tuple[str, ...] = field(repr=False)
    code_keys: tuple[str, ...] = field(repr=False)
    totp_keys: tuple[str, ...] = field(repr=False)
    is_demo: bool = False
    official_name: str | None = None
    scope: str = "national"
    hosts: tuple[str, ...] = ()
    base_url: str = "http://127.0.0.1:8000"
    mail_url: str = "console:"
    sms_url: str | None = field(default=None, repr=False)
    sms_number: str | None = None
    whatsapp_url: str | None = field(default=None, repr=False)
    whatsapp_secret: str | None = field(default=None, repr=False)
    redis_url: str | None = None
    port: int = 8000
    checks_links: bool = False
    is_testing: bool = False

    @property
    def project_dir(self) -> Path:
        """Where templates, static files and seed data stand."""
        return Path(__file__).parents[1]

    @property
    def index_dir(self) -> Path:
        """Where this host keeps its own search index."""
        return self.data_dir / "index"

    @property
    def attachments_dir(self) -> Path:
        """Where evidence files are stored under generated names."""
        return self.data_dir / "attachments"

    @property
    def documents_dir(self) -> Path:
        """What agencies publish as files: pledges. Open to everybody, unlike the attachments."""
        return self.data_dir / "documents"

    @property
    def erasure_ledger(self) -> Path:
        """What was erased: outside the database, so that a restore cannot bring it back."""
        return self.data_dir / "erasures.txt"

    @property
    def unfinished_restore(self) -> Path:
        """There while a restore is under way, or was cut off: nothing serves."""
        return self.data_dir / "restore-unfinished"

    @property
    def secrets_dir(self) -> Path:
        """Where a demonstration keeps what it generated."""
        return self.data_dir / "secrets"

    @property
    def temp_dir(self) -> Path:
        """Where exports are gathered, PostgreSQL's password lies during a backup, and heartbeats without /dev/shm.

        No uploads: Werkzeug spools one over 500 KiB to a nameless file in the system's own folder (``TMPDIR``).
        """
        return self.data_dir / "tmp"

    @property
    def static_dir(self) -> Path:
        """Where hashed, precompressed static files are built."""
        return self.data_dir / "static"

    @property
    def phone_channels(self) -> tuple[PhoneChannel, ...]:
        """How news reach phones from here, what is tried first in front."""
        urls: dict[PhoneChannel, str | None] = {"whatsapp": self.whatsapp_url, "sms": self.sms_url}
        return tuple(channel for channel, url in urls.items() if url)

    @property
    def serves_https(self) -> bool:
        """Whether citizens reach this installation over TLS (decides about Secure cookies and HSTS)."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Config":
        """Read and check the ``SIPP_*`` variables; ConfigurationError when one is wrong or a secret is missing."""
        env = os.environ if environ is None else environ
        data_dir = Path(env.get("SIPP_DATA", "instance")).absolute()
        is_demo = env.get("SIPP_DEMO", "") == "1"
        port = _port(env.get("PORT") or "8000")
        return cls(
            data_dir=data_dir,
            database_url=env.get("SIPP_DATABASE_URL") or f"sqlite:///{data_dir / 'sipp.sqlite3'}",
            secret_keys=_key_ring(env, "SIPP_SECRET_KEY", data_dir, is_demo),
            code_keys=_key_ring(env, "SIPP_CODE_KEY", data_dir, is_demo),
            totp_keys=_key_ring(env, "SIPP_TOTP_KEY", data_dir, is_demo),
            is_demo=is_demo,
            official_name=env.get("SIPP_OFFICIAL") or None,
            scope=_scope(env.get("SIPP_SCOPE", "national")),
            hosts=tuple(part for part in env.get("SIPP_HOSTS", "").replace(",", " ").split() if part),
            base_url=env.get("SIPP_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
            mail_url=env.get("SIPP_MAIL_URL") or (f"file:{data_dir / 'mail'}" if is_demo else "console:"),
            sms_url=env.get("SIPP_SMS_URL") or None,
            sms_number=env.get("SIPP_SMS_NUMBER") or None,
            whatsapp_url=env.get("SIPP_WHATSAPP_URL") or None,
            whatsapp_secret=_whatsapp_secret(env),
            redis_url=env.get("SIPP_REDIS_URL") or None,
            port=port,
            checks_links=env.get("SIPP_CHECK_LINKS", "0" if is_demo else "1") == "1",
        )

    @classmethod
    def for_tests(cls, data_dir: Path, database_url: str | None = None) -> "Config":
        """An installation in a folder of its own; fixed keys, but for second steps the one that seeded the folder."""
        return cls(
            data_dir=data_dir,
            database_url=database_url or f"sqlite:///{data_dir / 'sipp.sqlite3'}",
            secret_keys=("test secret key, long enough to be accepted",),
            code_keys=("test code key, long enough to be accepted",),
            totp_keys=_key_ring({}, "SIPP_TOTP_KEY", data_dir, is_demo=True),
            is_demo=True,
            base_url="http://localhost",
            mail_url=f"file:{data_dir / 'mail'}",
            is_testing=True,
        )

    def make_directories(self) -> None:
        """Create the state directories, readable by this user only."""
        for path in (self.data_dir, self.index_dir, self.attachments_dir, self.documents_dir, self.temp_dir):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.chmod(0o700)


def _port(value: str) -> int:
    try:
        port = int(value)
    except ValueError:
        port = 0
    if 1 <= port <= HIGHEST_PORT:
        return port
    raise ConfigurationError(f"PORT must be a number from 1 to {HIGHEST_PORT}, not {value!r}")


def _scope(value: str) -> str:
    if value == "national" or value.startswith("agency:"):
        return value
    raise ConfigurationError(f"SIPP_SCOPE must be 'national' or 'agency:<slug>', not {value!r}")


def _key_ring(env: Mapping[str, str], name: str, data_dir: Path, is_demo: bool) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in env.get(name, "").split(",") if key.strip())
    if not keys and is_demo:
        keys = (_demo_secret(data_dir, name),)
    if not keys:
        raise ConfigurationError(
            f"{name} is not set. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    if any(len(key) < 32 for key in keys):
        raise ConfigurationError(f"{name}: every key needs at least 32 characters")
    return keys


def _whatsapp_secret(env: Mapping[str, str]) -> str | None:
    secret = env.get("SIPP_WHATSAPP_SECRET") or None
    if secret is None and env.get("SIPP_WHATSAPP_URL", "").startswith("http"):
        raise ConfigurationError(
            "SIPP_WHATSAPP_SECRET is not set: what goes to SIPP_WHATSAPP_URL is signed with it. Make one with: python3"
            " -c 'import base64, secrets; print(\"whsec_\" + base64.b64encode(secrets.token_bytes(32)).decode())'"
        )
    return secret


def _demo_secret(data_dir: Path, name: str) -> str:
    """Generated once per demo installation and kept in ``SIPP_DATA/secrets``."""
    path = data_dir / "secrets" / name.lower()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(32)
        file.write(key)
    return key
