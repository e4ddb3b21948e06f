"""The words of the interface for every stored code: components, units, roles, states, groups of complaints.

Each table maps a code to a lazy text; the msgid is Indonesian and is what citizens read. A code without a word is a
KeyError on purpose: an unlabelled code must not reach a page. Law of the component names: UU 25/2009 art. 21.
"""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from sipp.rules.standards import (
    AmountIs,
    Certainty,
    Channel,
    ComplaintChannelKind,
    Component,
    Confidence,
    DocumentForm,
    FeeKind,
    FeeRole,
    LegalStatus,
    ProductForm,
    Recurrence,
    RequirementKind,
    StartEvent,
    StepActor,
    TimeKind,
    Unit,
    ValidityUnit,
)

# --- The standard -----------------------------------------------------------------------------------------------

#: Official names, as the law writes them.
COMPONENT_NAMES: dict[Component, LazyString] = {
    "legal_basis": _l("Dasar hukum"),
    "requirements": _l("Persyaratan"),
    "procedure": _l("Sistem, mekanisme, dan prosedur"),
    "time_limit": _l("Jangka waktu penyelesaian"),
    "fee": _l("Biaya/tarif"),
    "product": _l("Produk pelayanan"),
    "facilities": _l("Sarana, prasarana, dan/atau fasilitas"),
    "staff_competence": _l("Kompetensi pelaksana"),
    "internal_oversight": _l("Pengawasan internal"),
    "complaint_handling": _l("Penanganan pengaduan, saran, dan masukan"),
    "staff_count": _l("Jumlah pelaksana"),
    "service_guarantee": _l(
        "Jaminan pelayanan yang memberikan kepastian pelayanan dilaksanakan sesuai dengan standar pelayanan"
    ),
    "security_guarantee": _l(
        "Jaminan keamanan dan keselamatan pelayanan dalam bentuk komitmen untuk memberikan rasa aman, "
        "bebas dari bahaya, dan risiko keragu-raguan"
    ),
    "performance_evaluation": _l("Evaluasi kinerja pelaksana"),
}

#: Headings and labels where the official name is too long.
COMPONENT_SHORT_NAMES: dict[Component, LazyString] = {
    "legal_basis": _l("Dasar hukum"),
    "requirements": _l("Persyaratan"),
    "procedure": _l("Prosedur"),
    "time_limit": _l("Waktu"),
    "fee": _l("Biaya"),
    "product": _l("Produk"),
    "facilities": _l("Sarana dan prasarana"),
    "staff_competence": _l("Kompetensi pelaksana"),
    "internal_oversight": _l("Pengawasan internal"),
    "complaint_handling": _l("Pengaduan"),
    "staff_count": _l("Jumlah pelaksana"),
    "service_guarantee": _l("Jaminan pelayanan"),
    "security_guarantee": _l("Jaminan keamanan dan keselamatan"),
    "performance_evaluation": _l("Evaluasi kinerja"),
}

#: Names of the units without a number; counted amounts are ``i18n.duration``.
UNITS: dict[Unit, LazyString] = {
    "minute": _l("menit"),
    "hour": _l("jam"),
    "working_day": _l("hari kerja"),
    "day": _l("hari kalender"),
    "week": _l("minggu"),
    "month": _l("bulan"),
}

TIME_KINDS: dict[TimeKind, LazyString] = {
    "duration": _l("Jangka waktu"),
    "instant": _l("Langsung selesai"),
    "scheduled": _l("Sesuai jadwal"),
}

#: What the time runs from. ``other`` is told by the row's own ``start_event_text``.
START_EVENTS: dict[StartEvent, LazyString] = {
    "application": _l("sejak pengajuan"),
    "file_complete": _l("sejak berkas lengkap"),
    "payment": _l("sejak pembayaran"),
    "examination_done": _l("sejak pemeriksaan selesai"),
    "appointment": _l("sejak waktu janji temu"),
    "arrival": _l("sejak kedatangan"),
    "passed_test": _l("sejak lulus ujian"),
    "other": _l("sejak peristiwa yang disebut dalam standar"),
}

FEE_ROLES: dict[FeeRole, LazyString] = {
    "base": _l("Biaya pokok"),
    "surcharge": _l("Biaya tambahan"),
    "penalty": _l("Denda"),
    "third_party": _l("Biaya pihak lain, tidak dipungut instansi"),
}

FEE_KINDS: dict[FeeKind, LazyString] = {
    "free": _l("Tidak dipungut biaya"),
    "state_fee": _l("Penerimaan negara bukan pajak (PNBP)"),
    "local_levy": _l("Retribusi daerah"),
    "contribution": _l("Iuran"),
    "deposit": _l("Setoran"),
    "penalty": _l("Denda"),
    "other": _l("Biaya lain"),
}

AMOUNT_QUALITIES: dict[AmountIs, LazyString] = {
    "exact": _l("tepat"),
    "maximum": _l("paling banyak"),
    "approximate": _l("kira-kira"),
}

RECURRENCES: dict[Recurrence, LazyString] = {
    "once": _l("sekali"),
    "monthly": _l("setiap bulan"),
    "yearly": _l("setiap tahun"),
    "five_yearly": _l("setiap lima tahun"),
}

REQUIREMENT_KINDS: dict[RequirementKind, LazyString] = {
    "document": _l("Dokumen"),
    "condition": _l("Syarat keadaan"),
    "attendance": _l("Kehadiran"),
}

DOCUMENT_FORMS: dict[DocumentForm, LazyString] = {
    "original": _l("asli"),
    "copy": _l("fotokopi"),
    "scan": _l("hasil pindai"),
}

CHANNELS: dict[Channel, LazyString] = {
    "counter": _l("Loket"),
    "online": _l("Daring"),
    "mobile_unit": _l("Layanan keliling"),
    "service_mall": _l("Mal Pelayanan Publik"),
    "any": _l("Semua saluran"),
}

STEP_ACTORS: dict[StepActor, LazyString] = {
    "applicant": _l("Pemohon"),
    "officer": _l("Petugas"),
    "system": _l("Sistem"),
}

PRODUCT_FORMS: dict[ProductForm, LazyString] = {
    "physical": _l("Cetak"),
    "electronic": _l("Elektronik"),
    "both": _l("Cetak dan elektronik"),
}

VALIDITY_UNITS: dict[ValidityUnit, LazyString] = {
    "day": _l("hari"),
    "month": _l("bulan"),
    "year": _l("tahun"),
    "lifetime": _l("Berlaku seumur hidup"),
}

COMPLAINT_CHANNELS: dict[ComplaintChannelKind, LazyString] = {
    "counter": _l("Loket pengaduan"),
    "box": _l("Kotak saran"),
    "phone": _l("Telepon"),
    "sms": _l("SMS"),
    "whatsapp": _l("WhatsApp"),
    "email": _l("Surel"),
    "website": _l("Situs web"),
    "social": _l("Media sosial"),
    "lapor": _l("SP4N-LAPOR!"),
    "other": _l("Saluran lain"),
}

LEGAL_STATUSES: dict[LegalStatus, LazyString] = {
    "in_force": _l("Berlaku"),
    "replaced": _l("Sudah diganti"),
}

#: The badge beside a row.
CONFIDENCES: dict[Confidence, LazyString] = {
    "confirmed": _l("Dikonfirmasi instansi"),
    "sample": _l("Perlu diverifikasi"),
    "reference": _l("Menurut acuan nasional"),
}

#: The sentence that explains the badge.
CONFIDENCE_SENTENCES: dict[Confidence, LazyString] = {
    "confirmed": _l("Instansi menyatakan bagian ini benar."),
    "sample": _l("Contoh menurut sumber yang disebut, belum dikonfirmasi instansi. Periksa sebelum dipakai."),
    "reference": _l("Menurut acuan nasional, belum dikonfirmasi instansi."),
}

CERTAINTIES: dict[Certainty, LazyString] = {
    "high": _l("Keyakinan tinggi"),
    "medium": _l("Keyakinan sedang"),
    "low": _l("Keyakinan rendah"),
}

#: What stands where a component has no source.
NOT_PUBLISHED = _l("Belum dipublikasikan")

#: Stored states and computed words of a standard version.
VERSION_STATES: dict[str, LazyString] = {
    "draft": _l("Draf"),
    "in_review": _l("Menunggu tinjauan"),
    "changes_requested": _l("Perlu perbaikan"),
    "approved": _l("Disetujui"),
    "published": _l("Terbit"),
    "scheduled": _l("Terjadwal"),
    "in_force": _l("Berlaku"),
    "superseded": _l("Digantikan"),
    "withdrawn": _l("Ditarik"),
}

# --- Agencies and services --------------------------------------------------------------------------------------

AGENCY_KINDS: dict[str, LazyString] = {
    "ministry": _l("Kementerian"),
    "institution": _l("Lembaga"),
    "police": _l("Kepolisian"),
    "province": _l("Pemerintah provinsi"),
    "regency": _l("Pemerintah kabupaten"),
    "city": _l("Pemerintah kota"),
    "state_enterprise": _l("Badan usaha milik negara"),
}

REGION_KINDS: dict[str, LazyString] = {
    "province": _l("Provinsi"),
    "regency": _l("Kabupaten"),
    "city": _l("Kota"),
}

MEMBERSHIPS: dict[str, LazyString] = {
    "listed": _l("Belum menerima laporan di sini"),
    "receiving": _l("Menerima laporan di sini"),
}

UNIT_KINDS: dict[str, LazyString] = {
    "unit": _l("Unit"),
    "agency": _l("Instansi"),
    "office": _l("Kantor"),
    "department": _l("Dinas"),
    "directorate": _l("Direktorat"),
    "technical_unit": _l("Unit pelaksana teknis"),
    "one_stop_office": _l("Pelayanan terpadu satu pintu"),
    "service_mall": _l("Mal Pelayanan Publik"),
    "district": _l("Kecamatan"),
    "village": _l("Kelurahan atau desa"),
    "police_station": _l("Kantor polisi"),
    "inspectorate": _l("Inspektorat"),
}

SERVICE_STATUSES: dict[str, LazyString] = {
    "active": _l("Tersedia"),
    "temporarily_closed": _l("Ditutup sementara"),
    "retired": _l("Tidak lagi diselenggarakan"),
}

#: Monday = 0.
WEEKDAYS: tuple[LazyString, ...] = (
    _l("Senin"),
    _l("Selasa"),
    _l("Rabu"),
    _l("Kamis"),
    _l("Jumat"),
    _l("Sabtu"),
    _l("Minggu"),
)

ROLES: dict[str, LazyString] = {
    "editor": _l("Penyusun standar"),
    "publisher": _l("Penerbit standar"),
    "liaison": _l("Pejabat penghubung"),
    "counter": _l("Petugas loket"),
    "supervisor": _l("Atasan satuan kerja"),
    "inspectorate": _l("Inspektorat"),
    "agency_admin": _l("Admin instansi"),
    "head": _l("Pimpinan"),
    "national_admin": _l("Admin nasional"),
    "overseer": _l("Pengawas nasional"),
    "custodian": _l("Pemegang kunci identitas"),
    "auditor": _l("Auditor"),
}
