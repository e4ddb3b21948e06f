"""Agencies, places and the calendar of the demonstration."""

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from sipp.models.accounts import CustodianKey
from sipp.models.agencies import Agency, Region, Unit
from sipp.models.calendar import CalendarVersion, DeadlineLength, Holiday
from sipp.models.journal import SearchChange
from sipp.models.services import LifeEvent, ReferenceService, Service, reference_life_event
from sipp.operations.calendar import clock_lengths, working_calendar
from sipp.operations.searchable import all_documents
from sipp.rules.calendar import working_days_between
from sipp.rules.lengths import length_on

LOCAL_KINDS = ("province", "city", "regency")


def agencies(seeded: Session) -> dict[str, Agency]:
    return {agency.slug: agency for agency in seeded.scalars(select(Agency))}


def test_two_governments_receive_reports_and_all_others_are_listed(seeded: Session) -> None:
    by_membership: dict[str, set[str]] = {}
    for slug, agency in agencies(seeded).items():
        by_membership.setdefault(agency.membership, set()).add(slug)
    assert by_membership["receiving"] == {"kota-bandung", "kabupaten-sleman"}
    assert len(by_membership["listed"]) == 31
    assert all(
        (agency.receiving_since is not None) == (agency.membership == "receiving")
        for agency in agencies(seeded).values()
    )


def test_both_kupangs_exist_and_are_two_governments(seeded: Session) -> None:
    found = {slug: agency for slug, agency in agencies(seeded).items() if slug.endswith("kupang")}
    assert {slug: (agency.kind, agency.region_code) for slug, agency in found.items()} == {
        "kota-kupang": ("city", "53.71"),
        "kabupaten-kupang": ("regency", "53.01"),
    }


def test_local_governments_of_every_kind_stand_in_all_three_time_zones(seeded: Session) -> None:
    local = [agency for agency in agencies(seeded).values() if agency.kind in LOCAL_KINDS]
    assert Counter(agency.kind for agency in local) == {"city": 8, "regency": 5, "province": 4}
    assert {agency.time_zone for agency in local} == {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}
    zones = {slug: agency.time_zone for slug, agency in agencies(seeded).items()}
    assert (zones["kota-jayapura"], zones["kota-kupang"], zones["kota-bandung"]) == (
        "Asia/Jayapura",
        "Asia/Makassar",
        "Asia/Jakarta",
    )


def test_agencies_have_the_plain_names_of_the_contract(seeded: Session) -> None:
    named = {
        "kota-bandung",
        "kabupaten-sleman",
        "kota-kupang",
        "kabupaten-kupang",
        "polri",
        "kementerian-agama",
        "kementerian-imigrasi-dan-pemasyarakatan",
        "kementerian-investasi-bkpm",
    }
    assert named <= set(agencies(seeded))


def test_joint_services_belong_to_the_agency_the_law_names(seeded: Session) -> None:
    rows = seeded.execute(select(Service.slug, Agency.kind, Agency.slug).join(Service.agency)).all()
    owners = {slug: {kind for service, kind, _ in rows if service == slug} for slug, _, _ in rows}
    for samsat in ("pajak-tahunan", "stnk-5tahun", "balik-nama", "mutasi-kendaraan"):
        assert owners[samsat] == {"province"}
    assert {agency for service, _, agency in rows if service == "nib"} == {"kementerian-investasi-bkpm"}


def test_offers_belong_to_agencies_of_a_kind_that_owns_the_reference(seeded: Session) -> None:
    rows = seeded.execute(
        select(Agency.slug, Agency.kind, ReferenceService.slug, ReferenceService.agency_kinds)
        .join(Service, Service.agency_id == Agency.id)
        .join(ReferenceService, ReferenceService.id == Service.reference_id)
    )
    assert [(agency, reference) for agency, kind, reference, kinds in rows if kind not in kinds] == []


def test_every_service_is_offered_by_a_unit_of_its_own_agency(seeded: Session) -> None:
    rows = seeded.execute(select(Service.slug, Service.agency_id, Unit.agency_id).join(Service.unit))
    assert [row for row in rows if row[1] != row[2]] == []


def test_an_agency_that_receives_has_an_inspectorate_without_services(seeded: Session) -> None:
    oversight = {unit.id: unit.agency_id for unit in seeded.scalars(select(Unit).where(Unit.is_oversight))}
    receiving = {agency.id for agency in agencies(seeded).values() if agency.membership == "receiving"}
    assert receiving <= set(oversight.values())
    assert seeded.scalars(select(Service.slug).where(Service.unit_id.in_(oversight))).all() == []


def test_every_province_regency_and_city_has_its_place(seeded: Session) -> None:
    regions = {region.code: region for region in seeded.scalars(select(Region))}
    assert Counter(region.kind for region in regions.values()) == {"province": 38, "regency": 416, "city": 98}
    for region in regions.values():
        assert (region.parent_code is None) == (region.kind == "province")
        assert region.parent_code is None or regions[region.parent_code].kind == "province"
    located = [agency for agency in agencies(seeded).values() if agency.kind in LOCAL_KINDS]
    assert all(regions[agency.region_code or ""].kind == agency.kind for agency in located)


def test_every_unit_lies_below_its_parent(seeded: Session) -> None:
    units = {unit.id: unit for unit in seeded.scalars(select(Unit))}
    for unit in units.values():
        parent_path = units[unit.parent_id].path if unit.parent_id else ""
        assert unit.path == f"{parent_path}{unit.id}/"


def test_every_agency_names_the_national_channels(seeded: Session) -> None:
    without = [
        slug
        for slug, agency in agencies(seeded).items()
        if not {"lapor", "sms"} <= {channel["kind"] for channel in agency.official_channels}
    ]
    assert without == []


def test_every_reference_is_found_under_an_event_in_life_but_three_about_the_state_itself(seeded: Session) -> None:
    with_event = select(reference_life_event.c.reference_id)
    without = seeded.scalars(select(ReferenceService.slug).where(ReferenceService.id.not_in(with_event)))
    assert set(without) == {"data-bps", "info-publik", "ombudsman"}
    used = set(seeded.scalars(select(reference_life_event.c.life_event_slug)))
    assert set(seeded.scalars(select(LifeEvent.slug))) == used
    assert len(used) == 16


def test_every_reference_has_an_english_name_a_summary_and_search_words(seeded: Session) -> None:
    bare = [
        reference.slug
        for reference in seeded.scalars(select(ReferenceService))
        if not (reference.name_en and reference.summary and reference.search_words)
    ]
    assert bare == []


def test_holidays_of_four_years_are_known_with_their_decree(seeded: Session) -> None:
    holidays = seeded.scalars(select(Holiday)).all()
    counts = Counter((holiday.day.year, holiday.kind) for holiday in holidays)
    assert {year for year, _ in counts} == {2024, 2025, 2026, 2027}
    assert counts[2026, "national"] == 17 and counts[2026, "collective_leave"] == 8
    assert [holiday.day for holiday in holidays if not holiday.decree] == []
    assert {holiday.certainty for holiday in holidays if holiday.day.year == 2027} == {"estimated"}
    assert {holiday.certainty for holiday in holidays if holiday.day.year < 2027} == {"certain"}
    assert seeded.scalars(select(CalendarVersion.number)).all() == [1]


def test_the_working_days_of_each_year_are_those_of_the_reference_page(seeded: Session) -> None:
    calendar = working_calendar()
    days = {
        year: working_days_between(date(year - 1, 12, 31), date(year, 12, 31), calendar)
        for year in (2024, 2025, 2026, 2027)
    }
    assert days == {2024: 238, 2025: 237, 2026: 240, 2027: 242}


def test_every_clock_has_a_length_with_its_law_today(seeded: Session) -> None:
    lengths = clock_lengths()
    today = date(2026, 11, 24)
    found = {
        clock: [length_on(lengths, clock, kind, today).length for kind in ("question", "ordinary", "oversight")]
        for clock in ("forward", "completeness", "citizen_completes", "first_reply", "settle", "outer_limit", "verdict")
    }
    assert found["settle"] == [5, 14, 60]
    assert {clock: values[0] for clock, values in found.items() if clock != "settle"} == {
        "forward": 3,
        "completeness": 14,
        "citizen_completes": 30,
        "first_reply": 5,
        "outer_limit": 60,
        "verdict": 10,
    }
    assert [row.clock for row in seeded.scalars(select(DeadlineLength)) if not row.legal_basis] == []


def test_the_demonstration_has_two_custodians(seeded: Session) -> None:
    keys = seeded.scalars(select(CustodianKey)).all()
    assert len({key.user_id for key in keys}) == len({key.public_key for key in keys}) == len(keys) == 2


def test_everything_that_search_may_find_was_told_to_the_index(seeded: Session) -> None:
    told = set(seeded.scalars(select(SearchChange.thing)))
    assert {document.id for document in all_documents().documents} - told == set()
