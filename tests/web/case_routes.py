"""The rows of the authorisation matrix about reports: one of each kind for two agencies, and where they are named."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from werkzeug.routing import Map

from sipp import clock
from sipp.db import current_session
from sipp.models.agencies import Agency
from sipp.models.handling import CannedAnswer
from sipp.models.proposals import PendingAnswer
from sipp.models.reports import Incident, ReprimandLetter
from sipp.models.services import Service
from sipp.operations import accounts, colleagues, reporters, unsealing
from sipp.operations.colleagues import Asked
from sipp.vault.code_links import code_link_token
from sipp.vault.codes import code_mark
from tests import factories

#: Argument of a route -> the kind of thing it names, and what no thing of that kind is called.
NAMED: Mapping[str, tuple[str, object]] = {
    "case_number": ("case", "LP-0000-0000"),
    "answer_id": ("canned_answer", 2_000_000_000),
    "incident_id": ("incident", 2_000_000_000),
    "reprimand_id": ("reprimand", 2_000_000_000),
}
#: What else such routes name.
MORE: Mapping[str, object] = {"number": 1, "kind": "json", "attachment_id": uuid.UUID(int=1)}
#: ... and what belongs to a case: argument -> the kind of thing.
OF_A_CASE: Mapping[str, str] = {"link_id": "case_link", "proposal_id": "proposal"}
ROOMS = (
    "cases",
    "case_acts",
    "canned_answers",
    "incidents_desk",
    "lapor_desk",
    "reprimands_desk",
    "signing_desk",
    "colleagues_desk",
)


def things_about(whose: str, service: Service) -> dict[str, Any]:
    """A report that its unit handles, a prepared answer, an incident, a reprimand, and what a reporter asks for.

    One answer of the incident waits for its signature; a colleague has a link to the report, and used it.
    """
    told = factories.what_is_told(experience=factories.an_experience(groups=("refused",), money_total=None))
    answer = CannedAnswer(agency_id=service.agency_id, title="Blangko habis", text="Datang Senin.")
    incident = Incident(agency_id=service.agency_id, title="Server mati", opened_at=clock.now())
    current_session().add_all([answer, incident])
    current_session().flush()
    waited = factories.what_is_told(visibility="open", experience=factories.an_experience(groups=("time",)))
    pressed = factories.a_report(service, waited).report
    pressure = reporters.tell_pressure(pressed.id, "Saya ditekan")
    asked = reporters.ask_about_data(pressed.id, "erasure", "Nama saya")
    current_session().flush()
    case_number = factories.a_report(service, told).report.case_number
    agency = current_session().get_one(Agency, service.agency_id)
    liaison = accounts.actor_by_email(f"liaison@{agency.slug}.contoh")
    link = colleagues.ask(liaison, case_number, Asked(name="Sari"))
    waits = PendingAnswer(
        report_id=factories.a_report(service, told).report.id,
        text="Besok.",
        author_id=liaison.user_id,
        written_at=clock.now(),
        incident_id=incident.id,
    )
    current_session().add(waits)
    return {
        f"{whose}_case_link": link.id,
        f"{whose}_proposal": colleagues.propose(link.id, "Sari", "Lusa.").id,
        f"{whose}_asked": asked.id,
        f"{whose}_pressure": pressure.id,
        f"{whose}_reprimand": factories.a_reprimand(service).id,
        f"{whose}_letter": _a_served_letter(service),
        f"{whose}_case": case_number,
        f"{whose}_canned_answer": answer.id,
        f"{whose}_incident": incident.id,
    }


def _a_served_letter(service: Service) -> int:
    """A reprimand whose letter the public may read."""
    served = factories.a_reprimand(service, state="served", signed_at=clock.now(), served_at=clock.now())
    current_session().add(ReprimandLetter(reprimand_id=served.id, letter=b"%PDF-1.7", public_copy=b"%PDF-1.7"))
    return served.id


def an_unsealing(service: Service) -> int:
    """A name behind a sealed report that the second custodian of the demonstration asked for."""
    report = factories.a_report(service, factories.what_is_told(visibility="sealed")).report
    actor = accounts.actor_by_email("custodian2@nasional.contoh")
    return unsealing.ask(actor, report.case_number, "Surat Ombudsman")


def a_code_link(service: Service, keys: Sequence[str]) -> str:
    """A link to a new tracking code."""
    report = factories.a_report(service).report
    return code_link_token(report.id, code_mark(report.code_hash), keys)


def public_letters(things: Mapping[str, Any]) -> tuple[dict[str, object], ...]:
    """The letters of two agencies that were served, and one of the first that is unknown."""
    places = {"own": "kota-bandung", "foreign": "kabupaten-sleman"}
    found = tuple({"agency": slug, "reprimand_id": things[f"{whose}_letter"]} for whose, slug in places.items())
    return (*found, {"agency": "kota-bandung", "reprimand_id": things["foreign_letter"]})


def case_examples(rules: Map, things: Mapping[str, Any]) -> Iterator[tuple[str, tuple[dict[str, object], ...]]]:
    """The endpoints that name one of these things, with an own, a foreign and an unknown one.

    Reports have no files here: what is sent as a file is no page.
    """
    for rule in rules.iter_rules():
        names = [name for name in NAMED if name in rule.arguments]
        if rule.endpoint.split(".")[0] not in ROOMS or not names:
            continue
        kind, unknown = NAMED[names[0]]
        more = {name: MORE[name] for name in rule.arguments if name in MORE}
        found = (("own", things[f"own_{kind}"]), ("foreign", things[f"foreign_{kind}"]), ("foreign", unknown))
        parts = {name: part for name, part in OF_A_CASE.items() if name in rule.arguments}
        yield (
            rule.endpoint,
            tuple(
                {names[0]: one, **more, **{name: things[f"{whose}_{part}"] for name, part in parts.items()}}
                for whose, one in found
            ),
        )
