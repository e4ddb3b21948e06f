"""The words of the interface for the codes of a report: kinds, groups, answers, states, results.

Beside ``words``: same rules, another subject. Citizens read ``CITIZEN_STATES``, officers ``STATES``.
"""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

KINDS: dict[str, LazyString] = {
    "complaint": _("Pengaduan"),
    "suggestion": _("Saran"),
    "question": _("Pertanyaan tentang layanan"),
}

REPORT_CLASSES: dict[str, LazyString] = {
    "question": _("Pertanyaan"),
    "ordinary": _("Tidak berkadar pengawasan"),
    "oversight": _("Berkadar pengawasan"),
}

#: The eight groups of a complaint, in plain words.
GROUPS: dict[str, LazyString] = {
    "money": _("Diminta uang"),
    "papers": _("Diminta berkas lain"),
    "time": _("Terlalu lama"),
    "not_served": _("Tidak dilayani"),
    "refused": _("Ditolak"),
    "wrong_result": _("Hasilnya salah"),
    "treatment": _("Diperlakukan tidak baik"),
    "other": _("Hal lain"),
}

MONEY_RECEIPTS: dict[str, LazyString] = {
    "official": _("Bukti bayar resmi"),
    "other": _("Kuitansi atau catatan lain"),
    "none": _("Tidak ada bukti bayar"),
}

NOT_SERVED_REASONS: dict[str, LazyString] = {
    "blanks_out": _("Blangko habis"),
    "system_down": _("Sistem gangguan"),
    "closed": _("Tempat layanan tutup"),
    "quota": _("Kuota atau nomor antrean habis"),
    "no_officer": _("Tidak ada petugas"),
    "other": _("Alasan lain"),
}

TREATMENTS: dict[str, LazyString] = {
    "rude": _("Petugas bersikap kasar"),
    "discrimination": _("Dibeda-bedakan"),
    "broker": _("Diarahkan ke calo"),
    "no_access": _("Tidak ada akses bagi penyandang disabilitas, lansia, atau ibu hamil"),
    "conflict": _("Petugas mempunyai kepentingan sendiri"),
    "other": _("Perlakuan lain"),
}

YES_NO: dict[str, LazyString] = {"yes": _("Ya"), "no": _("Tidak")}

#: Who sees what, as the citizen chooses it.
VISIBILITY_SENTENCES: dict[str, LazyString] = {
    "open": _("Petugas boleh tahu siapa saya"),
    "sealed": _("Nama saya disegel"),
    "anonymous": _("Tanpa nama"),
}

#: What the choice means, in one breath.
VISIBILITY_MEANINGS: dict[str, LazyString] = {
    "open": _("Instansi melihat nama dan kontak Anda, sehingga dapat menghubungi Anda langsung."),
    "sealed": _(
        "Instansi tidak melihat nama Anda. Nama itu hanya dapat dibuka oleh dua pemegang kunci di luar instansi, "
        "bersama-sama."
    ),
    "anonymous": _(
        "Kami tidak meminta dan tidak menyimpan identitas Anda. Laporan ini bukan pengaduan resmi menurut pasal 42 "
        "UU 25/2009, dan kode lacak yang hilang tidak dapat diganti."
    ),
}

#: For officers' lists.
VISIBILITIES: dict[str, LazyString] = {
    "open": _("Terbuka"),
    "sealed": _("Identitas disegel"),
    "anonymous": _("Tanpa nama"),
}

#: The four steps a citizen sees, in order; the fourth reads differently for each ending.
CITIZEN_STEPS: tuple[LazyString, ...] = (_("Diterima"), _("Ditangani"), _("Dijawab"), _("Selesai menurut Anda"))

#: State -> which of the four steps is reached (1 to 4).
CITIZEN_STEP_OF_STATE: dict[str, int] = {
    "received": 1,
    "in_progress": 2,
    "needs_completion": 2,
    "answered": 3,
    "lapsed": 3,
    "resolved": 4,
    "unresolved": 4,
    "handed_over": 4,
    "rejected": 4,
    "withdrawn": 4,
}

#: The state as its citizen reads it.
CITIZEN_STATES: dict[str, LazyString] = {
    "received": _("Diterima"),
    "in_progress": _("Ditangani"),
    "needs_completion": _("Perlu Anda lengkapi"),
    "answered": _("Dijawab"),
    "resolved": _("Selesai menurut Anda"),
    "unresolved": _("Belum selesai"),
    "lapsed": _("Dijawab, tanpa tanggapan Anda"),
    "handed_over": _("Diteruskan ke lembaga lain"),
    "rejected": _("Ditolak dengan alasan"),
    "withdrawn": _("Dicabut"),
}

#: The state as officers read it.
STATES: dict[str, LazyString] = {
    "received": _("Diterima"),
    "in_progress": _("Ditangani"),
    "needs_completion": _("Menunggu kelengkapan"),
    "answered": _("Dijawab"),
    "resolved": _("Selesai menurut pelapor"),
    "unresolved": _("Belum selesai"),
    "lapsed": _("Tanpa tanggapan pelapor"),
    "handed_over": _("Diteruskan ke luar"),
    "rejected": _("Ditolak"),
    "withdrawn": _("Dicabut"),
}

VERDICTS: dict[str, LazyString] = {
    "yes": _("Ya, selesai"),
    "partly": _("Sebagian"),
    "no": _("Belum"),
}

CLOCKS: dict[str, LazyString] = {
    "forward": _("Meneruskan ke unit"),
    "completeness": _("Memeriksa kelengkapan"),
    "citizen_completes": _("Melengkapi laporan"),
    "first_reply": _("Tanggapan pertama"),
    "settle": _("Penyelesaian"),
    "outer_limit": _("Batas akhir menurut undang-undang"),
    "verdict": _("Penilaian oleh pelapor"),
    "cure": _("Perbaikan setelah teguran"),
}

AUTHORS: dict[str, LazyString] = {
    "reporter": _("Pelapor"),
    "citizen": _("Pelapor"),
    "handler": _("Petugas"),
    "officer": _("Petugas"),
    "system": _("Sistem"),
}

#: How one row of the promise compares with what was told.
RESULTS: dict[str, LazyString] = {
    "above": _("Di atas standar"),
    "late": _("Melewati batas waktu"),
    "within": _("Sesuai standar"),
    "not_computable": _("Tidak dapat dihitung"),
}

#: The ten kinds of maladministration the Ombudsman works with.
OMBUDSMAN_CLASSES: dict[str, LazyString] = {
    "undue_delay": _("Penundaan berlarut"),
    "no_service": _("Tidak memberikan pelayanan"),
    "incompetence": _("Tidak kompeten"),
    "abuse_of_authority": _("Penyalahgunaan wewenang"),
    "procedural_deviation": _("Penyimpangan prosedur"),
    "request_for_reward": _("Permintaan imbalan uang, barang, atau jasa"),
    "impropriety": _("Tidak patut"),
    "partiality": _("Berpihak"),
    "discrimination": _("Diskriminasi"),
    "conflict_of_interest": _("Konflik kepentingan"),
}
