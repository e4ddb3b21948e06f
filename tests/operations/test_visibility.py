"""Who sees what: what is stored of an open, a sealed and an anonymous reporter, in every table and every file."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.db import db, unit_of_work
from sipp.models.reports import Reporter, SealedIdentity
from sipp.rules.errors import InvalidInput
from sipp.vault.sealing import CannotOpen, open_inner, open_outer, unlock
from tests import factories
from tests.operations.filing import a_place, file_about
from tests.operations.stored_bytes import everything_in, files_holding, tables_holding

pytestmark = pytest.mark.any_database

IDENTITY = {
    "name": "Zubaidah Kenanga Wulan",
    "email": "zubaidah.kenanga@contoh.id",
    "phone": "+6281298765432",
    "file_number": "BERKAS-771-ZKW",
    "proxy": "Ibu kandung Zubaidah",
}
PASSPHRASES = ("gajah mada naik kuda", "hayam wuruk naik gajah")


def where_stored(app: Flask, words: str) -> set[str]:
    """The tables that hold the words; the files too, where the database is a file."""
    found = tables_holding(db.engine, words)
    if db.engine.dialect.name == "sqlite":
        found |= files_holding(app.config["SIPP"].data_dir, words)
    return found


def test_an_open_reporter_is_stored_in_the_one_table_for_it(session: Session, app: Flask) -> None:
    with unit_of_work():
        file_about(a_place(), visibility="open", **IDENTITY)
    found = {name: tables_holding(db.engine, words) for name, words in IDENTITY.items()}
    assert found == {
        "name": {"reporter"},
        "email": {"reporter"},
        "phone": {"reporter"},
        "file_number": {"report"},
        "proxy": {"report"},
    }


@pytest.mark.parametrize("is_receiving", [True, False])
def test_of_an_anonymous_reporter_nothing_is_stored_anywhere(session: Session, app: Flask, is_receiving: bool) -> None:
    with unit_of_work():
        file_about(a_place(is_receiving=is_receiving), visibility="anonymous", **IDENTITY)
    assert {name: where_stored(app, words) for name, words in IDENTITY.items()} == {name: set() for name in IDENTITY}
    assert everything_in(db.engine)["reporter"] == []


def test_of_a_sealed_reporter_only_the_address_is_readable_and_in_a_row_of_its_own(
    session: Session, app: Flask
) -> None:
    with unit_of_work():
        for passphrase in PASSPHRASES:
            factories.a_custodian(passphrase)
        file_about(a_place(), visibility="sealed", **IDENTITY)
    for name in ("name", "file_number", "proxy"):
        assert where_stored(app, IDENTITY[name]) == set()
    assert tables_holding(db.engine, IDENTITY["email"]) == {"reporter"}
    assert tables_holding(db.engine, IDENTITY["phone"]) == {"reporter"}
    assert session.scalars(select(Reporter.name)).all() == [None]


def test_a_sealed_reporter_without_an_address_has_no_readable_row(session: Session) -> None:
    with unit_of_work():
        for passphrase in PASSPHRASES:
            factories.a_custodian(passphrase)
        file_about(a_place(), visibility="sealed", name="Zubaidah", email=None)
    assert everything_in(db.engine)["reporter"] == []


def test_a_sealed_name_is_opened_by_both_custodians_together_and_by_neither_alone(session: Session) -> None:
    with unit_of_work():
        keys = [factories.a_custodian(passphrase) for passphrase in PASSPHRASES]
        file_about(a_place(), visibility="sealed", **IDENTITY)
        sealed = session.scalars(select(SealedIdentity)).one()
        first, second = (
            unlock(key.protected_private_key, passphrase) for key, passphrase in zip(keys, PASSPHRASES, strict=True)
        )
        assert (sealed.first_key_id, sealed.second_key_id) == (keys[0].id, keys[1].id)
        assert open_inner(open_outer(sealed.ciphertext, second), first).decode() == IDENTITY["name"]
        for one, other in ((first, first), (second, second), (second, first)):
            with pytest.raises(CannotOpen):
                open_inner(open_outer(sealed.ciphertext, other), one)


def test_the_length_of_a_sealed_name_does_not_show(session: Session) -> None:
    with unit_of_work():
        for passphrase in PASSPHRASES:
            factories.a_custodian(passphrase)
        place = a_place()
        for name in ("Al", "Raden Mas Suryo Kusumo Adiningrat Wijoyo"):
            file_about(place, visibility="sealed", name=name)
        lengths = {len(one) for one in session.scalars(select(SealedIdentity.ciphertext))}
    assert len(lengths) == 1


@pytest.mark.parametrize("custodians", [0, 1])
def test_without_two_custodians_a_sealed_report_is_refused_and_not_stored(session: Session, custodians: int) -> None:
    with unit_of_work():
        place = a_place()
        for passphrase in PASSPHRASES[:custodians]:
            factories.a_custodian(passphrase)
    before = everything_in(db.engine)
    with pytest.raises(InvalidInput) as refused, unit_of_work():
        file_about(place, visibility="sealed", **IDENTITY)
    assert refused.value.fields == {"visibility": "no_custodians"}
    assert everything_in(db.engine) == before


def test_a_retired_key_seals_nothing_any_more(session: Session) -> None:
    with unit_of_work():
        old = factories.a_custodian(PASSPHRASES[0], retired_at=factories.LONG_AGO)
        new = factories.a_custodian(PASSPHRASES[0], user_id=old.user_id)
        other = factories.a_custodian(PASSPHRASES[1])
        file_about(a_place(), visibility="sealed", **IDENTITY)
        sealed = session.scalars(select(SealedIdentity)).one()
        assert {sealed.first_key_id, sealed.second_key_id} == {new.id, other.id}


@pytest.mark.parametrize("visibility", ["open", "sealed", "anonymous"])
def test_neither_the_code_nor_the_nonce_is_stored(session: Session, app: Flask, visibility: str) -> None:
    nonce = b"sixteen bytes ok"
    with unit_of_work():
        for passphrase in PASSPHRASES:
            factories.a_custodian(passphrase)
        code = file_about(a_place(), nonce=nonce, visibility=visibility).code
    words: list[Any] = [code, code[:16], "-".join(code[at : at + 4] for at in range(0, 17, 4)), nonce.decode()]
    assert [where_stored(app, one) for one in words] == [set()] * 4
