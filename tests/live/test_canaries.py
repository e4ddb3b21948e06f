"""Anonymous means that nothing is kept: canaries in headers, fields and files, and then every byte is searched.

The real server and worker; a report filed in each of the ways there are, and everything its reporter does later.
"""

import socket
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import text

from sipp.config import Config
from sipp.db import current_session, db
from tests import postgres
from tests.live.acts import OFFICERS_ACTS, citizen_does, officer_does
from tests.live.browsers import ANSWER_SECONDS, Browser
from tests.live.canaries import Canary, places_of
from tests.live.stage import Stage, a_stage
from tests.trials import FACTOR, any_database_at_full_size, scaled

pytestmark = [pytest.mark.slow, pytest.mark.faults]

#: What the citizens write as their story: the one thing that is kept.
STORY = "Berkas saya tidak kunjung selesai, kata petugas loket tiga."
ANSWERS = {"group": ["money", "treatment"], "money_total": "150.000", "money_receipt": "none", "treatment": "rude"}
REFUSED = {"html refused": 415, "jpg broken": 415, "pdf too large": 413}
#: What officers and reporter do with the report, one line after the other.
LIVES = (
    ("message", "ask", "complete", "submit", "sign", "no"),
    ("submit", "give back", "write", "submit", "sign", "yes"),
    ("reject", "appeal", "turn down"),
    ("press", "ask about data", "message", "pass on"),
    ("write", "message", "withdraw"),
)
REPORTS = scaled(6) if FACTOR > 1 else len(LIVES)


def in_one_go(browser: Browser, form: str, canary: Canary) -> str:
    """All names in one request, also those that an anonymous reporter has no field for."""
    page = browser.get(form)
    fields = {**ANSWERS, **canary.identity, "description": STORY, "visibility": "anonymous", canary.word: canary.word}
    return sent(browser, form, {**page.hidden(), **fields})


def after_a_refusal(browser: Browser, form: str, canary: Canary) -> str:
    """First without a story, which comes back with every word kept on the page alone."""
    page = browser.get(form)
    fields = {**page.hidden(), **ANSWERS, **canary.identity, "visibility": "anonymous", "description": ""}
    refused = browser.post(form, fields)
    assert (refused.status, canary.word in refused.text) == (422, True)
    return sent(browser, form, {**fields, "description": STORY})


def page_by_page(browser: Browser, form: str, canary: Canary) -> str:
    """Open at first with a name and a story, then of another mind; each page is kept in the draft."""
    hidden = browser.get(form).hidden()
    for step, fields in (
        ("apa", {**ANSWERS, **{name: canary.free_text[name] for name in ("money_for", "wrong_result", "papers")}}),
        ("siapa", {"visibility": "open"}),
        ("rincian", {**canary.identity, **canary.free_text}),
        ("siapa", {"visibility": "anonymous"}),
        ("rincian", {"description": STORY}),
    ):
        assert browser.post(f"{form}?langkah={step}", {**hidden, **fields}).status == 303, step
    return sent(browser, form, hidden)


def begun_and_left(browser: Browser, form: str, canary: Canary) -> str:
    """A draft with a name that is never sent, and another form that is."""
    hidden = browser.get(form).hidden()
    assert browser.post(f"{form}?langkah=apa", {**hidden, **ANSWERS, **canary.free_text}).status == 303
    assert browser.post(f"{form}?langkah=siapa", {**hidden, "visibility": "open", **canary.identity}).status == 303
    return in_one_go(browser, form, canary)


def in_english(browser: Browser, form: str, canary: Canary) -> str:
    """The same in the other language, with a query that means nothing."""
    return in_one_go(browser, f"/en{form}?nama={quote(canary.word)}", canary)


WAYS: tuple[Callable[[Browser, str, Canary], str], ...] = (
    in_one_go,
    after_a_refusal,
    page_by_page,
    begun_and_left,
    in_english,
)


def sent(browser: Browser, form: str, fields: dict[str, object]) -> str:
    """Send the form; the page of the receipt."""
    answer = browser.post(form, fields)
    assert answer.status == 303, answer.text[:2000]
    receipt = browser.get(answer.location)
    assert receipt.marker("data-tracking-code")
    return receipt.text


def report_and_live(stage: Stage, number: int) -> Canary:
    """One anonymous report with everything around it."""
    canary = Canary()
    browser = Browser(stage.crowd.port, canary.address, canary.headers)
    knock(browser, canary)
    receipt = WAYS[number % len(WAYS)](browser, stage.crowd.town.form, canary)
    case_number = f"LP-{receipt.partition('LP-')[2][:9]}"
    token = browser.get("/lacak").hidden()["csrf_token"]
    files = list(canary.files().items())
    for kind, file in files if number % len(WAYS) == 0 else [files[number % 4]]:
        added = citizen_does(browser, token, "evidence", "", {"attachment": file}, **canary.identity)
        assert added.status == REFUSED.get(kind, 303), kind
    try_what_is_refused(browser, token, canary)
    for act in LIVES[(number + number // len(WAYS)) % len(LIVES)]:
        if act in OFFICERS_ACTS:
            officer, town = stage.crowd.town.officer(act, stage.crowd.port), stage.crowd.town
            assert officer_does(officer, case_number, act, "Kata petugas.", town.department_id).status == 303, act
        else:
            assert citizen_does(browser, token, act, "Kata saya.", **canary.identity, body_name="").status == 303, act
    assert STORY in browser.get("/laporan").text
    return canary


def knock(browser: Browser, canary: Canary) -> None:
    """Pages that are not there, codes that open nothing, and lines that are no HTTP."""
    assert browser.get(f"/{canary.word}?nama={canary.word}").status == 404
    token = browser.get(f"/lacak?kode={canary.word}").hidden()["csrf_token"]
    assert browser.post("/lacak", {"csrf_token": token, "code": canary.word}).status == 422
    assert browser.post(f"/lacak?{canary.word}", {"csrf_token": canary.word, "code": canary.word}).status == 400
    for line in (f"GET /{canary.word} HTTP/9.9", f"{canary.word}", f"GET / HTTP/1.1\r\n{canary.word}@: {canary.word}"):
        with closing(
            socket.create_connection(("127.0.0.1", browser.port), ANSWER_SECONDS, (canary.address, 0))
        ) as connection:
            connection.sendall(f"{line}\r\nHost: {canary.word}\r\n\r\n".encode())
            assert b" 400 " in connection.recv(4096)


def try_what_is_refused(browser: Browser, token: str, canary: Canary) -> None:
    """What is typed on the opened report and comes to nothing."""
    long_words, who = canary.word * 400, {"csrf_token": token, **canary.identity}
    for path, fields, status in (
        ("/laporan/pesan", {"text": long_words}, 422),
        ("/laporan/nilai", {"verdict": "no", "comment": canary.word}, 409),
        ("/laporan/nilai", {"verdict": canary.word, "comment": canary.word}, 422),
        ("/laporan/lengkapi", {"text": canary.word}, 409),
        ("/laporan/buka-lagi", {"text": canary.word}, 409),
        ("/laporan/keberatan", {"reason": canary.word}, 409),
        ("/laporan/teruskan", {"body": canary.word, "body_name": canary.word, "tracking_id": canary.word}, 422),
        ("/laporan/nama", {"visibility": "open"}, 200),
        ("/laporan/alamat", {}, 409),
        ("/laporan/tekanan", {"text": long_words}, 422),
        ("/laporan/data", {"kind": canary.word, "text": canary.word}, 422),
        ("/lacak/kode-baru", {"case_number": canary.word}, 303),
    ):
        assert browser.post(f"{path}?nama={canary.word}", {**who, **fields}).status == status, path


def everything_kept(stage: Stage, tmp_path: Path) -> list[Path]:
    """Where something may lie: the data folder, a backup of it, the logs, and the files of PostgreSQL."""
    config = stage.processes.config
    folders = [config.data_dir, stage.processes.log, tmp_path / "backup"]
    if config.database_url.startswith("sqlite"):
        assert stage.installation.run("backup", str(tmp_path / "backup")).returncode == 0
        return folders
    path = {"PATH": str(postgres.find_binaries())}
    assert stage.installation.run("backup", str(tmp_path / "backup"), **path).returncode == 0
    dump = next((tmp_path / "backup").glob("*.dump"))
    plain = subprocess.run([f"{path['PATH']}/pg_restore", "--file=-", dump], capture_output=True, check=True)
    (tmp_path / "backup" / "plain.sql").write_bytes(plain.stdout)
    with stage.app.app_context():
        session = current_session()
        home = Path(session.execute(text("SHOW data_directory")).scalar_one())
        number = session.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
    return [*folders, home / "base" / str(number), home / "pg_wal"]


def test_every_file_carries_its_canary_in_all_that_is_not_shown(tmp_path: Path) -> None:
    canary = Canary()
    for kind, (_, content) in canary.files().items():
        (tmp_path / kind).write_bytes(content)
    word, utf_16, _, _, _, _, _, packed_word, packed_xmp = canary.marks
    carried = {"jpg": {word, utf_16}, "png": {word, packed_word, packed_xmp}, "webp": {word}, "pdf": {word, packed_xmp}}
    found = places_of(canary.marks, [tmp_path])
    assert {f"{kind}: {mark!r}" for kind, marks in carried.items() for mark in marks} <= found


@any_database_at_full_size
def test_no_byte_of_who_an_anonymous_reporter_is_stays_anywhere(
    config: Config, tmp_path: Path, engine_name: str, record_property: Callable[[str, object], None]
) -> None:
    with a_stage(config, tmp_path / "processes.log", 37) as stage:
        marks = [mark for number in range(REPORTS) for mark in report_and_live(stage, number).marks]
        assert stage.findings_about_news() == []
        kept = everything_kept(stage, tmp_path)
        assert places_of(marks, kept) == set()
        stage.processes.stop()
        assert places_of(marks, kept) == set(), "nor once everything ended"
        with_story = [folder for folder in kept if places_of([STORY.lower().encode()], [folder])]
        assert len(with_story) >= 2 and list(config.attachments_dir.iterdir()), "what is kept is found"
        assert_an_access_log_is_found(stage)
    record_property(f"canaries on {engine_name}", f"0 hits of {REPORTS} anonymous reports in {len(kept)} places")


def assert_an_access_log_is_found(stage: Stage) -> None:
    """The control: the same search, with the log switched on that every other web server has."""
    stage.processes.options = ["--access-logfile=-"]
    stage.processes.start_web()
    canary = Canary()
    browser = Browser(stage.crowd.port, canary.address, canary.headers)
    in_one_go(browser, stage.crowd.town.form, canary)
    found = places_of(canary.marks, [stage.processes.log])
    assert any(canary.word in one for one in found) and any(canary.address in one for one in found)
