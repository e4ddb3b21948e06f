"""What people do with a filed report over HTTP: addresses and fields; {words} are one's own, {unit} is a unit's id."""

from collections.abc import Mapping

from tests.live.browsers import Answer, Browser

Files = Mapping[str, tuple[str, bytes]]

#: What citizens do: what the journal calls it, address and fields.
CITIZENS_ACTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "message": ("reports.write_message", "/laporan/pesan", {"text": "{words}"}),
    "evidence": ("reports.add_evidence", "/laporan/bukti", {}),
    "complete": ("reports.complete", "/laporan/lengkapi", {"text": "{words}"}),
    "yes": ("reports.give_verdict", "/laporan/nilai", {"verdict": "yes", "comment": "{words}"}),
    "no": ("reports.give_verdict", "/laporan/nilai", {"verdict": "no", "comment": "{words}"}),
    "appeal": ("reports.appeal", "/laporan/keberatan", {"reason": "{words}"}),
    "press": ("reports.tell_pressure", "/laporan/tekanan", {"text": "{words}"}),
    "ask about data": ("reports.ask_about_data", "/laporan/data", {"kind": "correction", "text": "{words}"}),
    "move": ("reports.change_address", "/laporan/alamat", {"email": "pindah@contoh.id", "phone": "081234567890"}),
    "withdraw": ("reports.withdraw", "/laporan/cabut", {}),
    "pass on": ("reports.pass_on", "/laporan/teruskan", {"body": "ombudsman"}),
    "show name": (
        "reports.raise_visibility",
        "/laporan/nama",
        {"visibility": "open", "name": "Sri", "email": "sri@contoh.id", "phone": "081298765432", "confirm": "yes"},
    ),
}
#: What officers do: what the journal calls it, role, address below the case, fields.
OFFICERS_ACTS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "accept": ("reports.accept", "liaison", "terima", {"unit": "{unit}"}),
    "write": ("reports.write_message", "liaison", "pesan", {"words": "{words}"}),
    "note": ("reports.write_note", "liaison", "catatan", {"words": "{words}"}),
    "answer": ("reports.answer", "liaison", "jawab", {"words": "{words}"}),
    "answer with file": ("reports.answer", "liaison", "jawab", {"words": "{words}"}),
    "submit": ("reports.submit_answer", "liaison", "ajukan-jawaban", {"words": "{words}"}),
    "sign": ("reports.sign_answer", "head", "sahkan-jawaban", {}),
    "give back": ("reports.return_answer", "head", "kembalikan-jawaban", {"words": "{words}"}),
    "ask": ("reports.ask_completion", "liaison", "minta-kelengkapan", {"words": "{words}"}),
    "declare complete": ("reports.declare_complete", "liaison", "nyatakan-lengkap", {}),
    "assign": ("reports.assign", "liaison", "tugaskan", {"person": ""}),
    "transfer": ("reports.transfer", "liaison", "alihkan", {"unit": "{unit}", "words": "{words}"}),
    "reject": ("reports.reject", "liaison", "tolak", {"ground": "duplicate", "words": "{words}"}),
    "hand over": ("reports.hand_over", "liaison", "teruskan", {"body": "Polda", "words": "{words}"}),
    "join": ("reports.join_incident", "liaison", "gabungkan", {"incident": "", "title": "Server mati"}),
    "leave": ("reports.leave_incident", "liaison", "keluarkan", {}),
    "extend": ("reports.extend", "supervisor", "perpanjang", {"extra_days": "5", "words": "{words}"}),
    "uphold": ("reports.uphold_appeal", "supervisor", "kabulkan-keberatan", {"words": "{words}"}),
    "turn down": ("reports.reject_appeal", "supervisor", "tolak-keberatan", {"words": "{words}"}),
    "confirm": ("reports.confirm_class", "inspectorate", "tetapkan-golongan", {"report_class": "oversight"}),
}


def action_of(act: str) -> str:
    """What the journal calls an act."""
    return (OFFICERS_ACTS.get(act) or CITIZENS_ACTS[act])[0]


def has_words(act: str) -> bool:
    """Whether an act takes words of one's own."""
    return "{words}" in (OFFICERS_ACTS.get(act) or CITIZENS_ACTS[act])[-1].values()


def citizen_does(
    browser: Browser, csrf_token: str, act: str, words: str, files: Files | None = None, **more: str
) -> Answer:
    """Do it in a browser that has the report open; ``more`` are fields that the form has not. Raises AnswerLost."""
    _, path, fields = CITIZENS_ACTS[act]
    said = {name: value.format(words=words) for name, value in fields.items()}
    return browser.post(path, {**more, "csrf_token": csrf_token, **said}, files)


def officer_does(
    browser: Browser, case_number: str, act: str, words: str, unit_id: int, files: Files | None = None
) -> Answer:
    """Open the form of an act and send it; the answer to the opening when it is not open. Raises AnswerLost."""
    _, _, slug, fields = OFFICERS_ACTS[act]
    path = f"/kelola/laporan/{case_number}/{slug}"
    page = browser.get(path)
    if page.status != 200:
        return page
    said = {name: value.format(words=words, unit=unit_id) for name, value in fields.items()}
    return browser.post(path, {**page.hidden(), **said}, files)
