"""The factory: the only file that sees the whole house."""

import gc
from contextlib import suppress

from flask import Flask
from jinja2 import StrictUndefined
from sqlalchemy.exc import DBAPIError
from werkzeug.middleware.proxy_fix import ProxyFix

from sipp import models  # noqa: F401  (loads every table)
from sipp.config import Config, ConfigurationError
from sipp.db import db, init_database
from sipp.i18n import init_i18n
from sipp.logs import init_logs, number_requests
from sipp.operations.erasure import why_not_to_serve
from sipp.operations.finder import Finder
from sipp.search.contract import IndexUnavailable
from sipp.search.engine import Searcher
from sipp.web import assets
from sipp.web.errors import init_errors
from sipp.web.health import health
from sipp.web.language import LanguagePrefix
from sipp.web.office.agencies import agencies_desk
from sipp.web.office.answers import answers
from sipp.web.office.calendar import calendar_desk
from sipp.web.office.canned_answers import canned_answers
from sipp.web.office.case_acts import case_acts
from sipp.web.office.cases import cases
from sipp.web.office.colleagues import colleagues_desk
from sipp.web.office.corrections import corrections_desk
from sipp.web.office.decrees import decrees
from sipp.web.office.deputies import deputies_desk
from sipp.web.office.desk import desk
from sipp.web.office.entrance import init_office
from sipp.web.office.evaluations import evaluations
from sipp.web.office.evidence import evidence
from sipp.web.office.exports import exports
from sipp.web.office.history import history_desk
from sipp.web.office.identities import identities
from sipp.web.office.imports import imports
from sipp.web.office.incidents import incidents_desk
from sipp.web.office.invitations import invitations
from sipp.web.office.joining import joining_desk
from sipp.web.office.lapor import lapor_desk
from sipp.web.office.links import links_desk
from sipp.web.office.oversight import oversight_room
from sipp.web.office.own_account import own_account
from sipp.web.office.people import people
from sipp.web.office.proposals import proposals
from sipp.web.office.references import references
from sipp.web.office.register import register_desk
from sipp.web.office.report_address import report_address
from sipp.web.office.reporters import reporters_desk
from sipp.web.office.reprimands import reprimands_desk
from sipp.web.office.reviews import reviews
from sipp.web.office.reviews_due import reviews_desk
from sipp.web.office.search_terms import search_desk
from sipp.web.office.service_points import points_desk
from sipp.web.office.services import services
from sipp.web.office.sign_in import draw, security_pages
from sipp.web.office.signing import signing_desk
from sipp.web.office.standards import standards
from sipp.web.office.units import units_desk
from sipp.web.protection import init_protection
from sipp.web.public.corrections import corrections_pages
from sipp.web.public.deadlines import deadlines
from sipp.web.public.directory import directory
from sipp.web.public.following import following
from sipp.web.public.new_code import new_code
from sipp.web.public.own_moves import own_moves
from sipp.web.public.own_report import own_report
from sipp.web.public.papers import papers
from sipp.web.public.profiles import profiles
from sipp.web.public.reports import reports_pages
from sipp.web.public.reprimands import public_reprimands_pages
from sipp.web.search_terms import store_search_terms
from sipp.web.security import init_security
from sipp.web.session import init_pages
from sipp.web.url_rules import Application

DIRECTORY = (directory, profiles, corrections_pages, deadlines, public_reprimands_pages)
OPENED_REPORT = (following, own_moves, own_report, papers, new_code)
PUBLIC = (*DIRECTORY, reports_pages, *OPENED_REPORT, health)
WAY_IN = (security_pages, invitations, report_address, proposals)
PROFILE = (register_desk, agencies_desk, units_desk, points_desk, joining_desk)
UPKEEP = (corrections_desk, links_desk, reviews_desk, history_desk, calendar_desk, search_desk, answers)
CASES = (cases, case_acts, canned_answers, incidents_desk, deputies_desk, lapor_desk, signing_desk, colleagues_desk)
REPORTS = (*CASES, reporters_desk, reprimands_desk, identities)
STANDARDS = (services, references, standards, imports, exports, reviews, decrees)
OVERSIGHT = (oversight_room, evaluations, evidence)
OFFICE = (*WAY_IN, desk, *REPORTS, *STANDARDS, *UPKEEP, *OVERSIGHT, *PROFILE, own_account, people)


def create_app(config: Config | None = None) -> Flask:
    """Build the application from its settings (the environment's when none are given)."""
    config = config or Config.from_environment()
    config.make_directories()
    app = Application("sipp", root_path=str(config.project_dir), template_folder="templates", static_folder=None)
    app.config["SIPP"] = config
    app.config["SECRET_KEY"] = config.secret_keys[0]
    app.config["SECRET_KEY_FALLBACKS"] = list(config.secret_keys[1:])
    if config.is_testing:
        app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    number_requests(app)
    init_database(app, config)
    init_i18n(app)
    init_protection(app, config)
    init_errors(app)
    init_pages(app)
    init_security(app, config, draw)
    init_office(app)
    app.extensions["sipp_finder"] = Finder(Searcher(config.index_dir))
    for blueprint in (*PUBLIC, *OFFICE):
        app.register_blueprint(blueprint)
    assets.install(app, config.static_dir)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    if config.serves_https:
        # TLS ends at one proxy in front: without this every citizen would share its address and its rate limits.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    return app


def create_web_app() -> Flask:
    """The application of a web server: JSON logs on stderr, ready to search before the first question.

    Raises ConfigurationError while the database has what the erasure ledger says is erased.

    It is built once, before the server forks its processes: they share what is in memory, but no connection.
    """
    config = Config.from_environment()
    init_logs(config)
    if reason := why_not_to_serve(config):
        raise ConfigurationError(reason)
    app = create_app(config)
    finder: Finder = app.extensions["sipp_finder"]
    with suppress(IndexUnavailable):
        finder.searcher.warm()
    with app.app_context():
        with suppress(DBAPIError):
            finder.known()
        db.session.remove()
        db.engine.dispose()
    store_search_terms(app, finder.terms)
    # Shared pages stay shared only while nobody writes to them, and the collector writes to all it looks at.
    gc.collect()
    gc.freeze()
    return app
