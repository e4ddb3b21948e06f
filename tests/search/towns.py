"""A town whose services are found by their names, and officers who go on changing them."""

import random

from flask import Flask
from sqlalchemy import select

from sipp.db import unit_of_work
from sipp.models.services import Service
from sipp.operations.journal import note_search_changes
from sipp.operations.standards import search_thing
from tests import factories
from tests.search.convergence import WORDS


def open_a_town(app: Flask, draw: random.Random, things: int) -> None:
    """An agency with so many services, told to search."""
    with app.app_context(), unit_of_work():
        unit = factories.a_unit(factories.an_agency("kota-contoh"))
        services = [factories.a_service(unit, name=_name(draw)) for _ in range(things)]
        note_search_changes(["agency:kota-contoh", *(f"service:kota-contoh/{s.slug}" for s in services)])


def change_something(app: Flask, draw: random.Random) -> None:
    """One to four services are renamed, retired or opened again, as an officer does, with their search changes."""
    with app.app_context(), unit_of_work() as session:
        services = session.scalars(select(Service).order_by(Service.id)).all()
        changed = draw.sample(services, draw.randint(1, 4))
        for service in changed:
            service.name = _name(draw)
            service.status = draw.choice(("active", "active", "active", "retired"))
        note_search_changes([search_thing(service) for service in changed])


def _name(draw: random.Random) -> str:
    return f"Izin {' '.join(draw.sample(WORDS, draw.randint(2, 4)))}"
