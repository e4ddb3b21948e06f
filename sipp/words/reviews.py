"""The words of review and publication: acts of the history, kinds of participants, states of decrees, what was done.

Indonesian is the msgid, as everywhere; the office pages are Indonesian only.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from sipp.i18n import date_long

#: What somebody did with a version or a decree, as the history tells it.
ACTS: dict[str, LazyString] = {
    "standards.create_draft": _("Draf dibuat"),
    "standards.edit": _("Isi diubah"),
    "standards.import": _("Isi dibaca dari berkas"),
    "standards.submit": _("Diajukan untuk ditinjau"),
    "standards.recall": _("Ditarik kembali dari tinjauan"),
    "standards.request_changes": _("Perbaikan diminta"),
    "standards.approve": _("Disetujui"),
    "standards.revise": _("Persetujuan dibatalkan untuk mengubah isi"),
    "standards.publish": _("Diterbitkan"),
    "standards.withdraw": _("Ditarik dari peredaran"),
    "standards.verify": _("Diperiksa dan dinyatakan masih benar"),
    "standards.plan_review": _("Tanggal tinjauan berikutnya ditetapkan"),
    "standards.consult": _("Konsultasi publik dicatat"),
    "standards.see_difference": _("Perubahan diperiksa"),
    "decrees.adopt": _("Dimasukkan ke keputusan"),
    "decrees.release": _("Dikeluarkan dari keputusan"),
    "decrees.create": _("Keputusan dibuat"),
    "decrees.edit": _("Keputusan diubah"),
    "decrees.attach_file": _("Berkas keputusan diunggah"),
    "decrees.submit": _("Diajukan untuk ditinjau"),
    "decrees.recall": _("Ditarik kembali dari tinjauan"),
    "decrees.request_changes": _("Perbaikan diminta"),
    "decrees.approve": _("Disetujui"),
    "decrees.revise": _("Persetujuan dibatalkan untuk mengubah isi"),
    "decrees.publish": _("Diterbitkan"),
}

#: Who takes part in a public consultation (PermenPANRB 16/2017).
PARTICIPANTS: dict[str, LazyString] = {
    "users": _("Pengguna layanan"),
    "community": _("Tokoh masyarakat"),
    "experts": _("Akademisi dan ahli"),
    "civil_society": _("Organisasi masyarakat sipil"),
    "business": _("Dunia usaha"),
    "media": _("Media massa"),
    "provider": _("Penyelenggara"),
}

#: The colour beside the word of a state.
STATE_KINDS: dict[str, str] = {
    "draft": "neutral",
    "in_review": "info",
    "changes_requested": "warning",
    "approved": "success",
    "published": "success",
}

#: What the page after an act says, by the code that the act leaves behind.
REVIEW_NOTES: dict[str, LazyString] = {
    "submitted": _("Sudah diajukan. Orang lain akan meninjaunya."),
    "recalled": _("Sudah ditarik kembali. Isinya dapat diubah lagi."),
    "changes_asked": _("Permintaan perbaikan sudah dikirim kepada penyusun."),
    "approved": _("Sudah disetujui. Yang dapat diterbitkan hanya isi ini."),
    "revised": _("Persetujuan dibatalkan. Isinya dapat diubah lagi."),
    "published": _("Sudah diterbitkan."),
    "withdrawn": _("Standar ini sudah ditarik."),
    "verified": _("Pemeriksaan sudah dicatat."),
    "correction_begun": _("Draf perbaikan sudah dibuat dengan isi versi itu."),
    "consultation_recorded": _("Konsultasi publik sudah dicatat."),
    "decree_created": _("Keputusan sudah dibuat. Pilih standar yang ditetapkannya."),
    "decree_changed": _("Keputusan sudah diubah."),
    "file_attached": _("Berkas keputusan sudah disimpan."),
    "adopted": _("Standar sudah dimasukkan ke keputusan ini."),
    "released": _("Standar sudah dikeluarkan dari keputusan ini."),
    "seen": _("Sudah ditandai. Ini perubahan berikutnya yang belum Anda periksa."),
    "all_seen": _("Semua perubahan sudah Anda periksa."),
}

#: Why an act was not done, at the place where it is decided.
REVIEW_MESSAGES: dict[tuple[str, str] | str, LazyString] = {
    "move_not_possible": _("Keadaannya sudah berubah. Lihat riwayat di halaman ini."),
    "content_changed": _("Isinya sudah berubah sejak Anda membukanya. Periksa sekali lagi."),
    "belongs_to_decree": _("Standar ini bagian dari sebuah keputusan dan berjalan bersama keputusan itu."),
    "flaws_found": _("Ada kesalahan yang harus diperbaiki dulu. Lihat temuan pemeriksaan."),
    "already_published": _("Standar ini sudah terbit."),
    "not_published": _("Standar ini belum terbit."),
    "already_withdrawn": _("Standar ini sudah ditarik."),
    "not_in_force": _("Hanya standar yang sedang berlaku yang dapat diperiksa."),
    "draft_exists": _("Layanan ini sudah punya draf. Lanjutkan draf itu."),
    "not_a_draft": _("Hanya draf yang dapat diubah. Tarik kembali dulu dari tinjauan."),
    "changed_meanwhile": _("Orang lain mengubahnya lebih dulu. Periksa isinya, lalu simpan lagi."),
    "adopts_nothing": _("Belum ada standar di dalam keputusan ini."),
    "difference_not_seen": _("Masih ada perubahan yang belum Anda periksa."),
    "decree_undated": _("Isi dulu tanggal penetapan keputusan."),
    "maker_is_checker": _("Anda ikut menyusun isinya. Orang lain yang harus memutuskan."),
    "in_the_past": _("Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya."),
    "not_ahead": _("Pilih tanggal sesudah hari ini."),
    "nobody_took_part": _("Isi jumlah peserta dari luar penyelenggara"),
    "number_taken": _("Instansi ini sudah punya keputusan dengan nomor itu"),
    "too_many": _("Terlalu banyak standar untuk satu keputusan"),
    "nothing_chosen": _("Pilih paling sedikit satu standar"),
    "reason_required": _("Tulis paling sedikit satu alasan"),
    "no_longer_adopted": _(
        "Sebuah standar sudah dikeluarkan dari keputusan ini. Periksa alasan Anda, lalu kirim lagi."
    ),
    "only_pdf": _("Pilih berkas PDF"),
}


def act_words(action: str, details: Mapping[str, Any]) -> str:
    """An act of the history, with the number, day or decree it names."""
    words = str(ACTS.get(action, action))
    if "number" in details:
        return gettext("%(act)s sebagai versi %(number)s", act=words, number=details["number"])
    for name in ("effective_on", "due_on"):
        if name in details:
            return f"{words}: {date_long(date.fromisoformat(details[name]))}"
    return words
