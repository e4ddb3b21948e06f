"""The words of handling a report: what each act is called, what it means, what the page says after it."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

#: Act -> the title of its page and the link that leads there.
ACT_TITLES: dict[str, LazyString] = {
    "accept": _("Terima untuk ditangani"),
    "route": _("Arahkan ke satuan kerja"),
    "answer": _("Jawab laporan"),
    "submit_answer": _("Ajukan jawaban untuk disahkan"),
    "sign_answer": _("Sahkan jawaban"),
    "return_answer": _("Kembalikan jawaban"),
    "recall_answer": _("Tarik kembali jawaban"),
    "write_message": _("Tulis pesan kepada pelapor"),
    "ask_colleague": _("Minta usulan jawaban dari rekan"),
    "ask_completion": _("Minta pelapor melengkapi"),
    "declare_complete": _("Nyatakan lengkap"),
    "uphold_appeal": _("Kabulkan keberatan"),
    "reject_appeal": _("Tolak keberatan"),
    "extend": _("Perpanjang batas waktu"),
    "confirm_class": _("Tetapkan golongan"),
    "assign": _("Tugaskan petugas"),
    "transfer": _("Alihkan ke satuan kerja lain"),
    "hand_over": _("Teruskan ke lembaga lain"),
    "reject": _("Tolak laporan"),
    "write_note": _("Tulis catatan internal"),
    "join_incident": _("Gabungkan dalam satu kejadian"),
    "leave_incident": _("Keluarkan dari kejadian"),
    "declare_conflict": _("Nyatakan konflik kepentingan"),
}

#: What an act means for the report, in a sentence or two.
ACT_LEADS: dict[str, LazyString] = {
    "accept": _("Satuan kerja yang dipilih bertanggung jawab sejak saat ini. Batas waktu penyelesaian mulai berjalan."),
    "route": _("Satuan kerja yang dipilih bertanggung jawab sejak saat ini."),
    "answer": _("Pelapor membaca jawaban ini lalu menilai sendiri apakah masalahnya selesai."),
    "submit_answer": _(
        "Pimpinan mengesahkan jawaban ini sebelum pelapor membacanya. Batas waktu tetap berjalan sampai itu."
    ),
    "sign_answer": _("Setelah disahkan, jawaban ini langsung dibaca pelapor. Ini tidak dapat dibatalkan."),
    "return_answer": _("Penulisnya membaca alasan Anda dan dapat memperbaiki jawabannya. Batas waktu tetap berjalan."),
    "recall_answer": _("Jawaban ini tidak lagi menunggu pimpinan. Tulisannya tetap ada untuk diperbaiki."),
    "write_message": _("Pelapor membaca pesan ini di halaman laporannya. Pesan pertama dihitung sebagai tanggapan."),
    "ask_completion": _(
        "Hanya dapat dilakukan sekali. Batas waktu penyelesaian berhenti sampai pelapor melengkapi, paling lama "
        "30 hari."
    ),
    "declare_complete": _("Batas akhir 60 hari menurut undang-undang mulai berjalan. Ini tidak dapat dibatalkan."),
    "uphold_appeal": _("Laporan ditangani lagi oleh satuan kerja yang menolaknya."),
    "reject_appeal": _("Penolakan tetap berlaku. Pelapor masih dapat mengadu ke Ombudsman."),
    "extend": _("Hanya dapat dilakukan sekali untuk setiap laporan. Alasannya dibaca pelapor."),
    "confirm_class": _(
        "Golongan menentukan lamanya penyelesaian. Batas waktu yang sudah ada tidak pernah menjadi lebih pendek."
    ),
    "assign": _("Hanya pejabat penghubung yang berhak atas laporan ini yang dapat dipilih."),
    "transfer": _("Batas waktu tetap berjalan. Pelapor membaca alasannya."),
    "hand_over": _("Laporan berakhir di sini, jadi lembaga tujuannya harus disebut. Pelapor membaca alasannya."),
    "reject": _("Pelapor membaca alasannya dan dapat mengajukan keberatan kepada atasan satuan kerja."),
    "write_note": _("Hanya petugas yang membacanya. Pelapor tidak pernah melihat catatan ini."),
    "join_incident": _("Laporan dengan sebab yang sama dijawab sekaligus. Setiap pelapor tetap menilai sendiri."),
    "leave_incident": _("Laporan ini dijawab sendiri lagi."),
    "declare_conflict": _(
        "Setelah ini Anda tidak dapat lagi membuka laporan ini. Petugas lain atau satuan kerja di atasnya yang "
        "menanganinya. Ini tidak dapat dibatalkan."
    ),
}

#: What stands over the field for the words of an act.
WORDS_LABELS: dict[str, LazyString] = {
    "answer": _("Jawaban"),
    "submit_answer": _("Jawaban"),
    "write_message": _("Pesan"),
    "ask_completion": _("Yang perlu dilengkapi"),
    "write_note": _("Catatan"),
    "reject": _("Penjelasan"),
}
REASON_LABEL = _("Alasan")

#: How an answer stands that its reporter has not read.
PENDING_STATES: dict[str, LazyString] = {
    "waiting": _("Menunggu pengesahan pimpinan"),
    "returned": _("Dikembalikan pimpinan"),
    "recalled": _("Ditarik kembali"),
    "void": _("Batal karena keadaan laporan berubah"),
}

#: Which answers the head of an agency signs.
SIGN_OFFS: dict[str, LazyString] = {
    "none": _("Tidak ada"),
    "above_the_unit": _("Hanya jawaban tentang uang dan perilaku petugas"),
    "all": _("Semua jawaban"),
}

#: What the page after an act says, by the code that the act leaves behind.
CASE_NOTES: dict[str, LazyString] = {
    "case_accept": _("Laporan diterima dan mulai ditangani."),
    "case_route": _("Laporan sudah diarahkan."),
    "case_answer": _("Jawaban sudah dikirim kepada pelapor."),
    "case_submit_answer": _("Jawaban sudah diajukan dan menunggu pengesahan pimpinan."),
    "case_sign_answer": _("Jawaban sudah disahkan dan dikirim kepada pelapor."),
    "case_return_answer": _("Jawaban sudah dikembalikan kepada penulisnya."),
    "case_recall_answer": _("Jawaban sudah ditarik kembali. Anda dapat memperbaikinya."),
    "case_write_message": _("Pesan sudah dikirim kepada pelapor."),
    "case_ask_completion": _("Pelapor diminta melengkapi laporannya."),
    "case_declare_complete": _("Laporan dinyatakan lengkap."),
    "case_uphold_appeal": _("Keberatan dikabulkan. Laporan ditangani lagi."),
    "case_reject_appeal": _("Keberatan ditolak. Alasannya dikirim kepada pelapor."),
    "case_extend": _("Batas waktu sudah diperpanjang."),
    "case_confirm_class": _("Golongan laporan sudah ditetapkan."),
    "case_assign": _("Petugas sudah ditetapkan."),
    "case_transfer": _("Laporan sudah dialihkan."),
    "case_hand_over": _("Laporan diteruskan ke lembaga lain."),
    "case_reject": _("Laporan ditolak. Alasannya dikirim kepada pelapor."),
    "case_write_note": _("Catatan sudah disimpan."),
    "case_join_incident": _("Laporan sudah digabungkan."),
    "case_leave_incident": _("Laporan sudah dikeluarkan dari kejadian itu."),
    "case_declare_conflict": _("Konflik kepentingan dicatat. Laporan itu tidak lagi menjadi urusan Anda."),
    "deputy_named": _("Pengganti Anda sudah dicatat."),
    "deputy_ended": _("Penggantian sudah diakhiri."),
    "answer_kept": _("Jawaban baku sudah disimpan."),
    "answer_removed": _("Jawaban baku sudah dihapus."),
    "incident_answered": _("Semua laporan yang menunggu sudah dijawab."),
    "incident_submitted": _("Jawaban sudah diajukan. Yang perlu disahkan menunggu pimpinan, selebihnya sudah dijawab."),
    "incident_signed": _("Semua jawaban dalam kejadian itu sudah disahkan dan dikirim."),
    "incident_returned": _("Semua jawaban dalam kejadian itu sudah dikembalikan."),
    "sign_off_set": _("Aturan pengesahan jawaban sudah disimpan."),
    "colleague_asked": _("Tautan sudah dibuat dan akan dikirim lewat surel."),
    "case_link_revoked": _("Tautan itu sudah dicabut."),
    "proposal_sent": _("Usulan Anda sudah dikirim kepada petugas yang menangani laporan ini."),
    "proposal_dismissed": _("Usulan itu dikesampingkan."),
}

#: What an error code says at a field of these forms.
CASE_MESSAGES: dict[tuple[str, str] | str, LazyString] = {
    ("nomor", "required"): _("Tulis nomor kasus"),
    ("words", "required"): _("Bagian ini tidak boleh kosong"),
    ("body", "required"): _("Sebutkan lembaga tujuannya"),
    ("ground", "required"): _("Pilih alasan penolakan"),
    ("extra_days", "required"): _("Tulis berapa hari"),
    ("report_class", "required"): _("Pilih golongannya"),
    ("title", "required"): _("Isi judulnya"),
    ("first_day", "required"): _("Isi tanggal mulai cuti"),
    ("last_day", "required"): _("Isi tanggal terakhir cuti"),
    "day_is_over": _("Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya."),
    "title_taken": _("Judul ini sudah dipakai. Pilih judul lain."),
    ("kept", "unknown_choice"): _("Berkas ini tidak ada lagi. Unggah sekali lagi."),
    ("sign_off", "required"): _("Pilih jawaban mana yang disahkan"),
    "no_head": _("Belum ada pimpinan untuk seluruh instansi. Beri dulu peran itu kepada seseorang."),
    "addressee_required": _("Isi nama lengkapnya"),
    "too_many_links": _("Sudah terlalu banyak tautan dibuat hari ini untuk laporan ini. Coba lagi besok."),
    "too_many_proposals": _("Anda sudah mengirim lima usulan, jumlah paling banyak."),
    ("usulan", "already_decided"): _("Usulan itu sudah dipakai atau dikesampingkan orang lain."),
    "nothing_to_answer": _("Tidak ada laporan yang menunggu jawaban di sini."),
    "reports_joined": _(
        "Ada laporan yang bergabung sementara Anda menulis. Laporan itu bertanda baru. Baca dulu, lalu kirim lagi."
    ),
    "unknown_case": _("Tidak ada laporan dengan nomor ini di tempat Anda. Periksa huruf dan angkanya."),
    "extension_too_long": _("Perpanjangan tidak boleh lebih lama daripada batas waktunya sendiri"),
    ("berubah", "changed_meanwhile"): _(
        "Laporan ini berubah sementara Anda mengisi. Periksa perubahannya, lalu kirim lagi."
    ),
    "act_not_open": _("Tindakan ini tidak lagi dapat dilakukan. Salin tulisan Anda bila masih diperlukan."),
}
