"""Reminders of upkeep: what is due, one mail a person and week, exactly once; lateness is told to the public."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from sipp.db import current_session, unit_of_work
from sipp.jobs import schedule
from sipp.messaging.mail import Mail
from sipp.models.journal import OutboxMessage
from sipp.models.links import WebLink
from sipp.models.standards import StandardVersion
from tests import factories
from tests.clockwork import clock_at
from tests.web.officers import an_officer, let_in, letters
from tests.web.reading import Page

#: A Monday of ISO week 48, ten in the morning in Jakarta.
MONDAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
clockwork = clock_at(MONDAY)
TODAY = date(2026, 11, 23)


@pytest.fixture
def town(app: Flask, clockwork: Any) -> dict[str, Any]:
    """An agency with two units; a service in each whose review is due, early and late."""
    with app.app_context(), unit_of_work():
        agency = factories.an_agency("kota-contoh")
        first, second = factories.a_unit(agency, name="Dinas Satu"), factories.a_unit(agency, name="Dinas Dua")
        akta = factories.a_service(first, slug="akta", name="Akta lahir")
        kk = factories.a_service(second, slug="kk", name="Kartu keluarga")
        factories.a_review_due(factories.a_published_version(akta), TODAY - timedelta(days=3))
        factories.a_review_due(factories.a_published_version(kk), TODAY + timedelta(days=30))
        return {name: factories.detached(row) for name, row in (("agency", agency), ("first", first), ("akta", akta))}


def run(app: Flask) -> list[Mail]:
    """Let the schedule run twice, then everything be sent."""
    with app.app_context():
        for _turn in range(2):
            schedule.run_due()
    return letters(app)


def postpone_reviews() -> None:
    """Set every review to the first day that is not told yet."""
    for version in current_session().scalars(select(StandardVersion)).all():
        factories.a_review_due(version, TODAY + timedelta(days=31))


@pytest.mark.any_database
def test_each_editor_and_publisher_gets_one_mail_a_week_about_all_within_reach(
    app: Flask, town: dict[str, Any], clockwork: Any
) -> None:
    whole = an_officer(app, "editor", "publisher", agency=town["agency"], name="Ani")
    unit = an_officer(app, "publisher", unit=town["first"], has_second_step=False)
    an_officer(app, "liaison", "agency_admin", agency=town["agency"])
    an_officer(app, "editor")
    an_officer(app, "editor", agency=town["agency"], active=False)
    mails = {mail.to: mail for mail in run(app)}
    assert set(mails) == {whole.email, unit.email}
    text = mails[whole.email].text
    assert "- Akta lahir, Dinas Satu: terlambat sejak 20 November 2026\n" in text
    assert "- Kartu keluarga, Dinas Dua: paling lambat 23 Desember 2026\n" in text
    assert "Yth. Ani" in text and "http://localhost/kelola\n" in text
    assert "Kartu keluarga" not in mails[unit.email].text
    clockwork.shift(timedelta(days=6))
    assert run(app) == []
    clockwork.shift(timedelta(days=1))
    assert {mail.to for mail in run(app)} == {whole.email, unit.email}


def test_nothing_due_is_no_mail(app: Flask, town: dict[str, Any]) -> None:
    an_officer(app, "editor", agency=town["agency"])
    with app.app_context(), unit_of_work():
        postpone_reviews()
    assert run(app) == []


def test_what_was_done_before_the_mail_went_out_is_not_told(app: Flask, town: dict[str, Any]) -> None:
    an_officer(app, "editor", agency=town["agency"])
    with app.app_context():
        schedule.run_due()
        with unit_of_work():
            postpone_reviews()
    assert letters(app) == []
    with app.app_context():
        states = current_session().scalars(select(OutboxMessage.state)).all()
        assert states == ["done"]


def test_corrections_and_links_are_told_in_the_same_mail(app: Flask, town: dict[str, Any]) -> None:
    an_officer(app, "editor", agency=town["agency"])
    with app.app_context(), unit_of_work() as session:
        postpone_reviews()
        service = session.get_one(factories.Service, town["akta"].id)
        service.online_url = "https://daring.contoh/"
        factories.a_correction(service)
        session.add(WebLink(url="https://daring.contoh/", next_visit_at=MONDAY, failed_days=3, last_failed_on=TODAY))
    [mail] = run(app)
    assert "1 koreksi dari warga menunggu keputusan." in mail.text and "1 tautan layanan" in mail.text
    assert "perlu ditinjau ulang:" not in mail.text


def test_the_desk_lists_what_is_due_and_the_public_sees_what_is_late(app: Flask, town: dict[str, Any]) -> None:
    editor = let_in(app, an_officer(app, "editor", agency=town["agency"]).id)
    assert "2 standar perlu ditinjau ulang" in Page.of(editor.get("/kelola")).text
    page = Page.of(editor.get("/kelola/tinjau-ulang"))
    assert list(page.faults()) == []
    assert page.text.index("Akta lahir") < page.text.index("Kartu keluarga") and page.text.count("terlambat ") >= 1
    public = app.test_client()
    late, early = (Page.of(public.get(f"/instansi/kota-contoh/layanan/{slug}")).text for slug in ("akta", "kk"))
    assert "seharusnya ditinjau ulang paling lambat 20 November 2026" in late
    assert "seharusnya ditinjau ulang" not in early
