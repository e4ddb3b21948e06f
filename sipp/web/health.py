"""Whether the server lives, and whether it can do its work."""

import shutil

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from sipp.config import MEBIBYTE
from sipp.db import unit_of_work
from sipp.web.session import settings

health = Blueprint("health", __name__)

#: Below this no report could be acknowledged safely.
MIN_FREE_BYTES = 100 * MEBIBYTE


@health.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@health.get("/readyz")
def ready() -> tuple[Response, int]:
    """The database takes writes and the disk has room."""
    free = shutil.disk_usage(settings().data_dir).free
    with unit_of_work() as session:
        session.execute(text("UPDATE search_counter SET value = value WHERE id = 1"))
    is_ready = free >= MIN_FREE_BYTES
    return jsonify({"database": "ok", "free_bytes": free}), 200 if is_ready else 503
