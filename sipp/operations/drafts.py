"""Report forms being filled in: encrypted under a secret only the browser holds, gone 72 hours after the last page."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from sipp import clock
from sipp.db import current_session, insert_or
from sipp.models.reports import ReportDraft
from sipp.rules.retention import DRAFTS_KEPT_FOR
from sipp.vault.sealing import CannotOpen, DraftBox, DraftId


def load_draft(draft_id: DraftId | None) -> dict[str, Any] | None:
    """What was typed so far; None when the draft is unknown, expired or not opened by this secret."""
    if draft_id is None:
        return None
    stored = current_session().get(ReportDraft, draft_id.id_hash)
    if stored is None or stored.expires_at <= clock.now():
        return None
    try:
        return DraftBox(draft_id.secret).decrypt(stored.ciphertext)
    except CannotOpen:
        return None


def save_draft(draft_id: DraftId, content: Mapping[str, Any]) -> None:
    """Store what was typed so far and start the 72 hours again."""
    ciphertext = DraftBox(draft_id.secret).encrypt(content)
    kept = {"ciphertext": ciphertext, "expires_at": clock.now() + DRAFTS_KEPT_FOR}
    there = insert_or(ReportDraft).values(id_hash=draft_id.id_hash, **kept)
    current_session().execute(there.on_conflict_do_update(index_elements=["id_hash"], set_=kept))


def delete_draft(draft_id: DraftId | None) -> None:
    """Forget a draft at once."""
    if draft_id is not None:
        current_session().execute(delete(ReportDraft).where(ReportDraft.id_hash == draft_id.id_hash))


def delete_expired_drafts() -> int:
    """Forget every draft past its 72 hours; returns how many."""
    result = current_session().execute(delete(ReportDraft).where(ReportDraft.expires_at <= clock.now()))
    return int(result.rowcount)  # type: ignore[attr-defined]
