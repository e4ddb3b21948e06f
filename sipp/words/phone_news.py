"""News of a report in the few words a phone takes: no name, no agency, no service, no code, one segment of an SMS."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from sipp.rules.report_news import PhoneChannel

SHORT_NEWS: dict[str, LazyString] = {
    "message": _("Petugas menulis pesan untuk Anda."),
    "ask_completion": _("Petugas meminta Anda melengkapi laporan."),
    "deem_withdrawn": _("Laporan Anda dianggap dicabut karena tidak dilengkapi."),
    "hand_over": _("Laporan Anda diteruskan ke lembaga lain."),
    "answer": _("Laporan Anda dijawab."),
    "lapse": _("Anda belum menilai jawaban atas laporan Anda."),
    "reject": _("Laporan Anda ditolak dengan alasan."),
    "uphold_appeal": _("Keberatan Anda dikabulkan."),
    "reject_appeal": _("Keberatan Anda tidak dikabulkan."),
    "due_changed": _("Batas waktu laporan Anda diperpanjang."),
    "identity_opened": _("Identitas Anda dibuka oleh kedua pemegang kunci."),
}

#: What comes next and by when, in the state a report has now.
SHORT_NEXT_ACTS: dict[str, LazyString] = {
    "needs_completion": _("Lengkapi paling lambat %(day)s."),
    "answered": _("Nilai paling lambat %(day)s."),
    "in_progress": _("Dijawab paling lambat %(day)s."),
}


def channel_words(channels: Sequence[PhoneChannel]) -> str | None:
    """How news reach a phone, after "lewat"; None where they do not."""
    match tuple(channels):
        case ():
            return None
        case ("sms",):
            return "SMS"
        case ("whatsapp",):
            return "WhatsApp"
    return gettext("WhatsApp atau SMS")
