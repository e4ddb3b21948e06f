"""The services of an agency in parts small enough to be written in one request, and to be imported again."""

from dataclasses import dataclass, replace

from sipp.models.services import Service
from sipp.operations.bulk import Place, bases_of, open_place
from sipp.rules.errors import NotFound
from sipp.rules.permissions import Actor, is_permitted

#: As a workbook so many take about three seconds of one core and 20 MB.
SERVICES_PER_PART = 500


@dataclass(frozen=True)
class Part:
    """A part of an agency's services, with its number (the first is 1) and how many there are."""

    place: Place
    number: int
    parts: int


def count_parts(actor: Actor, agency_slug: str) -> int:
    """In how many parts the actor downloads the standards of an agency; raises as ``open_place``."""
    return _count(_importable(actor, open_place(actor, agency_slug, ())))


def part_to_export(actor: Actor, agency_slug: str, number: int) -> Part:
    """A part of the services that the actor may import again, in the order of their addresses.

    Raises as ``open_place``, and NotFound for a part that is not there.
    """
    place = open_place(actor, agency_slug, ())
    found = _importable(actor, place)
    if not 1 <= number <= _count(found):
        raise NotFound("part")
    services = dict(list(found.items())[(number - 1) * SERVICES_PER_PART : number * SERVICES_PER_PART])
    within = replace(place, services=services, bases=bases_of(list(services.values())))
    return Part(within, number, _count(found))


def _importable(actor: Actor, place: Place) -> dict[str, Service]:
    paths = {unit.id: unit.path for unit in place.units.values()}
    return {
        slug: service
        for slug, service in place.services.items()
        if is_permitted(actor, "standards.import", place.agency.id, paths[service.unit_id])
    }


def _count(services: dict[str, Service]) -> int:
    return max(1, -(-len(services) // SERVICES_PER_PART))
