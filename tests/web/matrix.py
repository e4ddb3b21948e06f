"""The authorisation matrix: ``authorisation.csv`` says, for every route and method, what each role is answered.

A line is an endpoint and a method; a column is a role, "nobody" (not signed in) or "none" (signed in, without a role).
A cell holds the statuses for an own, a foreign and an unknown thing, or one status where all are the same. "Own" is
what belongs to Kota Bandung, or to the person; "foreign" is Kabupaten Sleman's, or somebody else's. "=" repeats the
first column.

To add a page: write its line, and where it names a thing, its ``Route`` below (or in ``matrix_profiles.py``). What
comes to nothing (a form that is refused) is a good example too: who may not even ask is answered 403 or 404 before.
"""

import csv
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from flask.testing import FlaskClient
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import select
from werkzeug.test import TestResponse

from sipp import clock
from sipp.db import current_session, unit_of_work
from sipp.models.accounts import Membership, User, UserSession
from sipp.models.agencies import Agency
from sipp.models.services import Service
from sipp.operations import (
    accounts,
    curated_answers,
    decrees,
    evaluations,
    people,
    standards,
    workflow,
)
from sipp.operations.curated_answers import AnswerContent
from sipp.operations.decrees import Particulars
from sipp.rules.permissions import SYSTEM
from sipp.vault.accounts import address_token, case_link_token, invitation_token
from tests import factories
from tests.web.case_routes import a_code_link, an_unsealing, case_examples, public_letters, things_about
from tests.web.importing import an_import
from tests.web.matrix_profiles import an_address, make_profile, profile_routes
from tests.web.matrix_routes import Line, Route, Values
from tests.web.officers import browser, let_in
from tests.web.review_routes import import_routes, review_routes

FILE = Path(__file__).with_name("authorisation.csv")
#: Who asks: the column of the file -> the demo account.
VISITORS: dict[str, str | None] = {
    "nobody": None,
    "none": "tanpa.peran@kota-bandung.contoh",
    "editor": "editor@kota-bandung.contoh",
    "publisher": "publisher@kota-bandung.contoh",
    "liaison": "liaison@kota-bandung.contoh",
    "counter": "counter@kota-bandung.contoh",
    "supervisor": "supervisor@kota-bandung.contoh",
    "inspectorate": "inspectorate@kota-bandung.contoh",
    "agency_admin": "admin@kota-bandung.contoh",
    "head": "head@kota-bandung.contoh",
    "national_admin": "admin@nasional.contoh",
    "overseer": "overseer@nasional.contoh",
    "custodian": "custodian1@nasional.contoh",
    "auditor": "auditor@nasional.contoh",
}
#: The name of an example, what it names, and what was answered.
Answer = tuple[str, Values, TestResponse]


def expected() -> dict[Line, dict[str, str]]:
    """The file: line -> column -> cell."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for row in rows:
        first = row["nobody"]
        cells = {name: first if row[name] == "=" else row[name] for name in VISITORS}
        found[row["endpoint"], row["method"]] = cells
    assert len(found) == len(rows), "a line stands twice"
    return found


def lines_of(app: Flask) -> set[Line]:
    """Every route and method that answers."""
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        if not rule.build_only
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def cell(answers: Iterable[Answer]) -> str:
    """The statuses as the file writes them."""
    statuses = [str(answer.status_code) for _, _, answer in answers]
    return statuses[0] if len(set(statuses)) == 1 else " ".join(statuses)


@dataclass
class World:
    """An application with an account for every visitor, and something of everything for each of two agencies."""

    app: Flask
    cookies: dict[str, str] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    known_routes: dict[str, dict[Line, Route]] = field(default_factory=dict)

    @classmethod
    def of(cls, app: Flask) -> "World":
        """Prepare the application; call before anything is kept from being stored."""
        world = cls(app)
        with app.app_context(), unit_of_work():
            world._make_things()
            visitors = {name: world._id_of(email) for name, email in VISITORS.items() if email is not None}
        for name, user_id in visitors.items():
            cookie = let_in(app, user_id).get_cookie("sipp_sesi")
            assert cookie is not None
            world.cookies[name] = cookie.value
        return world

    def answers(self, visitor: str, line: Line) -> Iterator[Answer]:
        """What a visitor is answered for each thing of a route."""
        endpoint, method = line
        if visitor not in self.known_routes:
            self.known_routes[visitor] = self.routes(visitor)
        routes = self.known_routes[visitor]
        route = routes.get(line) or routes.get((endpoint, "")) or Route()
        for name, values in route.examples():
            with self.app.test_request_context():
                path = url_for(endpoint, **dict(values))
            form = {**route.form} if method == "POST" else None
            with self._browser(visitor).open(path, method=method, data=form) as answer:
                answer.get_data()  # what is sent as a file is closed with the answer
                yield name, values, answer

    def routes(self, visitor: str) -> dict[Line, Route]:
        """The routes that name a thing or need a form; the method "" is for every method of the route."""
        things = self.things
        agency = Route({"agency": "kota-bandung"}, {"agency": "kabupaten-sleman"}, {"agency": "tidak-ada"})
        service = _services()
        # A request for the name behind a sealed report is no agency's.
        asked = Route({"unsealing_id": things["unsealing"]}, unknown={"unsealing_id": 2_000_000_000})
        reference = Route({"reference": "paspor-baru"}, unknown={"reference": "tidak-ada"})
        scope = Route({"instansi": "kota-bandung"}, {"instansi": "kabupaten-sleman"}, {"instansi": "tidak-ada"})
        token = case_link_token(things["own_case_link"], self.app.config["SIPP"].secret_keys)
        shared = Route({"token": token}, unknown={"token": "x"})
        person = Route({"user_id": things["own"]}, {"user_id": things["foreign"]}, {"user_id": 2_000_000_000})
        correction = Route(
            {"correction_id": things["own_correction"]},
            {"correction_id": things["foreign_correction"]},
            {"correction_id": uuid.UUID(int=4)},
        )
        role = Route(
            {"user_id": things["own"], "membership_id": things["own_role"]},
            {"user_id": things["foreign"], "membership_id": things["foreign_role"]},
            {"user_id": 2_000_000_000, "membership_id": 2_000_000_000},
        )
        answer = Route({"answer_id": things["answer"]}, unknown={"answer_id": 2_000_000_000})
        service_form = {"name": "", "unit": ""}
        a_part = {"seen": "lama", "lines": "Fotokopi KK", "act": "next"}
        return {
            ("references.show", ""): reference,
            ("references.names_form", ""): reference,
            ("references.change_names", ""): reference,
            ("references.start", ""): replace(reference, form={"dari": "kosong"}),
            ("services.overview", ""): scope,
            ("services.create_form", ""): scope,
            ("services.create", ""): replace(scope, form=service_form),
            ("services.service", ""): _services(),
            ("services.copy_from", ""): _services(),
            ("services.change_form", ""): _services(),
            ("services.change", ""): replace(_services(), form=service_form),
            ("services.start", ""): replace(_services(), form={"dari": "kosong"}),
            ("standards.tasks", ""): self._drafts(),
            ("standards.confirm_discard", ""): self._drafts(),
            ("standards.discard", ""): self._drafts(),
            ("standards.preview", ""): self._drafts(),
            ("standards.compare", ""): self._drafts(against="berlaku"),
            ("standards.component", ""): self._drafts(slug="persyaratan"),
            ("standards.save_component", ""): replace(self._drafts(slug="persyaratan"), form=a_part),
            ("standards.variants", ""): self._drafts(),
            ("standards.save_variants", ""): replace(self._drafts(), form=a_part),
            ("standards.effective", ""): self._drafts(),
            ("standards.save_effective", ""): replace(self._drafts(), form={"day": ""}),
            ("directory.agency", ""): agency,
            ("directory.service", ""): service,
            ("directory.card", ""): service,
            ("directory.versions", ""): service,
            ("directory.version", ""): _services(number=1),
            ("directory.decree", ""): _services(number=1),
            ("directory.comparison", ""): Route(
                {"agency": PASSPORTS, "service": "paspor-baru", "number": 1, "other": 2},
                unknown={"agency": PASSPORTS, "service": "paspor-baru", "number": 1, "other": 99},
            ),
            ("directory.reference", ""): reference,
            ("directory.reference_versions", ""): reference,
            ("directory.reference_version", ""): Route(
                {"reference": "paspor-baru", "number": 1}, unknown={"reference": "paspor-baru", "number": 99}
            ),
            ("directory.reference_comparison", ""): Route(
                {"reference": "paspor-baru", "number": 1, "other": 2},
                unknown={"reference": "paspor-baru", "number": 1, "other": 99},
            ),
            ("reports.form", ""): service,
            ("reports.send", ""): service,
            ("reports.form_without_service", ""): agency,
            ("reports.send_without_service", ""): agency,
            ("corrections.choose", ""): service,
            ("corrections.thanks", ""): service,
            ("corrections.form", ""): _services(part="biaya"),
            ("corrections.send", ""): _services(part="biaya"),
            ("corrections_desk.show", ""): correction,
            ("corrections_desk.accept", ""): correction,
            ("corrections_desk.decline", ""): correction,
            ("deadlines.why", ""): Route({"clock_id": 1}),
            ("following.evidence", ""): Route({"attachment_id": uuid.UUID(int=1)}),
            ("security.reset_password", ""): Route({"token": things["reset_token"]}, unknown={"token": "x"}),
            ("invitations.show", ""): Route({"token": things["own_link"]}, unknown={"token": "x"}),
            ("invitations.accept", ""): Route({"token": things["own_link"]}, unknown={"token": "x"}),
            ("report_address.show", ""): Route({"token": things["address_link"]}, unknown={"token": "x"}),
            ("report_address.verify", ""): Route({"token": things["address_link"]}, unknown={"token": "x"}),
            **{(f"proposals.{name}", ""): shared for name in ("show", "propose")},
            ("proposals.evidence", ""): Route({**shared.own, "number": 1}, unknown={**shared.unknown, "number": 1}),
            ("own_account.end_session", ""): Route(
                {"session_id": things["sessions"].get(visitor, uuid.UUID(int=1))},
                {"session_id": things["foreign_session"]},
                {"session_id": uuid.UUID(int=2)},
            ),
            **profile_routes(things, agency),
            ("oversight_room.agency", ""): agency,
            ("evidence.overview", ""): scope,
            ("evidence.pack", ""): agency,
            ("evidence.sippn", ""): agency,
            ("evaluations.download", ""): Route({"evaluation_id": things["evaluation"]}, unknown={"evaluation_id": 0}),
            ("people.overview", ""): scope,
            ("people.invite_form", ""): scope,
            ("people.invite", ""): scope,
            ("people.person", ""): person,
            ("people.grant_role", ""): person,
            ("people.confirm_disable", ""): person,
            ("people.disable", ""): person,
            ("people.enable", ""): person,
            ("people.confirm_remove_second_step", ""): person,
            ("people.remove_second_step", ""): person,
            ("people.confirm_take_role", ""): role,
            ("people.take_role", ""): role,
            ("people.withdraw_invitation", ""): Route(
                {"invitation_id": things["own_invitation"]},
                {"invitation_id": things["foreign_invitation"]},
                {"invitation_id": uuid.UUID(int=3)},
            ),
            ("reporters_desk.read_pressure", ""): _by_id("note_id", things["own_pressure"], things["foreign_pressure"]),
            ("reporters_desk.data_request", ""): _by_id("request_id", things["own_asked"], things["foreign_asked"]),
            ("reporters_desk.decide", ""): _by_id("request_id", things["own_asked"], things["foreign_asked"]),
            ("new_code.confirm", ""): Route(unknown={"token": "x"}, own={"token": things["code_link"]}),
            ("new_code.renew", ""): Route(unknown={"token": "x"}, own={"token": things["code_link"]}),
            ("search_desk.add_alias", ""): replace(_services(), form={"kata": "ktp ilang"}),
            **{(f"answers.{name}", ""): answer for name in ("change_form", "change", "confirm_end", "end")},
            **review_routes(self.app.url_map, things, scope),
            **import_routes(self.app.url_map, things, scope),
            ("public_reprimands.served", ""): agency,
            ("public_reprimands.letter", ""): Route(*public_letters(things)),
            **{(endpoint, ""): Route(*values) for endpoint, values in case_examples(self.app.url_map, things)},
            **{(f"identities.{name}", ""): asked for name in ("show", "open_seal", "withdraw")},
        }

    def _a_review(self, agency: Agency) -> int:
        """A version that waits for its reviewer."""
        editor = accounts.actor_by_email(f"editor@{agency.slug}.contoh")
        version = standards.create_draft(editor, factories.a_service(factories.a_unit(agency)), factories.a_standard())
        return workflow.submit(editor, version.id).id

    def _a_decree(self, agency: Agency) -> tuple[int, int]:
        """A draft decree and the draft it adopts."""
        editor = accounts.actor_by_email(f"editor@{agency.slug}.contoh")
        version = standards.create_draft(editor, factories.a_service(factories.a_unit(agency)), factories.a_standard())
        decree = decrees.create(editor, agency.slug, Particulars(number="7/SK/2026"))
        decrees.adopt(editor, decree.id, [version.id])
        return decree.id, version.id

    def _make_things(self) -> None:
        bandung, sleman = self._agency("kota-bandung"), self._agency("kabupaten-sleman")
        factories.a_user(email=VISITORS["none"], name="Tanpa peran")
        self.things |= make_profile("own", bandung) | make_profile("foreign", sleman)
        own = people.invite(SYSTEM, "diundang@kota-bandung.contoh", "Orang baru", ["editor"], bandung.id)
        foreign = people.invite(SYSTEM, "diundang@kabupaten-sleman.contoh", "Orang baru", ["editor"], sleman.id)
        other = self._id_of("editor@kabupaten-sleman.contoh")
        keys = self.app.config["SIPP"].secret_keys
        self.things |= {
            "own": self._id_of("editor@kota-bandung.contoh"),
            "foreign": other,
            "own_role": self._role_of("editor@kota-bandung.contoh"),
            "foreign_role": self._role_of("editor@kabupaten-sleman.contoh"),
            "own_review": self._a_review(bandung),
            "foreign_review": self._a_review(sleman),
            "own_decree": self._a_decree(bandung),
            "foreign_decree": self._a_decree(sleman),
            "own_import": an_import(bandung),
            "foreign_import": an_import(sleman),
            "own_draft": self._draft("kota-bandung"),
            "foreign_draft": self._draft("kabupaten-sleman"),
            "own_invitation": own.id,
            "foreign_invitation": foreign.id,
            "own_correction": factories.a_correction(self._service("kota-bandung")).id,
            "foreign_correction": factories.a_correction(self._service("kabupaten-sleman")).id,
            "unsealing": an_unsealing(self._service("kota-bandung")),
            "code_link": a_code_link(self._service("kabupaten-sleman"), keys),
            "answer": curated_answers.create(SYSTEM, AN_ANSWER).id,
            **things_about("own", self._service("kota-bandung")),
            **things_about("foreign", self._service("kabupaten-sleman")),
            "evaluation": evaluations.take(SYSTEM),
            "own_link": invitation_token(own.id, keys),
            "address_link": address_token(an_address(bandung), keys),
            "reset_token": generate_reset_password_token(self._user("head@kota-bandung.contoh")),
            "foreign_session": self._a_session(other),
            "sessions": {
                name: self._a_session(self._id_of(email)) for name, email in VISITORS.items() if email is not None
            },
        }

    def _drafts(self, **more: object) -> Route:
        return Route(
            {"version_id": self.things["own_draft"], **more},
            {"version_id": self.things["foreign_draft"], **more},
            {"version_id": 2_000_000_000, **more},
        )

    def _draft(self, agency_slug: str) -> int:
        of_agency = select(Service).join(Service.agency).where(Agency.slug == agency_slug)
        service = current_session().scalars(of_agency.where(Service.slug == "kk-baru")).one()
        return factories.a_draft(service).id

    def _browser(self, visitor: str) -> FlaskClient:
        client = browser(self.app)
        if visitor in self.cookies:
            client.set_cookie("sipp_sesi", self.cookies[visitor])
        return client

    def _agency(self, slug: str) -> Agency:
        return current_session().scalars(select(Agency).where(Agency.slug == slug)).one()

    def _service(self, agency: str) -> Service:
        statement = select(Service).where(Service.agency.has(slug=agency), Service.slug == "ktp-hilang-rusak")
        return current_session().scalars(statement).one()

    def _user(self, email: str) -> User:
        return current_session().scalars(select(User).where(User.email == email)).one()

    def _id_of(self, email: str) -> int:
        return current_session().scalars(select(User.id).where(User.email == email)).one()

    def _role_of(self, email: str) -> int:
        statement = select(Membership.id).join(User, Membership.user_id == User.id).where(User.email == email)
        return current_session().scalars(statement).one()

    def _a_session(self, user_id: int) -> uuid.UUID:
        begun = UserSession(
            user_id=user_id, key_hash=uuid.uuid4().bytes * 2, browser="/", began_at=clock.now(), seen_at=clock.now()
        )
        current_session().add(begun)
        current_session().flush()
        return begun.id


def _by_id(name: str, own: uuid.UUID, foreign: uuid.UUID) -> Route:
    return Route({name: own}, {name: foreign}, {name: uuid.UUID(int=5)})


AN_ANSWER = AnswerContent(phrase="mengadu", title="SP4N-LAPOR!", text="Di sini.", target="https://www.lapor.go.id/")
PASSPORTS = "kementerian-imigrasi-dan-pemasyarakatan"


def _services(**more: object) -> Route:
    return Route(
        {"agency": "kota-bandung", "service": "ktp-hilang-rusak", **more},
        {"agency": "kabupaten-sleman", "service": "ktp-hilang-rusak", **more},
        {"agency": "kota-bandung", "service": "tidak-ada", **more},
    )
