"""The synthetic country: what a national installation holds, in one command, marked synthetic everywhere.

Nine tenths of the services are offers of reference services by governments, the rest has no reference: 200,000 services
are 350 references x 514 governments and 20,100 others. Everything is drawn from the seed and the names, agency by
agency, so a run that was cut off is repeated with the same arguments and adds what is missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random

from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.services import ReferenceService, Service, reference_life_event, service_at_point
from sipp.operations.journal import note_search_changes, record
from sipp.operations.moved import moved_agency
from sipp.operations.versions import contents_of, published_versions_of
from sipp.rules.permissions import SYSTEM
from sipp.rules.standards import Standard
from sipp.seeding.bulk import VersionBatch, insert_rows, new_ids
from sipp.seeding.country_agencies import (
    LOCAL_KINDS,
    Office,
    Place,
    governments,
    open_office,
    other_agencies,
    slug_of,
)
from sipp.seeding.country_standards import FORMS, History, history_of, model_of, national_history
from sipp.seeding.country_words import (
    CIRCLES,
    FAMILIES,
    LOCAL_ACTS,
    NATIONAL_ACTS,
    NATIONAL_SUBJECTS,
    PLACE_ENDINGS,
    SEEDED_UNITS,
    SERVICE_MALL,
    WORDINGS,
    Family,
)
from sipp.seeding.rows import SeedError

MOST_GOVERNMENTS = 514
MOST_REFERENCES = 350
FEWEST_SERVICES = 100

_FEWEST_GOVERNMENTS = 5
_OFFERED_SHARE = 0.9
_OTHERS_PER_AGENCY = 110
_WITHOUT_STANDARD = 0.015
_RETIRED = 0.005
_CLOSED = 0.01
_MARK = "Data sintetis."


@dataclass(frozen=True)
class Composition:
    """How many of what a number of services means."""

    governments: int
    references: int
    unreferenced: int

    @classmethod
    def of(cls, services: int) -> "Composition":
        """The composition of a country with so many services; raises SeedError when they are too few."""
        if services < FEWEST_SERVICES:
            raise SeedError(f"a country has at least {FEWEST_SERVICES} services")
        offers = int(services * _OFFERED_SHARE)
        places = min(MOST_GOVERNMENTS, max(_FEWEST_GOVERNMENTS, offers // MOST_REFERENCES))
        references = min(MOST_REFERENCES, offers // places)
        return cls(places, references, services - references * places)


@dataclass(frozen=True)
class _Offered:
    """A reference service as the generator sees it."""

    id: int
    slug: str
    name: str
    aliases: Sequence[str]
    summary: str
    units: Sequence[str]
    model: Standard


class Country:
    """The country of one seed: make it with ``lay_foundations``, then ``settle`` each of ``agencies``, then ``close``.

    Each of these calls belongs in one transaction.
    """

    def __init__(self, services: int, seed: int) -> None:
        self.composition = Composition.of(services)
        self._seed = seed
        year = clock.today(clock.NATIONAL_ZONE).year
        self._anchor = date(year, 1, 1)
        self._since = datetime.combine(self._anchor, time.min, UTC) - timedelta(days=365)
        self._histories: dict[tuple[str, int], History] = {}
        self._offered: list[_Offered] = []

    def lay_foundations(self) -> None:
        """Make the invented reference services that are missing; raises SeedError without seed data."""
        session = current_session()
        if not governments(session, 1, Random(0)):
            raise SeedError("there are no places yet; run first: sipp seed")
        real = select(ReferenceService.slug).where(~ReferenceService.is_synthetic).order_by(ReferenceService.id)
        seeded = list(session.scalars(real.limit(self.composition.references)))
        invented = list(invented_references())[: self.composition.references - len(seeded)]
        known = set(session.scalars(select(ReferenceService.slug)))
        self._make_references([one for one in invented if one[0] not in known])
        self._offered = self._read_offered([*seeded, *(slug for slug, *_ in invented)])

    @cached_property
    def agencies(self) -> Sequence[tuple[Place, int]]:
        """Every agency of the country with its number of services that have no reference."""
        session = current_session()
        local = governments(session, self.composition.governments, self._random("order"))
        without_reference = self.composition.unreferenced
        others = other_agencies(session, max(1, without_reference // 2 // _OTHERS_PER_AGENCY))
        shares = [*_shares(without_reference // 2, len(local)), *_shares(-(-without_reference // 2), len(others))]
        return list(zip([*local, *others], shares, strict=True))

    def settle(self, place: Place, unreferenced: int) -> int:
        """Give an agency its units and the services it does not have yet; returns how many were added.

        What was renamed or merged since is left alone.
        """
        if moved_agency(place.slug):
            return 0
        session = current_session()
        office = open_office(session, place, self._since, self._random("office", place.slug))
        rows = session.execute(
            select(Service.slug, Service.reference_id, Service.is_synthetic).where(Service.agency_id == office.id)
        ).all()
        slugs = {slug for slug, *_ in rows}
        known = {reference_id for _, reference_id, _ in rows if reference_id}
        drafts = []
        if place.kind in LOCAL_KINDS:
            drafts += list(self._offers(office, known, slugs))
        missing = unreferenced - sum(not reference_id and is_synthetic for _, reference_id, is_synthetic in rows)
        drafts += list(self._others(office, missing, slugs))
        if drafts:
            self._store_services(office, drafts)
        return len(drafts)

    def close(self) -> None:
        """Tell search about the references, whose offers have names of their own now."""
        note_search_changes([f"reference:{offered.slug}" for offered in self._offered])

    def _random(self, *what: object) -> Random:
        return Random("/".join(map(str, (self._seed, *what))))

    def _make_references(self, invented: Sequence[tuple[str, Family, str, str]]) -> None:
        if not invented:
            return
        session = current_session()
        ids = new_ids(session, ReferenceService, len(invented))
        rows, events, batch = [], [], VersionBatch()
        for reference_id, (slug, family, act, subject) in zip(ids, invented, strict=True):
            random = self._random("reference", slug)
            rows.append(
                {
                    "id": reference_id,
                    "slug": slug,
                    "name": act.format(subject),
                    "summary": f"{act.format(subject)} oleh pemerintah kabupaten atau kota. {_MARK}",
                    "agency_kinds": list(LOCAL_KINDS),
                    "popularity": random.randint(0, 3),
                    "is_synthetic": True,
                }
            )
            if family.life_event:
                events.append({"reference_id": reference_id, "life_event_slug": family.life_event})
            history = national_history(model_of(family, act, subject, random), self._anchor, random)
            batch.add("reference_id", reference_id, clock.NATIONAL_ZONE, history)
        insert_rows(session, ReferenceService, rows)
        session.execute(reference_life_event.insert(), events)
        count = batch.store(session)
        record(SYSTEM, "seeding.generate", "reference_service", ids[0], references=len(rows), versions=count)
        note_search_changes([f"reference:{row['slug']}" for row in rows])

    def _read_offered(self, slugs: Sequence[str]) -> list[_Offered]:
        session = current_session()
        units = {slug: family.units for slug, family, *_ in invented_references()}
        found = session.scalars(select(ReferenceService).where(ReferenceService.slug.in_(slugs))).all()
        newest = {key: versions[0] for key, versions in published_versions_of(found).items() if versions}
        models = contents_of(list(newest.values()))
        by_slug = {reference.slug: reference for reference in found}
        return [
            _Offered(
                id=by_slug[slug].id,
                slug=slug,
                name=by_slug[slug].name,
                aliases=by_slug[slug].aliases,
                summary=by_slug[slug].summary or "",
                units=units.get(slug) or SEEDED_UNITS.get(slug, SERVICE_MALL),
                model=models[newest[by_slug[slug].id].id],
            )
            for slug in slugs
            if by_slug[slug].id in newest
        ]

    def _offers(self, office: Office, known: set[int], slugs: set[str]) -> Iterator["_Draft"]:
        for offered in self._offered:
            local = self._random(office.place.slug, offered.slug)
            if offered.id in known or offered.slug in slugs:
                continue
            slugs.add(offered.slug)
            yield _Draft(
                name=_wording(offered, office.place, local),
                slug=offered.slug,
                summary=" ".join(filter(None, (offered.summary.removesuffix(_MARK).strip(), _MARK))),
                unit_id=office.unit(offered.units),
                reference_id=offered.id,
                online=local.random() < 0.25,
                status=_status(local),
                history=self._history(offered.slug, offered.model, local),
            )

    def _others(self, office: Office, count: int, slugs: set[str]) -> Iterator["_Draft"]:
        random = self._random("others", office.place.slug)
        is_local = office.place.kind in LOCAL_KINDS
        units = [unit for slug, unit in office.units.items() if slug != "inspektorat"] or list(office.units.values())
        family = FAMILIES[0]
        while count > 0:
            if is_local:
                family = random.choice(FAMILIES)
                act, subject = random.choice(LOCAL_ACTS), random.choice(family.subjects)
            else:
                act, subject = random.choice(NATIONAL_ACTS), random.choice(NATIONAL_SUBJECTS)
            name = f"{act.format(subject)} {random.choice(CIRCLES)}".strip()
            slug = slug_of(name)
            if slug in slugs:
                continue
            slugs.add(slug)
            count -= 1
            form = f"{'local' if is_local else 'national'}-{random.randrange(8)}"
            model = model_of(family, "Layanan ini {}", "dengan hasil tertulis", self._random("other", form))
            yield _Draft(
                name=name,
                slug=slug,
                summary=f"{name} oleh {office.place.name}. {_MARK}",
                unit_id=office.unit(family.units) if is_local else random.choice(units),
                reference_id=None,
                online=random.random() < 0.25,
                status=_status(random),
                history=self._history(form, model, random),
            )

    def _history(self, key: str, model: Standard, random: Random) -> History | None:
        """One of the shared histories of a service; None for the few agencies that published no standard."""
        form = random.randrange(FORMS)
        if random.random() < _WITHOUT_STANDARD:
            return None
        if (key, form) not in self._histories:
            self._histories[key, form] = history_of(model, form, self._anchor, self._random("form", key, form))
        return self._histories[key, form]

    def _store_services(self, office: Office, drafts: Sequence["_Draft"]) -> None:
        session = current_session()
        ids = new_ids(session, Service, len(drafts))
        batch = VersionBatch()
        rows, at_points = [], []
        for service_id, draft in zip(ids, drafts, strict=True):
            rows.append(
                {
                    "id": service_id,
                    "agency_id": office.id,
                    "unit_id": draft.unit_id,
                    "reference_id": draft.reference_id,
                    "slug": draft.slug,
                    "name": draft.name,
                    "summary": draft.summary,
                    "online_url": f"https://{office.place.slug}.example/{draft.slug}" if draft.online else None,
                    "status": draft.status,
                    "is_synthetic": True,
                }
            )
            at_points += [
                {"service_id": service_id, "service_point_id": point}
                for point in office.points.get(draft.unit_id, ())[:1]
            ]
            if draft.history is not None:
                batch.add("service_id", service_id, office.place.time_zone, draft.history)
        insert_rows(session, Service, rows)
        if at_points:
            session.execute(service_at_point.insert(), at_points)
        count = batch.store(session)
        record(SYSTEM, "seeding.generate", "agency", office.id, agency_id=office.id, services=len(rows), versions=count)
        slug = office.place.slug
        things = [f"agency:{slug}", *(f"unit:{slug}/{unit}" for unit in office.units)]
        note_search_changes([*things, *(f"service:{slug}/{d.slug}" for d in drafts if d.reference_id is None)])


@dataclass(frozen=True)
class _Draft:
    """A service still to be stored."""

    name: str
    slug: str
    summary: str
    unit_id: int
    reference_id: int | None
    online: bool
    status: str
    history: History | None


def invented_references() -> Iterator[tuple[str, Family, str, str]]:
    """Every invented reference service: slug, family, act and subject; of each subject in turn, then the next act."""
    for family in FAMILIES:
        for subject in family.subjects:
            for act in family.acts:
                yield slug_of(act.format(subject)), family, act, subject


def _wording(offered: _Offered, place: Place, random: Random) -> str:
    names = [offered.name, offered.name, *offered.aliases]
    name = random.choice(names)
    lower = name[0].lower() + name[1:] if name[1:2].islower() else name
    wording = random.choice(WORDINGS).format(name=name, lower=lower)
    return (wording + random.choice(PLACE_ENDINGS).format(place=place.name, town=place.town))[:200]


def _status(random: Random) -> str:
    draw = random.random()
    return "retired" if draw < _RETIRED else "temporarily_closed" if draw < _RETIRED + _CLOSED else "active"


def _shares(total: int, count: int) -> list[int]:
    """A number divided as evenly as whole numbers go."""
    return [total // count + (place < total % count) for place in range(count)]
