"""The whole life of a report, from the words a citizen types to its yes and a reprimand that was cured.

In browsers without scripts, 360 pixels wide. The days were counted by hand: nobody works on Saturdays and Sundays, and
on 16 June 2026, the Islamic New Year.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser

from sipp.db import unit_of_work
from sipp.jobs.indexing import rebuild_index
from sipp.messaging.mail import Mail
from sipp.rules.standards import TimeLimit
from sipp.seeding.calendar import load_calendar
from sipp.seeding.seed import SEED_FOLDER
from tests import factories
from tests.browser.places import tracking_code
from tests.journeys.town import ZONE, Person, Town, a_person, a_town
from tests.web.officers import an_officer

pytestmark = pytest.mark.browser

AGENCY, OFFICE, SERVICE = "Pemerintah Kota Contoh", "Dinas Kependudukan dan Pencatatan Sipil", "Kartu keluarga baru"
SITI, RINA, YUSUF, MADE = "siti@warga.contoh", "rina@kota.contoh", "yusuf@kota.contoh", "made@kota.contoh"
ASKED = "Tuliskan nomor tanda terima berkas Anda."
GIVEN = "Nomornya 0417, saya terima di loket 2."
FIRST_ANSWER = "Blangko sudah datang. Kartu keluarga Anda dicetak pekan ini."
SECOND_ANSWER = "Kartu keluarga sudah dicetak dan dapat diambil di loket 2."
#: Places on the pages.
WAITING, STEPS, DUE, HISTORY = "#menunggu li", ".progress li", "p.due", "#riwayat"
REPRIMANDED = "table tbody tr :is(th, td)"


@dataclass(frozen=True)
class People:
    """Everybody in the story, each with a browser of their own."""

    citizen: Person
    liaison: Person
    superior: Person
    passer_by: Person


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    """A city that receives reports, on a Monday morning."""
    with a_town(app, datetime(2026, 6, 8, 9, 15, tzinfo=ZONE)) as town:
        with app.app_context():
            with unit_of_work():
                load_calendar(SEED_FOLDER)
                agency = factories.an_agency("kota-contoh", name=AGENCY)
                office = factories.a_unit(factories.a_unit(agency, name="Sekretariat Daerah"), name=OFFICE)
                service = factories.a_service(office, slug="kk-baru", name=SERVICE, aliases=["bikin kk"])
                limit = TimeLimit(row_key="waktu", maximum=5, unit="working_day", start_event="file_complete")
                factories.a_published_version(service, factories.a_standard(time_limits=(limit,)))
                agency, office = factories.detached(agency), factories.detached(office)
            rebuild_index(app.config["SIPP"].index_dir)
        town.officers = {
            "liaison": an_officer(app, "liaison", unit=office, name="Rina", email=RINA),
            "head": an_officer(app, "head", unit=office, name="Yusuf", email=YUSUF),
            "superior": an_officer(app, "supervisor", agency=agency, name="Made", email=MADE),
        }
        yield town


@pytest.fixture
def people(browser: Browser, town: Town) -> Iterator[People]:
    with ExitStack() as stack:
        yield People(*(stack.enter_context(a_person(browser, town)) for _one in range(4)))


@pytest.mark.slow
def test_a_report_grows_late_is_reprimanded_and_ends_with_its_citizens_word(town: Town, people: People) -> None:
    code = report(people.citizen)
    ask_and_complete(town, people, code)
    grow_late(town, people.citizen, code)
    reprimand(town, people)
    answer(town, people.liaison)
    say_partly_then_yes(town, people, code)
    cure(town, people)
    every_letter_came_once(town)


def report(citizen: Person) -> str:
    """8 June: a family card that was promised in five working days is not there after five weeks."""
    citizen.go("/")
    citizen.write("Cari layanan", "bikin kk kota contoh")
    citizen.press("Cari")
    citizen.follow(SERVICE)
    assert "5 hari kerja" in citizen.read()
    citizen.follow("Laporkan ketidaksesuaian")
    citizen.choose("Terlalu lama")
    citizen.choose("Belum, saya masih menunggu")
    citizen.write("Kapan Anda mengajukan?", "2026-05-04")
    citizen.press("Lanjutkan")
    citizen.choose("Petugas boleh tahu siapa saya")
    citizen.press("Lanjutkan")
    citizen.write("Apa yang terjadi?", "Kartu keluarga saya belum jadi.")
    citizen.write("Nama lengkap", "Siti Contoh")
    citizen.write("Surel", SITI)
    citizen.press("Lanjutkan")
    assert "Sudah terlambat 15 hari kerja pada 8 Juni 2026" in citizen.read()
    citizen.press("Kirim laporan")
    receipt = citizen.read()
    assert f"Laporan ditangani {OFFICE}." in receipt
    assert "Tanggapan pertama paling lambat Senin, 15 Juni 2026" in receipt
    assert "Dijawab paling lambat Senin, 29 Juni 2026" in receipt
    code = tracking_code(citizen.page)
    citizen.follow("Buka laporan")
    assert (citizen.title, citizen.lines(STEPS)[1]) == ("Ditangani", f"Ditangani sekarang oleh {OFFICE}")
    return code


def ask_and_complete(town: Town, people: People, code: str) -> None:
    """9 and 11 June: the officer asks for something; the days until it comes are not counted."""
    liaison, citizen = people.liaison, people.citizen
    town.come_to(date(2026, 6, 9), 10)
    liaison.sign_in(town.officers["liaison"])
    assert liaison.lines(WAITING) == ["1 laporan menunggu jawaban sejak 8 Juni 2026"]
    liaison.follow("1 laporan menunggu jawaban")
    assert "Tersisa 13 hari kerja" in liaison.read()
    liaison.follow("LP-")
    assert "Siti Contoh" in liaison.read() and "Kartu keluarga saya belum jadi." in liaison.read()
    liaison.follow("Minta pelapor melengkapi")
    liaison.write("Yang perlu dilengkapi", ASKED)
    liaison.press("Minta pelapor melengkapi")
    assert "Menunggu kelengkapan" in liaison.read() and ASKED in liaison.read("#pesan")

    town.come_to(date(2026, 6, 11), 19)
    citizen.open_report(code)
    assert (citizen.title, citizen.read(DUE)) == (
        "Perlu Anda lengkapi",
        due("Melengkapi laporan", "Kamis, 9 Juli 2026"),
    )
    assert ASKED in citizen.read("#kelengkapan")
    citizen.write("Kelengkapan Anda", GIVEN)
    citizen.press("Kirim kelengkapan")
    assert (citizen.title, citizen.read(DUE)) == ("Ditangani", due("Penyelesaian", "Kamis, 2 Juli 2026"))
    assert "dari Senin, 29 Juni 2026 menjadi Kamis, 2 Juli 2026, karena hitungan sempat dijeda" in citizen.read(HISTORY)
    citizen.follow("Mengapa tanggal ini?")
    why = citizen.read()
    assert "14 hari dihitung. Tidak dihitung: 6 hari akhir pekan, 1 hari libur, 3 hari jeda." in why
    assert "Selasa, 16 Juni 2026" in why and "Tahun Baru Islam" in why


def grow_late(town: Town, citizen: Person, code: str) -> None:
    """Until 3 July nobody answers."""
    town.come_to(date(2026, 7, 3), 19)
    citizen.open_report(code)
    assert (citizen.title, citizen.read(DUE)) == ("Ditangani", due("Penyelesaian", "Kamis, 2 Juli 2026"))
    assert citizen.page.get_by_text("Lewat batas", exact=True).is_visible()
    assert citizen.lines(f"{HISTORY} li")[-3:] == [
        "Diingatkan: separuh waktu sudah lewat 23 Juni 2026 pukul 08.00 WIB · Sistem, menurut aturan",
        "Diingatkan: sebagian besar waktu sudah lewat 30 Juni 2026 pukul 08.00 WIB · Sistem, menurut aturan",
        "Lewat batas, disampaikan kepada atasan 3 Juli 2026 pukul 08.00 WIB · Sistem, menurut aturan",
    ]


def reprimand(town: Town, people: People) -> None:
    """9 and 10 July: five working days later there is a draft; signed, it goes to those who answer for the office."""
    superior, passer_by = people.superior, people.passer_by
    town.come_to(date(2026, 7, 10), 9)
    passer_by.go("/instansi/kota-contoh/teguran")
    assert "Belum pernah ada teguran." in passer_by.read()
    superior.sign_in(town.officers["superior"])
    assert superior.lines(WAITING) == [
        "1 laporan lewat batas sejak 2 Juli 2026",
        "1 teguran menunggu tanda tangan sejak 9 Juli 2026",
    ]
    superior.follow("1 teguran menunggu tanda tangan")
    superior.follow("Teguran nomor")
    draft = superior.read()
    assert "Konsep" in draft and "Hari terakhir Kamis, 2 Juli 2026" in draft
    assert "Siti" not in draft and "Kartu keluarga" not in draft
    superior.write("Jabatan Anda dalam surat", "Sekretaris Daerah")
    superior.press("Tanda tangani dan kirim")
    superior.follow("Semua teguran")
    assert "Disampaikan" in superior.read() and "Perbaikan paling lambat 10 Oktober 2026" in superior.read()
    passer_by.go("/instansi/kota-contoh")
    passer_by.follow("1 teguran: 1 belum diperbaiki")
    assert passer_by.lines(REPRIMANDED) == [
        "10 Juli 2026",
        f"Unit {OFFICE}",
        "Batas yang terlewati Penyelesaian terlambat 5 hari kerja",
        "Hasil Disampaikan perbaikan paling lambat 10 Oktober 2026",
        "Surat Unduh surat (PDF) nomor 1",
    ]
    assert passer_by.download("Unduh surat (PDF)").startswith(b"%PDF-")


def answer(town: Town, liaison: Person) -> None:
    """13 July: the officer answers to both, the superior and the citizen."""
    town.come_to(date(2026, 7, 13), 9)
    liaison.sign_in(town.officers["liaison"])
    assert liaison.lines(WAITING) == [
        "1 laporan menunggu jawaban sejak 8 Juni 2026",
        "1 laporan lewat batas sejak 2 Juli 2026",
        "1 teguran menunggu jawaban sejak 10 Juli 2026",
    ]
    liaison.follow("1 teguran menunggu jawaban")
    liaison.follow("Teguran nomor")
    liaison.write("Jawaban", "Mesin cetak rusak dua pekan. Hari ini dua petugas ditambah.")
    liaison.press("Kirim jawaban")
    liaison.follow("Laporan")
    assert "Lewat batas 7 hari kerja" in liaison.read()
    reply(liaison, FIRST_ANSWER)


def reply(liaison: Person, words: str) -> None:
    """Answer the one report in the list; what the office reads then is that it waits for its citizen's word."""
    liaison.follow("LP-")
    liaison.follow("Jawab laporan")
    liaison.write("Jawaban", words)
    liaison.press("Jawab laporan")
    assert "Dijawab" in liaison.lines("main p") and "Penilaian oleh pelapor paling lambat" in liaison.read()


def say_partly_then_yes(town: Town, people: People, code: str) -> None:
    """14, 20 and 21 July: an answer solves nothing before the citizen says so."""
    citizen, liaison = people.citizen, people.liaison
    town.come_to(date(2026, 7, 14), 20)
    citizen.open_report(code)
    assert (citizen.title, citizen.lines(STEPS)[3]) == ("Dijawab", "Selesai menurut Anda belum")
    assert citizen.read(DUE) == due("Penilaian Anda", "Senin, 27 Juli 2026")
    assert FIRST_ANSWER in citizen.read("#jawaban")
    citizen.choose("Baru sebagian")
    citizen.write("Tanggapan Anda", "Belum dicetak.")
    citizen.press("Kirim penilaian")
    assert (citizen.title, citizen.read(DUE)) == ("Ditangani", due("Penyelesaian", "Senin, 3 Agustus 2026"))

    town.come_to(date(2026, 7, 20), 9)
    liaison.sign_in(town.officers["liaison"])
    liaison.follow("1 laporan menunggu jawaban")
    reply(liaison, SECOND_ANSWER)

    town.come_to(date(2026, 7, 21), 20)
    citizen.open_report(code)
    assert (citizen.title, citizen.lines(STEPS)[3]) == ("Dijawab", "Selesai menurut Anda belum")
    citizen.choose("Ya, masalah saya selesai")
    citizen.press("Kirim penilaian")
    assert (citizen.title, citizen.lines(STEPS)[3]) == ("Selesai menurut Anda", "Selesai menurut Anda sekarang")
    assert citizen.page.locator(DUE).count() == 0


def cure(town: Town, people: People) -> None:
    """22 July: the superior finds that it was put right; the agency's page says so."""
    superior, passer_by = people.superior, people.passer_by
    town.come_to(date(2026, 7, 22), 9)
    superior.sign_in(town.officers["superior"])
    assert superior.lines(WAITING) == ["1 jawaban teguran perlu dinilai sejak 13 Juli 2026"]
    superior.follow("1 jawaban teguran perlu dinilai")
    superior.follow("Teguran nomor")
    assert "Mesin cetak rusak dua pekan." in superior.read("#jawaban")
    superior.choose("Sudah diperbaiki")
    superior.write("Keterangan", "Antrean cetak sudah habis.")
    superior.press("Akhiri teguran")
    superior.follow("Laporan")
    assert "Tidak ada laporan yang terbuka." in superior.read()
    passer_by.go("/instansi/kota-contoh/teguran")
    assert passer_by.lines(REPRIMANDED)[3] == "Hasil Sudah diperbaiki"
    town.come_to(date(2026, 8, 10), 9)


def every_letter_came_once(town: Town) -> None:
    """One letter to the citizen for each thing that others did, one a working day to an officer for whom some waits."""
    assert [(day, news(mail)) for day, mail in town.letters_to(SITI)] == [
        (date(2026, 6, 8), "Laporan Anda sudah kami terima."),
        (date(2026, 6, 9), "Petugas meminta Anda melengkapi laporan."),
        (
            date(2026, 7, 3),
            "Batas waktu laporan Anda sudah lewat. Hal ini sudah disampaikan kepada atasan satuan kerja.",
        ),
        (date(2026, 7, 10), "Teguran atas keterlambatan laporan Anda sudah disampaikan."),
        (date(2026, 7, 13), "Laporan Anda dijawab. Laporan baru selesai bila Anda sendiri mengatakan selesai."),
        (date(2026, 7, 20), "Laporan Anda dijawab. Laporan baru selesai bila Anda sendiri mengatakan selesai."),
    ]
    assert "Seharusnya dijawab paling lambat Kamis, 2 Juli 2026." in town.letters_to(SITI)[2][1].text
    assert FIRST_ANSWER in town.letters_to(SITI)[4][1].text
    reprimands = {
        to: [day for day, mail in town.letters_to(to) if "Teguran" in mail.subject] for to in (RINA, YUSUF, MADE)
    }
    assert reprimands == {RINA: [date(2026, 7, 10)], YUSUF: [date(2026, 7, 10)], MADE: []}
    digests = {to: [day for day, mail in town.letters_to(to) if "menunggu Anda" in mail.subject] for to in reprimands}
    new = [date(2026, 6, 8), date(2026, 6, 9)]
    assert digests[RINA] == [*new, *working_days(date(2026, 6, 23), date(2026, 7, 13))]
    assert digests[MADE] == working_days(date(2026, 7, 3), date(2026, 7, 13))
    assert digests[YUSUF] == []
    superiors = dict(town.letters_to(MADE))
    assert "Lewat batas waktu di unit yang Anda bawahkan" in superiors[date(2026, 7, 3)].text
    on_drafting = [
        day for day, mail in superiors.items() if "1 konsep teguran menunggu tanda tangan Anda." in mail.text
    ]
    assert on_drafting == [date(2026, 7, 9), date(2026, 7, 10)]
    assert len({mail.message_id for _day, mail in town.post}) == len(town.post) == 6 + 2 + 17 + 7


def due(what: str, day: str) -> str:
    """How a page says until when, with the way to the reason."""
    return f"{what} paling lambat {day} Mengapa tanggal ini?"


def news(mail: Mail) -> str:
    """What a letter to the citizen begins with."""
    return mail.text.splitlines()[0]


def working_days(first: date, last: date) -> list[date]:
    """The days from one to another but for Saturdays and Sundays."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]
