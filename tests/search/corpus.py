"""The 59 services of the seed table with their popular search words, written as search documents by hand."""

# ruff: noqa: E501 - a table is read by its rows

from sipp.search.contract import SearchDocument
from sipp.search.places import AgencyName, PlaceName

# slug | name | popular search words | popularity
_TABLE = """
ktp-baru | Perekaman dan penerbitan KTP-el baru (WNI) | bikin ktp, buat e-ktp, rekam ktp, ktp pertama, ktp 17 tahun | 1.0
ktp-hilang-rusak | Penerbitan KTP-el karena hilang/rusak | ktp hilang, ktp ilang, cetak ulang ktp, ktp patah, ktp rusak | 0.96
ktp-ubah-data | Penerbitan KTP-el karena perubahan data/foto | ganti foto ktp, ubah alamat ktp, ganti status ktp, gelar di ktp | 0.1
kk-baru | Penerbitan KK baru (keluarga baru) | bikin kk baru, pisah kk, pecah kk, kk setelah nikah | 0.92
kk-ubah | KK karena perubahan data (tambah/kurang anggota, pendidikan, pekerjaan) | tambah anak di kk, ubah data kk, update kk, ganti pekerjaan kk | 0.56
kk-hilang-rusak | KK karena hilang/rusak | kk hilang, cetak kk, kk rusak, kk barcode | 0.1
akta-lahir | Pencatatan kelahiran & kutipan akta | akte lahir, akta kelahiran, bikin akte anak, akta lahir online | 0.88
akta-mati | Pencatatan kematian & kutipan akta | akta kematian, urus akte meninggal, surat kematian | 0.1
kia | Kartu Identitas Anak | kia, ktp anak, kartu identitas anak | 0.32
pindah-wni | Surat Keterangan Pindah WNI (SKPWNI) & kedatangan | surat pindah, pindah domisili, pindah kk, pindah alamat ktp, cabut berkas | 0.52
akta-kawin | Pencatatan perkawinan (non-Muslim) & kutipan akta | catatan sipil nikah, akta nikah kristen, nikah capil | 0.1
nikah-kua | Pendaftaran & pencatatan nikah (Islam) | biaya nikah di kua, syarat nikah, daftar nikah online, simkah, nikah gratis | 0.68
haji-reguler | Pendaftaran haji reguler | daftar haji, nomor porsi haji, setoran awal haji | 0.1
paspor-baru | Paspor biasa baru (dewasa) | bikin paspor, buat paspor online, e-paspor, m-paspor, biaya paspor | 0.72
paspor-ganti | Penggantian paspor (habis berlaku/penuh) | perpanjang paspor, paspor mati, paspor expired, ganti paspor | 0.6
paspor-hilang-rusak | Penggantian paspor hilang/rusak | paspor hilang, denda paspor hilang, paspor rusak kena air, paspor ilang | 0.1
paspor-anak | Paspor anak <17 th | paspor anak, paspor bayi, syarat paspor anak | 0.1
sim-baru | Penerbitan SIM baru | bikin sim, buat sim c, sim motor, sim a, tes sim, syarat sim | 0.8
sim-perpanjang | Perpanjangan SIM | perpanjang sim, sim mati, sim habis, perpanjang sim online, sim keliling | 0.84
sim-internasional | SIM internasional | sim internasional, sim luar negeri, international driving permit | 0.1
skck | SKCK baru/perpanjangan | bikin skck, syarat skck, skck online, perpanjang skck, kelakuan baik | 0.76
sktlk | Surat keterangan tanda lapor kehilangan | surat kehilangan, lapor kehilangan polisi, surat ilang dompet | 0.1
pajak-tahunan | Pengesahan STNK tahunan & PKB | bayar pajak motor, pajak mobil online, signal samsat, telat pajak motor | 0.64
stnk-5tahun | Perpanjangan STNK 5 tahunan & ganti TNKB | ganti plat, perpanjang stnk 5 tahun, plat nomor mati, cek fisik | 0.36
balik-nama | Balik nama kendaraan bekas (BPKB/STNK) | balik nama motor, balik nama mobil bekas, bea balik nama, biaya bbn | 0.24
mutasi-kendaraan | Mutasi keluar (cabut berkas) | cabut berkas motor, mutasi mobil, pindah plat | 0.1
izin-keramaian | Izin keramaian | izin keramaian, izin hajatan, izin konser | 0.1
nib | Nomor Induk Berusaha (UMK risiko rendah) | bikin nib, izin usaha online, oss, siup, nib umkm | 0.4
pbg | Persetujuan Bangunan Gedung (ganti IMB) | imb, pbg, izin bangun rumah, syarat imb, imb online | 0.1
slf | Sertifikat Laik Fungsi | slf, laik fungsi gedung | 0.1
spp-irt | SPP-IRT (izin PIRT) | pirt, izin makanan rumahan, izin pirt online, p-irt | 0.1
sip-nakes | Surat Izin Praktik tenaga medis/kesehatan | sip perawat, sip bidan, izin praktik dokter, perpanjang sip | 0.1
uji-kir | Uji berkala kendaraan (KIR) | kir mobil, uji kir, kir pick up, perpanjang kir | 0.1
ak1 | Kartu tanda pencari kerja (AK-1) | kartu kuning, ak1, kartu pencaker, bikin kartu kuning online | 0.1
sktm | Surat Keterangan Tidak Mampu | sktm, surat miskin, surat tidak mampu | 0.1
domisili-usaha | Surat pengantar/keterangan (domisili, usaha/SKU) | surat domisili, sku, surat keterangan usaha, pengantar rt rw | 0.1
izin-penelitian | Surat Keterangan Penelitian | izin penelitian, surat riset kesbangpol | 0.1
spmb-sma | Penerimaan murid baru SMA/SMK negeri | ppdb, spmb, daftar sma negeri, zonasi | 0.1
usul-bansos | Usul/sanggah bansos (DTSEN), PBI-JK | daftar bansos, cek bansos, dtks, pkh, bpnt, kis gratis | 0.1
tanah-balik-nama | Peralihan hak – jual beli (balik nama sertipikat) | balik nama sertifikat, balik nama tanah, biaya balik nama rumah | 0.28
tanah-cek | Pengecekan sertipikat | cek sertifikat tanah, cek keaslian sertifikat | 0.1
tanah-roya | Roya (hapus hak tanggungan) | roya, hapus hipotek, roya sertifikat | 0.1
tanah-pecah | Pemecahan bidang | pecah sertifikat, split tanah | 0.1
ptsl | PTSL (pendaftaran tanah sistematis lengkap) | ptsl, sertifikat tanah gratis, sertifikat massal, prona | 0.1
npwp | Pendaftaran NPWP orang pribadi (aktivasi NIK) | bikin npwp, npwp online, coretax, aktivasi nik npwp | 0.48
bpjs-mandiri | Pendaftaran peserta PBPU (mandiri) | daftar bpjs, bpjs mandiri, bpjs kelas 3, aktifkan bpjs | 0.44
jht | Klaim Jaminan Hari Tua | cairkan jht, klaim bpjs ketenagakerjaan, jamsostek cair, paklaring | 0.1
pt-perorangan | Pendirian PT perorangan | pt perorangan, bikin pt sendiri | 0.1
apostille | Apostille dokumen publik | apostille, legalisir ijazah luar negeri, legalisasi kemenkumham | 0.1
merek | Pendaftaran merek | daftar merek, hak paten nama usaha, haki merek | 0.1
hak-cipta | Pencatatan ciptaan | daftar hak cipta, haki lagu, hki | 0.1
halal-self | Sertifikat halal – self declare (UMK) | sertifikat halal gratis, self declare, halal umkm | 0.1
halal-reguler | Sertifikat halal – reguler | urus halal mui, biaya sertifikasi halal | 0.1
str-nakes | STR seumur hidup | str seumur hidup, perpanjang str, ktki | 0.1
info-publik | Permohonan informasi publik | ppid, minta data pemerintah, informasi publik | 0.1
ombudsman | Laporan dugaan maladministrasi | lapor ombudsman, maladministrasi, pelayanan lama | 0.1
data-bps | Data mikro & peta digital | data bps, minta data statistik | 0.1
nuptk | Penerbitan NUPTK | nuptk, bikin nuptk, syarat nuptk | 0.1
pln-pasang | Pasang baru listrik | pasang listrik baru, tambah daya, pln mobile | 0.1
"""

AGENCIES = (
    SearchDocument("agency:kota-bandung", "agency", "Pemerintah Kota Bandung", ("pemkot bandung",)),
    SearchDocument("agency:kabupaten-sleman", "agency", "Pemerintah Kabupaten Sleman", ("pemkab sleman",)),
    SearchDocument("agency:ombudsman-ri", "agency", "Ombudsman Republik Indonesia", ("ORI",)),
    SearchDocument("agency:bpjs-kesehatan", "agency", "BPJS Kesehatan"),
    SearchDocument("agency:bpjs-ketenagakerjaan", "agency", "BPJS Ketenagakerjaan", ("bpjstk", "jamsostek")),
    SearchDocument(
        "unit:kota-bandung/disdukcapil",
        "agency",
        "Dinas Kependudukan dan Pencatatan Sipil Kota Bandung",
        ("disdukcapil kota bandung", "dukcapil", "capil"),
    ),
    SearchDocument(
        "unit:kabupaten-sleman/disdukcapil",
        "agency",
        "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Sleman",
        ("disdukcapil sleman", "dukcapil", "capil"),
    ),
)

PLACES = (
    PlaceName("31", "DKI Jakarta", "province", ("jakarta", "dki")),
    PlaceName("31.71", "Kota Administrasi Jakarta Pusat", "city", ("jakpus",)),
    PlaceName("32", "Jawa Barat", "province", ("jabar",)),
    PlaceName("32.01", "Kabupaten Bogor", "regency"),
    PlaceName("32.71", "Kota Bogor", "city"),
    PlaceName("32.04", "Kabupaten Bandung", "regency"),
    PlaceName("32.17", "Kabupaten Bandung Barat", "regency", ("kbb",)),
    PlaceName("32.73", "Kota Bandung", "city", ("bdg",)),
    PlaceName("34", "Daerah Istimewa Yogyakarta", "province", ("diy", "yogya")),
    PlaceName("34.04", "Kabupaten Sleman", "regency"),
    PlaceName("34.71", "Kota Yogyakarta", "city", ("jogja", "yogya")),
    PlaceName("33.72", "Kota Surakarta", "city", ("solo",)),
    PlaceName("35.78", "Kota Surabaya", "city", ("sby",)),
    PlaceName("35.79", "Kota Batu", "city"),
    PlaceName("53.01", "Kabupaten Kupang", "regency"),
    PlaceName("53.71", "Kota Kupang", "city"),
    PlaceName("18.72", "Kota Metro", "city"),
)

AGENCY_NAMES = (
    AgencyName("kota-bandung", "Pemerintah Kota Bandung", (), "32.73"),
    AgencyName("kabupaten-sleman", "Pemerintah Kabupaten Sleman", (), "34.04"),
    AgencyName("ombudsman-ri", "Ombudsman Republik Indonesia", ("ombudsman",)),
    AgencyName("bpjs-kesehatan", "BPJS Kesehatan", ("bpjs",)),
    AgencyName("bpjs-ketenagakerjaan", "BPJS Ketenagakerjaan", ("bpjs", "bpjstk")),
    AgencyName("kota-bandung/disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil Kota Bandung",
               ("disdukcapil kota bandung", "disdukcapil", "dukcapil"), "32.73"),
    AgencyName("kabupaten-sleman/disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Sleman",
               ("disdukcapil sleman", "disdukcapil", "dukcapil"), "34.04"),
)  # fmt: skip


def services() -> list[SearchDocument]:
    """The table's rows as documents."""
    found = []
    for line in _TABLE.strip().splitlines():
        slug, name, words, popularity = (cell.strip() for cell in line.split(" | "))
        names = tuple(word.strip() for word in words.split(","))
        found.append(SearchDocument(f"reference:{slug}", "reference", name, names, popularity=float(popularity)))
    return found


def documents() -> list[SearchDocument]:
    """All things of the small world the tests search in."""
    return [*services(), *AGENCIES]
