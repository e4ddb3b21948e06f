"""Accounts from the command line, and the demonstration's accounts."""

import json
import stat
import subprocess

import pytest

from tests.cli.installation import Installation

PASSWORD = "kuda laut makan rambutan"
ADMIN = ("siti@contoh.id", "--name", "Siti Aminah", "--role", "national_admin")
#: What `sipp` needs outside of demo mode.
KEYS = {
    "SIPP_DEMO": "0",
    "SIPP_SECRET_KEY": "s" * 32,
    "SIPP_CODE_KEY": "c" * 32,
    "SIPP_TOTP_KEY": "t" * 32,
}


def rows(installation: Installation, statement: str) -> list[tuple[object, ...]]:
    with installation.database() as connection:
        return connection.execute(statement).fetchall()


def create(installation: Installation, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return installation.run("user", "create", *arguments)


def test_the_first_administrator_is_made_with_a_hashed_password(seeded: Installation) -> None:
    done = create(seeded, *ADMIN, "--password", PASSWORD)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "siti@contoh.id can sign in at http://127.0.0.1:8000/masuk\n"
    [(name, password, role)] = rows(
        seeded,
        "SELECT name, password, role FROM user JOIN membership ON user_id = user.id WHERE email = 'siti@contoh.id'",
    )
    assert (name, role) == ("Siti Aminah", "national_admin") and str(password).startswith("$argon2id$")
    assert rows(seeded, "SELECT action, actor_kind FROM audit_entry ORDER BY id")[-2:] == [
        ("accounts.create", "system"),
        ("accounts.grant_role", "system"),
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*ADMIN, "--password", "pendek"), "at least 12 characters"),
        ((*ADMIN, "--password", "Siti Aminah 123"), "holds the name"),
        (("x@contoh.id", "--name", "X", "--role", "editor", "--password", PASSWORD), "national roles go without"),
        ((*ADMIN, "--agency", "kota-bandung", "--password", PASSWORD), "national roles go without"),
        (
            ("x@contoh.id", "--name", "X", "--role", "editor", "--agency", "tidak-ada", "--password", PASSWORD),
            "there is no agency tidak-ada",
        ),
        (
            (
                *("x@contoh.id", "--name", "X", "--role", "editor", "--agency", "kota-bandung"),
                *("--unit", "tidak-ada", "--password", PASSWORD),
            ),
            "kota-bandung has no unit tidak-ada",
        ),
        (("admin@nasional.contoh", "--name", "X", "--role", "auditor", "--password", PASSWORD), "email_taken"),
        (("x@contoh.id", "--name", "X", "--role", "public", "--password", PASSWORD), "'public' is not one of"),
        (
            (*ADMIN, "--role", "custodian", "--password", PASSWORD),
            "roles_do_not_go_together",
        ),
    ],
)
def test_what_cannot_be_made_is_told_and_leaves_nothing(
    seeded: Installation, arguments: tuple[str, ...], words: str
) -> None:
    before = rows(seeded, "SELECT count(*) FROM user")
    done = create(seeded, *arguments)
    assert done.returncode != 0 and words in done.stderr and "Traceback" not in done.stderr
    assert rows(seeded, "SELECT count(*) FROM user") == before


def test_an_invitation_lies_in_the_outbox(seeded: Installation) -> None:
    done = seeded.run("user", "invite", "budi@contoh.id", "--name", "Budi", "--role", "editor", "--agency", "polri")
    assert done.returncode == 0, done.stderr
    [(email, roles)] = rows(seeded, "SELECT email, roles FROM invitation")
    assert (email, json.loads(str(roles))) == ("budi@contoh.id", ["editor"])
    assert rows(seeded, "SELECT kind FROM outbox_message") == [("account_invited",)]


def test_an_account_is_disabled(seeded: Installation) -> None:
    assert seeded.run("user", "disable", "Editor@kota-bandung.contoh").returncode == 0
    statement = "SELECT is_active FROM user WHERE email = 'editor@kota-bandung.contoh'"
    assert rows(seeded, statement) == [(0,)]
    done = seeded.run("user", "disable", "tidak.ada@contoh.id")
    assert (done.returncode, done.stderr) == (1, "Error: there is no account with this address\n")


def test_a_lost_second_step_is_removed(seeded: Installation) -> None:
    assert seeded.run("user", "reset-two-step", "admin@nasional.contoh").returncode == 0
    statement = "SELECT tf_totp_secret FROM user WHERE email = 'admin@nasional.contoh'"
    assert rows(seeded, statement) == [(None,)]
    assert "no_second_step" in seeded.run("user", "reset-two-step", "admin@nasional.contoh").stderr


def test_the_demo_accounts_and_their_secrets_are_those_of_the_contract(seeded: Installation) -> None:
    path = seeded.data_dir / "secrets" / "demo.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    known = json.loads(path.read_text())
    roles = ("editor", "publisher", "liaison", "counter", "supervisor", "inspectorate", "admin", "head")
    agencies = [f"{role}@{slug}.contoh" for slug in ("kota-bandung", "kabupaten-sleman") for role in roles]
    national = ("admin", "overseer", "custodian1", "custodian2", "auditor")
    accounts = [*agencies, *(f"{role}@nasional.contoh" for role in national)]
    assert set(known) == {"password", "totp", "custodians"}
    assert list(known["totp"]) == accounts
    assert list(known["custodians"]) == ["custodian1@nasional.contoh", "custodian2@nasional.contoh"]
    assert sorted(str(email) for (email,) in rows(seeded, "SELECT email FROM user")) == sorted(accounts)
    shown = seeded.run("user", "demo").stdout
    assert known["password"] in shown and all(email in shown for email in accounts)
    assert all(secret in shown for secret in known["totp"].values())


def test_seeding_again_keeps_the_secrets_and_makes_what_is_missing(seeded: Installation) -> None:
    path = seeded.data_dir / "secrets" / "demo.json"
    before = path.read_text()
    hashed = rows(seeded, "SELECT email, password, tf_totp_secret FROM user ORDER BY id")
    assert seeded.run("seed", "--if-empty").returncode == 0
    assert path.read_text() == before
    assert rows(seeded, "SELECT email, password, tf_totp_secret FROM user ORDER BY id") == hashed
    with seeded.database() as connection:
        statement = "SELECT id FROM user WHERE email = 'editor@kota-bandung.contoh'"
        [(user_id,)] = connection.execute(statement).fetchall()
        connection.execute("DELETE FROM membership WHERE user_id = ?", [user_id])
        connection.execute("DELETE FROM user WHERE id = ?", [user_id])
    assert seeded.run("seed", "--if-empty").returncode == 0
    assert path.read_text() == before
    assert len(rows(seeded, "SELECT email FROM user")) == len(hashed)


def test_outside_of_a_demonstration_there_are_no_demo_accounts(empty: Installation) -> None:
    assert empty.run("migrate", **KEYS).returncode == 0
    done = empty.run("user", "demo", **KEYS)
    assert (done.returncode, done.stderr) == (1, "Error: there are no demo accounts here\n")
    assert not (empty.data_dir / "secrets").exists()


@pytest.mark.parametrize("key", ["", "t" * 31, f"{'t' * 32},kurz"])
def test_it_does_not_start_without_a_key_for_second_steps(empty: Installation, key: str) -> None:
    done = empty.run("migrate", **{**KEYS, "SIPP_TOTP_KEY": key})
    assert done.returncode == 1 and "SIPP_TOTP_KEY" in done.stderr and "Traceback" not in done.stderr


def test_one_key_for_two_rings_is_told(seeded: Installation) -> None:
    done = seeded.run("check", SIPP_TOTP_KEY="t" * 32, SIPP_CODE_KEY="t" * 32)
    assert "fault\tsecrets\tSIPP_CODE_KEY and SIPP_TOTP_KEY hold the same key" in done.stdout
