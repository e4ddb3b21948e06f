"""Every page a citizen can meet, error states included, and how a browser gets there.

``PLACES`` is the table; a place is reached in Indonesian with the prefix "" and in English with "/en".
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, Page, Response

SERVICE = "/instansi/kota-bandung/layanan/ktp-hilang-rusak"
LISTED_SERVICE = "/instansi/kota-kupang/layanan/ktp-baru"
SERVICE_WITHOUT_STANDARD = "/instansi/kabupaten-sleman/layanan/kia"
SEARCH = "/cari?q=bikin+ktp+ilang+kota+bandung"
#: Long enough ago to be late under every promise, and in the time of the seeded versions.
APPLIED_ON = (date.today() - timedelta(days=22)).isoformat()
LANGUAGES = {"id": "", "en": "/en"}

Reach = Callable[[Page, str], None]


def at(path: str) -> Reach:
    """Open an address."""

    def reach(page: Page, prefix: str) -> None:
        go(page, prefix + path)

    return reach


def go(page: Page, path: str) -> Response:
    """Open an address and give the answer."""
    answer = page.goto(path)
    assert answer is not None
    return answer


def go_on(page: Page) -> Response:
    """Press the form page's own button and give the answer of the page that comes."""
    return press(page, page.locator("form[data-report-step] button[type=submit]"))


def press(page: Page, button: Locator) -> Response:
    """Press a button that sends a form; give the last answer, after the redirect if there was one."""
    with page.expect_navigation() as navigation:
        button.click()
    return navigation.value


def choose(page: Page, name: str, value: str) -> None:
    """Tick the option with this value."""
    page.locator(f"[name={name}][value={value}]").check()


def fill(page: Page, name: str, text: str) -> None:
    """Type into the field with this name."""
    page.locator(f"[name={name}]").fill(text)


def current_step(page: Page) -> str | None:
    """Which page of the report form this is."""
    return page.locator("form[data-report-step]").get_attribute("data-report-step")


def answer_what(page: Page, prefix: str, service: str = SERVICE) -> None:
    """Say that money was asked and that it takes too long; the page "who sees it" comes."""
    go(page, f"{prefix}{service}/lapor")
    if page.locator("[name=variant][value=hilang]").count():
        choose(page, "variant", "hilang")
    choose(page, "group", "money")
    fill(page, "money_total", "Rp 50.000")
    choose(page, "money_receipt", "none")
    choose(page, "group", "time")
    choose(page, "still_waiting", "yes")
    fill(page, "applied_on", APPLIED_ON)
    go_on(page)
    assert current_step(page) == "who"


def answer_who(page: Page, prefix: str, visibility: str = "open", service: str = SERVICE) -> None:
    """Say who may know the name; the page for details comes."""
    answer_what(page, prefix, service)
    choose(page, "visibility", visibility)
    go_on(page)
    assert current_step(page) == "details"


def answer_details(page: Page, prefix: str, visibility: str = "open", service: str = SERVICE) -> None:
    """Tell what happened, with the name where one is asked; the check page comes."""
    answer_who(page, prefix, visibility, service)
    fill(page, "description", "Petugas loket 3 meminta Rp50.000. Telepon saya 0812-3456-7890.")
    if visibility != "anonymous":
        fill(page, "name", "Siti Contoh")
    if visibility == "open":
        fill(page, "email", "siti@warga.contoh")
    go_on(page)
    assert current_step(page) == "check"


def file_report(page: Page, prefix: str, visibility: str = "open", service: str = SERVICE) -> None:
    """Send the report; the receipt comes."""
    answer_details(page, prefix, visibility, service)
    go_on(page)
    assert tracking_code(page)


def tracking_code(page: Page) -> str:
    """The code on the receipt."""
    return page.locator("[data-tracking-code]").get_attribute("data-tracking-code") or ""


def open_report(page: Page, prefix: str, visibility: str = "open", service: str = SERVICE) -> None:
    """Send a report and open it from the receipt."""
    file_report(page, prefix, visibility, service)
    press(page, page.locator("main a[href$='/laporan']"))
    assert page.locator("[data-state]").count() == 1


def send_message(page: Page, text: str) -> Response:
    """Write a message on the opened report."""
    fill(page, "text", text)
    return press(page, page.locator("form[action$='/laporan/pesan'] button"))


def send_file(page: Page, name: str, media_type: str, content: bytes) -> Response:
    """Add a file as evidence on the opened report."""
    file = {"name": name, "mimeType": media_type, "buffer": content}
    page.locator("[name=attachment]").set_input_files(files=[file])
    return press(page, page.locator("form[action$='/laporan/bukti'] button"))


def photo() -> bytes:
    """A small JPEG."""
    stream = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(stream, "JPEG")
    return stream.getvalue()


def expect_status(answer: Response, status: int) -> None:
    """Assert the answer's status, so that the table really shows the states it names."""
    assert answer.status == status, f"{answer.url} answered {answer.status}"


def _what_refused(page: Page, prefix: str) -> None:
    go(page, f"{prefix}{SERVICE}/lapor")
    expect_status(go_on(page), 422)


def _what_refused_in_every_field(page: Page, prefix: str) -> None:
    go(page, f"{prefix}{SERVICE}/lapor")
    choose(page, "variant", "hilang")
    choose(page, "group", "money")
    choose(page, "group", "time")
    fill(page, "money_total", "lima puluh ribu")
    fill(page, "applied_on", (date.today() + timedelta(days=400)).isoformat())
    fill(page, "duration_minutes", "lama")
    expect_status(go_on(page), 422)


def _all_groups_open(page: Page, prefix: str) -> None:
    go(page, f"{prefix}{SERVICE}/lapor")
    for option in page.locator("[name=group]").all():
        option.check()


def _who_refused(page: Page, prefix: str) -> None:
    answer_what(page, prefix)
    expect_status(go_on(page), 422)


def _details_refused(page: Page, prefix: str) -> None:
    answer_who(page, prefix)
    fill(page, "email", "bukan surel")
    fill(page, "phone", "+1 202 555 0100")
    expect_status(go_on(page), 422)


def _whole_form_refused(page: Page, prefix: str) -> None:
    """All of the form in one POST, as a script sends it: the whole form comes back with what is wrong."""
    go(page, f"{prefix}{SERVICE}/lapor")
    form = page.locator("form[data-report-step]")
    form.evaluate("form => form.setAttribute('action', location.pathname)")
    expect_status(go_on(page), 422)


def _correction_refused(page: Page, prefix: str) -> None:
    go(page, f"{prefix}{SERVICE}/koreksi/biaya")
    expect_status(press(page, page.locator("form[action$='/biaya'] button")), 422)


def _correction_sent(page: Page, prefix: str) -> None:
    go(page, f"{prefix}{SERVICE}/koreksi/waktu")
    fill(page, "proposal", "Selesai dalam 1 hari kerja.")
    fill(page, "source", "Papan pengumuman di loket")
    press(page, page.locator("form[action$='/waktu'] button"))
    page.wait_for_url("**/koreksi/terkirim*")


def _message_refused(page: Page, prefix: str) -> None:
    open_report(page, prefix)
    expect_status(send_message(page, ""), 422)


def _no_file_refused(page: Page, prefix: str) -> None:
    open_report(page, prefix)
    expect_status(press(page, page.locator("form[action$='/laporan/bukti'] button")), 422)


def _strange_file_refused(page: Page, prefix: str) -> None:
    open_report(page, prefix)
    expect_status(send_file(page, "foto.jpg", "image/jpeg", b"MZ" + bytes(2000)), 415)


def _file_over_the_limit(page: Page, prefix: str) -> None:
    open_report(page, prefix)
    expect_status(send_file(page, "foto.jpg", "image/jpeg", photo() + bytes(5 * 1024 * 1024)), 413)


def _body_over_the_limit(page: Page, prefix: str) -> None:
    open_report(page, prefix)
    expect_status(send_file(page, "foto.jpg", "image/jpeg", bytes(8 * 1024 * 1024)), 413)


def _report_with_a_talk(page: Page, prefix: str) -> None:
    open_report(page, prefix)
    send_message(page, "Loketnya nomor 3.")
    send_file(page, "foto.jpg", "image/jpeg", photo())


def _why_this_date(page: Page, prefix: str) -> None:
    open_report(page, prefix)
    page.locator("a[href*='/laporan/tenggat/']").first.click()
    page.wait_for_url("**/laporan/tenggat/*")


def _code_missing(page: Page, prefix: str) -> None:
    go(page, f"{prefix}/lacak")
    expect_status(press(page, page.locator("form[action$='/lacak'] button")), 422)


def _code_unknown(page: Page, prefix: str) -> None:
    go(page, f"{prefix}/lacak")
    fill(page, "code", "7K3M-Q2XD-9AB0-CDEF-G")
    expect_status(press(page, page.locator("form[action$='/lacak'] button")), 422)


def _suggestions_open(page: Page, prefix: str) -> None:
    go(page, f"{prefix}/")
    page.locator("#q").fill("ktp")
    page.locator("[role=option]").first.wait_for()


def _unknown_page(page: Page, prefix: str) -> None:
    expect_status(go(page, f"{prefix}/tidak-ada"), 404)


def _unreadable_request(page: Page, prefix: str) -> None:
    go(page, f"{prefix}/lacak")
    page.locator("[name=csrf_token]").evaluate("field => field.remove()")
    expect_status(press(page, page.locator("form[action$='/lacak'] button")), 400)


PLACES: dict[str, Reach] = {
    "home": at("/"),
    "home with suggestions": _suggestions_open,
    "results": at("/cari?q=ktp+hilang+kota+bandung"),
    "results of a corrected query": at(SEARCH),
    "results: city or regency": at("/cari?q=ktp+kupang"),
    "results: a complaint": at("/cari?q=pungli+ktp+bandung"),
    "results: none": at("/cari?q=zzqx"),
    "results of a life event": at("/cari?kategori=kehilangan-dokumen"),
    "search without words": at("/cari"),
    "reference": at("/layanan/paspor-baru"),
    "reference with many offers": at("/layanan/ktp-hilang-rusak"),
    "reference: unknown place": at("/layanan/ktp-hilang-rusak?daerah=zzqx"),
    "reference versions": at("/layanan/paspor-baru/versi"),
    "reference version": at("/layanan/paspor-baru/versi/1"),
    "reference comparison": at("/layanan/paspor-baru/versi/1/banding/2"),
    "agencies": at("/instansi"),
    "agencies, page 2": at("/instansi?halaman=2"),
    "agencies: none": at("/instansi?q=zzqx"),
    "agency": at("/instansi/kota-bandung"),
    "agency, listed": at("/instansi/polri"),
    "agency, reprimands": at("/instansi/kota-bandung/teguran"),
    "service": at(SERVICE),
    "service of a listed agency": at(LISTED_SERVICE),
    "service without a standard": at(SERVICE_WITHOUT_STANDARD),
    "promise card": at(f"{SERVICE}/kartu"),
    "versions": at(f"{SERVICE}/versi"),
    "version": at(f"{SERVICE}/versi/1"),
    "correction: which part": at(f"{SERVICE}/koreksi"),
    "correction: without a standard": at(f"{SERVICE_WITHOUT_STANDARD}/koreksi/biaya"),
    "correction, 422": _correction_refused,
    "correction sent": _correction_sent,
    "report: which service": at("/lapor"),
    "report: which agency": at("/lapor?instansi=bandung"),
    "report: what": at(f"{SERVICE}/lapor"),
    "report: what, all groups": _all_groups_open,
    "report: what, listed agency": at(f"{LISTED_SERVICE}/lapor"),
    "report: what, without a standard": at(f"{SERVICE_WITHOUT_STANDARD}/lapor"),
    "report: what, agency only": at("/instansi/kota-bandung/lapor"),
    "report: what, 422": _what_refused,
    "report: what, 422 in fields": _what_refused_in_every_field,
    "report: who": answer_what,
    "report: who, 422": _who_refused,
    "report: details": answer_who,
    "report: details, sealed": lambda page, prefix: answer_who(page, prefix, "sealed"),
    "report: details, 422": _details_refused,
    "report: check": answer_details,
    "report: check, anonymous": lambda page, prefix: answer_details(page, prefix, "anonymous"),
    "report: whole form, 422": _whole_form_refused,
    "receipt": file_report,
    "receipt, anonymous": lambda page, prefix: file_report(page, prefix, "anonymous"),
    "receipt, listed agency": lambda page, prefix: file_report(page, prefix, "open", LISTED_SERVICE),
    "opened report": _report_with_a_talk,
    "opened report, listed agency": lambda page, prefix: open_report(page, prefix, "open", LISTED_SERVICE),
    "opened report: message, 422": _message_refused,
    "opened report: no file, 422": _no_file_refused,
    "opened report: strange file, 415": _strange_file_refused,
    "opened report: file over the limit, 413": _file_over_the_limit,
    "why this date": _why_this_date,
    "calculator": at("/hitung-tenggat"),
    "calculator: a time of one's own": at("/hitung-tenggat?mulai=13-03-2026&lama=14"),
    "calculator: a clock of the law": at(
        "/hitung-tenggat?mulai=20-12-2026&batas=settle.oversight&minggu=6&jeda_dari=4-1-2027&jeda_sampai=6-1-2027"
    ),
    "calculator, 422": lambda page, prefix: expect_status(
        go(page, f"{prefix}/hitung-tenggat?mulai=x&jeda_dari=x"), 422
    ),
    "follow": at("/lacak"),
    "follow: no code, 422": _code_missing,
    "follow: unknown code, 422": _code_unknown,
    "error 400": _unreadable_request,
    "error 404": _unknown_page,
    "error 413": _body_over_the_limit,
    "accessibility": at("/aksesibilitas"),
    "privacy": at("/privasi"),
    "licence": at("/lisensi"),
}


def file_name(place: str) -> str:
    """A place's name as part of a file name."""
    return re.sub(r"[^a-z0-9]+", "-", place.lower()).strip("-")
