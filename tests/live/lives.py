"""Lives of reports under load: citizens and officers act over HTTP and remember what they were told, and what not."""

import random
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from threading import Event
from typing import Any, Literal

from PIL import Image

from tests.live.acts import OFFICERS_ACTS, action_of, citizen_does, has_words, officer_does
from tests.live.browsers import Answer, AnswerLost, Browser
from tests.live.post_office import NOBODY
from tests.live.town import Town

Outcome = Literal["acknowledged", "refused", "lost", "failed"]
RECEIPT_SECONDS = 5
WITH_FILE = ("evidence", "answer with file")

#: What happens to a report after it was filed, one line a life.
LIVES: tuple[Sequence[str], ...] = (
    ("evidence", "message", "assign", "declare complete", "extend", "answer with file", "no", "answer", "yes"),
    ("ask", "complete", "write", "transfer", "reject", "appeal", "uphold", "message"),
    ("evidence", "write", "answer", "no", "answer with file", "no", "answer", "no"),
    ("note", "confirm", "join", "leave", "hand over"),
    ("press", "ask about data", "move", "message", "evidence", "pass on"),
    ("show name", "write", "reject", "appeal", "turn down"),
    ("evidence", "ask", "complete", "withdraw"),
)


@dataclass
class Deed:
    """One act on a report: what the journal calls it, its own words, and what came back."""

    action: str
    words: str = ""
    outcome: Outcome = "lost"


@dataclass
class Life:
    """One report as its people know it. ``code`` is what the receipt showed; None: no receipt was ever read."""

    story: str
    form: str
    fields: dict[str, Any]
    browser: Browser
    outcome: Outcome = "lost"
    code: str | None = None
    case_number: str | None = None
    deeds: list[Deed] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def file(self) -> None:
        """Send the form once more, as it is; a repeated one must show the code that was shown before."""
        answer = self.browser.post(self.form, self.fields)
        if answer.status != 303:
            self.outcome = "failed"
            self.faults.append(f"wrong: the form was answered with {answer.status}")
            return
        self.outcome = "acknowledged"
        shown = self._read_receipt(answer.location)
        if shown is None:
            self.faults.append("lost: an acknowledged report has no receipt")
        elif self.code not in (None, shown):
            self.faults.append("doubled: the repeated form showed another code")
        self.code = self.code or shown

    def _read_receipt(self, path: str) -> str | None:
        deadline = time.monotonic() + RECEIPT_SECONDS
        while True:
            page = self.browser.get(path)
            if (code := page.marker("data-tracking-code")) or time.monotonic() > deadline:
                found = page.text.partition("LP-")[2][:9]
                self.case_number = f"LP-{found}" if found else None
                return code
            time.sleep(0.05)


class Crowd:
    """Citizens and officers of a town; ``lives`` is all they know.

    ``answered`` and ``cut`` count the forms that were answered, and those whose answer was cut off.
    """

    def __init__(self, port: int, town: Town, draw: random.Random) -> None:
        self.port, self.town, self.draw = port, town, draw
        self.lives: list[Life] = []
        self.answered = self.cut = 0

    def live(self, stop: Event) -> None:
        """File one report after another and let each live, until it is time to stop."""
        while not stop.is_set():
            life = self._begin()
            self.lives.append(life)
            if not self._has_filed(life):
                continue
            for act in self._acts(life):
                if stop.is_set():
                    break
                self._do(life, act)

    def _acts(self, life: Life) -> list[str]:
        """A life of one's choice: taken up first where nobody owns it, its answers signed where the head signs them."""
        acts = [*(["accept"] if life.form == self.town.plain_form else []), *self.draw.choice(LIVES)]
        if "money" not in life.fields["group"]:
            return acts
        signed = {"answer": ("submit", "sign"), "answer with file": ("submit", "give back", "submit", "sign")}
        return [one for act in acts for one in signed.get(act, (act,))]

    def _begin(self) -> Life:
        browser = Browser.anywhere(self.port, self.draw)
        form = self.draw.choice((self.town.form, self.town.form, self.town.form, self.town.plain_form))
        story = f"Perkara {uuid.uuid4().hex}: berkas saya tidak kunjung selesai."
        tokens = browser.get(form).hidden()
        return Life(story, form, {**tokens, **_told(self.draw), "description": story}, browser)

    def _has_filed(self, life: Life) -> bool:
        """Send the form until an answer comes, or give up after the first try; whether there is a report to act on."""
        is_patient = self.draw.random() < 0.8
        while life.outcome == "lost":
            try:
                life.file()
                self.answered += 1
            except AnswerLost:
                self.cut += 1
                if not is_patient:
                    return False
        return life.outcome == "acknowledged" and not life.faults

    def _do(self, life: Life, act: str) -> None:
        words = f"Kata {uuid.uuid4().hex} tentang perkara ini." if has_words(act) else ""
        deed = Deed(action_of(act), words)
        life.deeds.append(deed)
        picture = {"attachment": ("berkas.png", a_picture(self.draw))} if act in WITH_FILE else None
        try:
            if act in OFFICERS_ACTS:
                officer, number = self.town.officer(act, self.port), life.case_number or ""
                answer = officer_does(officer, number, act, words, self.town.department_id, picture)
            else:
                answer = citizen_does(life.browser, life.fields["csrf_token"], act, words, picture)
            deed.outcome = _outcome(answer)
            self.answered += 1
        except AnswerLost:
            self.cut += 1


def a_picture(draw: random.Random) -> bytes:
    """A small picture that exists once."""
    output = BytesIO()
    Image.frombytes("RGB", (16, 16), draw.randbytes(768)).save(output, "PNG")
    return output.getvalue()


def deeds_of(lives: Iterable[Life], outcome: Outcome) -> int:
    """How many reports and acts came to this."""
    return sum((life.outcome == outcome) + sum(deed.outcome == outcome for deed in life.deeds) for life in lives)


def _told(draw: random.Random) -> dict[str, Any]:
    """A complaint of one kind or another, by somebody of one kind or another."""
    late = {"group": ["time"], "applied_on": "2026-02-02", "finished_on": "2026-03-20"}
    paid = {"group": ["money", "treatment"], "money_total": "250.000", "money_receipt": "none", "treatment": "rude"}
    visibility = draw.choice(("open", "open", "sealed", "anonymous"))
    name = draw.choice(("pelapor", "pelapor", "pelapor", NOBODY))
    number = str(draw.randrange(10**8)).zfill(8)
    who = {"name": "Sri", "email": f"{name}-{number}@contoh.id", "phone": f"0812{number}"}
    return {**draw.choice((late, paid)), **(who if visibility != "anonymous" else {}), "visibility": visibility}


def _outcome(answer: Answer) -> Outcome:
    if answer.status == 303:
        return "acknowledged"
    return "failed" if answer.status >= 500 else "refused"
