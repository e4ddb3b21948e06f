"""The linter's findings and the missing parts of a standard in words, for the people who write standards."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from sipp.rules.flaws import Flaw
from sipp.rules.wording import HARD_WORDS

#: What is wrong, in one sentence that says what to do. ``%(detail)s`` is the flaw's detail.
FLAWS: dict[str, LazyString] = {
    "text_missing": _l("Isinya kosong. Isi, atau hapus barisnya."),
    "placeholder_text": _l("Isinya hanya pengisi tempat seperti “-”. Isi dengan keterangan, atau hapus barisnya."),
    "says_nothing": _l("“Sesuai ketentuan” tidak menjelaskan apa-apa. Tulis ketentuannya."),
    "national_id_published": _l("Ada nomor yang menyerupai NIK atau nomor KK. Hapus nomor itu."),
    "unknown_variant": _l("Jenis “%(detail)s” tidak ada dalam daftar jenis layanan ini."),
    "repeated_key": _l("Kunci baris “%(detail)s” dipakai lebih dari sekali."),
    "negative_value": _l("Angkanya tidak boleh di bawah nol."),
    "number_without_unit": _l("Tulis satuan angkanya: menit, jam, hari kerja, atau hari kalender."),
    "minimum_above_maximum": _l("Waktu paling cepat lebih lama daripada waktu paling lama."),
    "time_without_length": _l("Jangka waktunya belum diisi."),
    "schedule_without_reason": _l("Waktu menurut jadwal perlu keterangan jadwalnya."),
    "fee_free_and_priced": _l("Biaya ini disebut gratis dan sekaligus bertarif. Pilih salah satu."),
    "fee_without_amount": _l("Besar biayanya belum diisi."),
    "fee_without_formula": _l("Rumus biayanya belum diisi."),
    "formula_unreadable": _l("Rumus biaya tidak dapat dihitung."),
    "formula_example_wrong": _l("Hasil contoh perhitungan tidak sama dengan rumusnya."),
    "law_year_impossible": _l("Tahun peraturan tidak mungkin benar."),
    "component_missing": _l("Komponen ini belum diisi."),
    "variant_without_row": _l("Jenis “%(detail)s” belum punya isian di komponen ini."),
    "one_step_only": _l("Hanya ada satu langkah. Tulis juga bagaimana pemohon menerima hasilnya."),
    "time_without_start": _l("Tulis sejak kapan waktu dihitung, misalnya sejak berkas lengkap."),
    "day_type_unclear": _l("Tulis “hari kerja” atau “hari kalender”."),
    "steps_longer_than_limit": _l("Jumlah waktu langkah-langkah melebihi jangka waktu layanan."),
    "above_legal_ceiling": _l("Melebihi batas menurut acuan nasional: %(detail)s."),
    "fee_without_legal_basis": _l("Tulis dasar hukum pungutan ini."),
    "fee_unknown": _l("Besar biaya belum diketahui. Tulis besarnya, atau cara menghitungnya."),
    "several_requirements": _l("Satu baris memuat beberapa berkas. Tulis satu berkas satu baris."),
    "doubled_numbering": _l("Hapus nomor di awal teks. Halaman memberi nomor sendiri."),
    "repeated_row": _l("Baris ini sama dengan baris sebelumnya."),
    "private_mobile_number": _l("Ada nomor ponsel. Pastikan itu nomor dinas, bukan nomor pribadi."),
    "no_lapor_channel": _l("Tambahkan SP4N-LAPOR! (lapor.go.id, SMS 1708) sebagai saluran pengaduan."),
    "law_replaced": _l("Peraturan ini sudah diganti. Periksa dan tulis yang berlaku."),
    "law_without_number": _l("Lengkapi nomor dan tahun peraturan."),
    "law_newer_than_standard": _l(
        "Tahun peraturan (%(detail)s) sesudah tanggal berlaku standar ini. Periksa tahunnya."
    ),
    "vague_words": _l("“%(detail)s” membuat janji tidak pasti. Sebutkan semuanya."),
    "hard_words": _l("“%(detail)s” sulit dipahami."),
}

#: Why it matters, in one sentence.
REASONS: dict[str, LazyString] = {
    "text_missing": _l("UU 25/2009 pasal 21: isi komponenlah yang dijanjikan."),
    "placeholder_text": _l("UU 25/2009 pasal 21: standar harus memuat isi komponen."),
    "says_nothing": _l("Warga tidak tahu ketentuan mana yang dimaksud, dan petugas dapat meminta apa saja."),
    "national_id_published": _l("UU 27/2022: data pribadi tidak boleh dipublikasikan tanpa dasar."),
    "unknown_variant": _l("Baris dari jenis yang tidak ada tidak terlihat oleh siapa pun."),
    "repeated_key": _l("Perbandingan versi dan laporan warga menyebut satu baris dengan kuncinya."),
    "negative_value": _l("Biaya, waktu, dan jumlah tidak pernah kurang dari nol."),
    "number_without_unit": _l("UU 25/2009 pasal 21: tanpa satuan, jangka waktu tidak dapat ditagih."),
    "minimum_above_maximum": _l("Yang dijanjikan kepada warga adalah waktu paling lama."),
    "time_without_length": _l("UU 25/2009 pasal 21: jangka waktu penyelesaian adalah komponen wajib."),
    "schedule_without_reason": _l("Tanpa jangka waktu, jadwallah yang menjadi janji."),
    "fee_free_and_priced": _l("Warga yang membaca “gratis” lalu diminta membayar akan melapor."),
    "fee_without_amount": _l("UU 25/2009 pasal 21: biaya/tarif adalah komponen wajib."),
    "fee_without_formula": _l("UU 25/2009 pasal 21: biaya/tarif adalah komponen wajib."),
    "formula_unreadable": _l("Biaya yang tidak dapat dihitung warga tidak dapat dipublikasikan."),
    "formula_example_wrong": _l("Contoh dipakai warga untuk memeriksa biayanya sendiri."),
    "law_year_impossible": _l("Peraturan dicari dengan nomor dan tahunnya."),
    "component_missing": _l("UU 25/2009 pasal 21 menyebut 14 komponen; enam di antaranya wajib dipublikasikan."),
    "variant_without_row": _l("Warga yang memilih jenis ini tidak menemukan jawabannya."),
    "one_step_only": _l("Prosedur paling sedikit memuat cara mengajukan dan cara menerima hasil."),
    "time_without_start": _l("Tanpa awal yang jelas, hari terakhirnya dapat diperdebatkan."),
    "day_type_unclear": _l("Tiga hari kerja dapat berarti lima hari kalender atau lebih."),
    "steps_longer_than_limit": _l("Waktu bagian tidak dapat lebih lama daripada waktu keseluruhan."),
    "above_legal_ceiling": _l("Batas ini ditetapkan peraturan yang berlaku nasional."),
    "fee_without_legal_basis": _l("UUD 1945 pasal 23A: pungutan harus berdasarkan undang-undang."),
    "fee_unknown": _l("UU 25/2009 pasal 31: biaya pelayanan ditetapkan dengan peraturan."),
    "several_requirements": _l("Berkas yang terselip mudah terlewat, dan laporan warga menyebut satu baris."),
    "doubled_numbering": _l("Nomor ganda “1. 1.” sering terbaca di halaman SIPP Nasional."),
    "repeated_row": _l("Baris yang sama terbaca sebagai dua berkas atau dua biaya."),
    "private_mobile_number": _l("UU 27/2022: nomor pribadi petugas adalah data pribadi."),
    "no_lapor_channel": _l("Perpres 76/2013: pengaduan dikelola terpadu secara nasional."),
    "law_replaced": _l("Standar yang menyebut peraturan lama sering memuat syarat yang sudah dihapus."),
    "law_without_number": _l("Peraturan dicari dengan nomor dan tahunnya."),
    "law_newer_than_standard": _l("Standar jarang berdasar pada peraturan yang terbit sesudahnya."),
    "vague_words": _l("Kata terbuka memberi peluang untuk meminta lebih daripada yang tertulis."),
    "hard_words": _l("UU 25/2009 pasal 4: pelayanan harus mudah dipahami."),
}

SEVERITIES: dict[str, LazyString] = {
    "error": _l("Harus diperbaiki"),
    "advice": _l("Saran"),
}

#: What a complete standard has, named as what is missing.
PARTS: dict[str, LazyString] = {
    "requirements": _l("persyaratan"),
    "procedure": _l("prosedur"),
    "procedure_second_step": _l("langkah kedua dalam prosedur"),
    "time_limit": _l("jangka waktu"),
    "time_limit_start": _l("sejak kapan setiap jangka waktu dihitung"),
    "fee": _l("biaya"),
    "fee_legal_basis": _l("dasar hukum setiap pungutan"),
    "product": _l("produk"),
    "complaint_handling": _l("saluran pengaduan"),
    "complaint_lapor": _l("SP4N-LAPOR! sebagai saluran pengaduan"),
    "legal_basis": _l("dasar hukum layanan"),
    "facilities": _l("sarana dan prasarana"),
    "staff_competence": _l("kompetensi pelaksana"),
    "internal_oversight": _l("pengawasan internal"),
    "staff_count": _l("jumlah pelaksana"),
    "service_guarantee": _l("jaminan pelayanan"),
    "security_guarantee": _l("jaminan keamanan dan keselamatan"),
    "performance_evaluation": _l("evaluasi kinerja"),
    "effective_basis": _l("dasar tanggal berlaku"),
    "decree_number": _l("nomor surat keputusan"),
}


def flaw_words(flaw: Flaw) -> str:
    """What was found, in one sentence with what to do about it."""
    if flaw.code == "hard_words" and flaw.detail in HARD_WORDS:
        return _("“%(word)s” sulit dipahami; lebih mudah: %(plain)s.", word=flaw.detail, plain=HARD_WORDS[flaw.detail])
    if flaw.code == "law_replaced" and flaw.detail:
        return _("Peraturan ini sudah diganti dengan %(law)s. Periksa dan tulis yang berlaku.", law=flaw.detail)
    if flaw.code == "above_legal_ceiling" and not flaw.detail:
        return _("Melebihi batas menurut acuan nasional.")
    return str(FLAWS[flaw.code]) % {"detail": flaw.detail or ""}


def reason_words(flaw: Flaw) -> str:
    """Why it matters, in one sentence."""
    return str(REASONS[flaw.code])
