"""What `sipp check` asks: whether this installation is well set up and alive."""

import json
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text

from sipp import clock
from sipp.cli.tables import release_revisions
from sipp.config import MEBIBYTE, Config, ConfigurationError
from sipp.db import current_session, is_postgres
from sipp.jobs.worker import HEARTBEAT
from sipp.messaging.mail import LOOPBACK, ConsoleTransport, SmtpTransport, transport_from_url
from sipp.messaging.phone import PhoneTransport
from sipp.messaging.sms import KannelTransport, sms_transport
from sipp.messaging.webhook import WebhookTransport, webhook_transport
from sipp.models.journal import AuditEntry
from sipp.operations.erasure import why_not_to_serve

#: Below this no report can be stored safely; below the other it is time to act.
LEAST_FREE_BYTES = 100 * MEBIBYTE
COMFORTABLE_FREE_BYTES = 1024 * MEBIBYTE
LARGEST_CLOCK_DIFFERENCE = timedelta(seconds=5)
WORKER_PATIENCE = timedelta(seconds=90)
CONNECT_SECONDS = 5

Level = Literal["ok", "note", "fault"]


@dataclass(frozen=True)
class Answer:
    """How one thing stands, in words."""

    level: Level
    words: str


def secrets_are_kept(config: Config) -> Iterator[Answer]:
    """Keys of their own for sessions and codes, and a data folder nobody else reads."""
    rings = {
        "SIPP_SECRET_KEY": config.secret_keys,
        "SIPP_CODE_KEY": config.code_keys,
        "SIPP_TOTP_KEY": config.totp_keys,
    }
    for (one, keys), (other, other_keys) in combinations(rings.items(), 2):
        if set(keys) & set(other_keys):
            yield Answer("fault", f"{one} and {other} hold the same key")
    if config.data_dir.stat().st_mode & 0o077:
        yield Answer("fault", f"{config.data_dir} can be read by other users: chmod 700")
    if config.is_demo and (config.official_name or config.hosts):
        yield Answer("fault", "demo mode on an installation that calls itself official or has public hosts")
    if config.official_name and not config.serves_https:
        yield Answer("fault", "SIPP_BASE_URL must begin with https:// where citizens file real reports")
    yield Answer("ok", "demo mode: made here" if config.is_demo else f"{len(config.secret_keys)} session keys")


def mail_can_leave(config: Config) -> Iterator[Answer]:
    """The mail setting is readable, and its server takes connections."""
    try:
        transport = transport_from_url(config.mail_url)
    except ConfigurationError as error:
        yield Answer("fault", str(error))
        return
    if isinstance(transport, SmtpTransport):
        try:
            socket.create_connection((transport.host, transport.port), CONNECT_SECONDS).close()
        except OSError as error:
            yield Answer("fault", f"{transport.host}:{transport.port} takes no connection ({type(error).__name__})")
            return
        yield Answer("ok", f"{transport.host}:{transport.port} takes connections")
    elif isinstance(transport, ConsoleTransport):
        yield Answer("note" if config.is_demo else "fault", "mail is printed, nobody receives it: set SIPP_MAIL_URL")
    else:
        yield Answer("ok" if config.is_demo else "note", "mail is written to files")


def sms_can_leave(config: Config) -> Iterator[Answer]:
    """The SMS setting is readable, and its Kannel takes connections."""
    if config.sms_url is None:
        yield Answer("ok", "not set: no news go by SMS, and none are promised")
        return
    try:
        transport = sms_transport(config.sms_url, config.sms_number)
    except ConfigurationError as error:
        yield Answer("fault", str(error))
        return
    if isinstance(transport, KannelTransport) and not config.sms_number:
        yield Answer("note", "SIPP_SMS_NUMBER is not set: Kannel shows its own sender")
    yield _gateway_answer(transport, config)


def whatsapp_can_leave(config: Config) -> Iterator[Answer]:
    """The settings of the webhook are readable, and its gateway takes connections."""
    if config.whatsapp_url is None:
        yield Answer("ok", "not set: no news go by WhatsApp, and none are promised")
        return
    try:
        transport = webhook_transport(config.whatsapp_url, config.whatsapp_secret)
    except ConfigurationError as error:
        yield Answer("fault", str(error))
        return
    yield _gateway_answer(transport, config)


def _gateway_answer(transport: PhoneTransport, config: Config) -> Answer:
    if not isinstance(transport, KannelTransport | WebhookTransport):
        return Answer("note" if config.is_demo else "fault", "messages are written here, nobody receives them")
    gateway = transport.gateway
    name = f"{gateway.host}:{gateway.port}"
    try:
        gateway.touch(CONNECT_SECONDS)
    except OSError as error:
        return Answer("fault", f"{name} takes no connection ({type(error).__name__})")
    if not gateway.is_encrypted and gateway.host not in LOOPBACK:
        return Answer("note", f"{name} takes connections; numbers and secrets travel there in the clear")
    return Answer("ok", f"{name} takes connections")


def clock_is_right(_config: Config) -> Iterator[Answer]:
    """Not behind what was recorded, nor apart from the database's clock; the zones are known."""
    session, now = current_session(), clock.now()
    ZoneInfo(clock.NATIONAL_ZONE)
    newest = session.scalar(select(func.max(AuditEntry.at)))
    if newest is not None and newest - now > LARGEST_CLOCK_DIFFERENCE:
        yield Answer("fault", f"it is behind the newest audit entry ({newest.isoformat(timespec='seconds')})")
    if is_postgres(session):
        difference = abs(session.scalars(text("SELECT clock_timestamp()")).one() - clock.now())
        if difference > LARGEST_CLOCK_DIFFERENCE:
            yield Answer("fault", f"it differs from the database's by {difference.total_seconds():.0f} seconds")
    yield Answer("ok", now.isoformat(timespec="seconds"))


def disk_has_room(config: Config) -> Iterator[Answer]:
    """Free bytes where the state lies."""
    free = shutil.disk_usage(config.data_dir).free
    level: Level = "ok"
    if free < COMFORTABLE_FREE_BYTES:
        level = "fault" if free < LEAST_FREE_BYTES else "note"
    yield Answer(level, f"{free // MEBIBYTE} MiB free")


def database_is_prepared(_config: Config) -> Iterator[Answer]:
    """The tables are those of this release."""
    heads = release_revisions()
    present = current_session().scalars(text("SELECT version_num FROM alembic_version")).all()
    if sorted(present) != heads:
        yield Answer("fault", "the tables are not those of this release; run: sipp migrate")
    else:
        yield Answer("ok", f"revision {', '.join(heads)}")


def erased_is_erased(config: Config) -> Iterator[Answer]:
    """No restore was cut off, and the database has nothing that the erasure ledger says is gone."""
    reason = why_not_to_serve(config)
    yield Answer("fault", reason) if reason else Answer("ok", "all that was erased is gone")


def worker_is_alive(config: Config) -> Iterator[Answer]:
    """The worker of this host gave a sign of life and its steps succeed."""
    try:
        beat = json.loads((config.data_dir / HEARTBEAT).read_text())
        age = clock.now() - datetime.fromisoformat(beat["at"]).astimezone(UTC)
        faults = dict(beat["faults"])
    except FileNotFoundError:
        yield Answer("fault", "it never ran here: sipp serve --with-worker, or sipp worker")
        return
    except (ValueError, KeyError, TypeError):
        yield Answer("fault", "its sign of life cannot be read")
        return
    for step, fault in faults.items():
        yield Answer("fault", f"the step {step!r} fails ({fault}); its log says why")
    level: Level = "fault" if age > WORKER_PATIENCE else "ok"
    yield Answer(level, f"last sign of life {age.total_seconds():.0f} seconds ago")


def last_restore(_config: Config) -> Iterator[Answer]:
    """When a backup was last brought back here, and of which moment it was."""
    restored = select(AuditEntry.at, AuditEntry.subject_id).where(AuditEntry.action == "installation.restore")
    newest = current_session().execute(restored.order_by(AuditEntry.id.desc()).limit(1)).first()
    if newest is None:
        yield Answer("ok", "none: everything here began here")
    else:
        yield Answer("ok", f"{newest.at.isoformat(timespec='seconds')}, of the backup of {newest.subject_id}")


QUESTIONS: dict[str, Callable[[Config], Iterator[Answer]]] = {
    "erasures": erased_is_erased,
    "secrets": secrets_are_kept,
    "mail": mail_can_leave,
    "sms": sms_can_leave,
    "whatsapp": whatsapp_can_leave,
    "clock": clock_is_right,
    "disk": disk_has_room,
    "database": database_is_prepared,
    "worker": worker_is_alive,
    "restore": last_restore,
}
