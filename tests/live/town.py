"""A city that receives reports, its officers signed in, and what their work is done through: addresses and cookies."""

from dataclasses import dataclass

from flask import Flask

from sipp.db import unit_of_work
from tests import factories
from tests.live.acts import OFFICERS_ACTS
from tests.live.browsers import Browser
from tests.operations.cases import a_city
from tests.web.officers import let_in

OFFICERS = ("liaison", "head", "supervisor", "inspectorate")


@dataclass(frozen=True)
class Town:
    """``form`` is about the branch's service, ``plain_form`` about the city; ``cookies`` by role of officer.

    The head signs the answers to what goes above the branch: money and conduct.
    """

    form: str
    plain_form: str
    department_id: int
    cookies: dict[str, dict[str, str]]

    def officer(self, act: str, port: int) -> Browser:
        """The browser of an officer who may do this."""
        return Browser(port, cookies=dict(self.cookies[OFFICERS_ACTS[act][1]]))


def settle(app: Flask) -> Town:
    """Build the city in an empty installation, with two custodians, so that names can be sealed."""
    with app.app_context(), unit_of_work():
        city = a_city(slug="kota-contoh", sign_off="above_the_unit")
        for passphrase in ("satu kata sandi", "dua kata sandi"):
            factories.a_custodian(passphrase)
        officers = {role: city.officer(role).user_id for role in OFFICERS}
        form, department_id = f"/instansi/kota-contoh/layanan/{city.service.slug}/lapor", city.department.id
    return Town(
        form=form,
        plain_form="/instansi/kota-contoh/lapor",
        department_id=department_id,
        cookies={role: _cookies(app, user_id) for role, user_id in officers.items() if user_id},
    )


def _cookies(app: Flask, user_id: int) -> dict[str, str]:
    cookie = let_in(app, user_id).get_cookie("sipp_sesi")
    assert cookie is not None
    return {cookie.key: cookie.value}
