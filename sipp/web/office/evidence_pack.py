"""What a pack of evidence holds: readable pages, lists as CSV and the decrees themselves, by name.

Whoever opens it needs a browser and a spreadsheet; what is in it refers to the outside by links alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from sipp.config import Config
from sipp.exchange.csv_files import write_csv
from sipp.exchange.sippn import hours_words
from sipp.models.agencies import Unit
from sipp.models.standards import Decree, PublicConsultation
from sipp.operations.evidence import Collected, Scope, collect, decrees_in, service_points_of
from sipp.rules.errors import NotFound
from sipp.rules.row_keys import slug
from sipp.storage import attachments
from sipp.web.assets import STATIC_DIR
from sipp.web.standard_view import all_components, confidence_sentence, version_words
from sipp.words.checks import PARTS
from sipp.words.codes import COMPLAINT_CHANNELS, WEEKDAYS
from sipp.words.reviews import PARTICIPANTS

#: Of the decrees so many bytes are put in; the list says which were left out.
MOST_DECREE_BYTES = 100 * 1024 * 1024

_DECREE = (_l("Nomor"), _l("Tanggal"), _l("Ditandatangani oleh"), _l("Berkas"), _l("Standar yang ditetapkan"))
_CONSULTATION = (
    _l("Layanan"),
    _l("Versi"),
    _l("Tanggal"),
    _l("Tempat"),
    _l("Peserta"),
    _l("Notula"),
    _l("Tindak lanjut"),
)
_REVIEW = (_l("Layanan"), _l("Versi"), _l("Tindakan"), _l("Tanggal"), _l("Dicatat pada"))
_CHANNEL = (_l("Penyelenggara"), _l("Layanan"), _l("Saluran"), _l("Alamat atau nomor"), _l("Jam layanan"))
_SERVICE = (
    _l("Layanan"),
    _l("Satuan kerja"),
    _l("Versi"),
    _l("Berlaku mulai"),
    _l("Nomor keputusan"),
    _l("Tanggal keputusan"),
    _l("Kelengkapan"),
    _l("Yang belum ada"),
    _l("Terakhir dinyatakan masih benar"),
    _l("Ditinjau paling lambat"),
    _l("Konsultasi publik"),
    _l("Halaman untuk warga"),
)

File = tuple[str, bytes]
Line = Sequence[str | int | None]


def pack_name(scope: Scope, today: date) -> str:
    """The file's name: the same for the same unit and day."""
    return f"bukti-{scope.slug}-{today.isoformat()}.zip"


def pack_files(config: Config, scope: Scope, today: date) -> Iterator[File]:
    """Every file of the evidence of a unit as it stands on a day, always in the same order."""
    services = list(collect(scope))
    decrees = decrees_in(services)
    frame = {"scope": scope, "today": today, "site_name": config.official_name or "sipp"}
    yield _page("00-daftar-isi.html", "contents", **frame, services=[_entry(one, today) for one in services])
    yield "gaya.css", (STATIC_DIR / "css" / "evidence.css").read_bytes()
    yield _page("01-profil.html", "profile", **frame, **_profile(scope))
    yield from _pledges(config, scope, frame)
    for one in services:
        if one.standard is not None:
            yield _page(_standard_name(one), "standard", **frame, **_standard(config, one))
    yield from _decrees(config, services, decrees)
    yield _table("05-konsultasi-publik.csv", _CONSULTATION, _consultations(services))
    yield _table("06-tinjau-ulang.csv", _REVIEW, _reviews(services))
    yield _table("07-saluran-pengaduan.csv", _CHANNEL, _channels(scope, services))
    yield _table("08-layanan.csv", _SERVICE, (_service_line(config, one) for one in services))


def address_of(place: Any) -> str | None:
    """Street and district of a unit or a counter in one line."""
    return ", ".join(part for part in (place.street, place.district) if part) or None


def _pledges(config: Config, scope: Scope, frame: dict[str, Any]) -> Iterator[File]:
    """The pledge of every unit that made one, and the signed files of those that have one."""
    yield _page("02-maklumat.html", "pledges", **frame, units=[one for one in scope.units if one.pledge_text])
    for unit in scope.units:
        if unit.pledge_text and unit.pledge_file:
            with suppress(NotFound), attachments.open_stored(config.documents_dir, unit.pledge_file) as file:
                yield f"02-maklumat/{slug(unit.name, 60)}-{unit.id}{Path(unit.pledge_file).suffix}", file.read()


def _profile(scope: Scope) -> dict[str, Any]:
    return {
        "units": [{"unit": one, "address": address_of(one), "week": _week(one)} for one in scope.units],
        "points": [
            {"point": one, "address": address_of(one), "hours": hours_words(one)} for one in service_points_of(scope)
        ],
    }


def _week(unit: Unit) -> str:
    return ", ".join(str(WEEKDAYS[int(day)]) for day in unit.working_week)


def _entry(one: Collected, today: date) -> dict[str, Any]:
    """A line of the table of contents."""
    due_on = _review_due(one)
    return {
        "name": one.service.name,
        "unit": one.service.unit.name,
        "file": _standard_name(one) if one.standard else None,
        "version": version_words(one.version.number or 0, one.version.effective_from) if one.version else None,
        "score": one.completeness.score if one.completeness else None,
        "due_on": due_on,
        "is_late": due_on is not None and due_on < today,
        "consultations": len(one.consultations),
    }


def _standard_name(one: Collected) -> str:
    return f"03-standar/{one.service.slug}-versi-{one.version.number if one.version else 0}.html"


def _standard(config: Config, one: Collected) -> dict[str, Any]:
    assert one.standard is not None and one.version is not None
    return {
        "service": one.service,
        "version": one.version,
        "components": all_components(one.standard),
        "effective_basis": one.standard.effective_basis,
        "decree_number": one.standard.decree_number,
        "confidence": confidence_sentence(one.standard),
        "missing": [str(PARTS[part.code]) for part in one.completeness.missing] if one.completeness else [],
        "score": one.completeness.score if one.completeness else None,
        "verified_on": _verified_on(one),
        "due_on": _review_due(one),
        "url": _public_url(config, one),
    }


def _verified_on(one: Collected) -> date | None:
    """The day on which the version in force was last looked at."""
    days = [fact.verified_on for fact in one.verifications if one.version and fact.version_id == one.version.id]
    return days[-1] if days else None


def _review_due(one: Collected) -> date | None:
    """The review date of the version in force, as recorded last."""
    days = [fact.due_on for fact in one.reviews if one.version and fact.version_id == one.version.id]
    return days[-1] if days else None


def _public_url(config: Config, one: Collected) -> str:
    path = url_for("directory.service", agency=one.service.agency.slug, service=one.service.slug)
    return f"{config.base_url}{path}"


def _decrees(config: Config, services: Sequence[Collected], decrees: Sequence[Decree]) -> Iterator[File]:
    """The files of the decrees, and the list that says where each is or why it is not."""
    adopted: dict[int | None, list[str]] = {one.id: [] for one in decrees}
    for each in services:
        for version in each.versions:
            if version.decree_id in adopted:
                adopted[version.decree_id].append(
                    _("%(name)s, versi %(number)s", name=each.service.name, number=version.number)
                )
    lines: list[Line] = []
    left_bytes = MOST_DECREE_BYTES
    for decree in decrees:
        name, content = _decree_file(config, decree, left_bytes)
        if content is not None:
            left_bytes -= len(content)
            yield name, content
        day = decree.decided_on.isoformat() if decree.decided_on else None
        lines.append([decree.number, day, decree.signatory_function, name, "\n".join(adopted[decree.id])])
    yield _table("04-keputusan.csv", _DECREE, lines)


def _decree_file(config: Config, decree: Decree, left_bytes: int) -> tuple[str, bytes | None]:
    """The name and content of a decree's file; without one, why in place of the name."""
    if not decree.file_name:
        return _("belum diunggah"), None
    try:
        with attachments.open_stored(config.attachments_dir, decree.file_name) as file:
            content = file.read(left_bytes + 1)
    except NotFound:
        return _("berkas tidak ditemukan"), None
    if len(content) > left_bytes:
        return _("tidak disertakan karena ukurannya; unduh dari halaman keputusan"), None
    return f"04-keputusan/{slug(decree.number, 60) or 'keputusan'}-{decree.id}{Path(decree.file_name).suffix}", content


def _consultations(services: Sequence[Collected]) -> Iterator[Line]:
    for one in services:
        numbers = _numbers(one)
        for fact in one.consultations:
            told = [one.service.name, numbers[fact.version_id], fact.held_on.isoformat(), fact.place]
            yield [*told, _participants(fact), fact.minutes, fact.follow_ups]


def _participants(fact: PublicConsultation) -> str:
    return "; ".join(
        f"{name}: {fact.participants[kind]}" for kind, name in PARTICIPANTS.items() if kind in fact.participants
    )


def _reviews(services: Sequence[Collected]) -> Iterator[Line]:
    """What was verified and planned, as it was recorded."""
    for one in services:
        numbers = _numbers(one)
        facts = [
            (fact.recorded_at, fact.version_id, _("dinyatakan masih benar"), fact.verified_on)
            for fact in one.verifications
        ]
        facts += [
            (fact.recorded_at, fact.version_id, _("harus ditinjau paling lambat"), fact.due_on) for fact in one.reviews
        ]
        for recorded_at, version_id, act, day in sorted(facts, key=lambda fact: (fact[0], fact[2])):
            moment = recorded_at.isoformat(timespec="seconds")
            yield [one.service.name, numbers[version_id], act, day.isoformat(), moment]


def _numbers(one: Collected) -> dict[int, int | None]:
    return {version.id: version.number for version in one.versions}


def _channels(scope: Scope, services: Sequence[Collected]) -> Iterator[Line]:
    """The channels of the agency, then those each standard names."""
    for channel in scope.agency.official_channels:
        yield [scope.agency.name, None, _channel_name(channel["kind"]), channel["value"], None]
    for one in services:
        for row in one.standard.complaint_channels if one.standard else ():
            yield [one.service.unit.name, one.service.name, _channel_name(row.kind), row.value, row.hours]


def _channel_name(kind: str) -> str:
    return str(COMPLAINT_CHANNELS.get(kind, kind))


def _service_line(config: Config, one: Collected) -> Line:
    due_on, verified_on = _review_due(one), _verified_on(one)
    decree = one.version.decree if one.version else None
    return [
        one.service.name,
        one.service.unit.name,
        one.version.number if one.version else None,
        one.version.effective_from.isoformat() if one.version else None,
        decree.number if decree else None,
        decree.decided_on.isoformat() if decree and decree.decided_on else None,
        one.completeness.score if one.completeness else None,
        ", ".join(str(PARTS[part.code]) for part in one.completeness.missing) if one.completeness else None,
        verified_on.isoformat() if verified_on else None,
        due_on.isoformat() if due_on else None,
        len(one.consultations),
        _public_url(config, one),
    ]


def _page(name: str, template: str, **values: Any) -> File:
    root = "../" * name.count("/")
    return name, render_template(f"evidence/{template}.html", root=root, **values).encode()


def _table(name: str, header: Sequence[object], lines: Iterable[Line]) -> File:
    return name, write_csv([str(cell) for cell in header], lines)
