"""Every abbreviation, synonym and spelling of the language reference is understood, and places in all their names."""

import pytest

from sipp.search.contract import Intent
from sipp.search.planning import plan
from tests.search.measuring import Country

_KTP = "ktp-baru ktp-hilang-rusak ktp-ubah-data"
_KK = "kk-baru kk-ubah kk-hilang-rusak"
_AKTA = "akta-lahir akta-mati akta-kawin"
_SIM = "sim-baru sim-perpanjang sim-internasional"
_TANAH = "tanah-balik-nama tanah-cek tanah-roya tanah-pecah ptsl"
_DUKCAPIL = "kota-bandung/disdukcapil"

# "written, written | what one of the first three results must be", section 6.2 row by row.
_MEANT = f"""
ktp, e-ktp, ektp, ktp-el, ktpel, e ktp, kartu tanda penduduk | {_KTP}
kk, c1, kartu keluarga | {_KK}
kia, kartu identitas anak, ktp anak | kia
akte, akta | {_AKTA}
surat lahir, akte lahir, akta kelahiran | akta-lahir
capil kota bandung, dukcapil kota bandung, disdukcapil kota bandung, catatan sipil kota bandung | {_DUKCAPIL}
skpwni, surat pindah, pindah datang, surat keterangan pindah | pindah-wni
domisili | pindah-wni domisili-usaha
nik, nomor induk kependudukan | ktp-baru npwp
ikd, ktp digital, identitas kependudukan digital | ktp-baru
sim, surat izin mengemudi, surat ijin mengemudi | {_SIM}
stnk, surat tanda nomor kendaraan | pajak-tahunan stnk-5tahun balik-nama
bpkb | balik-nama
tnkb, plat, pelat, nopol, tanda nomor kendaraan | stnk-5tahun
pkb | pajak-tahunan uji-kir
pajak motor, pajak mobil, pajak kendaraan bermotor | pajak-tahunan
bbn, bbnkb, bea balik nama | balik-nama
samsat | pajak-tahunan provinsi-jawa-barat/samsat
satpas | polri/satpas
spkt, polres, polsek | polri/spkt
skck, skkb, kelakuan baik, catatan polisi, surat keterangan catatan kepolisian | skck
sktlk, surat kehilangan, lapor hilang | sktlk
kua | kementerian-agama/kua nikah-kua
simkah, buku nikah, kawin, merit, nikah | nikah-kua
imb, izin mendirikan bangunan, pbg, persetujuan bangunan gedung | pbg
siup, tdp, iumk, situ, nib, nomor induk berusaha, oss | nib
ppdb, spmb | spmb-sma
dtks, dtsen | usul-bansos
askes, jkn, bpjs | bpjs-mandiri
jamkesmas, kis | usul-bansos bpjs-mandiri
jamsostek, bpjstk, bpjamsostek, jmo | jht
ho, amdal, ukl-upl, sppl | nib
npwp, coretax, ereg, nomor pokok wajib pajak | npwp
shm, hgb, ajb, girik, letter c, petok d, sertifikat tanah, sertipikat tanah | {_TANAH}
ptsl, prona, sertifikat massal | ptsl
haki, hki, ki | merek hak-cipta
paten nama, hak paten | merek
pirt, p-irt, spp-irt, md | spp-irt
halal mui, halal bpjph | halal-self halal-reguler
str | str-nakes
sip, sik | sip-nakes
ak1, ak-1, kartu kuning, pencaker, kartu tanda pencari kerja | ak1
sktm, surat miskin, gakin, surat keterangan tidak mampu | sktm
kir, keur, uji berkala kendaraan | uji-kir
id card | {_KTP}
birth certificate | akta-lahir
passport | paspor-baru
driving license | {_SIM}
business license | nib
land certificate | {_TANAH}
tax number | npwp
"""
_PAIRS = [
    (written.strip(), set(expected.split()))
    for written_forms, _, expected in (row.partition(" | ") for row in _MEANT.strip().splitlines())
    for written in written_forms.split(",")
]


@pytest.mark.parametrize(("written", "expected"), _PAIRS, ids=[written for written, _ in _PAIRS])
def test_each_abbreviation_and_name_of_the_reference_is_understood(
    written: str, expected: set[str], country: Country
) -> None:
    assert set(country.results(written)[:3]) & expected


@pytest.mark.parametrize(
    "action",
    [
        "bikin",
        "buat",
        "bkn",
        "nyari",
        "urus",
        "ngurus",
        "pengurusan",
        "pembuatan",
        "penerbitan",
        "daftar",
        "mengajukan",
    ],
)
def test_no_word_for_applying_changes_what_is_found(action: str, country: Country) -> None:
    assert country.things(f"{action} npwp")[0] == "npwp"
    assert country.things(f"{action} paspor anak")[0] == "paspor-anak"


@pytest.mark.parametrize("word", ["ilang", "hilang", "kehilangan", "raib", "kecopetan", "dicuri"])
def test_every_way_to_lose_a_thing_chooses_the_variant_for_losses(word: str, country: Country) -> None:
    assert country.things(f"ktp {word}")[0] == "ktp-hilang-rusak"
    assert country.things(f"paspor saya {word}")[0] == "paspor-hilang-rusak"


@pytest.mark.parametrize("word", ["rusak", "patah", "sobek", "luntur", "kebasahan", "kelupas"])
def test_every_way_to_break_a_thing_chooses_the_variant_for_damage(word: str, country: Country) -> None:
    assert country.things(f"kk {word}")[0] == "kk-hilang-rusak"
    assert country.things(f"ktp {word}")[0] == "ktp-hilang-rusak"


@pytest.mark.parametrize(
    "word", ["perpanjang", "perpanjangan", "extend", "renew", "mati", "habis", "expired", "kadaluarsa", "kedaluwarsa"]
)
def test_every_way_to_run_out_chooses_the_variant_for_renewal(word: str, country: Country) -> None:
    assert country.things(f"sim {word}")[0] == "sim-perpanjang"
    assert country.things(f"paspor {word}")[0] == "paspor-ganti"


@pytest.mark.parametrize("word", ["ganti", "ubah", "rubah", "edit", "update", "koreksi", "salah"])
def test_every_way_to_change_data_chooses_the_variant_for_changes(word: str, country: Country) -> None:
    assert country.things(f"{word} data kk")[0] == "kk-ubah"
    assert country.things(f"{word} data ktp")[0] == "ktp-ubah-data"


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("biaya, harga, tarif, bayar, brp, berapa, ongkos, duit, gratis", "fee"),
        ("syarat, persyaratan, berkas, dokumen, bawa apa", "requirements"),
        ("cara, gimana, gmn, langkah, prosedur, alur", "procedure"),
        ("lama, berapa hari, kapan jadi, brp lama", "time"),
        ("dimana, alamat, jam buka, hari sabtu, terdekat", "location"),
        ("online, onlen, daring, hp, aplikasi", "online"),
    ],
)
def test_every_word_for_a_question_is_understood_and_finds_the_same(
    words: str, intent: Intent, country: Country
) -> None:
    for word in words.split(", "):
        assert plan(f"paspor anak {word}", country.gazetteer).intents == (intent,), word
        assert country.things(f"paspor anak {word}")[0] == "paspor-anak", word


@pytest.mark.parametrize(
    "words",
    [
        "lapor", "aduan", "pengaduan", "komplain", "keluhan", "protes", "sp4n", "span lapor", "pungli", "calo",
        "uang pelicin", "salam tempel", "uang rokok", "dimintain duit",
    ],
)  # fmt: skip
def test_every_word_for_a_complaint_shows_the_report_action(words: str, country: Country) -> None:
    page = country.page(f"{words} bikin kk")
    assert page.is_complaint
    assert page.results[0].reference is not None
    assert page.results[0].reference.slug == "kk-baru"


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("jogja", "34.71"), ("yogya", "34.71"), ("jogjakarta", "34.71"), ("jogyakarta", "34.71"), ("diy", "34"),
        ("solo", "33.72"), ("kota surakarta", "33.72"), ("jakpus", "31.71"), ("jkt pusat", "31.71"),
        ("jakarta pusat", "31.71"), ("jaksel", "31.74"), ("dki", "31"), ("jkt", "31"), ("sby", "35.78"),
        ("bdg", "32.73"), ("kota bandung", "32.73"), ("bandung kota", "32.73"), ("kab bandung", "32.04"),
        ("bandung kab", "32.04"), ("kab. bandung", "32.04"), ("bandung", "32.04 32.73"), ("bandung barat", "32.17"),
        ("kbb", "32.17"), ("kab bogor", "32.01"), ("kota bogor", "32.71"), ("bogor", "32.01 32.71"),
        ("pemkab bogor", "32.01"), ("pemkot bogor", "32.71"), ("kabupaten kupang", "53.01"), ("kota kupang", "53.71"),
        ("tangsel", "36.74"), ("jabar", "32"), ("jateng", "33"), ("jatim", "35"), ("sumut", "12"),
        ("sumatra utara", "12"), ("kepri", "21"), ("kep riau", "21"), ("babel", "19"), ("ntt", "53"), ("ntb", "52"),
        ("sulsel", "73"), ("kaltara", "65"), ("papua barat daya", "96"), ("gunung kidul", "34.03"),
        ("gunungkidul", "34.03"), ("pekan baru", "14.71"), ("pekanbaru", "14.71"), ("pematang siantar", "12.72"),
        ("siantar", "12.72"), ("makasar", "73.71"), ("ujung pandang", "73.71"), ("purwokerto", "33.02"),
        ("tasik", "32.06 32.78"), ("labuan bajo", "53.15"), ("mlg", "35.73"), ("balik papan", "64.71"),
        ("bandar lampung", "18.71"), ("bandarlampung", "18.71"), ("tj pinang", "21.72"), ("prov bali", "51"),
    ],
)  # fmt: skip
def test_every_name_of_a_place_is_understood(written: str, codes: str, country: Country) -> None:
    understood = plan(f"ktp hilang {written}", country.gazetteer)
    assert set(understood.place) == set(codes.split())
    assert [group.word for group in understood.groups] == ["ktp", "hilang"]
