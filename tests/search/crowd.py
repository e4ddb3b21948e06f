"""Things that crowd around the seeded services: invented references and services without one, in the same words."""

from collections.abc import Iterator
from itertools import islice, product

from sipp.search.contract import EVERYWHERE, SearchDocument

_ACTS = (
    "Izin", "Perpanjangan izin", "Penerbitan surat keterangan", "Rekomendasi", "Sertifikat", "Pendaftaran",
    "Legalisasi", "Perubahan data", "Penggantian kartu", "Bantuan", "Pengujian", "Pencatatan", "Pengecekan",
    "Pelatihan",
)  # fmt: skip
_SUBJECTS = (
    "pemakaman", "reklame", "trayek angkutan", "penebangan pohon", "usaha perikanan", "usaha peternakan ayam",
    "benih padi", "toko obat", "praktik dokter hewan", "klinik kecantikan", "laboratorium medis", "depot air minum",
    "parkir tepi jalan", "galian kabel", "sumur bor", "pengelolaan limbah", "tempat penitipan anak", "kursus menjahit",
    "lembaga pelatihan kerja", "organisasi masyarakat", "koperasi", "pasar rakyat", "kios pasar", "gudang beras",
    "kapal nelayan", "bengkel motor", "sewa mobil", "perumahan", "rumah susun", "rumah kos", "hotel melati",
    "pondok pesantren", "tanah wakaf", "tanah kas desa", "gelanggang olahraga", "gedung serbaguna", "aula kecamatan",
    "perpustakaan keliling", "mobil jenazah", "ambulans desa", "vaksin rabies", "kartu pelajar", "kartu petani",
    "kartu lansia", "kartu disabilitas", "kartu anggota perpustakaan", "surat tugas belajar", "ijazah paket c",
    "beasiswa kuliah", "sekolah luar biasa", "guru mengaji", "perawat desa", "bidan desa", "kader posyandu",
    "pajak restoran", "pajak hiburan", "pajak reklame", "pajak air tanah", "retribusi sampah", "retribusi pasar",
    "listrik jalan umum", "bangunan cagar budaya", "pertunjukan seni", "konser amal", "festival kuliner",
    "penelitian cagar budaya", "data kemiskinan desa", "informasi lowongan kerja", "kehilangan hewan ternak",
)  # fmt: skip
_SCOPES = ("", " baru", " karena hilang", " karena rusak", " perorangan", " badan usaha", " sementara", " massal")
_PLACES = ("32.73", "34.04", "53.71", "53.01", "32.71", "32.01", "35.73", "12.72", "18.72", "64.74")


def crowd(references: int, services: int) -> Iterator[SearchDocument]:
    """Give so many invented references, each with an everyday name, and services that one government each offers."""
    names = (f"{act} {subject}{scope}" for scope, subject, act in product(_SCOPES, _SUBJECTS, _ACTS))
    for number, name in enumerate(islice(names, references)):
        yield SearchDocument(
            f"reference:karangan-{number}", "reference", name, (f"urus {name.lower()}",), belongs_to=(EVERYWHERE,)
        )
    offers = (f"{act} {subject}{scope}" for act, subject, scope in product(_ACTS, _SUBJECTS, _SCOPES))
    for number, name in enumerate(islice(offers, services)):
        yield SearchDocument(
            f"service:karangan/layanan-{number}",
            "service",
            name,
            extra=f"{name} bagi warga yang memerlukan.",
            belongs_to=("karangan", _PLACES[number % len(_PLACES)]),
        )
