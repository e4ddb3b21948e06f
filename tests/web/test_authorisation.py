"""Who may open what: the matrix holds in every cell, no route is without a line, and a lost filter is noticed."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask
from sqlalchemy import true
from sqlalchemy.orm import Session

from sipp.operations import (
    agency_profiles,
    canned_answers,
    case_reach,
    corrections,
    evidence,
    imports,
    incidents,
    notices,
    people,
    reach,
    reprimands,
    service_points,
    services,
    units,
)
from sipp.web.office import entrance
from sipp.web.office.entrance import office_pages
from tests.applications import opened, seeded_copy
from tests.shared_run import SharedRun
from tests.web.matrix import VISITORS, Answer, World, cell, expected, lines_of
from tests.web.matrix_routes import Line
from tests.web.officers import told

EXPECTED = expected()
LINES = sorted(EXPECTED)
#: Every blueprint that ``office_pages`` makes, read from the source: a new one cannot be forgotten here.
OFFICE_PAGES = {
    name
    for path in Path(entrance.__file__).parent.glob("*.py")
    for name in re.findall(r'= office_pages\("(\w+)"', path.read_text(encoding="utf-8"))
}
OFFICE = [line for line in LINES if line[0].split(".")[0] in OFFICE_PAGES]
#: Of the way to receive reports, what only the national level does.
NATIONAL_STEPS = ("confirm_begin", "begin", "confirm_stop", "stop")
NATIONAL = ("national_admin", "overseer", "custodian", "auditor")


@pytest.fixture(scope="module")
def world(run: SharedRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with opened(seeded_copy(run, tmp_path_factory.mktemp("matrix") / "sipp")) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        yield World.of(app)


@pytest.fixture(autouse=True)
def nothing_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question is asked of the same data: what would be committed is written and taken back."""

    def flush_and_forget(session: Session) -> None:
        session.flush()
        session.rollback()

    monkeypatch.setattr(Session, "commit", flush_and_forget)


def deviations(world: World, lines: list[Line], visitors: Iterable[str] = VISITORS) -> list[str]:
    """Where the application answers otherwise than the file."""
    return [
        fault
        for line in lines
        for visitor in visitors
        for fault in deviation(line, visitor, world.answers(visitor, line))
    ]


def deviation(line: Line, visitor: str, answers: Iterable[Answer]) -> list[str]:
    """What is said where answers are not those of the file."""
    found, wanted = cell(answers), EXPECTED[line][visitor]
    return [] if found == wanted else [f"{line[0]} {line[1]} {visitor}: {found}, not {wanted}"]


def tells_foreign_from_unknown(line: Line, visitor: str, answers: Iterable[Answer]) -> bool:
    """Whether a visitor learns that a foreign thing exists.

    A national role that reaches every agency sees what is foreign: the matrix says so.
    """
    own, *others = EXPECTED[line][visitor].split()
    texts = {name: told(answer, *values.values()) for name, values, answer in answers}
    is_seen = visitor in NATIONAL and own in others
    return "foreign" in texts and not is_seen and texts["foreign"] != texts["unknown"]


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_every_role_is_answered_as_the_matrix_says_and_what_is_foreign_like_what_is_unknown(
    world: World, line: Line
) -> None:
    wrong, telling = [], []
    for visitor in VISITORS:
        answers = list(world.answers(visitor, line))
        wrong += deviation(line, visitor, answers)
        if line in OFFICE and tells_foreign_from_unknown(line, visitor, answers):
            telling.append(visitor)
    assert (wrong, telling) == ([], [])


def test_every_route_has_a_line_and_every_line_a_route(world: World) -> None:
    assert lines_of(world.app) - set(EXPECTED) == set()
    assert set(EXPECTED) - lines_of(world.app) == set()


def test_a_new_route_without_a_line_is_noticed() -> None:
    app = Flask("planted")
    app.add_url_rule("/kelola/baru", "planted", lambda: "", methods=["GET", "DELETE"])
    assert lines_of(app) - set(EXPECTED) >= {("planted", "GET"), ("planted", "DELETE")}


def test_nobody_gets_into_the_office_without_signing_in() -> None:
    for line in OFFICE:
        assert set(EXPECTED[line]["nobody"].split()) == {"303"}, line


def test_every_page_below_kelola_stands_behind_the_entrance(world: World) -> None:
    guarded = {
        name
        for name, blueprint in world.app.blueprints.items()
        if office_pages.__module__ in {check.__module__ for check in blueprint.before_request_funcs.get(None, [])}
    }
    below = {rule.endpoint for rule in world.app.url_map.iter_rules() if rule.rule.startswith("/kelola")}
    assert {endpoint.split(".")[0] for endpoint in below} <= guarded


def test_a_lost_agency_filter_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line for line in OFFICE if line[0].startswith("people.")]
    monkeypatch.setattr(people, "is_within_reach", lambda *_arguments: True)
    found = deviations(world, lines, ["agency_admin"])
    assert {text.split()[0] for text in found} >= {
        "people.confirm_disable",
        "people.confirm_take_role",
        "people.disable",
        "people.remove_second_step",
        "people.withdraw_invitation",
    }


def test_a_lost_filter_of_drafts_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line for line in OFFICE if line[0].split(".")[0] in ("services", "standards")]
    lines.append(("search_desk.add_alias", "POST"))
    for room in (services, reach):
        monkeypatch.setattr(room, "is_within_reach", lambda *_arguments: True)
    found = {text.split()[0] for text in deviations(world, lines, ["editor"])}
    names_agency = {"overview", "create", "create_form", "change", "change_form"}
    assert found >= {line[0] for line in lines} - {f"services.{name}" for name in names_agency}


def test_a_lost_filter_of_evidence_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line for line in OFFICE if line[0] in ("evidence.pack", "evidence.sippn")]
    monkeypatch.setattr(evidence, "is_within_reach", lambda *_arguments: True)
    assert {text.split()[0] for text in deviations(world, lines, ["head"])} == {"evidence.pack", "evidence.sippn"}


def test_a_lost_filter_of_corrections_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line for line in OFFICE if line[0].startswith("corrections_desk.")]
    monkeypatch.setattr(corrections, "is_within_reach", lambda *_arguments: True)
    found = deviations(world, lines, ["editor"])
    assert {text.split()[0] for text in found} == {f"corrections_desk.{name}" for name in ("show", "accept", "decline")}


def test_a_lost_filter_of_cases_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = ("case", "colleagues_desk")
    lines = [line for line in OFFICE if line[0].startswith(rooms) and " " in EXPECTED[line]["liaison"]]
    monkeypatch.setattr(case_reach, "cases_within", lambda *_arguments: true())
    found = deviations(world, lines, ["liaison"])
    assert {text.split()[0] for text in found} == {line[0] for line in lines}


@pytest.mark.parametrize(("room", "operations"), [("canned_answers", canned_answers), ("incidents_desk", incidents)])
def test_a_lost_filter_beside_the_cases_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, room: str, operations: ModuleType
) -> None:
    lines = [line for line in OFFICE if line[0].startswith(f"{room}.") and " " in EXPECTED[line]["liaison"]]
    monkeypatch.setattr(operations, "is_within_reach", lambda *_arguments: True)
    assert {text.split()[0] for text in deviations(world, lines, ["liaison"])} == {line[0] for line in lines}


def test_a_lost_filter_of_versions_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line for line in OFFICE if line[0].startswith("reviews.")]
    monkeypatch.setattr(reach, "is_within_reach", lambda *_arguments: True)
    found = deviations(world, lines, ["publisher"])
    assert {text.split()[0] for text in found} >= {"reviews.show", "reviews.approve", "reviews.withdraw"}


def test_a_lost_filter_of_profiles_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = ("agencies_desk", "units_desk", "points_desk", "joining_desk")
    lines = [line for line in OFFICE if line[0].split(".")[0] in rooms]
    monkeypatch.setattr(agency_profiles, "is_permitted_in", lambda *_arguments: True)
    for subject in (agency_profiles, units, service_points, notices):
        monkeypatch.setattr(subject, "is_within_reach", lambda *_arguments: True)
    found = {text.split()[0] for text in deviations(world, lines, ["agency_admin"])}
    of_nobody_else = {"agencies_desk.overview", *(f"joining_desk.{name}" for name in NATIONAL_STEPS)}
    assert found >= {line[0] for line in lines} - of_nobody_else


def test_a_lost_filter_of_imports_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line for line in OFFICE if line[0].startswith("imports.")]
    monkeypatch.setattr(imports, "is_own", lambda *_arguments: True)
    found = {text.split()[0] for text in deviations(world, lines, ["editor"])}
    assert found >= {"imports.discard", "imports.start"}, "what the others open asks for the agency once more"


def test_a_lost_filter_of_reprimands_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line for line in OFFICE if line[0].startswith("reprimands_desk.")]
    monkeypatch.setattr(reprimands, "may", lambda *_arguments: True)
    found = {text.split()[0] for text in deviations(world, lines, ["supervisor"])}
    assert found >= {f"reprimands_desk.{name}" for name in ("show", "letter", "sign", "serve", "close")}


def test_a_lost_check_of_the_role_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "_require", lambda *_arguments: None)
    found = deviations(world, [("people.person", "GET"), ("people.disable", "POST")])
    assert {text.split()[2] for text in found} >= {"editor:", "auditor:"}
