"""What only a demonstration has: an account for every role; its secrets lie beside the generated ones."""

import base64
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app
from flask_security import hash_password
from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import CustodianKey, Membership, User
from sipp.models.agencies import Agency
from sipp.operations.accounts import find_user
from sipp.operations.moved import moved_agency
from sipp.vault.sealing import make_custodian_key
from sipp.vault.second_step import SecondStep

AGENCIES = ("kota-bandung", "kabupaten-sleman")
#: The part of the address before the @, the role, and the person's name.
AGENCY_ACCOUNTS = (
    ("editor", "editor", "Penyusun standar"),
    ("publisher", "publisher", "Penerbit standar"),
    ("liaison", "liaison", "Pejabat penghubung"),
    ("counter", "counter", "Petugas loket"),
    ("supervisor", "supervisor", "Atasan satuan kerja"),
    ("inspectorate", "inspectorate", "Inspektorat"),
    ("admin", "agency_admin", "Admin instansi"),
    ("head", "head", "Pimpinan"),
)
NATIONAL_ACCOUNTS = (
    ("admin", "national_admin", "Admin nasional"),
    ("overseer", "overseer", "Pengawas nasional"),
    ("custodian1", "custodian", "Pemegang kunci pertama"),
    ("custodian2", "custodian", "Pemegang kunci kedua"),
    ("auditor", "auditor", "Auditor"),
)
FILE = "demo.json"
#: So many random bytes in the secret of an authenticator.
TOTP_BYTES = 20


@dataclass(frozen=True)
class DemoAccount:
    """Somebody of the demonstration."""

    email: str
    name: str
    role: str
    agency_slug: str | None = None


def demo_accounts() -> Iterator[DemoAccount]:
    """Everybody of the demonstration."""
    for slug in AGENCIES:
        for local, role, name in AGENCY_ACCOUNTS:
            yield DemoAccount(f"{local}@{slug}.contoh", f"{name} (contoh)", role, slug)
    for local, role, name in NATIONAL_ACCOUNTS:
        yield DemoAccount(f"{local}@nasional.contoh", f"{name} (contoh)", role)


def load_accounts(secrets_dir: Path) -> None:
    """Make the accounts that are missing; what the file holds already, and what accounts have, stays.

    One password for all, a secret of its own for each authenticator, a passphrase for each custodian.
    """
    kept = read_secrets(secrets_dir)
    is_known = "password" in kept
    password = str(kept.setdefault("password", secrets.token_urlsafe(12)))
    hashed = hash_password(password)
    totp, passphrases = kept.setdefault("totp", {}), kept.setdefault("custodians", {})
    for account in demo_accounts():
        user = _user(account)
        if user is None:
            continue
        if user.password is None or not is_known:
            user.password = hashed
        if account.email not in totp or not user.has_second_step:
            base32 = totp.setdefault(account.email, base64.b32encode(secrets.token_bytes(TOTP_BYTES)).decode())
            user.tf_primary_method, user.tf_totp_secret = "authenticator", _second_step().secret_from_base32(base32)
        if account.role == "custodian":
            _give_key(user, passphrases)
    _write(secrets_dir / FILE, kept)


def read_secrets(secrets_dir: Path) -> dict[str, Any]:
    """Password, authenticator secrets and passphrases of the demonstration, as far as they are known."""
    path = secrets_dir / FILE
    return dict(json.loads(path.read_text())) if path.exists() else {}


def code_now(base32: str) -> str:
    """What the authenticator of a demo account shows right now."""
    steps = _second_step()
    return steps.generate_totp_password(steps.secret_from_base32(base32))


def _user(account: DemoAccount) -> User | None:
    """The account with its role; None where its agency was not loaded."""
    session = current_session()
    moved = moved_agency(account.agency_slug) if account.agency_slug else None
    slug = moved.details["slug"] if moved else account.agency_slug
    agency_id = session.scalar(select(Agency.id).where(Agency.slug == slug))
    if account.agency_slug and agency_id is None:
        return None
    user = find_user(account.email)
    if user is None:
        user = User(email=account.email, name=account.name, created_at=clock.now(), confirmed_at=clock.now())
        session.add(user)
        session.flush()
        session.add(Membership(user_id=user.id, role=account.role, agency_id=agency_id))
    return user


def _give_key(user: User, passphrases: dict[str, str]) -> None:
    session = current_session()
    if session.scalar(select(CustodianKey.id).where(CustodianKey.user_id == user.id)):
        return
    key = make_custodian_key(passphrases.setdefault(user.email, secrets.token_urlsafe(12)))
    session.add(
        CustodianKey(
            user_id=user.id,
            public_key=key.public,
            protected_private_key=key.protected_private,
            created_at=clock.now(),
        )
    )


def _second_step() -> SecondStep:
    steps = current_app.extensions["security"].totp_factory
    assert isinstance(steps, SecondStep)
    return steps


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file, indent=2)
