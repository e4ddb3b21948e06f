"""What the killed web server loads: the product, with its templates at hand so that a new process is soon at work.

And the control: the same, but answering before it commits. What it promised in its last moments is not there.
"""

import importlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

from sipp import db as database
from sipp.db import current_session, db
from sipp.web.url_rules import Application

LATE_BY_SECONDS = 0.3
TEMPLATES = (
    "public/report_form.html",
    "public/report_receipt.html",
    "public/report.html",
    "public/track.html",
    "office/case_act.html",
)


def create_web_app() -> Flask:
    """The application of the product."""
    Application.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(Path(os.environ["SIPP_DATA"], "tmp")))}
    app: Flask = importlib.import_module("sipp.app").create_web_app()
    for name in TEMPLATES:
        app.jinja_env.get_template(name)
    return app


def create_late_app() -> Flask:
    """The control: all of its units of work commit a moment after their block."""
    database.unit_of_work = answering_first
    return create_web_app()


@contextmanager
def answering_first() -> Iterator[Session]:
    """As ``unit_of_work``, but late."""
    session = current_session()
    session.rollback()
    session.connection(execution_options={"is_writing": True})
    try:
        yield session
        session.flush()
    except BaseException:
        session.rollback()
        raise
    db.session.registry.clear()
    Thread(target=_commit_later, args=[session]).start()


def _commit_later(session: Session) -> None:
    time.sleep(LATE_BY_SECONDS)
    session.commit()
    session.close()
