"""The rows of the authorisation matrix about reporters: pressure, personal data, and the link to a new code."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sipp.models.services import Service
from sipp.operations import reporters
from sipp.vault.code_links import code_link_token
from sipp.vault.codes import link_mark
from tests import factories

Examples = tuple[Mapping[str, object] | None, ...]


def things_of_reporters(whose: str, service: Service, keys: Sequence[str]) -> dict[str, Any]:
    """A report whose reporter is pressed and asks about the data; the link to a new code for it."""
    told = factories.what_is_told(experience=factories.an_experience(groups=("time",)))
    report = factories.a_report(service, told).report
    note = reporters.tell_pressure(report.id, "Saya ditekan")
    asked = reporters.ask_about_data(report.id, "erasure", "Nama saya")
    link = code_link_token(report.id, link_mark(report.code_hash), keys)
    return {f"{whose}_pressure": note.id, f"{whose}_asked": asked.id, f"{whose}_code_link": link}


def reporter_examples(things: Mapping[str, Any]) -> dict[str, Examples]:
    """The endpoints that name one of these things, with an own, a foreign and an unknown one."""
    unknown = uuid.UUID(int=5)

    def named(name: str, kind: str) -> Examples:
        return ({name: things[f"own_{kind}"]}, {name: things[f"foreign_{kind}"]}, {name: unknown})

    link: Examples = ({"token": things["own_code_link"]}, None, {"token": "x"})
    return {
        "reporters_desk.read_pressure": named("note_id", "pressure"),
        "reporters_desk.data_request": named("request_id", "asked"),
        "reporters_desk.decide": named("request_id", "asked"),
        "new_code.confirm": link,
        "new_code.renew": link,
    }
