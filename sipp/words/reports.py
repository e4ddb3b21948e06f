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
        "UU 25/2009, dan kode pelacakan yang hilang tidak dapat diganti."
    ),
}

#: For officers' lists.
VISIBILITIES: dict[str, LazyString] = {
    "open": _("Terbuka"),
    "sealed": _("Identitas disegel"),
    "anonymous": _("Tanpa nama"),
}

#: The four steps a citizen sees; the last one reads as ``CITIZEN_STATES`` once it is reached.
CITIZEN_STEPS: dict[str, LazyString] = {
    "received": _("Diterima"),
    "in_hands": _("Ditangani"),
    "answered": _("Dijawab"),
    "closed": _("Selesai menurut Anda"),
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

#: The same, as an answer to "Apakah masalah Anda selesai?".
VERDICT_SENTENCES: dict[str, LazyString] = {
    "yes": _("Ya, masalah saya selesai"),
    "partly": _("Baru sebagian"),
    "no": _("Belum selesai"),
}

#: Where a citizen takes the matter oneself.
BODIES: dict[str, LazyString] = {
    "lapor": _("SP4N-LAPOR!"),
    "ombudsman": _("Ombudsman RI"),
    "other": _("Lembaga lain"),
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
    "reprimand": _("Tenggang sebelum teguran disusun"),
}

#: The same as its citizen reads it.
CITIZEN_CLOCKS: dict[str, LazyString] = CLOCKS | {"verdict": _("Penilaian Anda")}

REJECT_REASONS: dict[str, LazyString] = {
    "duplicate": _("Laporan yang sama sudah ada"),
    "before_court": _("Perkaranya sedang diperiksa pengadilan"),
    "not_a_public_service": _("Bukan tentang pelayanan publik"),
    "abusive": _("Hanya berisi kata-kata kasar"),
}

#: Who wrote or did something, in messages and events.
AUTHORS: dict[str, LazyString] = {
    "reporter": _("Pelapor"),
    "citizen": _("Pelapor"),
    "handler": _("Petugas"),
    "liaison": _("Pejabat penghubung"),
    "agency_admin": _("Admin instansi"),
    "national_admin": _("Admin nasional"),
    "supervisor": _("Atasan satuan kerja"),
    "overseer": _("Pengawas nasional"),
    "inspectorate": _("Inspektorat"),
    "head": _("Pimpinan"),
    "custodian": _("Pemegang kunci identitas"),
    "colleague": _("Rekan petugas"),
    "counter": _("Petugas loket"),
    "sms": _("Pelapor, lewat SMS"),
    "api": _("Pelapor, lewat aplikasi lain"),
    "system": _("Sistem"),
    "schedule": _("Sistem, menurut aturan"),
}

#: What happened, in the timeline of a report.
EVENTS: dict[str, LazyString] = {
    "submitted": _("Laporan diterima"),
    "delivered": _("Disampaikan kepada instansi, yang kini menerima laporan di sini"),
    "owned": _("Ditangani unit yang bertanggung jawab"),
    "message": _("Pesan ditulis"),
    "evidence": _("Bukti ditambahkan"),
    "ask_completion": _("Pelapor diminta melengkapi laporan"),
    "declare_complete": _("Laporan dinyatakan lengkap"),
    "complete": _("Laporan dilengkapi"),
    "deem_withdrawn": _("Dianggap dicabut karena tidak dilengkapi"),
    "transfer": _("Dialihkan ke unit lain"),
    "hand_over": _("Diteruskan ke lembaga lain"),
    "answer": _("Dijawab"),
    "answer_submitted": _("Jawaban diajukan untuk disahkan"),
    "answer_returned": _("Jawaban dikembalikan pimpinan"),
    "answer_recalled": _("Jawaban ditarik kembali"),
    "colleague_asked": _("Usulan jawaban diminta dari rekan"),
    "proposal_made": _("Rekan mengusulkan jawaban"),
    "verdict_yes": _("Dinilai selesai oleh pelapor"),
    "verdict_reopens": _("Dinilai belum selesai, ditangani lagi"),
    "verdict_final": _("Dinilai belum selesai untuk ketiga kalinya"),
    "talked_on": _("Waktu menilai dihitung lagi sejak tulisan terakhir pelapor"),
    "lapse": _("Tidak ada tanggapan pelapor dalam batas waktu"),
    "reopen": _("Dibuka lagi oleh pelapor"),
    "reject": _("Ditolak dengan alasan"),
    "appealed": _("Keberatan diajukan kepada atasan"),
    "uphold_appeal": _("Keberatan dikabulkan, ditangani lagi"),
    "withdraw": _("Dicabut oleh pelapor"),
    "tracked_elsewhere": _("Nomor di SP4N-LAPOR! dicatat"),
    "sent_to_lapor": _("Diserahkan untuk diteruskan ke SP4N-LAPOR!"),
    "identity_asked": _("Pemegang kunci meminta identitas dibuka"),
    "identity_opened": _("Identitas dibuka oleh kedua pemegang kunci"),
    "identity_kept": _("Permintaan membuka identitas berakhir, identitas tetap tersegel"),
    "due_changed": _("Batas waktu berubah"),
    "reject_appeal": _("Keberatan tidak dikabulkan"),
    "extend": _("Batas waktu diperpanjang dengan alasan"),
    "confirm_class": _("Golongan laporan ditetapkan"),
    "assign": _("Petugas ditunjuk"),
    "declare_conflict": _("Petugas mundur karena konflik kepentingan"),
    "join_incident": _("Digabung dengan laporan lain yang sama sebabnya"),
    "leave_incident": _("Ditangani sendiri lagi"),
    "visibility_raised": _("Pelapor mengubah siapa yang tahu namanya"),
    "name_corrected": _("Pelapor memperbaiki namanya"),
    "code_renewed": _("Kode pelacakan diganti"),
    "data_asked": _("Permintaan tentang data pribadi diajukan"),
    "data_decided": _("Permintaan tentang data pribadi diputus"),
    "data_erased": _("Data yang masa simpannya berakhir dihapus"),
    "erased": _("Seluruh data pribadi laporan dihapus"),
    "reminded_half": _("Diingatkan: separuh waktu sudah lewat"),
    "reminded_most": _("Diingatkan: sebagian besar waktu sudah lewat"),
    "overdue": _("Lewat batas, disampaikan kepada atasan"),
    "reprimand_drafted": _("Konsep teguran disusun"),
    "reprimand_requested": _("Teguran diminta oleh pengawas nasional"),
    "reprimand_served": _("Teguran disampaikan kepada unit"),
    "reprimand_cured": _("Teguran selesai: sudah diperbaiki"),
    "reprimand_escalated": _("Teguran dinaikkan: tidak diperbaiki dalam tiga bulan"),
}

#: Why a due day moved, in the sentence that tells it.
DUE_REASONS: dict[str, LazyString] = {
    "pause": _("hitungan sempat dijeda"),
    "extension": _("batas waktunya diperpanjang"),
    "class": _("golongan laporannya berubah"),
    "calendar": _("hari libur berubah"),
}

#: How one row of the promise compares with what was told.
RESULTS: dict[str, LazyString] = {
    "above": _("Di atas standar"),
    "late": _("Melewati batas waktu"),
    "beyond": _("Di luar persyaratan"),
    "within": _("Sesuai standar"),
    "not_computable": _("Tidak dapat dihitung"),
    "no_standard": _("Standar belum diterbitkan"),
    "reported": _("Disampaikan pelapor"),
}

#: Why there is no result; each goes on after "karena".
REASONS: dict[str, LazyString] = {
    "no_service": _("layanannya belum diketahui"),
    "no_variant_chosen": _("jenis layanannya belum dipilih"),
    "first_recorded_standard": _("tanggalnya lebih awal daripada standar pertama yang tercatat"),
    "no_amount_told": _("jumlah uangnya belum disebut"),
    "no_fee_published": _("biaya dalam standar belum dipublikasikan"),
    "fee_is_formula": _("biayanya dihitung dengan rumus"),
    "fee_by_regional_law": _("biayanya ditetapkan dengan peraturan daerah"),
    "fee_unknown": _("besarnya biaya belum diketahui"),
    "fee_per_unit": _("biayanya bergantung pada banyaknya satuan"),
    "fee_recurs": _("biayanya dibayar berkala"),
    "fee_depends_on_condition": _("biayanya bergantung pada keadaan yang belum diketahui"),
    "approximate_amount": _("standar hanya menyebut perkiraan biaya"),
    "no_papers_told": _("berkas yang diminta belum disebut"),
    "no_requirements_published": _("persyaratan belum dipublikasikan"),
    "paper_unclear": _("belum jelas apakah berkas itu sama dengan yang disebut dalam standar"),
    "no_limit_published": _("jangka waktu belum dipublikasikan"),
    "limit_scheduled": _("waktunya mengikuti jadwal"),
    "approximate_limit": _("standar hanya menyebut perkiraan waktu"),
    "several_limits": _("standar menyebut beberapa jangka waktu untuk tahap yang berbeda"),
    "no_application_date": _("tanggal pengajuan belum disebut"),
    "no_finish_date": _("tanggal selesai belum disebut"),
    "finish_before_start": _("tanggal selesai lebih awal daripada tanggal mulai"),
    "unit_needs_duration": _("batasnya dalam menit atau jam, dan lamanya belum disebut"),
    "unit_needs_dates": _("batasnya dalam hari, dan tanggalnya belum disebut"),
}

#: Which standard judges.
STANDINGS: dict[str, LazyString] = {
    "in_force": _("Standar yang berlaku pada hari itu"),
    "shown": _("Standar yang ditampilkan saat Anda membuka formulir"),
    "first_recorded": _("Standar pertama yang tercatat"),
    "ceiling": _("Batas menurut peraturan, karena standar belum diterbitkan"),
}

#: The ten kinds of maladministration the Ombudsman works with.
OMBUDSMAN_CLASSES: dict[str, LazyString] = {
    "undue_delay": _("Penundaan berlarut"),
    "no_service": _("Tidak memberikan pelayanan"),
    "procedural_deviation": _("Penyimpangan prosedur"),
    "abuse_of_authority": _("Penyalahgunaan wewenang"),
    "demanding_payment": _("Permintaan imbalan uang, barang, atau jasa"),
    "incompetence": _("Tidak kompeten"),
    "improper_conduct": _("Tidak patut"),
    "discrimination": _("Diskriminasi"),
    "conflict_of_interest": _("Konflik kepentingan"),
    "partiality": _("Berpihak"),
}

#: What a mail tells the reporter, in one sentence that names neither agency nor service.
NEWS: dict[str, LazyString] = {
    "owned": _("Laporan Anda kini ditangani unit yang bertanggung jawab."),
    "message": _("Petugas menulis pesan untuk Anda."),
    "ask_completion": _("Petugas meminta Anda melengkapi laporan."),
    "declare_complete": _("Laporan Anda dinyatakan lengkap."),
    "complete": _("Yang Anda kirim kami anggap sebagai kelengkapan. Laporan Anda ditangani lagi."),
    "deem_withdrawn": _("Laporan Anda dianggap dicabut karena tidak dilengkapi dalam batas waktunya."),
    "transfer": _("Laporan Anda dialihkan ke unit lain. Batas waktunya tetap."),
    "hand_over": _("Laporan Anda diteruskan ke lembaga lain."),
    "answer": _("Laporan Anda dijawab. Laporan baru selesai bila Anda sendiri mengatakan selesai."),
    "talked_on": _(
        "Anda menulis sesudah laporan dijawab, jadi waktu untuk menilai jawaban kami hitung lagi sejak itu."
    ),
    "lapse": _("Anda belum menilai jawaban atas laporan Anda. Kami tidak mencatatnya sebagai selesai."),
    "reject": _("Laporan Anda ditolak dengan alasan. Anda dapat mengajukan keberatan kepada atasan satuan kerja."),
    "uphold_appeal": _("Keberatan Anda dikabulkan. Laporan ditangani lagi."),
    "reject_appeal": _("Keberatan Anda tidak dikabulkan. Alasannya tertulis di laporan."),
    "due_changed": _("Batas waktu laporan Anda berubah. Alasannya tertulis di laporan."),
    "overdue": _("Batas waktu laporan Anda sudah lewat. Hal ini sudah disampaikan kepada atasan satuan kerja."),
    "reprimand_served": _("Teguran atas keterlambatan laporan Anda sudah disampaikan."),
    "identity_asked": _("Ada permintaan untuk membuka identitas Anda. Kedua pemegang kunci harus menyetujuinya."),
    "identity_opened": _("Identitas Anda dibuka oleh kedua pemegang kunci. Riwayatnya tertulis di laporan."),
    "identity_kept": _("Permintaan untuk membuka identitas Anda berakhir. Identitas Anda tetap tersegel."),
    "data_decided": _("Permintaan Anda tentang data pribadi sudah diputus. Keputusannya tertulis di laporan."),
}

#: What the reporter can do next, in the state a report has now.
NEXT_ACTS: dict[str, LazyString] = {
    "needs_completion": _("Lengkapi laporan paling lambat %(day)s."),
    "answered": _("Nilai jawabannya paling lambat %(day)s: selesai, baru sebagian, atau belum."),
    "in_progress": _("Dijawab paling lambat %(day)s."),
    "received": _("Diteruskan ke unit yang bertanggung jawab paling lambat %(day)s."),
}
#: What was due, in the states in which the agency owes the next act.
MISSED_ACTS: dict[str, LazyString] = {
    "in_progress": _("Seharusnya dijawab paling lambat %(day)s."),
    "received": _("Seharusnya diteruskan ke unit yang bertanggung jawab paling lambat %(day)s."),
}

#: What a reporter asks about personal data.
DATA_REQUEST_KINDS: dict[str, LazyString] = {
    "correction": _("Perbaiki data saya"),
    "erasure": _("Hapus data saya"),
}

DATA_REQUEST_STATES: dict[str, LazyString] = {
    "open": _("Menunggu keputusan"),
    "done": _("Sudah dilakukan"),
    "declined": _("Tidak dapat dilakukan"),
}
#: Decisions that do at once what they say, by kind of request.
DATA_DECISIONS: dict[tuple[str, str], LazyString] = {
    ("erasure", "done"): _("Hapus sekarang seluruh data pribadi laporan ini"),
}

#: What is kept for a time, as the privacy page tells it.
KEPT_DATA: dict[str, LazyString] = {
    "draft": _("Isian laporan yang belum dikirim"),
    "sealed_address": _("Alamat pemberitahuan dari laporan yang namanya disegel"),
    "sealed_identity": _("Nama yang disegel"),
    "open_identity": _("Nama dan kontak pelapor yang terbuka"),
    "attachments": _("Berkas bukti"),
    "report": _("Isi laporan, pesan, dan kode pelacakannya"),
    "waiting_report": _("Laporan yang masih menunggu instansinya menerima laporan di sini"),
    "outbox_payload": _("Catatan pengiriman surel dan pemberitahuan"),
    "session": _("Catatan sesi petugas"),
    "invitation": _("Undangan untuk petugas"),
}
#: From when the time counts, as the end of the sentence.
KEPT_SINCE: dict[str, LazyString] = {
    "last_page": _("%(period)s setelah halaman terakhir"),
    "report_closed": _("%(period)s setelah laporan selesai"),
    "filed": _("%(period)s setelah dikirim"),
    "message_done": _("%(period)s setelah terkirim"),
    "last_seen": _("%(period)s setelah terakhir dipakai"),
    "lapsed": _("%(period)s setelah tidak berlaku lagi"),
}
