"""What only a demonstration has: two custodians whose passphrases lie beside the generated secrets."""

import json
import os
import secrets
from pathlib import Path

from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import CustodianKey, Membership, User
from sipp.vault.sealing import make_custodian_key

CUSTODIANS = {
    "custodian1@nasional.contoh": "Penjaga pertama (contoh)",
    "custodian2@nasional.contoh": "Penjaga kedua (contoh)",
}


def load_custodians(secrets_dir: Path) -> None:
    """Make the demo's two custodians with their keys, once; writes ``demo.json`` with their passphrases."""
    session = current_session()
    passphrases = _kept(secrets_dir / "demo.json")
    for email, name in CUSTODIANS.items():
        if session.scalar(select(User.id).where(User.email == email)):
            continue
        passphrase = passphrases.setdefault(email, secrets.token_urlsafe(12))
        user = User(email=email, name=name, created_at=clock.now())
        session.add(user)
        session.flush()
        session.add(Membership(user_id=user.id, role="custodian"))
        key = make_custodian_key(passphrase)
        session.add(
            CustodianKey(
                user_id=user.id,
                public_key=key.public,
                protected_private_key=key.protected_private,
                created_at=clock.now(),
            )
        )
    _keep(secrets_dir / "demo.json", passphrases)


def _kept(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    found: dict[str, str] = json.loads(path.read_text()).get("custodians", {})
    return found


def _keep(path: Path, passphrases: dict[str, str]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = json.loads(path.read_text()) if path.exists() else {}
    content["custodians"] = passphrases
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file, indent=2)
