"""Builders: rows and values with defaults, so that a test names only what it is about.

``a_standard``, ``a_full_standard``, ``an_experience`` and ``what_is_told`` give plain values; all others store a row in
the session at hand and flush. On SQLite only a unit of work may write, so build inside one:

    with unit_of_work():
        version = a_published_version(a_service())

Names and slugs are numbered, so that two calls never collide.
"""

import csv
import os
import secrets
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import CustodianKey, Membership, User
from sipp.models.agencies import Agency, Region, ServicePoint, Unit
from sipp.models.calendar import CalendarVersion, DeadlineLength, Holiday
from sipp.models.corrections import Correction
from sipp.models.journal import OutboxMessage
from sipp.models.reports import ReportClock, Reprimand
from sipp.models.services import LegalCeiling, ReferenceService, Service
from sipp.models.standards import Decree, ReviewDue, StandardVersion
from sipp.operations import assessing, reports
from sipp.operations.reprimands import Papers
from sipp.operations.standards import create_draft, publish
from sipp.operations.versions import Owner
from sipp.rules.findings import Experience
from sipp.rules.permissions import SYSTEM, Actor
from sipp.rules.standards import (
    ComplaintChannel,
    Fee,
    LegalBasis,
    ProcedureStep,
    Product,
    Requirement,
    Standard,
    TimeLimit,
)
from sipp.vault import sealing
from sipp.vault.codes import CodeKeyRing

SEED_FOLDER = Path(__file__).parents[1] / "seed_data"
PUBLIC = Actor()
RING = CodeKeyRing([b"code key of the builders, long enough"])
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2024, 1, 1)

#: Apart in each worker process of a run: they make things beside the same live server.
_numbers = count(1 + 100_000 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")))


def a_region(code: str = "32.73", name: str = "Bandung", kind: str = "city", **more: Any) -> Region:
    """A region, without its parent."""
    return _stored(Region(code=code, name=name, kind=kind, **{"everyday_names": [], **more}))


def an_agency(slug: str | None = None, *, is_receiving: bool = True, **more: Any) -> Agency:
    """An agency that answers reports here; ``is_receiving=False``: it is only listed."""
    number = next(_numbers)
    values = {
        "slug": slug or f"instansi-{number}",
        "name": f"Pemerintah Kota Contoh {number}",
        "kind": "city",
        "membership": "receiving" if is_receiving else "listed",
        "receiving_since": LONG_AGO if is_receiving else None,
    }
    return _stored(Agency(**{**values, **more}))


def a_unit(agency: Agency | None = None, parent: Unit | None = None, **more: Any) -> Unit:
    """A unit with its path; of a new agency unless one is named."""
    number = next(_numbers)
    agency_id = parent.agency_id if parent else (agency or an_agency()).id
    values = {"slug": f"unit-{number}", "name": f"Dinas Contoh {number}"}
    unit = _stored(Unit(agency_id=agency_id, parent_id=parent.id if parent else None, **{**values, **more}))
    unit.path = f"{parent.path if parent else ''}{unit.id}/"
    current_session().flush()
    return unit


def a_service_point(unit: Unit | None = None, **more: Any) -> ServicePoint:
    """A counter of a unit."""
    number = next(_numbers)
    values = {"slug": f"loket-{number}", "name": f"Loket {number}", "unit_id": (unit or a_unit()).id}
    return _stored(ServicePoint(**{**values, **more}))


def a_reference(slug: str | None = None, **more: Any) -> ReferenceService:
    """A national reference service without a standard; give ``life_events=[...]`` as rows."""
    number = next(_numbers)
    values = {
        "slug": slug or f"acuan-{number}",
        "name": f"Layanan acuan {number}",
        "name_en": f"Reference service {number}",
        "summary": "Layanan yang dibuat untuk pengujian.",
        "agency_kinds": ["city", "regency"],
    }
    return _stored(ReferenceService(**{**values, **more}))


def a_ceiling(reference: ReferenceService, **more: Any) -> LegalCeiling:
    """A legal ceiling: at most 24 hours from the complete file."""
    values = {
        "row_key": f"batas-{next(_numbers)}",
        "component": "time_limit",
        "maximum": 24,
        "unit": "hour",
        "start_event": "file_complete",
        "legal_basis": "Permendagri 19/2018",
    }
    return _stored(LegalCeiling(reference_id=reference.id, **{**values, **more}))


def a_service(
    unit: Unit | None = None, reference: ReferenceService | None = None, slug: str | None = None, **more: Any
) -> Service:
    """A service of a unit, without a standard; of a new agency and unit unless named."""
    unit = unit or a_unit()
    number = next(_numbers)
    service = Service(
        agency_id=unit.agency_id,
        unit_id=unit.id,
        reference_id=reference.id if reference else None,
        **{"slug": slug or f"layanan-{number}", "name": f"Layanan {number}", **more},
    )
    return _stored(service)


def a_standard(**more: Any) -> Standard:
    """A small standard the agency confirmed: Rp100.000, five working days, two papers."""
    values: dict[str, Any] = {
        "effective_from": FIRST_DAY,
        "effective_basis": "Keputusan Kepala Dinas",
        "requirements": (
            Requirement(row_key="ktp", text="KTP-el asli", form="original"),
            Requirement(row_key="kk", text="Fotokopi kartu keluarga", form="copy", copies=1),
        ),
        "procedure": (ProcedureStep(row_key="serahkan", text="Serahkan berkas di loket", channel="counter"),),
        "time_limits": (TimeLimit(row_key="waktu", maximum=5, unit="working_day", start_event="file_complete"),),
        "fees": (Fee(row_key="biaya", shape="fixed", amount_idr=100_000),),
        "products": (Product(row_key="produk", name="Surat keterangan", form="physical"),),
        "complaint_channels": (ComplaintChannel(row_key="telepon", kind="phone", value="1500-000"),),
        "legal_bases": (LegalBasis(row_key="uu", type="UU", number="25", year=2009),),
    }
    return Standard(**{**values, **more})


def a_draft(owner: Owner | None = None, content: Standard | None = None, actor: Actor = SYSTEM) -> StandardVersion:
    """A draft; of a new service unless an owner is named."""
    return create_draft(actor, owner or a_service(), content or a_standard())


def a_published_version(
    owner: Owner | None = None, content: Standard | None = None, recorded_at: datetime | None = LONG_AGO
) -> StandardVersion:
    """A published version, recorded long ago unless told otherwise (None: now)."""
    return publish(SYSTEM, a_draft(owner, content), recorded_at)


def a_review_due(version: StandardVersion, due_on: date) -> ReviewDue:
    """Until when a version must be reviewed."""
    return _stored(ReviewDue(version_id=version.id, due_on=due_on, recorded_at=clock.now()))


def a_decree(agency: Agency, **more: Any) -> Decree:
    """A decree of an agency; give its id to a draft before that is published."""
    return _stored(Decree(agency_id=agency.id, **{"number": f"{next(_numbers)}/SK/2024", **more}))


def a_user(**more: Any) -> User:
    """An officer's account without any role."""
    number = next(_numbers)
    values = {"email": f"petugas-{number}@contoh.id", "name": f"Petugas {number}", "created_at": LONG_AGO}
    return _stored(User(**{**values, **more}))


def a_membership(user: User, role: str, agency: Agency | None = None, unit: Unit | None = None) -> Membership:
    """A role of somebody: for a unit, for a whole agency, or national."""
    agency_id = unit.agency_id if unit else agency.id if agency else None
    values = {"role": role, "agency_id": agency_id, "unit_id": unit.id if unit else None}
    return _stored(Membership(user_id=user.id, **values))


def a_custodian(passphrase: str = "kata sandi pemegang kunci", **more: Any) -> CustodianKey:
    """A custodian's key of an account of its own; sealed reports need two."""
    number = current_session().scalar(select(func.count()).select_from(CustodianKey)) or 0
    key = _custodian_key(passphrase, number)
    values = {"user_id": a_user().id, "public_key": key.public, "protected_private_key": key.protected_private}
    return _stored(CustodianKey(created_at=LONG_AGO, **{**values, **more}))


@cache
def _custodian_key(passphrase: str, _number: int) -> sealing.CustodianKey:
    """One for each custodian of a test, for all tests of the process: to stretch a passphrase is slow on purpose."""
    return sealing.make_custodian_key(passphrase)


def a_holiday(day: date, name: str = "Hari libur", **more: Any) -> Holiday:
    """A national holiday of the first calendar version."""
    the_calendar()
    values = {"kind": "national", "decree": "SKB 3 Menteri", "added_in": 1}
    return _stored(Holiday(day=day, name=name, **{**values, **more}))


def the_calendar() -> None:
    """The first calendar version and every length of a clock of the seed data: a report's clocks need them."""
    session = current_session()
    if session.get(CalendarVersion, 1) is not None:
        return
    session.add(CalendarVersion(number=1, recorded_at=LONG_AGO, description="seed_data/holidays.csv"))
    with (SEED_FOLDER / "deadlines.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            session.add(
                DeadlineLength(
                    clock=row["clock"],
                    report_class=row["report_class"],
                    length=int(row["length"]),
                    unit=row["unit"],
                    valid_from=date.fromisoformat(row["valid_from"]),
                    legal_basis=row["legal_basis"],
                    certainty=row["certainty"],
                )
            )
    session.flush()


def an_experience(**more: Any) -> Experience:
    """Too much money was taken: Rp250.000 without a receipt."""
    values: dict[str, Any] = {
        "groups": ("money",),
        "applied_on": date(2026, 1, 5),
        "paid_on": date(2026, 1, 5),
        "money_total": 250_000,
        "money_paid": True,
        "money_receipt": "none",
    }
    return Experience(**{**values, **more})


def what_is_told(**more: Any) -> reports.Told:
    """What a form says, anonymous unless told otherwise (``visibility="open"`` brings a name and an address)."""
    values: dict[str, Any] = {
        "experience": an_experience(),
        "description": "Saya diminta membayar lebih dari tarif.",
        "visibility": "anonymous",
    }
    if more.get("visibility") in ("open", "sealed"):
        values |= {"name": "Sri Wahyuni", "email": "sri@contoh.id"}
    return reports.Told(**{**values, **more})


def a_report(
    service: Service | None = None,
    content: reports.Told | None = None,
    *,
    nonce: bytes | None = None,
    opened_at: datetime | None = None,
    language: str = "id",
    ring: CodeKeyRing = RING,
) -> reports.Filed:
    """A report filed through the real operation; about a new service with a published standard unless one is named."""
    the_calendar()
    if service is None:
        service = a_service()
        a_published_version(service)
    session = current_session()
    session.flush()
    agency = session.get_one(Agency, service.agency_id)
    return reports.submit(
        PUBLIC,
        assessing.form_context(agency.slug, service.slug),
        content or what_is_told(),
        nonce=nonce or secrets.token_bytes(16),
        opened_at=opened_at or clock.now(),
        ring=ring,
        language=language,
    )


def a_correction(service: Service | None = None, **more: Any) -> Correction:
    """A correction of the fee that waits; give a state with what belongs to it (``decided_at``, ``taken_up_at``)."""
    values = {
        "nonce_hash": secrets.token_bytes(32),
        "service_id": (service or a_service()).id,
        "component": "fee",
        "proposal": "Tidak dipungut biaya.",
        "source": "Papan pengumuman di loket",
        "received_at": clock.now(),
    }
    return _stored(Correction(**{**values, **more}))


def a_reprimand(service: Service | None = None, **more: Any) -> Reprimand:
    """The draft of a reprimand for a report about a service, twenty days after its time ran out."""
    report = a_report(service, what_is_told(experience=an_experience(groups=("time",)))).report
    session = current_session()
    session.flush()
    settle = session.scalars(
        select(ReportClock).where(ReportClock.report_id == report.id, ReportClock.clock == "settle")
    ).one()
    values: dict[str, Any] = {
        "report_id": report.id,
        "agency_id": report.agency_id,
        "unit_id": report.unit_id,
        "clock_id": settle.id,
        "article": "pasal 36 UU 25/2009",
        "consequence": "teguran tertulis",
        "facts": {
            "clock": "settle",
            "started_on": settle.started_on.isoformat(),
            "due_on": settle.due_on.isoformat(),
            "length": settle.length,
            "unit": settle.unit,
            "legal_basis": settle.legal_basis,
            "drafted_on": (settle.due_on + timedelta(days=20)).isoformat(),
            "late_by_working_days": 14,
            "certainty": "medium",
        },
        "drafted_at": clock.now(),
    }
    return _stored(Reprimand(**{**values, **more}))


def signed_papers() -> Papers:
    """The papers of a reprimand signed now, as short as a file can be."""
    return Papers(signed_at=clock.now(), signer_title="Kepala Dinas", letter=b"%PDF-1.7", public_copy=b"%PDF-1.7")


def an_outbox_message(kind: str = "report_acknowledged", **more: Any) -> OutboxMessage:
    """A message that is due now."""
    now = clock.now()
    values = {"key": f"{kind}:{next(_numbers)}", "payload": {}, "created_at": now, "not_before": now}
    return _stored(OutboxMessage(kind=kind, **{**values, **more}))


def detached(row: Any) -> Any:
    """A row with all its columns read, to be looked at after its session."""
    session = current_session()
    session.refresh(row)
    session.expunge(row)
    return row


def _stored(row: Any) -> Any:
    session = current_session()
    session.add(row)
    session.flush()
    return row
