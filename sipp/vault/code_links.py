"""The link to a new tracking code: which report, and which code it ends. Signed, good for a day, stored nowhere."""

import base64
import binascii
from collections.abc import Sequence
from uuid import UUID

from itsdangerous import BadSignature, URLSafeTimedSerializer

LINK_SECONDS = 24 * 3600


def code_link_token(report_id: UUID, mark: bytes, keys: Sequence[str]) -> str:
    """The part of the link that opens it, signed with the newest key (the first)."""
    return str(_signer(keys).dumps(base64.urlsafe_b64encode(report_id.bytes + mark).decode()))


def read_code_link_token(token: str, keys: Sequence[str]) -> tuple[UUID, bytes] | None:
    """Report and mark of a link; None when it is too old or not signed here."""
    try:
        content = base64.urlsafe_b64decode(_signer(keys).loads(token, max_age=LINK_SECONDS))
        return UUID(bytes=content[:16]), content[16:]
    except (BadSignature, ValueError, TypeError, binascii.Error):
        return None


def _signer(keys: Sequence[str]) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(reversed(keys)), salt="sipp code link")
