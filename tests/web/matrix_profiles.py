"""The lines of the authorisation matrix about agencies: what they keep of themselves, and how they join."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from sipp import clock
from sipp.db import current_session
from sipp.models.accounts import User
from sipp.models.agencies import Agency, AgencyNotice, OpeningException
from sipp.models.joining import JoiningStep
from tests import factories
from tests.web.matrix_routes import Line, Route


def profile_routes(things: Mapping[str, Any], agency: Route) -> dict[Line, Route]:
    """What agencies keep of themselves; the forms are refused, or confirmed without effect."""
    unit, point, notice = (_of_agencies(things, name) for name in ("unit", "point", "notice"))
    no_form = {"ends_on": "", "unit": "x"}
    return {
        **{("register_desk." + name, ""): agency for name in ("rename_form", "rename", "merge_form", "merge")},
        ("agencies_desk.profile", ""): agency,
        ("agencies_desk.edit_form", ""): agency,
        ("agencies_desk.edit", ""): replace(agency, form={"postal_code": "x"}),
        ("agencies_desk.sign_off_form", ""): agency,
        ("agencies_desk.set_sign_off", ""): agency,
        ("agencies_desk.notice_form", ""): agency,
        ("agencies_desk.post_notice", ""): replace(agency, form=no_form),
        ("agencies_desk.end_notice", ""): notice,
        ("units_desk.add_form", ""): agency,
        ("units_desk.add", ""): replace(agency, form={"name": ""}),
        ("units_desk.unit", ""): unit,
        ("units_desk.edit_form", ""): unit,
        ("units_desk.edit", ""): replace(unit, form={"name": ""}),
        ("units_desk.confirm_retire", ""): unit,
        ("units_desk.retire", ""): unit,
        ("units_desk.pledge_form", ""): unit,
        ("units_desk.pledge", ""): replace(unit, form={"text": ""}),
        ("points_desk.add_form", ""): unit,
        ("points_desk.add", ""): replace(unit, form={"name": ""}),
        ("points_desk.point", ""): point,
        ("points_desk.edit_form", ""): point,
        ("points_desk.edit", ""): replace(point, form={"name": ""}),
        ("points_desk.confirm_retire", ""): point,
        ("points_desk.retire", ""): point,
        ("points_desk.set_exception", ""): replace(point, form={"day": ""}),
        ("points_desk.remove_exception", ""): _of_agencies(things, "point", day="2026-12-25"),
        **{("joining_desk." + name, ""): agency for name in ("overview", "address_form", "test_delivery")},
        **{("joining_desk." + name, ""): agency for name in ("confirm_begin", "begin", "confirm_stop", "stop")},
        ("joining_desk.ask_address", ""): replace(agency, form={"address": ""}),
        ("joining_desk.confirm_liaison", ""): _liaisons(things),
        ("profiles.pledge_file", ""): Route(
            {"agency": "kota-bandung", "unit": "tidak-ada"}, unknown={"agency": "tidak-ada", "unit": "tidak-ada"}
        ),
    }


def _of_agencies(things: Mapping[str, Any], name: str, **more: object) -> Route:
    """A unit, service point or notice of each of the two agencies."""
    own, foreign, unknown = (
        {"agency": slug, f"{name}_id": number, **more}
        for slug, number in (
            ("kota-bandung", things[f"own_{name}"]),
            ("kabupaten-sleman", things[f"foreign_{name}"]),
            ("kota-bandung", 2_000_000_000),
        )
    )
    return Route(own, foreign, unknown)


def _liaisons(things: Mapping[str, Any]) -> Route:
    own, foreign = things["own_liaison"], things["foreign_liaison"]
    return Route(
        {"agency": "kota-bandung", "user_id": own},
        {"agency": "kabupaten-sleman", "user_id": foreign},
        {"agency": "kota-bandung", "user_id": 2_000_000_000},
    )


def make_profile(whose: str, agency: Agency) -> dict[str, int]:
    """A unit, a service point and a notice of an agency, by their names in the matrix; and its liaison."""
    unit = factories.a_unit(agency, name="Satuan kerja", slug=f"satuan-kerja-{whose}")
    point = factories.a_service_point(unit)
    current_session().add(OpeningException(service_point_id=point.id, day=date(2026, 12, 25)))
    ends_at = clock.now() + timedelta(days=1)
    notice = AgencyNotice(agency_id=agency.id, text="Sistem gangguan", begun_at=clock.now(), ends_at=ends_at)
    current_session().add(notice)
    current_session().flush()
    liaison = select(User.id).where(User.email == f"liaison@{agency.slug}.contoh")
    things = {
        "unit": unit.id,
        "point": point.id,
        "notice": notice.id,
        "liaison": current_session().scalars(liaison).one(),
    }
    return {f"{whose}_{name}": number for name, number in things.items()}


def an_address(agency: Agency) -> uuid.UUID:
    """A report address whose link was mailed."""
    now = clock.now()
    more = {"address": "aduan@kota-bandung.contoh", "asked_at": now, "expires_at": now + timedelta(days=1)}
    step = JoiningStep(agency_id=agency.id, kind="address", **more)
    current_session().add(step)
    current_session().flush()
    return step.id
