"""Prepared answers, incidents, conflicts and the agenda, through the pages."""

from datetime import UTC, datetime

from flask import Flask

from sipp.db import unit_of_work
from sipp.models.reports import Incident
from tests.operations.cases import City
from tests.web.officers import form_of, submit
from tests.web.reading import Page, words
from tests.web.test_cases import INBOX, city, file_one, officer

__all__ = ["city"]


def test_a_prepared_answer_begins_an_answer(app: Flask, city: City) -> None:
    number, client = file_one(app, city), officer(app, city)
    path = "/kelola/jawaban-baku"
    refused = submit(client, f"{path}/baru", {"title": "", "words": "Isinya."})
    assert (refused.status_code, list(Page.of(refused).errors())) == (422, ["title"])
    assert "Isinya." in Page.of(refused).text
    assert submit(client, f"{path}/baru", {"title": "Blangko", "words": "Blangko datang Senin."}).location == path
    overview = Page.of(client.get(path))
    [edit] = [one.attrib["href"] for one in overview.all("a") if words(one) == "Blangko"]
    assert submit(client, edit, {"words": "Blangko datang Selasa."}).location == path
    answer_form = Page.of(client.get(f"{INBOX}/{number}/jawab"))
    [link] = [one.attrib["href"] for one in answer_form.all("a") if words(one) == "Blangko"]
    begun = Page.of(client.get(link))
    assert "".join(begun.one("textarea", name="words").itertext()).strip() == "Blangko datang Selasa."
    removal = Page.of(client.get(f"{edit}/hapus"))
    assert [list(one.faults()) for one in (overview, answer_form, begun, removal, Page.of(client.get(edit)))] == [
        []
    ] * 5
    assert submit(client, f"{edit}/hapus", {}).location == path
    assert "Belum ada jawaban baku." in Page.of(client.get(path)).text


def test_reports_of_one_cause_are_answered_on_one_page(app: Flask, city: City) -> None:
    numbers, client = [file_one(app, city) for _ in range(2)], officer(app, city)
    submit(client, f"{INBOX}/{numbers[0]}/gabungkan", {"incident": "", "title": "Server mati"})
    case = Page.of(client.get(f"{INBOX}/{numbers[0]}"))
    [link] = [one.attrib["href"] for one in case.all("a") if words(one) == "Server mati"]
    submit(client, f"{INBOX}/{numbers[1]}/gabungkan", {"incident": link.rsplit("/", 1)[1]})
    page = Page.of(client.get(link))
    assert "2 laporan menunggu jawaban" in page.text and all(one in page.text for one in numbers)
    refused = submit(client, link, {"words": ""}, to=f"{link}/jawab")
    assert (refused.status_code, list(Page.of(refused).errors())) == (422, ["words"])
    assert submit(client, link, {"words": "Server pulih."}, to=f"{link}/jawab").location == link
    done = Page.of(client.get(link))
    assert done.text.count("Dijawab") >= 2 and done.all("textarea") == []
    overview = Page.of(client.get("/kelola/kejadian"))
    assert "Sudah dijawab" in overview.text
    assert [list(one.faults()) for one in (case, page, done, overview, Page.of(refused))] == [[]] * 5


def test_an_answer_to_an_incident_reaches_no_report_that_joined_while_it_was_written(app: Flask, city: City) -> None:
    seen, joined, client, page = file_one(app, city), file_one(app, city), officer(app, city), "/kelola/kejadian/1"
    submit(client, f"{INBOX}/{seen}/gabungkan", {"incident": "", "title": "Server mati"})
    written = {**form_of(Page.of(client.get(page)), f"{page}/jawab"), "words": "Server pulih."}
    submit(client, f"{INBOX}/{joined}/gabungkan", {"incident": "1"})
    refused = client.post(f"{page}/jawab", data=written)
    shown = Page.of(refused)
    assert (refused.status_code, list(shown.errors()), list(shown.faults())) == (409, ["laporan"], [])
    assert {words(one).split()[0]: "Baru" in words(one) for one in shown.all("li", class_="item")} == {
        seen: False,
        joined: True,
    }
    assert "Dijawab" not in words(shown.one("section", id="laporan"))
    again = form_of(shown, f"{page}/jawab")
    assert str(again["words"]).strip() == "Server pulih."
    assert client.post(f"{page}/jawab", data=again).status_code == 303
    done = words(Page.of(client.get(page)).one("section", id="laporan"))
    assert done.count("Dijawab") == 2 and "Baru" not in done


def test_an_incident_was_opened_on_the_day_it_was_where_the_agency_is(app: Flask, city: City) -> None:
    with app.app_context(), unit_of_work() as session:
        early = datetime(2026, 6, 8, 20, tzinfo=UTC)
        session.add(Incident(agency_id=city.agency.id, title="Server mati", opened_at=early))
    assert "Dibuka 9 Juni 2026" in Page.of(officer(app, city).get("/kelola/kejadian")).text


def test_who_declares_a_conflict_is_led_back_to_the_inbox(app: Flask, city: City) -> None:
    number, client = file_one(app, city), officer(app, city)
    answer = submit(client, f"{INBOX}/{number}/konflik-kepentingan", {"words": "Terlapor saudara saya."})
    assert (answer.status_code, answer.location) == (303, INBOX)
    assert client.get(f"{INBOX}/{number}").status_code == 404
    assert number not in Page.of(client.get(INBOX)).text


def test_three_equal_answers_are_flagged_on_the_case_and_on_the_supervisors_desk(app: Flask, city: City) -> None:
    numbers, client = [file_one(app, city) for _ in range(3)], officer(app, city)
    for number in numbers:
        submit(client, f"{INBOX}/{number}/jawab", {"words": "Terima kasih atas laporannya."})
    case = Page.of(client.get(f"{INBOX}/{numbers[0]}"))
    assert "dipakai kata demi kata pada 3 laporan" in case.text and list(case.faults()) == []
    supervisor = officer(app, city, "supervisor")
    desk = Page.of(supervisor.get("/kelola"))
    [link] = [one.attrib["href"] for one in desk.all("a") if "dijawab dengan kata yang sama" in words(one)]
    assert all(number in Page.of(supervisor.get(link)).text for number in numbers)


def test_the_agenda_is_a_sheet_with_the_same_filters(app: Flask, city: City) -> None:
    number, client = file_one(app, city), officer(app, city)
    page = Page.of(client.get(f"{INBOX}/agenda"))
    assert number in page.text and list(page.faults()) == [] and page.all("script") == []
    assert number not in Page.of(client.get(f"{INBOX}/agenda?petugas=saya")).text


def test_a_deputy_is_named_on_a_page_of_ones_own(app: Flask, city: City) -> None:
    absent, deputy = officer(app, city), officer(app, city, name="Bima Sakti")
    path = "/kelola/pengganti"
    page = Page.of(absent.get(path))
    [person] = [one.attrib["value"] for one in page.all("option") if words(one) == "Bima Sakti"]
    for typed, errors in (
        ({"person": "", "first_day": "1 Jan 2027", "last_day": "5 Jan 2027"}, ["person"]),
        ({"person": person, "first_day": "entah", "last_day": "5 Jan 2027"}, ["first_day"]),
    ):
        refused = submit(absent, path, typed)
        assert (refused.status_code, list(Page.of(refused).errors())) == (422, errors)
        assert list(Page.of(refused).faults()) == []
    typed = {"person": person, "first_day": "2027-01-01", "last_day": "2027-01-05"}
    assert submit(absent, path, typed).location == path
    named = Page.of(absent.get(path))
    assert "Bima Sakti menggantikan Anda dari 1 Januari 2027 sampai 5 Januari 2027." in named.text
    assert list(named.faults()) == []
    assert submit(absent, path, {}, to=f"{path}/akhiri").location == path
    assert "menggantikan Anda" not in Page.of(absent.get(path)).text
    assert deputy.get(path).status_code == 200
