"""The back office behind the live server, from beside: its officers, and things for them to find."""

import os
import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Literal
from uuid import UUID

from flask import Flask
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from sipp import clock
from sipp.app import create_app
from sipp.config import Config
from sipp.db import current_session, unit_of_work
from sipp.exchange.importing import open_file, prepare
from sipp.jobs.importing import work_on_import
from sipp.jobs.outbox import Job
from sipp.models.accounts import User
from sipp.models.agencies import Agency
from sipp.models.imports import ImportState
from sipp.models.journal import OutboxMessage
from sipp.models.links import WebLink
from sipp.models.reports import ReportClock
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import StandardVersion
from sipp.operations import accounts, canned_answers, curated_answers, decrees, imports, incidents, people, workflow
from sipp.operations.curated_answers import AnswerContent
from sipp.operations.decrees import Particulars
from sipp.operations.import_stops import message_key_prefix
from sipp.operations.imports import Upload
from sipp.operations.search_terms import Count, add_counts
from sipp.operations.standards import create_draft
from sipp.rules.permissions import SYSTEM, Actor
from sipp.rules.standards import Requirement, Standard, Variant
from sipp.vault.accounts import invitation_token
from tests import factories
from tests.exchange.annex_builder import AnnexBuilder, numbered
from tests.live_server import LiveServer, environment
from tests.web.officers import Officer, an_officer, let_in


@dataclass
class Office:
    """The live server's database from beside, and the officers of these tests."""

    app: Flask
    officers: dict[str, Officer] = field(default_factory=dict)

    def cookie(self, name: str) -> str:
        """A session of this officer, as a browser holds it."""
        cookie = let_in(self.app, self.officers[name].id).get_cookie("sipp_sesi")
        assert cookie is not None
        return cookie.value

    def reset_path(self) -> str:
        """A link for a new password."""
        with self.app.app_context():
            user = current_session().get_one(User, self.officers["editor"].id)
            return f"/masuk/lupa/{generate_reset_password_token(user)}"

    def invitation_path(self, email: str | None = None) -> str:
        """A link that makes an account; of an address of its own, as a second invitation withdraws the first."""
        with self.app.app_context(), unit_of_work():
            address = email or f"baru-{secrets.token_hex(4)}@kota-bandung.contoh"
            invitation = people.invite(SYSTEM, address, "Orang Baru", ["editor", "head"], self.agency_id)
            return f"/masuk/undangan/{invitation_token(invitation.id, self.app.config['SIPP'].secret_keys)}"

    def draft_path(self) -> str:
        """A draft with something in every component, and something to be seen to in several."""
        with self.app.app_context(), unit_of_work():
            service = current_session().scalars(select(Service).where(Service.slug == "uji-draf")).one_or_none()
            if service is None:
                agency = current_session().get_one(Agency, self.agency_id)
                reference = current_session().scalars(
                    select(ReferenceService).where(ReferenceService.slug == "ktp-hilang-rusak")
                )
                service = factories.a_service(factories.a_unit(agency), reference.one(), slug="uji-draf")
                factories.a_draft(service, a_standard_with_flaws())
            draft = select(StandardVersion.id).where(StandardVersion.service_id == service.id)
            return f"/kelola/standar/{current_session().scalars(draft).one()}"

    def model_path(self) -> str:
        """A draft of a national model."""
        with self.app.app_context(), unit_of_work():
            reference = current_session().scalars(
                select(ReferenceService).where(ReferenceService.slug == "ktp-hilang-rusak")
            )
            return f"/kelola/standar/{factories.a_draft(reference.one()).id}"

    def correction_path(self) -> str:
        """A correction that waits."""
        with self.app.app_context(), unit_of_work() as session:
            found = select(Service).where(Service.agency_id == self.agency_id, Service.slug == "ktp-hilang-rusak")
            return f"/kelola/koreksi/{factories.a_correction(session.scalars(found).one()).id}"

    def case_path(self, *, visibility: str = "anonymous") -> str:
        """A report that Kota Bandung handles."""
        with self.app.app_context(), unit_of_work() as session:
            found = select(Service).where(Service.agency_id == self.agency_id, Service.slug == "ktp-hilang-rusak")
            told = factories.what_is_told(experience=factories.an_experience(variant="hilang"), visibility=visibility)
            return f"/kelola/laporan/{factories.a_report(session.scalars(found).one(), told).report.case_number}"

    def reprimand_path(self) -> str:
        """The draft of a reprimand."""
        with self.app.app_context(), unit_of_work() as session:
            found = select(Service).where(Service.agency_id == self.agency_id, Service.slug == "ktp-hilang-rusak")
            return f"/kelola/teguran/{factories.a_reprimand(session.scalars(found).one()).id}"

    def canned_answer_path(self) -> str:
        """A prepared answer."""
        with self.app.app_context(), unit_of_work():
            editor = accounts.actor_of(current_session().get_one(User, self.officers["editor"].id))
            answer = canned_answers.add(editor, None, f"Blangko {secrets.token_hex(4)}", "Blangko datang Senin.")
            return f"/kelola/jawaban-baku/{answer.id}"

    def incident_path(self) -> str:
        """An incident with one report that waits for its answer."""
        number = self.case_path().rsplit("/", 1)[1]
        with self.app.app_context(), unit_of_work():
            editor = accounts.actor_of(current_session().get_one(User, self.officers["editor"].id))
            report = incidents.join(editor, number, None, "Server Dukcapil mati 3 Juni")
            return f"/kelola/kejadian/{report.incident_id}"

    def break_a_link(self) -> None:
        """Note three days of failures of an online service of Kota Bandung."""
        with self.app.app_context(), unit_of_work() as session:
            found = select(Service.online_url).where(Service.agency_id == self.agency_id, Service.online_url != "")
            url = session.scalars(found.order_by(Service.id).limit(1)).one()
            failed = {"failure": "no_answer", "failed_days": 3, "last_failed_on": clock.today("Asia/Jakarta")}
            session.merge(WebLink(url=url, next_visit_at=clock.now(), **failed))

    def leave_a_clock_behind(self) -> None:
        """A report whose time limit the present holidays move to a later day."""
        with self.app.app_context(), unit_of_work() as session:
            found = select(Service).where(Service.agency_id == self.agency_id, Service.slug == "ktp-hilang-rusak")
            report = factories.a_report(session.scalars(found).one()).report
            clocks = session.scalars(select(ReportClock).where(ReportClock.report_id == report.id))
            for one in clocks:
                one.due_on, one.calendar_version = one.due_on - timedelta(days=1), 0

    def miss_searches(self) -> None:
        """Let something be typed often and not be found."""
        with self.app.app_context(), unit_of_work():
            today = clock.today("Asia/Jakarta")
            add_counts({(today, query): Count(7, 0, False, "nothing") for query in ("ktp raib", "surat gaib")})

    def answer_path(self) -> str:
        """An answer that an editor chose."""
        content = AnswerContent(
            phrase=secrets.token_hex(4), title="SP4N-LAPOR!", text="Di sini.", target="https://www.lapor.go.id/"
        )
        with self.app.app_context(), unit_of_work():
            return f"/kelola/jawaban/{curated_answers.create(SYSTEM, content).id}"

    def demo_officer(self, email: str, base32: str) -> Officer:
        """Somebody of the demonstration."""
        with self.app.app_context():
            user_id = current_session().scalars(select(User.id).where(User.email == email)).one()
        return Officer(user_id, email, base32)

    def review_path(self) -> str:
        """The review of a draft that the editor submitted: of the last service of Kota Bandung."""
        with self.app.app_context(), unit_of_work():
            editor = accounts.actor_of(current_session().get_one(User, self.officers["editor"].id))
            return f"/kelola/standar/{workflow.submit(editor, self._draft(editor).id).id}"

    def decree_path(self) -> str:
        """A decree in review with one draft."""
        with self.app.app_context(), unit_of_work():
            editor = accounts.actor_of(current_session().get_one(User, self.officers["editor"].id))
            told = Particulars(number=f"{secrets.token_hex(4)}/SK/2026", decided_on=clock.now().date())
            decree = decrees.create(editor, "kota-bandung", told)
            decrees.adopt(editor, decree.id, [self._draft(editor).id])
            decrees.submit(editor, decree.id)
            return f"/kelola/keputusan/{decree.id}"

    def import_path(self, stage: ImportState | Literal["stopped"]) -> str:
        """An annex that the editor sent, as far as this; the live worker is not asked for it."""
        with self.app.app_context():
            editor = accounts.actor_of(current_session().get_one(User, self.officers["editor"].id))
            place = imports.place(editor, "kota-bandung")
            content = an_annex()
            file = open_file("lampiran.docx", content)
            assert file.annex is not None
            sent = Upload(
                file_name=file.name,
                content=content,
                slugs=prepare(editor, "kota-bandung", file).services,
                titles=[one.title for one in file.annex.services],
                unit_id=place.units[0].id,
            )
            with unit_of_work() as session:
                run_id = imports.begin(editor, place, sent).id
                self._without_worker(session, run_id, has_stopped=stage == "stopped")
            if stage in ("checked", "done"):
                self.work_on_import(run_id)
            if stage == "done":
                with unit_of_work() as session:
                    imports.start(editor, run_id)
                    self._without_worker(session, run_id)
                self.work_on_import(run_id)
            return f"/kelola/impor/{run_id}"

    def work_on_import(self, run_id: UUID) -> None:
        """What the worker would do."""
        with self.app.app_context():
            work_on_import(Job(0, "import", "", {"run_id": str(run_id)}, 1, clock.now()))

    def _without_worker(self, session: Session, run_id: UUID, *, has_stopped: bool = False) -> None:
        session.flush()
        waiting = (OutboxMessage.key.startswith(message_key_prefix(run_id)), OutboxMessage.state == "waiting")
        if has_stopped:
            session.execute(update(OutboxMessage).where(*waiting).values(state="set_aside", last_error="ValueError"))
        session.execute(delete(OutboxMessage).where(*waiting))

    def _draft(self, editor: Actor) -> StandardVersion:
        of_agency = select(Service).where(Service.agency_id == self.agency_id).order_by(Service.slug.desc())
        service = current_session().scalars(of_agency.limit(1)).one()
        return create_draft(editor, service, factories.a_standard(effective_from=date(2027, 1, 1)))

    @property
    def agency_id(self) -> int:
        """Kota Bandung."""
        return current_session().scalars(select(Agency.id).where(Agency.slug == "kota-bandung")).one()


def an_annex() -> bytes:
    """Two services: a new one, with something that cannot be read, and one that is refused because it has no title."""
    builder = AnnexBuilder().text(f"Standar Pelayanan Perpustakaan Keliling Armada {secrets.token_hex(4)}")
    rows = (
        ("Persyaratan", ["1. Surat permohonan kepala sekolah", "2. Kartu pelajar", "3. Pas foto 3 x 4 dua lembar"]),
        ("Jangka waktu penyelesaian", "maks. 3 hari"),
        ("Biaya/tarif", "menyesuaikan"),
        ("Dasar hukum", "UU No 43 Tahun 2007 tentang Perpustakaan"),
    )
    builder.table(numbered(rows))
    builder.text("Daftar alamat kantor.")
    builder.table(numbered((("Persyaratan", "Fotokopi KK"),)))
    return builder.bytes()


def a_standard_with_flaws() -> Standard:
    """A standard with errors, advice, kinds, and rows that the agency did not confirm."""
    papers = (
        Requirement(row_key="ktp", text="1. KTP dan fotokopi KK dan lain-lain", variant="hilang"),
        Requirement(row_key="kosong", text="sesuai ketentuan", confidence="reference", source="acuan"),
    )
    variants = (Variant(code="hilang", label="Hilang"), Variant(code="rusak", label="Rusak"))
    return factories.a_standard(variants=variants, requirements=papers)


@cache
def office_of(server: LiveServer) -> Office:
    """The office behind the live server, with officers made once in this process."""
    office = Office(create_app(Config.from_environment(environment(server.data_dir, server.database_url))))
    with office.app.app_context():
        agency = current_session().scalars(select(Agency).where(Agency.slug == "kota-bandung")).one()
        current_session().expunge(agency)
    for name, roles, has_second_step in (
        ("admin", ("agency_admin",), True),
        ("editor", ("editor", "liaison"), True),
        ("publisher", ("publisher",), False),
        ("counter", ("counter",), False),
        ("nobody", (), False),
        ("head", ("head",), False),
        ("national", ("national_admin",), True),
        ("reviewer", ("publisher",), True),
        ("superior", ("supervisor",), True),
        ("overseer", ("overseer",), True),
    ):
        email = f"{name}-{os.getpid()}@kota-bandung.contoh"
        office.officers[name] = an_officer(
            office.app, *roles, agency=agency, has_second_step=has_second_step, email=email, name=f"Uji {name}"
        )
    return office
