"""The words of the interface for every stored code: components, units, roles, states, groups of complaints.

Each table maps a code to a lazy text; the msgid is Indonesian and is what citizens read. A code without a word is a
KeyError on purpose: an unlabelled code must not reach a page. Law of the component names: UU 25/2009 art. 21.
"""

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

# --- The standard -----------------------------------------------------------------------------------------------

#: Official names, as the law writes them.
COMPONENT_NAMES: dict[str, LazyString] = {
    "legal_basis": _("Dasar hukum"),
    "requirements": _("Persyaratan"),
    "procedure": _("Sistem, mekanisme, dan prosedur"),
    "time_limit": _("Jangka waktu penyelesaian"),
    "fee": _("Biaya/tarif"),
    "product": _("Produk pelayanan"),
    "facilities": _("Sarana, prasarana, dan/atau fasilitas"),
    "staff_competence": _("Kompetensi pelaksana"),
    "internal_oversight": _("Pengawasan internal"),
    "complaint_handling": _("Penanganan pengaduan, saran, dan masukan"),
    "staff_count": _("Jumlah pelaksana"),
    "service_guarantee": _(
        "Jaminan pelayanan yang memberikan kepastian pelayanan dilaksanakan sesuai dengan standar pelayanan"
    ),
    "security_guarantee": _(
        "Jaminan keamanan dan keselamatan pelayanan dalam bentuk komitmen untuk memberikan rasa aman, "
        "bebas dari bahaya, dan risiko keragu-raguan"
    ),
    "performance_evaluation": _("Evaluasi kinerja pelaksana"),
}

#: Headings and labels where the official name is too long.
COMPONENT_SHORT_NAMES: dict[str, LazyString] = {
    "legal_basis": _("Dasar hukum"),
    "requirements": _("Persyaratan"),
    "procedure": _("Prosedur"),
    "time_limit": _("Waktu"),
    "fee": _("Biaya"),
    "product": _("Produk"),
    "facilities": _("Sarana dan prasarana"),
    "staff_competence": _("Kompetensi pelaksana"),
    "internal_oversight": _("Pengawasan internal"),
    "complaint_handling": _("Pengaduan"),
    "staff_count": _("Jumlah pelaksana"),
    "service_guarantee": _("Jaminan pelayanan"),
    "security_guarantee": _("Jaminan keamanan dan keselamatan"),
    "performance_evaluation": _("Evaluasi kinerja"),
}

#: Names of the units without a number; counted amounts are ``i18n.duration``.
UNITS: dict[str, LazyString] = {
    "minute": _("menit"),
    "hour": _("jam"),
    "working_day": _("hari kerja"),
    "day": _("hari kalender"),
    "week": _("minggu"),
    "month": _("bulan"),
}

TIME_KINDS: dict[str, LazyString] = {
    "duration": _("Jangka waktu"),
    "instant": _("Langsung selesai"),
    "scheduled": _("Sesuai jadwal"),
}

#: What the time runs from. ``other`` is told by the row's own ``start_event_text``.
START_EVENTS: dict[str, LazyString] = {
    "application": _("sejak pengajuan"),
    "file_complete": _("sejak berkas lengkap"),
    "payment": _("sejak pembayaran"),
    "examination_done": _("sejak pemeriksaan selesai"),
    "appointment": _("sejak waktu janji temu"),
    "arrival": _("sejak kedatangan"),
    "passed_test": _("sejak lulus ujian"),
    "other": _("sejak peristiwa yang disebut dalam standar"),
}

FEE_ROLES: dict[str, LazyString] = {
    "base": _("Biaya pokok"),
    "surcharge": _("Biaya tambahan"),
    "penalty": _("Denda"),
    "third_party": _("Biaya pihak lain, tidak dipungut instansi"),
}

FEE_KINDS: dict[str, LazyString] = {
    "free": _("Tidak dipungut biaya"),
    "state_fee": _("Penerimaan negara bukan pajak (PNBP)"),
    "local_levy": _("Retribusi daerah"),
    "contribution": _("Iuran"),
    "deposit": _("Setoran"),
    "penalty": _("Denda"),
    "other": _("Biaya lain"),
}

AMOUNT_QUALITIES: dict[str, LazyString] = {
    "exact": _("tepat"),
    "maximum": _("paling banyak"),
    "approximate": _("kira-kira"),
}

RECURRENCES: dict[str, LazyString] = {
    "once": _("sekali"),
    "monthly": _("setiap bulan"),
    "yearly": _("setiap tahun"),
    "five_yearly": _("setiap lima tahun"),
}

REQUIREMENT_KINDS: dict[str, LazyString] = {
    "document": _("Dokumen"),
    "condition": _("Syarat keadaan"),
    "attendance": _("Kehadiran"),
}

DOCUMENT_FORMS: dict[str, LazyString] = {
    "original": _("asli"),
    "copy": _("fotokopi"),
    "scan": _("hasil pindai"),
}

CHANNELS: dict[str, LazyString] = {
    "counter": _("Loket"),
    "online": _("Daring"),
    "mobile_unit": _("Layanan keliling"),
    "service_mall": _("Mal Pelayanan Publik"),
    "any": _("Semua saluran"),
}

STEP_ACTORS: dict[str, LazyString] = {
    "applicant": _("Pemohon"),
    "officer": _("Petugas"),
    "system": _("Sistem"),
}

PRODUCT_FORMS: dict[str, LazyString] = {
    "physical": _("Cetak"),
    "electronic": _("Elektronik"),
    "both": _("Cetak dan elektronik"),
}

VALIDITY_UNITS: dict[str, LazyString] = {
    "day": _("hari"),
    "month": _("bulan"),
    "year": _("tahun"),
    "lifetime": _("Berlaku seumur hidup"),
}

COMPLAINT_CHANNELS: dict[str, LazyString] = {
    "counter": _("Loket pengaduan"),
    "box": _("Kotak saran"),
    "phone": _("Telepon"),
    "sms": _("SMS"),
    "whatsapp": _("WhatsApp"),
    "email": _("Surel"),
    "website": _("Situs web"),
    "social": _("Media sosial"),
    "lapor": _("SP4N-LAPOR!"),
    "other": _("Saluran lain"),
}

LEGAL_STATUSES: dict[str, LazyString] = {
    "in_force": _("Berlaku"),
    "replaced": _("Sudah diganti"),
}

#: The badge beside a row.
CONFIDENCES: dict[str, LazyString] = {
    "confirmed": _("Dikonfirmasi instansi"),
    "sample": _("Perlu diverifikasi"),
    "reference": _("Menurut acuan nasional"),
}

#: The sentence that explains the badge.
CONFIDENCE_SENTENCES: dict[str, LazyString] = {
    "confirmed": _("Instansi menyatakan bagian ini benar."),
    "sample": _("Contoh menurut sumber yang disebut, belum dikonfirmasi instansi. Periksa sebelum dipakai."),
    "reference": _("Menurut acuan nasional, belum dikonfirmasi instansi."),
}

CERTAINTIES: dict[str, LazyString] = {
    "high": _("Keyakinan tinggi"),
    "medium": _("Keyakinan sedang"),
    "low": _("Keyakinan rendah"),
}

#: Stored states and computed words of a standard version.
VERSION_STATES: dict[str, LazyString] = {
    "draft": _("Draf"),
    "in_review": _("Menunggu tinjauan"),
    "changes_requested": _("Perlu perbaikan"),
    "approved": _("Disetujui"),
    "published": _("Terbit"),
    "scheduled": _("Terjadwal"),
    "in_force": _("Berlaku"),
    "superseded": _("Digantikan"),
    "withdrawn": _("Ditarik"),
}

HOLIDAY_KINDS: dict[str, LazyString] = {
    "national": _("Hari libur nasional"),
    "collective_leave": _("Cuti bersama"),
}

# --- Agencies and services --------------------------------------------------------------------------------------

AGENCY_KINDS: dict[str, LazyString] = {
    "ministry": _("Kementerian"),
    "institution": _("Lembaga"),
    "police": _("Kepolisian"),
    "province": _("Pemerintah provinsi"),
    "regency": _("Pemerintah kabupaten"),
    "city": _("Pemerintah kota"),
    "state_enterprise": _("Badan usaha milik negara"),
}

MEMBERSHIPS: dict[str, LazyString] = {
    "listed": _("Belum menerima laporan di sini"),
    "receiving": _("Menerima laporan di sini"),
}

#: Monday = 0.
WEEKDAYS: tuple[LazyString, ...] = (
    _("Senin"),
    _("Selasa"),
    _("Rabu"),
    _("Kamis"),
    _("Jumat"),
    _("Sabtu"),
    _("Minggu"),
)

ROLES: dict[str, LazyString] = {
    "editor": _("Penyusun standar"),
    "publisher": _("Penerbit standar"),
    "liaison": _("Pejabat penghubung"),
    "counter": _("Petugas loket"),
    "supervisor": _("Atasan satuan kerja"),
    "inspectorate": _("Inspektorat"),
    "agency_admin": _("Admin instansi"),
    "head": _("Pimpinan"),
    "national_admin": _("Admin nasional"),
    "overseer": _("Pengawas nasional"),
    "custodian": _("Pemegang kunci identitas"),
    "auditor": _("Auditor"),
}
