"""What of an account's secrets is signed or hashed: the links in mails, the keys of sessions, attempts.

Nothing here is stored as it is given out: a stolen database opens no session and accepts no invitation.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

#: A link signed for one purpose opens nothing else.
_INVITATION, _ADDRESS, _CASE = "sipp invitation", "sipp report address", "sipp case link"


def invitation_token(invitation_id: UUID, keys: Sequence[str]) -> str:
    """The part of an invitation's link that opens it, signed with the newest key (the first)."""
    return _token(invitation_id, keys, _INVITATION)


def read_invitation_token(token: str, keys: Sequence[str]) -> UUID | None:
    """The invitation a link belongs to; None when no key of the ring signed it."""
    return _read(token, keys, _INVITATION)


def address_token(step_id: UUID, keys: Sequence[str]) -> str:
    """The part of the link that proves that an agency reads its report address, signed like an invitation's."""
    return _token(step_id, keys, _ADDRESS)


def read_address_token(token: str, keys: Sequence[str]) -> UUID | None:
    """The step a link belongs to; None when no key of the ring signed it."""
    return _read(token, keys, _ADDRESS)


def case_link_token(link_id: UUID, keys: Sequence[str]) -> str:
    """The part of the link that shows one case to one colleague, signed like an invitation's."""
    return _token(link_id, keys, _CASE)


def read_case_link_token(token: str, keys: Sequence[str]) -> UUID | None:
    """The link of a case that a token belongs to; None when no key of the ring signed it."""
    return _read(token, keys, _CASE)


def new_session_key() -> str:
    """What a browser holds of its session."""
    return secrets.token_urlsafe(32)


def session_key_hash(key: str) -> bytes:
    """What is stored of it (32 bytes); the key is random enough for a plain hash."""
    return hashlib.sha256(b"sipp session\0" + key.encode("utf-8", "replace")).digest()


def attempt_key(kind: str, identity: str, key: str) -> str:
    """The name under which attempts are counted: what was typed stays unknown, even if it was a password."""
    digest = hmac.digest(key.encode(), f"sipp attempt\0{kind}\0{identity.casefold()}".encode(), "sha256")
    return f"{kind}:{digest.hex()[:32]}"


def _token(subject_id: UUID, keys: Sequence[str], purpose: str) -> str:
    text = base64.urlsafe_b64encode(subject_id.bytes).decode().rstrip("=")
    return str(_signer(keys, purpose).dumps(text))


def _read(token: str, keys: Sequence[str], purpose: str) -> UUID | None:
    try:
        text = _signer(keys, purpose).loads(token)
        return UUID(bytes=base64.urlsafe_b64decode(f"{text}=="))
    except (BadSignature, ValueError, TypeError, binascii.Error):
        return None


def _signer(keys: Sequence[str], purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(list(reversed(keys)), salt=purpose)
