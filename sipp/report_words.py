"""The words of the interface for the codes of a report: kinds, groups, answers, states, results.

Beside ``words``: same rules, another subject. Citizens read ``CITIZEN_STATES``, officers ``STATES``.
"""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

KINDS: dict[str, LazyString] = {
    "complaint": _l("Pengaduan"),
    "suggestion": _l("Saran"),
    "question": _l("Pertanyaan tentang layanan"),
}

REPORT_CLASSES: dict[str, LazyString] = {
    "question": _l("Pertanyaan"),
    "ordinary": _l("Tidak berkadar pengawasan"),
    "oversight": _l("Berkadar pengawasan"),
}

#: The eight groups of a complaint, in plain words.
GROUPS: dict[str, LazyString] = {
    "money": _l("Diminta uang"),
    "papers": _l("Diminta berkas lain"),
    "time": _l("Terlalu lama"),
    "not_served": _l("Tidak dilayani"),
    "refused": _l("Ditolak"),
    "wrong_result": _l("Hasilnya salah"),
    "treatment": _l("Diperlakukan tidak baik"),
    "other": _l("Hal lain"),
}

MONEY_RECEIPTS: dict[str, LazyString] = {
    "official": _l("Bukti bayar resmi"),
    "other": _l("Kuitansi atau catatan lain"),
    "none": _l("Tidak ada bukti bayar"),
}

NOT_SERVED_REASONS: dict[str, LazyString] = {
    "blanks_out": _l("Blangko habis"),
    "system_down": _l("Sistem gangguan"),
    "closed": _l("Tempat layanan tutup"),
    "quota": _l("Kuota atau nomor antrean habis"),
    "no_officer": _l("Tidak ada petugas"),
    "other": _l("Alasan lain"),
}

TREATMENTS: dict[str, LazyString] = {
    "rude": _l("Petugas bersikap kasar"),
    "discrimination": _l("Dibeda-bedakan"),
    "broker": _l("Diarahkan ke calo"),
    "no_access": _l("Tidak ada akses bagi penyandang disabilitas, lansia, atau ibu hamil"),
    "conflict": _l("Petugas mempunyai kepentingan sendiri"),
    "other": _l("Perlakuan lain"),
}

YES_NO: dict[str, LazyString] = {"yes": _l("Ya"), "no": _l("Tidak")}

#: Who sees what, as the citizen chooses it.
VISIBILITY_SENTENCES: dict[str, LazyString] = {
    "open": _l("Petugas boleh tahu siapa saya"),
    "sealed": _l("Nama saya disegel"),
    "anonymous": _l("Tanpa nama"),
}

#: What the choice means, in one breath.
VISIBILITY_MEANINGS: dict[str, LazyString] = {
    "open": _l("Instansi melihat nama dan kontak Anda, sehingga dapat menghubungi Anda langsung."),
    "sealed": _l(
        "Instansi tidak melihat nama Anda. Nama itu hanya dapat dibuka oleh dua pemegang kunci di luar instansi, "
        "bersama-sama."
    ),
    "anonymous": _l(
        "Kami tidak meminta dan tidak menyimpan identitas Anda. Laporan ini bukan pengaduan resmi menurut pasal 42 "
        "UU 25/2009, dan kode lacak yang hilang tidak dapat diganti."
    ),
}

#: For officers' lists.
VISIBILITIES: dict[str, LazyString] = {
    "open": _l("Terbuka"),
    "sealed": _l("Identitas disegel"),
    "anonymous": _l("Tanpa nama"),
}

#: The four steps a citizen sees, in order; the fourth reads differently for each ending.
CITIZEN_STEPS: tuple[LazyString, ...] = (_l("Diterima"), _l("Ditangani"), _l("Dijawab"), _l("Selesai menurut Anda"))

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
    "received": _l("Diterima"),
    "in_progress": _l("Ditangani"),
    "needs_completion": _l("Perlu Anda lengkapi"),
    "answered": _l("Dijawab"),
    "resolved": _l("Selesai menurut Anda"),
    "unresolved": _l("Belum selesai"),
    "lapsed": _l("Dijawab, tanpa tanggapan Anda"),
    "handed_over": _l("Diteruskan ke lembaga lain"),
    "rejected": _l("Ditolak dengan alasan"),
    "withdrawn": _l("Dicabut"),
}

#: The state as officers read it.
STATES: dict[str, LazyString] = {
    "received": _l("Diterima"),
    "in_progress": _l("Ditangani"),
    "needs_completion": _l("Menunggu kelengkapan"),
    "answered": _l("Dijawab"),
    "resolved": _l("Selesai menurut pelapor"),
    "unresolved": _l("Belum selesai"),
    "lapsed": _l("Tanpa tanggapan pelapor"),
    "handed_over": _l("Diteruskan ke luar"),
    "rejected": _l("Ditolak"),
    "withdrawn": _l("Dicabut"),
}

VERDICTS: dict[str, LazyString] = {
    "yes": _l("Ya, selesai"),
    "partly": _l("Sebagian"),
    "no": _l("Belum"),
}

CLOCKS: dict[str, LazyString] = {
    "forward": _l("Meneruskan ke unit"),
    "completeness": _l("Memeriksa kelengkapan"),
    "citizen_completes": _l("Melengkapi laporan"),
    "first_reply": _l("Tanggapan pertama"),
    "settle": _l("Penyelesaian"),
    "outer_limit": _l("Batas akhir menurut undang-undang"),
    "verdict": _l("Penilaian oleh pelapor"),
    "cure": _l("Perbaikan setelah teguran"),
}

AUTHORS: dict[str, LazyString] = {
    "reporter": _l("Pelapor"),
    "citizen": _l("Pelapor"),
    "handler": _l("Petugas"),
    "officer": _l("Petugas"),
    "system": _l("Sistem"),
}

#: How one row of the promise compares with what was told.
RESULTS: dict[str, LazyString] = {
    "above": _l("Di atas standar"),
    "late": _l("Melewati batas waktu"),
    "within": _l("Sesuai standar"),
    "not_computable": _l("Tidak dapat dihitung"),
}

#: The ten kinds of maladministration the Ombudsman works with.
OMBUDSMAN_CLASSES: dict[str, LazyString] = {
    "undue_delay": _l("Penundaan berlarut"),
    "no_service": _l("Tidak memberikan pelayanan"),
    "incompetence": _l("Tidak kompeten"),
    "abuse_of_authority": _l("Penyalahgunaan wewenang"),
    "procedural_deviation": _l("Penyimpangan prosedur"),
    "request_for_reward": _l("Permintaan imbalan uang, barang, atau jasa"),
    "impropriety": _l("Tidak patut"),
    "partiality": _l("Berpihak"),
    "discrimination": _l("Diskriminasi"),
    "conflict_of_interest": _l("Konflik kepentingan"),
}
