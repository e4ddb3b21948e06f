"""Reports of the synthetic country: anonymous, marked in their words, filed as a citizen's form files them."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency
from sipp.models.services import Service
from sipp.operations.assessing import form_context
from sipp.operations.reports import Told, submit
from sipp.rules.findings import Experience
from sipp.rules.permissions import Actor
from sipp.seeding.rows import SeedError
from sipp.vault.codes import CodeKeyRing

PORTION = 20

_CITIZEN = Actor()
_WORDS = "Data sintetis: laporan ini dibuat oleh program untuk percobaan."


class ReportDesk:
    """Files the reports of one seed. A report is known by its number, so a repeated run files only what is missing."""

    def __init__(self, seed: int, ring: CodeKeyRing) -> None:
        self._seed = seed
        self._ring = ring
        self._services: Sequence[int] = ()

    def file(self, numbers: Sequence[int]) -> int:
        """File the reports with these numbers, in one transaction; returns how many were not filed before."""
        return sum(self._file(number) for number in numbers)

    def _file(self, number: int) -> bool:
        random = Random(f"{self._seed}/report/{number}")
        agency, service = self._address(random)
        context = form_context(agency, service)
        told = Told(experience=_experience(random, context.today), description=_WORDS, visibility="anonymous")
        nonce = hashlib.sha256(f"sipp generate/{self._seed}/{number}".encode()).digest()[:16]
        return not submit(_CITIZEN, context, told, nonce=nonce, opened_at=clock.now(), ring=self._ring).is_repeated

    def _address(self, random: Random) -> tuple[str, str]:
        session = current_session()
        if not self._services:
            offered = select(Service.id).where(Service.is_synthetic, Service.status == "active").order_by(Service.id)
            self._services = session.scalars(offered).all()
        if not self._services:
            raise SeedError("there are no synthetic services to report about")
        slugs = select(Agency.slug, Service.slug).join(Service, Service.agency_id == Agency.id)
        agency, service = session.execute(slugs.where(Service.id == random.choice(self._services))).one()
        return agency, service


def _experience(random: Random, today: date) -> Experience:
    applied_on = today - timedelta(days=random.randint(10, 120))
    match random.choice(("money", "time", "not_served", "treatment")):
        case "money":
            return Experience(
                groups=("money",),
                applied_on=applied_on,
                paid_on=applied_on,
                money_total=random.randint(1, 60) * 10_000,
                money_paid=True,
                money_receipt=random.choice(("official", "other", "none")),
            )
        case "time":
            finished_on = applied_on + timedelta(days=random.randint(1, 9))
            return Experience(groups=("time",), applied_on=applied_on, finished_on=finished_on)
        case "not_served":
            return Experience(groups=("not_served",), applied_on=applied_on, not_served_reason="system_down")
    return Experience(groups=("treatment",), applied_on=applied_on, treatment="rude")
