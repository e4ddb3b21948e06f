"""Signed values a browser carries: which form this is, which draft, which receipt."""

import base64
import binascii
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from sipp import clock
from sipp.operations.assessing import FormContext
from sipp.rules.errors import Malformed
from sipp.vault.codes import CodeKeyRing
from sipp.vault.sealing import DraftId
from sipp.web.session import settings

NONCE_BYTES = 16
#: An older token asks for a confirmation; nothing typed is lost.
CONFIRM_AFTER = timedelta(hours=24)
DRAFT_COOKIE = "sipp_isian"
DRAFT_SECONDS = 72 * 3600
RECEIPT_COOKIE = "sipp_terima"
RECEIPT_SECONDS = 30 * 60


@dataclass(frozen=True, kw_only=True)
class VersionToken:
    """What a form was opened for: agency, service, the version shown, when, and the nonce of its one report."""

    agency_id: int
    service_id: int | None
    version_id: int | None
    opened_at: datetime
    nonce: bytes

    @classmethod
    def new(cls, context: FormContext) -> "VersionToken":
        """A token for a form opened now."""
        return cls(
            agency_id=context.agency.id,
            service_id=context.service.id if context.service else None,
            version_id=context.shown.id if context.shown else None,
            opened_at=clock.now(),
            nonce=secrets.token_bytes(NONCE_BYTES),
        )

    @classmethod
    def read(cls, text: str | None, context: FormContext) -> "VersionToken":
        """The token a form carries; raises Malformed when it is forged or belongs to another form."""
        try:
            agency_id, service_id, version_id, opened_at, nonce = _serializer("version").loads(text or "")
            token = cls(
                agency_id=agency_id,
                service_id=service_id,
                version_id=version_id,
                opened_at=datetime.fromisoformat(opened_at),
                nonce=_from_text(nonce),
            )
        except (BadSignature, ValueError, TypeError, binascii.Error) as error:
            raise Malformed("version_token") from error
        expected = (context.agency.id, context.service.id if context.service else None)
        if (token.agency_id, token.service_id) != expected:
            raise Malformed("version_token")
        return token

    def signed(self) -> str:
        """The token as the form's hidden value."""
        values = [
            self.agency_id,
            self.service_id,
            self.version_id,
            self.opened_at.isoformat(),
            _to_text(self.nonce),
        ]
        text: str = _serializer("version").dumps(values)
        return text

    @property
    def is_old(self) -> bool:
        """Whether the person must confirm before this is filed."""
        return clock.now() - self.opened_at > CONFIRM_AFTER


def code_ring() -> CodeKeyRing:
    """The keys of tracking codes, independent of the session's."""
    return CodeKeyRing.from_texts(settings().code_keys)


def draft_id() -> DraftId | None:
    """The draft this browser is filling in."""
    return DraftId.from_cookie(request.cookies.get(DRAFT_COOKIE, ""))


def remember_draft(response: Response, draft: DraftId) -> None:
    """Let the browser keep the draft's id and secret for 72 hours."""
    _set_cookie(response, DRAFT_COOKIE, draft.cookie_value, DRAFT_SECONDS)


def forget_draft(response: Response) -> None:
    """Take the draft's secret out of the browser."""
    response.delete_cookie(DRAFT_COOKIE, path="/")


def remember_receipt(response: Response, nonce: bytes) -> None:
    """Let the browser show the receipt again for half an hour."""
    _set_cookie(response, RECEIPT_COOKIE, str(_timed().dumps(_to_text(nonce))), RECEIPT_SECONDS)


def receipt_nonce() -> bytes | None:
    """The nonce of the report just filed from this browser."""
    try:
        return _from_text(_timed().loads(request.cookies.get(RECEIPT_COOKIE, ""), max_age=RECEIPT_SECONDS))
    except (BadSignature, ValueError, binascii.Error):
        return None


def _set_cookie(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="Lax", secure=settings().serves_https, path="/"
    )


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(list(reversed(settings().secret_keys)), salt=f"sipp {purpose}")


def _timed() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(reversed(settings().secret_keys)), salt="sipp receipt")


def _to_text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode()


def _from_text(value: str) -> bytes:
    return base64.urlsafe_b64decode(value)
