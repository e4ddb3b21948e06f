"""Handing reports over to SP4N-LAPOR!: to whoever takes them there, once each, with nothing that is hidden."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from sipp.cli.lapor import hand_over_to
from sipp.db import current_session, unit_of_work
from sipp.exchange.lapor import LABELS, LaporRecord
from sipp.exchange.lapor_cases import LaporPartner, NotTaken
from sipp.exchange.lapor_folder import LaporFolder
from sipp.models.journal import AuditEntry
from sipp.models.reports import Report, ReportEvent
from sipp.operations import own_moves
from sipp.operations.moves import lock_report, make_move
from sipp.rules.permissions import SYSTEM
from tests import factories
from tests.cli.test_exchange import CommandLine

SECRETS = ("Sri", "Wahyuni", "sri@contoh.id", "17 Juni 2026", "B-17")


@dataclass
class Partner:
    """An interface of LAPOR! as it may be one day: it gives its tracking ids at once, and refuses what it is told."""

    refused: set[str] = field(default_factory=set)
    is_away: bool = False
    taken: list[LaporRecord] = field(default_factory=list)

    def take(self, records: Sequence[LaporRecord]) -> Mapping[str, str | None]:
        if self.is_away:
            raise NotTaken("the interface does not answer")
        new = [one for one in records if one.case_number not in self.refused]
        self.taken += new
        return {one.case_number: f"76543{len(self.taken)}" for one in new}


@pytest.fixture
def numbers(app: Flask) -> dict[str, str]:
    """Reports of one agency: handed over to LAPOR! and elsewhere, by officers and by who reported; one of another's."""
    with app.app_context(), unit_of_work():
        for _both in range(2):
            factories.a_custodian()
        services = []
        for slug in ("kota-satu", "kota-dua"):
            unit = factories.a_unit(factories.an_agency(slug, name=slug.title()), name="Dinas Satu")
            services.append(factories.a_service(unit, name="Akta lahir"))
            factories.a_published_version(services[-1])
        waited = factories.an_experience(groups=("time",), applied_on=date(2026, 6, 17), paid_on=None, money_total=None)

        def report(visibility: str, body: str | None, service: int = 0) -> str:
            told = factories.what_is_told(
                experience=waited, visibility=visibility, description=f"Cerita untuk {body}", file_number="B-17"
            )
            made = factories.a_report(services[service], told).report
            if body is not None:
                make_move(lock_report(made.id), "hand_over", by="liaison", actor=SYSTEM, body=body)
            return str(made.case_number)

        made = {
            "open": report("open", "SP4N-LAPOR!"),
            "sealed": report("sealed", "sp4n lapor"),
            "elsewhere": report("open", "Ombudsman RI, pelaporan"),
            "handled": report("open", None),
            "other agency": report("anonymous", "LAPOR", service=1),
        }
        own = factories.a_report(services[0], factories.what_is_told(visibility="open")).report
        own_moves.hand_over(own.id, "lapor", "", "")
        return made


@pytest.fixture
def sipp(app: Flask, tmp_path: Path) -> CommandLine:
    return CommandLine(app, tmp_path)


def sent(app: Flask) -> dict[str, str | None]:
    """Case number -> tracking id, of the reports with the event that they were handed over."""
    with app.app_context():
        rows = select(Report.case_number, Report.external_tracking_id).join(
            ReportEvent, (ReportEvent.report_id == Report.id) & (ReportEvent.kind == "sent_to_lapor")
        )
        return dict(current_session().execute(rows).all())


def test_the_files_hold_what_officers_handed_over_in_the_order_of_the_form(
    app: Flask, sipp: CommandLine, numbers: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "keluar"
    done = sipp.run("export", "lapor", str(folder))
    assert (done.exit_code, done.output) == (0, "3 reports\n")
    table, records = sorted(folder.iterdir())
    assert {path.stat().st_mode & 0o077 for path in (table, records)} == {0}
    header, *rows = csv.reader(table.read_text("utf-8-sig").splitlines(), delimiter=";")
    assert header == list(LABELS.values())
    told = json.loads(records.read_text())
    wanted = {numbers["open"], numbers["sealed"], numbers["other agency"]}
    assert {one["case_number"] for one in told} == wanted == set(sent(app))
    assert [list(one) for one in told] == [list(LABELS)] * 3
    assert len(rows) == 3
    [sealed] = [one for one in told if one["case_number"] == numbers["sealed"]]
    assert (sealed["anonymous"], sealed["happened_on"]) == (True, "Juni 2026")
    assert [secret for secret in SECRETS if secret in json.dumps(sealed)] == []
    assert "Wahyuni" not in table.read_text() + records.read_text(), "LAPOR! asks the reporter itself"
    with app.app_context():
        acts = select(AuditEntry.subject_id).where(AuditEntry.action == "reports.send_to_lapor")
        assert set(current_session().scalars(acts)) == wanted


def test_what_was_exported_is_not_exported_twice_unless_that_is_asked_for(
    sipp: CommandLine, numbers: dict[str, str], tmp_path: Path
) -> None:
    assert sipp.run("export", "lapor", str(tmp_path / "a"), "--agency", "kota-dua").output == "1 reports\n"
    assert sipp.run("export", "lapor", str(tmp_path / "b")).output == "2 reports\n"
    assert sipp.run("export", "lapor", str(tmp_path / "c")).output == "No reports wait to be handed over.\n"
    assert not (tmp_path / "c").exists()
    assert sipp.run("export", "lapor", str(tmp_path / "d"), "--again").output == "3 reports\n"
    assert sipp.run("export", "lapor", str(tmp_path / "e"), "--agency", "tidak-ada").exit_code == 1


def test_a_folder_that_cannot_be_written_leaves_every_report_waiting(
    app: Flask, sipp: CommandLine, numbers: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "berkas").write_text("x")
    assert sipp.run("export", "lapor", str(tmp_path / "berkas" / "keluar")).exit_code == 1
    assert sent(app) == {}


@pytest.mark.parametrize("kind", ["partner", "folder"])
def test_whoever_takes_reports_over_takes_all_that_wait_and_leaves_nothing_behind(
    app: Flask, numbers: dict[str, str], tmp_path: Path, kind: str
) -> None:
    partner: LaporPartner = Partner() if kind == "partner" else LaporFolder(tmp_path / "keluar")
    with app.app_context():
        assert (hand_over_to(partner), hand_over_to(partner)) == (3, 0)
    assert set(sent(app)) == {numbers["open"], numbers["sealed"], numbers["other agency"]}


def test_a_partner_that_is_away_or_refuses_is_offered_the_rest_again_and_its_ids_are_kept(
    app: Flask, numbers: dict[str, str]
) -> None:
    partner = Partner(refused={numbers["open"]}, is_away=True)
    with app.app_context():
        with pytest.raises(NotTaken):
            hand_over_to(partner)
        assert sent(app) == {}
        partner.is_away = False
        assert hand_over_to(partner) == 2
        partner.refused.clear()
        assert hand_over_to(partner) == 1
        assert hand_over_to(partner, is_again=True) == 0, "who has a tracking id waits no more"
    assert sent(app)[numbers["open"]] == "765433" and len(partner.taken) == 3
