"""From saving to seeing: an officer publishes, the worker indexes, the search answers with it."""

import json
import random
import time
import urllib.request
from collections.abc import Sequence
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from bench.figures import spread
from bench.installation import Installation, config_of
from bench.sites import Site, search_path
from sipp import clock
from sipp.app import create_app
from sipp.db import current_session, unit_of_work
from sipp.jobs.indexing import bring_index_up_to_date
from sipp.models.services import Service
from sipp.operations.standards import create_draft, publish
from sipp.operations.versions import content_of, published_versions
from sipp.rules.permissions import SYSTEM

PATIENCE_SECONDS = 60.0
_LOOK_EVERY_SECONDS = 0.02
_CONSONANTS, _VOWELS = "bdfghjklmnprstw", "aeiou"


def until_visible(installation: Installation, site: Site, saves: int, seed: int) -> dict[str, Any]:
    """Seconds from each commit until the search page's answer holds it; server and worker are running."""
    app = create_app(config_of(installation.data_dir))
    draw = random.Random(f"saves {seed}")
    waited = []
    for service_id, word in _changes(app, saves, draw, with_own_name=True):
        _publish(app, service_id, word)
        began = time.perf_counter()
        while not _is_found(site, word):
            if time.perf_counter() - began > PATIENCE_SECONDS:
                raise RuntimeError(f"what was published is not found after {PATIENCE_SECONDS:.0f} s")
            time.sleep(_LOOK_EVERY_SECONDS)
        waited.append(time.perf_counter() - began)
        # So that saves meet the worker at any moment of its turn.
        time.sleep(draw.uniform(0, 1))
    return {**spread(waited), "under_2_s": round(sum(seconds < 2 for seconds in waited) / len(waited), 3)}


def index_steps(installation: Installation, saves: int, seed: int) -> dict[str, Any]:
    """Milliseconds the worker's index step takes for one change; no worker may be running."""
    app = create_app(config_of(installation.data_dir))
    index_dir = installation.data_dir / "index"
    with app.app_context():
        bring_index_up_to_date(index_dir)
    times = []
    for service_id, word in _changes(app, saves, random.Random(f"steps {seed}")):
        _publish(app, service_id, word)
        with app.app_context():
            began = time.perf_counter()
            if not bring_index_up_to_date(index_dir):
                raise RuntimeError("the index step had nothing to do: this would time nothing")
            times.append(1000 * (time.perf_counter() - began))
    return spread(times)


def _changes(app: Flask, count: int, draw: random.Random, *, with_own_name: bool = False) -> Sequence[tuple[int, str]]:
    """Services that have a standard, with a word for each that nobody ever typed; offers and others alike.

    ``with_own_name``: only those whose every name is searched; of a reference only the commonest local names are.
    """
    with app.app_context():
        largest = current_session().scalar(select(func.max(Service.id))) or 0
        found: list[tuple[int, str]] = []
        while len(found) < count:
            statement = select(Service).where(Service.id >= draw.randint(1, largest)).order_by(Service.id).limit(1)
            if with_own_name:
                statement = statement.where(Service.reference_id.is_(None))
            service = current_session().scalars(statement).one_or_none()
            if service is not None and published_versions(service):
                found.append((service.id, _new_word(draw)))
        return found


def _new_word(draw: random.Random) -> str:
    return "x" + "".join(draw.choice(_CONSONANTS) + draw.choice(_VOWELS) for _ in range(5))


def _publish(app: Flask, service_id: int, word: str) -> None:
    """Give the service a name with the word and a new version of its standard, in one transaction, as an officer's."""
    with app.app_context(), unit_of_work() as session:
        service = session.get_one(Service, service_id)
        service.name = f"{service.name[:150]} {word}"
        newest = published_versions(service)[0]
        content = content_of(newest)
        publish(SYSTEM, create_draft(SYSTEM, service, content, based_on=newest), clock.now())


def _is_found(site: Site, word: str) -> bool:
    request = urllib.request.Request(
        f"http://127.0.0.1:{site.port}{search_path(word)}&persis=1", headers={"Accept": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:
        return bool(json.load(response)["total"])
