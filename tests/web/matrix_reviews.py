"""The rows of the authorisation matrix about reviews and decrees."""

from collections.abc import Mapping
from typing import Any

from werkzeug.routing import Map

from sipp.models.agencies import Agency
from sipp.operations import accounts, decrees, standards, workflow
from sipp.operations.decrees import Particulars
from tests import factories
from tests.web.matrix_routes import Line, Route


def review_routes(rules: Map, things: Mapping[str, Any], scope: Route) -> dict[Line, Route]:
    """Versions in review, and draft decrees that adopt one draft."""
    unknown = {"version_id": 2_000_000_000}
    version = Route({"version_id": things["own_review"]}, {"version_id": things["foreign_review"]}, unknown)
    own, foreign = things["own_decree"], things["foreign_decree"]
    decree = Route({"decree_id": own[0]}, {"decree_id": foreign[0]}, {"decree_id": 2_000_000_000})
    adopted = Route(
        {"decree_id": own[0], "version_id": own[1]},
        {"decree_id": foreign[0], "version_id": foreign[1]},
        {"decree_id": 2_000_000_000, **unknown},
    )
    found: dict[Line, Route] = {}
    for rule in rules.iter_rules():
        room, names = rule.endpoint.split(".")[0], rule.arguments
        if room not in ("reviews", "decrees"):
            continue
        if "decree_id" in names:
            found[rule.endpoint, ""] = adopted if "version_id" in names else decree
        elif names:
            found[rule.endpoint, ""] = version
        elif room == "decrees":
            found[rule.endpoint, ""] = scope
    return found


def a_review(agency: Agency) -> int:
    """A version that waits for its reviewer."""
    editor = accounts.actor_by_email(f"editor@{agency.slug}.contoh")
    version = standards.create_draft(editor, factories.a_service(factories.a_unit(agency)), factories.a_standard())
    return workflow.submit(editor, version.id).id


def a_decree(agency: Agency) -> tuple[int, int]:
    """A draft decree and the draft it adopts."""
    editor = accounts.actor_by_email(f"editor@{agency.slug}.contoh")
    version = standards.create_draft(editor, factories.a_service(factories.a_unit(agency)), factories.a_standard())
    decree = decrees.create(editor, agency.slug, Particulars(number="7/SK/2026"))
    decrees.adopt(editor, decree.id, [version.id])
    return decree.id, version.id
