"""`verify` finds what was damaged, `check` what is set up wrongly; a sound installation passes both."""

import hashlib
import json
import socket
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from sipp.cli.condition import secrets_are_kept, sms_can_leave, whatsapp_can_leave, worker_is_alive
from sipp.cli.verification import CHECKS
from sipp.config import Config
from tests.cli.installation import Installation

LONG_AGO = (datetime.now(UTC) - timedelta(days=3)).strftime("%Y-%m-%d %H:%M:%S.%f")
NOW = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def test_a_seeded_installation_has_no_fault(seeded: Installation) -> None:
    done = seeded.run("verify")
    assert (done.returncode, done.stdout) == (0, "Everything fits together.\n")


def a_row_that_points_nowhere(installation: Installation) -> None:
    with installation.database() as connection:
        connection.execute("INSERT INTO agency_slug (slug, agency_id) VALUES ('lama', 999999)")


def a_broken_page(installation: Installation) -> None:
    """Two rows of an index change places inside the file."""
    with installation.database() as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '(kind)', '(name)') WHERE name = 'ix_agency_kind'"
        )


def an_altered_fee(installation: Installation) -> None:
    with installation.database("standard_fee") as connection:
        connection.execute(
            "UPDATE standard_fee SET amount_idr = amount_idr + 1 WHERE (version_id, row_key) IN"
            " (SELECT version_id, row_key FROM standard_fee WHERE amount_idr > 0 LIMIT 1)"
        )


def a_moved_effective_date(installation: Installation) -> None:
    with installation.database("standard_version") as connection:
        connection.execute("UPDATE standard_version SET effective_from = '2001-01-01' WHERE id = 1")


def a_gap_in_the_numbers(installation: Installation) -> None:
    with installation.database("standard_version") as connection:
        connection.execute("UPDATE standard_version SET number = number + 1 WHERE id = 1")


def a_version_without_publication(installation: Installation) -> None:
    with installation.database("publication") as connection:
        connection.execute("DELETE FROM publication WHERE version_id = 1")


def an_entry_nobody_chained(installation: Installation) -> None:
    with installation.database() as connection:
        connection.execute(
            "INSERT INTO audit_entry (at, actor_kind, action, subject_kind, subject_id, details)"
            " VALUES (?, 'system', 'tests.act', 'thing', '1', '{}')",
            [LONG_AGO],
        )


def an_altered_chain(installation: Installation) -> None:
    with installation.database("audit_link") as connection:
        connection.execute("UPDATE audit_link SET chain_hash = ? WHERE sequence = 1", ["f" * 64])


def a_message_nobody_sends(installation: Installation) -> None:
    a_message(installation, not_before=LONG_AGO)


def a_message_that_waits_too_long(installation: Installation) -> None:
    a_message(installation, not_before=NOW)


def a_message(installation: Installation, not_before: str, state: str = "waiting") -> None:
    with installation.database() as connection:
        connection.execute(
            "INSERT INTO outbox_message (kind, key, payload, state, created_at, not_before, attempts, last_error)"
            " VALUES ('report_acknowledged', 'a', '{}', ?, ?, ?, 30, 'recipient refused (550)')",
            [state, LONG_AGO, not_before],
        )


def a_flipped_bit_in_the_index(installation: Installation) -> None:
    path = next(installation.data_dir.glob("index/build-*/*.seg"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def a_lost_index(installation: Installation) -> None:
    (installation.data_dir / "index" / "CURRENT").unlink()


def a_name_the_index_does_not_know(installation: Installation) -> None:
    with installation.database() as connection:
        connection.execute("UPDATE agency SET name = 'Nama lain' WHERE slug = 'kota-bandung'")


def an_agency_the_index_does_not_know(installation: Installation) -> None:
    with installation.database() as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(agency)") if row[1] not in ("id", "slug")]
        listed = ", ".join(columns)
        connection.execute(
            f"INSERT INTO agency (slug, {listed}) SELECT 'baru', {listed} FROM agency WHERE slug = 'kota-bandung'"
        )


def a_change_the_index_missed(installation: Installation) -> None:
    with installation.database() as connection:
        connection.execute("UPDATE search_counter SET value = value + 1")
        connection.execute(
            "INSERT INTO search_change SELECT value, 'reference:ktp-baru', ? FROM search_counter", [LONG_AGO]
        )


PLANTED: list[tuple[Callable[[Installation], None], str]] = [
    (a_row_that_points_nowhere, "database"),
    (a_broken_page, "database"),
    (an_altered_fee, "versions"),
    (a_moved_effective_date, "versions"),
    (a_gap_in_the_numbers, "versions"),
    (a_version_without_publication, "versions"),
    (an_entry_nobody_chained, "journal"),
    (an_altered_chain, "journal"),
    (a_message_nobody_sends, "outbox"),
    (a_message_that_waits_too_long, "outbox"),
    (a_flipped_bit_in_the_index, "index"),
    (a_lost_index, "index"),
    (a_name_the_index_does_not_know, "index"),
    (an_agency_the_index_does_not_know, "index"),
    (a_change_the_index_missed, "index"),
]


@pytest.mark.parametrize(("plant", "area"), PLANTED, ids=[plant.__name__ for plant, _ in PLANTED])
def test_planted_damage_is_found_where_it_is(
    seeded_app: Flask, seeded_config: Config, plant: Callable[[Installation], None], area: str
) -> None:
    plant(Installation(seeded_config.data_dir))
    with seeded_app.app_context():
        remarks = [remark for check in CHECKS.values() for remark in check(seeded_config)]
    assert {remark.area for remark in remarks if remark.level == "fault"} == {area}


def test_the_command_names_every_damage_and_fails(seeded: Installation) -> None:
    for plant in (an_altered_fee, a_message_nobody_sends, a_lost_index):
        plant(seeded)
    assert seeded.faults() == {"versions", "outbox", "index"}
    done = seeded.run("verify")
    assert done.returncode == 1
    assert "its content was altered" in done.stdout and done.stdout.endswith("faults\n")


def a_report_with_evidence(installation: Installation, content: bytes) -> Path:
    """The rows and the file of one attachment."""
    name = f"{uuid.uuid4().hex}.pdf"
    path = installation.data_dir / "attachments" / name
    path.write_bytes(content)
    report_id = uuid.uuid4().hex
    with installation.database() as connection:
        connection.execute(
            "INSERT INTO report (id, case_number, nonce_hash, code_hash, code_key_id, submitted_at, opened_form_at,"
            " channel, language, kind, report_class, visibility, state, agency_id, experience, description, reopened,"
            " is_delivered, row_version) VALUES (?, 'LP-1', x'00', x'00', 'k', ?, ?, 'web', 'id', 'complaint',"
            " 'ordinary', 'anonymous', 'received', 1, '{}', 'x', 0, 1, 1)",
            [report_id, NOW, NOW],
        )
        connection.execute(
            "INSERT INTO attachment (id, report_id, stored_name, media_type, size_bytes, sha256, added_at, author)"
            " VALUES (?, ?, ?, 'application/pdf', ?, ?, ?, 'reporter')",
            [uuid.uuid4().hex, report_id, name, len(content), hashlib.sha256(content).hexdigest(), NOW],
        )
    return path


def test_evidence_is_compared_byte_by_byte(seeded: Installation) -> None:
    path = a_report_with_evidence(seeded, b"%PDF-1.7 evidence")
    assert seeded.faults() == set()
    path.write_bytes(b"%PDF-1.7 evidencE")
    assert seeded.faults() == {"files"}
    path.unlink()
    assert seeded.faults() == {"files"}


def test_the_file_of_a_pledge_is_missed_when_it_is_gone(seeded: Installation) -> None:
    name = f"{uuid.uuid4().hex}.pdf"
    with seeded.database() as connection:
        connection.execute("UPDATE unit SET pledge_file = ? WHERE id = 1", [name])
    assert seeded.faults() == {"files"}
    path = seeded.data_dir / "documents" / name
    path.write_bytes(b"%PDF-1.7 pledge")
    assert seeded.faults() == set()


def test_the_file_of_a_decree_is_compared_and_missed(seeded: Installation) -> None:
    path, content = seeded.data_dir / "attachments" / f"{uuid.uuid4().hex}.pdf", b"%PDF-1.7 decree"
    with seeded.database() as connection:
        connection.execute(
            "INSERT INTO decree (agency_id, number, file_name, file_sha256, state, row_version)"
            " VALUES (1, '7/SK', ?, ?, 'draft', 1)",
            [path.name, hashlib.sha256(content).hexdigest()],
        )
    assert seeded.faults() == {"files"}
    path.write_bytes(content)
    assert seeded.faults() == set()
    path.write_bytes(content.upper())
    assert seeded.faults() == {"files"}


def test_what_is_worth_a_look_is_no_fault(seeded: Installation) -> None:
    a_message(seeded, not_before=LONG_AGO, state="set_aside")
    done = seeded.run("verify", "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["ok"], answer["faults"]) == (0, True, [])
    [note] = answer["notes"]
    assert "set aside: recipient refused (550)" in note["message"]


def levels(installation: Installation, **settings: str) -> dict[str, set[str]]:
    """What `sipp check` says of each thing."""
    found: dict[str, set[str]] = {}
    done = installation.run("check", **settings)
    for line in done.stdout.splitlines():
        level, name, _words = line.split("\t")
        found.setdefault(name, set()).add(level)
    assert (done.returncode == 0) == all("fault" not in said for said in found.values())
    return found


def a_living_worker(installation: Installation, seconds_ago: float = 0, faults: dict[str, str] | None = None) -> None:
    at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
    beat = {"pid": 1, "at": at.isoformat(), "faults": faults or {}}
    (installation.data_dir / "worker.json").write_text(json.dumps(beat))


def test_an_installation_that_is_well_has_no_fault(seeded: Installation) -> None:
    a_living_worker(seeded)
    assert all("fault" not in said for said in levels(seeded).values())


def test_a_worker_that_never_ran_died_or_fails_is_told(seeded: Installation) -> None:
    def said() -> list[str]:
        return [answer.level for answer in worker_is_alive(Config.for_tests(seeded.data_dir))]

    assert levels(seeded)["worker"] == {"fault"}
    a_living_worker(seeded, seconds_ago=600)
    assert said() == ["fault"]
    a_living_worker(seeded, faults={"index": "OSError"})
    assert said() == ["fault", "ok"]
    (seeded.data_dir / "worker.json").write_text("{")
    assert said() == ["fault"]


def test_keys_that_serve_twice_and_a_public_demonstration_are_told(seeded: Installation) -> None:
    key = "k" * 40
    assert "fault" in levels(seeded, SIPP_SECRET_KEY=key, SIPP_CODE_KEY=key)["secrets"]
    assert "fault" in levels(seeded, SIPP_HOSTS="sipp.example")["secrets"]


def test_a_folder_that_others_may_read_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert [answer.level for answer in secrets_are_kept(Config.for_tests(tmp_path))] == ["ok"]
    tmp_path.chmod(0o750)
    assert [answer.level for answer in secrets_are_kept(Config.for_tests(tmp_path))] == ["fault", "ok"]


def test_a_mail_server_that_takes_no_connection_is_told(seeded: Installation) -> None:
    assert levels(seeded, SIPP_MAIL_URL="smtp://127.0.0.1:1")["mail"] == {"fault"}
    assert levels(seeded, SIPP_MAIL_URL="pigeon://roof")["mail"] == {"fault"}
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"smtp://127.0.0.1:{server.getsockname()[1]}"
        assert levels(seeded, SIPP_MAIL_URL=url)["mail"] == {"ok"}


def test_a_gateway_that_takes_no_connection_is_told_and_one_that_is_not_set_is_no_fault(seeded: Installation) -> None:
    def said(port: int, **settings: str) -> list[str]:
        env = {
            "SIPP_DATA": str(seeded.data_dir),
            "SIPP_DEMO": "1",
            "SIPP_SMS_URL": f"kannel+http://user:pass@127.0.0.1:{port}/cgi-bin/sendsms",
            "SIPP_SMS_NUMBER": "1708",
            "SIPP_WHATSAPP_URL": f"http://127.0.0.1:{port}/pesan",
            "SIPP_WHATSAPP_SECRET": f"whsec_{'c2VjcmV0' * 5}",
            **settings,
        }
        config = Config.from_environment(env)
        return [answer.level for ask in (sms_can_leave, whatsapp_can_leave) for answer in ask(config)]

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert said(port) == ["ok", "ok"]
        assert said(port, SIPP_SMS_NUMBER="", SIPP_WHATSAPP_SECRET="short") == ["note", "ok", "fault"]
    assert said(port) == ["fault", "fault"]
    assert said(port, SIPP_SMS_URL="file:sms", SIPP_WHATSAPP_URL="") == ["note", "ok"]
    assert said(port, SIPP_SMS_URL="pigeon://roof", SIPP_WHATSAPP_URL="console:") == ["fault", "note"]
    assert said(port, SIPP_SMS_URL="", SIPP_WHATSAPP_URL="") == ["ok", "ok"]


def test_a_clock_behind_the_journal_is_told(seeded: Installation) -> None:
    future = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S.%f")
    with seeded.database() as connection:
        connection.execute(
            "INSERT INTO audit_entry (at, actor_kind, action, subject_kind, subject_id, details)"
            " VALUES (?, 'system', 'tests.act', 'thing', '1', '{}')",
            [future],
        )
    assert "fault" in levels(seeded)["clock"]


def test_tables_of_another_release_are_told(seeded: Installation) -> None:
    with seeded.database() as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    assert levels(seeded)["database"] == {"fault"}
