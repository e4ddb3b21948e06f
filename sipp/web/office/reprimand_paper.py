"""The content of the letter of a reprimand: its draft, the letter that is signed, and the copy for the public.

In the form of an Indonesian official letter, and in Indonesian whatever the language of the page.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from sipp.i18n import date_long, date_with_day, datetime_words, duration, month_words
from sipp.models.agencies import Agency
from sipp.models.reports import Reprimand
from sipp.operations.reprimand_letters import CopyTo, LetterFacts
from sipp.web.session import settings
from sipp.words.agencies import address_words
from sipp.words.reports import CLOCKS

Content = dict[str, Any]
_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
#: What stands before the name of the place in the name of a region.
_KINDS_OF_PLACE = ("Kota Administrasi ", "Kabupaten Administrasi ", "Kota ", "Kabupaten ")


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signs, in which title, and when."""

    name: str
    title: str
    at: datetime


def draft(facts: LetterFacts) -> Content:
    """The letter as it would be, marked as a draft on every page."""
    return {
        **_letter(facts),
        "watermark": _("KONSEP"),
        "mark": _("Konsep, belum ditandatangani. Surat ini belum berlaku."),
        "place_and_date": _place_and_date(facts.reprimand.agency, facts.written_on),
        "particulars": _particulars(_("diberikan saat ditandatangani")),
        "signature": {
            "title": _("Nama dan jabatan penanda tangan"),
            "name": None,
            "note": _("Belum ditandatangani"),
        },
    }


def signed(facts: LetterFacts, signature: Signature) -> Content:
    """The letter that goes to the unit."""
    return {**_letter(facts), **_signed_parts(facts, signature)}


def public_copy(facts: LetterFacts, signature: Signature) -> Content:
    """What everybody may read: no case number, no day and no length that would lead to a report and its reporter."""
    mark = _("Salinan untuk umum. Nomor kasus dan tanggal rinci tidak dimuat demi melindungi pelapor.")
    opening = _(
        "Kami menyampaikan teguran tertulis karena sebuah laporan masyarakat tidak ditangani dalam batas waktu "
        "yang ditetapkan."
    )
    demand = _period(facts)
    return {
        **_letter(facts),
        **_signed_parts(facts, signature),
        "mark": mark,
        "opening": [opening],
        "sections": [
            {"title": _("1. Dasar hukum"), "items": [_sentence(facts.reprimand.article), facts.cure.legal_basis]},
            {"title": _("2. Fakta"), "facts": _public_facts(facts)},
            _judgement(facts.reprimand),
            {"title": _("4. Yang harus dilakukan"), "items": _demands(), "paragraphs": [demand]},
            _consequence(facts.reprimand),
        ],
    }


def _letter(facts: LetterFacts) -> Content:
    reprimand = facts.reprimand
    opening = _(
        "Kami menyampaikan teguran tertulis karena laporan masyarakat dengan nomor kasus %(number)s tidak ditangani "
        "dalam batas waktu yang ditetapkan.",
        number=reprimand.report.case_number,
    )
    basis = [_sentence(reprimand.article), facts.clock.legal_basis, facts.cure.legal_basis]
    url = f"{settings().base_url}/kelola/teguran/{reprimand.id}"
    last_day = _("Tanggal terakhirnya dan tempat menjawab: %(url)s", url=url)
    return {
        "title": _("Teguran tertulis kepada %(unit)s", unit=_addressed(reprimand)),
        "language": "id",
        "footer": _footer(reprimand),
        "watermark": None,
        "mark": None,
        "letterhead": _letterhead(facts),
        "addressee": _addressee(reprimand),
        "opening": [opening],
        "sections": [
            {"title": _("1. Dasar hukum"), "items": list(dict.fromkeys(basis))},
            {"title": _("2. Fakta"), "facts": _facts(facts)},
            _judgement(reprimand),
            {"title": _("4. Yang harus dilakukan"), "items": _demands(), "paragraphs": [_period(facts), last_day]},
            _consequence(reprimand),
        ],
        "closing": _("Demikian teguran ini disampaikan untuk dilaksanakan."),
        "copies_title": _("Tembusan:"),
        "copies": [_copy_to(one, reprimand.agency) for one in facts.copies],
    }


def _signed_parts(facts: LetterFacts, signature: Signature) -> Content:
    reprimand = facts.reprimand
    day = signature.at.astimezone(ZoneInfo(reprimand.agency.time_zone)).date()
    number = f"{reprimand.id}/TEGURAN/{_ROMAN_MONTHS[day.month - 1]}/{day.year}"
    note = _(
        "Ditandatangani secara elektronik lewat akun petugas,\n%(moment)s.\n"
        "Bukan tanda tangan elektronik tersertifikasi.",
        moment=datetime_words(signature.at, reprimand.agency.time_zone),
    )
    return {
        "place_and_date": _place_and_date(reprimand.agency, day),
        "particulars": _particulars(number),
        "signature": {"title": f"{signature.title},", "name": signature.name, "note": note},
    }


def _letterhead(facts: LetterFacts) -> dict[str, Any]:
    agency, sender = facts.reprimand.agency, facts.sender
    address = (address_words(sender) if sender else "") or address_words(agency)
    lines = [sender.name if sender else None, address, agency.website]
    return {"name": agency.name, "lines": [line for line in lines if line]}


def _place_and_date(agency: Agency, day: date) -> str:
    if agency.region is None:
        return date_long(day)
    place = agency.region.name
    for kind in _KINDS_OF_PLACE:
        place = place.removeprefix(kind)
    return f"{place}, {date_long(day)}"


def _particulars(number: str) -> list[dict[str, str]]:
    return [
        {"term": _("Nomor"), "value": f": {number}"},
        {"term": _("Sifat"), "value": ": " + _("Segera")},
        {"term": _("Lampiran"), "value": ": " + _("tidak ada")},
        {"term": _("Hal"), "value": ": " + _("Teguran tertulis")},
    ]


def _addressed(reprimand: Reprimand) -> str:
    return reprimand.unit.name if reprimand.unit else reprimand.agency.name


def _addressee(reprimand: Reprimand) -> str:
    whom = _("Yth. Pimpinan %(unit)s", unit=_addressed(reprimand))
    return f"{whom}\n{reprimand.agency.name}" if reprimand.unit else whom


def _facts(facts: LetterFacts) -> list[dict[str, str]]:
    one, reprimand = facts.clock, facts.reprimand
    received = reprimand.report.submitted_at.astimezone(ZoneInfo(one.time_zone)).date()
    rows = [
        (_("Laporan diterima"), date_with_day(received)),
        (_("Batas waktu yang terlewati"), str(CLOCKS[one.clock])),
        (_("Mulai dihitung"), _("%(day)s; hari itu sendiri tidak dihitung", day=date_with_day(one.started_on))),
        (_("Lamanya"), _length(facts)),
        (_("Hari terakhir"), date_with_day(one.due_on)),
        (_("Keterlambatan"), _lateness(facts)),
        (_("Peringatan sebelumnya"), ", ".join(date_long(day) for day in facts.reminded_on) or _("tidak ada")),
    ]
    return [{"term": term, "value": value} for term, value in rows]


def _length(facts: LetterFacts) -> str:
    one = facts.clock
    words = [duration(one.length, one.unit)]  # type: ignore[arg-type]
    if one.extension:
        words.append(_("diperpanjang %(length)s", length=duration(one.extension, one.unit)))  # type: ignore[arg-type]
    if one.pauses:
        words.append(_("hari selama menunggu kelengkapan tidak dihitung"))
    return "; ".join(words)


def _lateness(facts: LetterFacts) -> str:
    late = facts.late_by_working_days
    days = ngettext("%(num)s hari kerja", "%(num)s hari kerja", late)
    if facts.clock_ended_on is None:
        return _("%(days)s sampai %(day)s, dan belum berakhir", days=days, day=date_long(facts.written_on))
    return _("%(days)s, berakhir %(day)s", days=days, day=date_long(facts.clock_ended_on))


def _public_facts(facts: LetterFacts) -> list[dict[str, str]]:
    return [
        {"term": _("Batas waktu yang terlewati"), "value": str(CLOCKS[facts.clock.clock])},
        {"term": _("Bulan batas waktu berakhir"), "value": month_words(facts.clock.due_on)},
    ]


def _judgement(reprimand: Reprimand) -> Content:
    return {
        "title": _("3. Penilaian"),
        "paragraphs": [_("Keadaan ini melanggar %(article)s.", article=reprimand.article)],
    }


def _demands() -> list[str]:
    return [
        _("Menindaklanjuti laporan itu sampai dijawab kepada pelapornya."),
        _("Memperbaiki keadaan yang membuat batas waktu terlewati, agar tidak terulang."),
        _("Menjawab teguran ini secara tertulis: apa yang sudah dan akan dilakukan, dan kapan."),
    ]


def _period(facts: LetterFacts) -> str:
    length = duration(facts.cure.length, facts.cure.unit)
    return _("Semuanya selesai paling lambat %(length)s sejak surat ini disampaikan.", length=length)


def _consequence(reprimand: Reprimand) -> Content:
    words = _("Menurut undang-undang, akibatnya: %(consequence)s.", consequence=reprimand.consequence)
    return {"title": _("5. Akibat"), "paragraphs": [words]}


def _copy_to(one: CopyTo, agency: Agency) -> str:
    match one:
        case "agency_head":
            return _("Pimpinan %(unit)s", unit=agency.name)
        case "inspectorate":
            return _("Inspektorat %(agency)s", agency=agency.name)
        case "overseer":
            return _("Pengawas nasional pelayanan publik")


def _footer(reprimand: Reprimand) -> str:
    title = _("Teguran tertulis nomor %(id)s", id=reprimand.id)
    return f"{title} · {_('Contoh, bukan surat resmi')}" if settings().is_demo else title


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
