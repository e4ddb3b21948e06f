"""Counts of what is seeded, in the shape of the checked-in tables models.csv and offers.csv.

A cell of a component is "rows/sources": how many rows it has and from how many distinct sources they come.
"""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipp.db import current_session
from sipp.models.agencies import Agency
from sipp.models.services import ReferenceService, Service
from sipp.models.standards import StandardVersion
from sipp.operations.versions import contents_of
from sipp.rules.standards import COMPONENTS, Row, Standard, component_rows

Counts = dict[str, str]


def seeded_standards() -> list[tuple[StandardVersion, Standard]]:
    """Every published version with its content, by owner and number."""
    versions = (
        current_session()
        .scalars(
            select(StandardVersion)
            .where(StandardVersion.state == "published")
            .options(joinedload(StandardVersion.reference), joinedload(StandardVersion.service))
            .order_by(StandardVersion.reference_id, StandardVersion.service_id, StandardVersion.number)
        )
        .all()
    )
    contents = contents_of(versions)
    return [(version, contents[version.id]) for version in versions]


def all_rows(standard: Standard) -> list[Row]:
    """The rows of all 14 components."""
    return [row for component in COMPONENTS for row in component_rows(standard, component)]


def counts_of_models() -> list[Counts]:
    """Per version of each national model: rows and sources of every component."""
    found = [
        {"reference": version.reference.slug, "version": str(version.number), **_counts(standard)}
        for version, standard in seeded_standards()
        if version.reference
    ]
    return sorted(found, key=lambda row: (row["reference"], row["version"]))


def counts_of_offers() -> list[Counts]:
    """Per agency: services, those with a standard, published versions, and rows that carry a source of its own."""
    session = current_session()
    services = {service.id: service for service in session.scalars(select(Service))}
    slugs = {agency.id: agency.slug for agency in session.scalars(select(Agency))}
    offered = Counter(slugs[service.agency_id] for service in services.values())
    versions: Counter[str] = Counter()
    own: Counter[str] = Counter()
    with_standard: dict[str, set[int]] = {slug: set() for slug in slugs.values()}
    for version, standard in seeded_standards():
        if version.service_id is not None:
            slug = slugs[services[version.service_id].agency_id]
            versions[slug] += 1
            with_standard[slug].add(version.service_id)
            own[slug] += sum(row.confidence == "sample" for row in all_rows(standard))
    return [
        {
            "agency": slug,
            "services": str(offered[slug]),
            "with_standard": str(len(with_standard[slug])),
            "versions": str(versions[slug]),
            "own_rows": str(own[slug]),
        }
        for slug in sorted(slugs.values())
    ]


def reference_slugs() -> set[str]:
    """The slugs of all national reference services."""
    return set(current_session().scalars(select(ReferenceService.slug)))


def _counts(standard: Standard) -> Counts:
    return {component: _cell(component_rows(standard, component)) for component in COMPONENTS}


def _cell(rows: Iterable[Row]) -> str:
    rows = list(rows)
    sources = {source for row in rows for source in (row.source or "").split("; ") if source}
    return f"{len(rows)}/{len(sources)}" if rows else "0"
