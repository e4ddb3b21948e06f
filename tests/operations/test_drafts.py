from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from sipp.db import db, unit_of_work
from sipp.operations import drafts
from sipp.vault.sealing import DraftId, new_draft_id
from tests.operations.stored_bytes import everything_in, tables_holding

pytestmark = pytest.mark.any_database

NOW = datetime(2026, 6, 10, 5, tzinfo=UTC)
TYPED = {"values": {"description": "Petugas meminta uang", "group": ["money"]}, "token": "abc"}


def at(hours: float) -> time_machine.travel:
    return time_machine.travel(NOW + timedelta(hours=hours), tick=False)


def test_what_was_typed_comes_back_to_the_browser_that_typed_it(session: Session) -> None:
    draft = new_draft_id()
    with unit_of_work():
        drafts.save_draft(draft, TYPED)
    assert drafts.load_draft(draft) == TYPED
    assert drafts.load_draft(DraftId.from_cookie(draft.cookie_value)) == TYPED


def test_without_the_secret_a_draft_says_nothing(session: Session) -> None:
    draft, other = new_draft_id(), new_draft_id()
    with unit_of_work():
        drafts.save_draft(draft, TYPED)
    assert drafts.load_draft(DraftId(draft.public, other.secret)) is None
    assert drafts.load_draft(other) is None
    assert drafts.load_draft(None) is None
    for words in ("Petugas", "money", draft.public):
        assert tables_holding(db.engine, words) == set()


def test_a_draft_is_gone_72_hours_after_its_last_page(session: Session) -> None:
    draft = new_draft_id()
    for hours in (0, 71):
        with at(hours), unit_of_work():
            drafts.save_draft(draft, TYPED)
    with at(71 + 72 - 0.01):
        assert drafts.load_draft(draft) == TYPED
    with at(71 + 72):
        assert drafts.load_draft(draft) is None


def test_only_expired_drafts_are_deleted(session: Session) -> None:
    old, new = new_draft_id(), new_draft_id()
    with at(0), unit_of_work():
        drafts.save_draft(old, TYPED)
    with at(10), unit_of_work():
        drafts.save_draft(new, TYPED)
    with at(73), unit_of_work():
        assert drafts.delete_expired_drafts() == 1
        assert drafts.delete_expired_drafts() == 0
    with at(73):
        assert drafts.load_draft(new) == TYPED


def test_a_saved_page_takes_the_place_of_the_one_before(session: Session) -> None:
    draft = new_draft_id()
    for content in (TYPED, {"values": {"description": "Lain"}, "token": "abc"}):
        with unit_of_work():
            drafts.save_draft(draft, content)
    assert drafts.load_draft(draft) == {"values": {"description": "Lain"}, "token": "abc"}
    assert len(everything_in(db.engine)["report_draft"]) == 1


def test_a_forgotten_draft_is_gone_at_once(session: Session) -> None:
    draft, other = new_draft_id(), new_draft_id()
    with unit_of_work():
        drafts.save_draft(draft, TYPED)
        drafts.save_draft(other, TYPED)
    with unit_of_work():
        drafts.delete_draft(draft)
        drafts.delete_draft(None)
    assert drafts.load_draft(draft) is None
    assert drafts.load_draft(other) == TYPED
