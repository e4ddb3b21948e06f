"""The lines of the authorisation matrix about reviews, decrees and imports."""

import uuid
from collections.abc import Mapping
from typing import Any

from werkzeug.routing import Map

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


def import_routes(rules: Map, things: Mapping[str, Any], scope: Route) -> dict[Line, Route]:
    """Files that the editors of both agencies sent, and what is named by an agency."""
    run = Route(
        {"run_id": things["own_import"]},
        {"run_id": things["foreign_import"]},
        {"run_id": uuid.UUID(int=5)},
    )
    item = Route(*({**values, "position": 1} for _, values in run.examples()))
    named = dict.fromkeys(("imports.overview", "imports.upload", "exports.workbook", "exports.archive"), scope)
    of_run = dict.fromkeys((f"imports.{name}" for name in ("show", "change", "start", "retry", "discard")), run)
    of_item = dict.fromkeys(("imports.service", "imports.mean"), item)
    return {(endpoint, ""): route for endpoint, route in {**named, **of_run, **of_item}.items()}
