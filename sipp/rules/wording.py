"""What a text of a standard says or fails to say: placeholders, empty phrases, numbering, several things in one, words.

Experience behind these rules: published pages of SIPP Nasional read in November 2026 had requirements "1. -  2. -",
numbering typed twice ("1. 1. ..."), time limits "3 hari" of which no one knows whether the weekend counts, and private
mobile numbers of officers.
"""

import re
import unicodedata

#: Characters that stand before an item as its bullet; the last ones are what Word's symbol fonts leave behind.
_BULLETS = (
    r"\-\u2010-\u2015\u2022\u2023\u25cf\u25cb\u25aa\u25ab\u25a0\u25a1\u25e6\u2219\u00b7\u2713\u2714\u27a2\u2192*"
    r"\uf0a7\uf0b7\uf0fc\uf0d8\uf076"
)
_ORDINAL = r"\d{1,2}(?:\.\d{1,2}){0,2}[.)](?=\s|[A-Za-z(]|$)|\(\d{1,2}\)(?=\s|\w|$)"
_LETTER = r"\(?[A-Za-z]\)(?=\s|\w|$)|[A-Za-z]\.(?=\s|$)|\(?[ivxIVX]{2,5}[.)](?=\s|$)"
_BULLET = rf"[{_BULLETS}]+(?=\s*[A-Za-z(\"])|[{_BULLETS}]+\s+(?=\d)"
_NUMBERING = re.compile(rf"\s*(?:{_ORDINAL}|{_LETTER}|{_BULLET})\s*")

_FILLERS = frozenset(
    ("n/a", "na", "n a", "nihil", "kosong", "null", "none", "tba", "tbd", "xx", "xxx", "xxxx", "xxxxx", "isi", "isian")
    + ("diisi", "akan diisi", "belum diisi", "belum ada", "isi di sini", "isi disini", "contoh teks", "lorem ipsum")
    + ("teks", "test", "tes", "sda", "s.d.a", "idem")
)

_ACCORDING = r"(?:di|ber)?sesuai(?:kan)?|menyesuaikan|menurut|berdasarkan|mengikuti"
_RULES = (
    r"ketentuan|peraturan|aturan|per?undang[ -]?undangan|perundangan|undang-undang|prosedur|standar|sop|kebutuhan"
    r"|kondisi|keadaan|situasi|kebijakan"
)
_EMPTY_PHRASE = re.compile(
    rf"(?:(?:{_ACCORDING})(?: dengan| pada)?(?: (?:{_RULES}|dan|/|yang|berlaku|di lapangan|lapangan|terbaru|ada))+"
    r"|menyesuaikan|kondisional|relatif|fleksibel|secepatnya|segera|tergantung(?: situasi| kondisi| kebutuhan)*"
    r"|bervariasi|tentatif|lihat lampiran|terlampir|cukup jelas|sudah jelas)"
)
_VAGUE_PHRASES = re.compile(
    rf"\b(?:(?:{_ACCORDING})(?: dengan)? (?:ketentuan|peraturan|aturan)(?: per?undang[ -]?undangan)?(?: yang)? berlaku"
    r"|sesuai(?: dengan)? ketentuan(?=$|[.,;])"
    r"|dan lain[ -]lain|dan sebagainya|dan seterusnya|dll|dsb|dst"
    r"|(?:bila|jika|apabila) (?:di|dianggap )perlu(?:kan)?|persyaratan lain(?:nya)?|secukupnya)\b",
    re.IGNORECASE,
)

#: A paper's first word: after "dan" or a comma it begins another paper.
_PAPER = (
    r"foto ?kopi|foto ?copy|fc\.?|surat|kartu|akt[ae]|ktp(?:-el)?|e-ktp|kk|ijazah|sertifikat|sertipikat"
    r"|formulir(?!\s+[a-z]{1,2}[-.]?\d)|pas ?foto|paspor|npwp|nib|m[ea]terai|buku|bukti|bpkb|stnk|sim"
    r"|kutipan|rekomendasi|proposal|kuitansi|denah|rapor|raport"
)
_ANOTHER_PAPER = re.compile(rf"(?:\bdan|\bserta|&|\+)\s+(?:{_PAPER})\b", re.IGNORECASE)
_PAPER_START = re.compile(rf"(?:dan\s+)?(?:{_PAPER})\b", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"\batau\b|\bsalah satu\b|dan/atau|\bmisalnya\b", re.IGNORECASE)
_ITEM_INSIDE = re.compile(r"(?:^|\s)\(?(\d{1,2}|[a-z])[.)]\s*(?=[A-Za-z])")
_IN_BRACKETS = re.compile(r"\([^()]{0,200}\)")

_DAYS = re.compile(
    r"\b(?:\d{1,3}|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|empat belas)\s?"
    r"(?:\([^)]{0,30}\)\s?)?hari\b"
    r"(?!\s?\(?(?:kerja|kalender|libur|raya|takwim|efektif|seminggu|sepekan|setelahnya))",
    re.IGNORECASE,
)

#: Hard word or phrase -> what people say. Experience: citizens ask at the counter what these mean.
HARD_WORDS: dict[str, str] = {
    "yang bersangkutan": "Anda, atau sebutkan orangnya",
    "sebagaimana dimaksud": "sebutkan langsung yang dimaksud",
    "dalam rangka": "untuk",
    "bilamana": "bila",
    "manakala": "bila",
    "dipergunakan": "dipakai",
    "mempergunakan": "memakai",
    "diperkenankan": "boleh",
    "melakukan pengisian": "mengisi",
    "melakukan pembayaran": "membayar",
    "melakukan pendaftaran": "mendaftar",
    "melakukan penyerahan": "menyerahkan",
    "melakukan pengambilan": "mengambil",
    "melakukan verifikasi": "memeriksa",
    "melakukan validasi": "memeriksa kebenarannya",
    "mendisposisikan": "meneruskan",
    "disposisi": "penerusan, atau diteruskan",
    "dilegalisir": "disahkan oleh instansi yang menerbitkan",
    "legalisir": "yang disahkan",
    "tersebut di atas": "ini",
    "perihal": "tentang",
    "berkenaan dengan": "tentang",
    "oleh karenanya": "karena itu",
    "front office": "loket",
    "back office": "bagian pemrosesan",
    "customer service": "petugas layanan",
    "soft copy": "berkas elektronik",
    "softcopy": "berkas elektronik",
    "hard copy": "berkas cetak",
    "hardcopy": "berkas cetak",
    "print out": "cetakan",
    "upload": "unggah",
    "download": "unduh",
    "input": "isi, atau masukkan",
    "menginput": "memasukkan",
    "scan": "pindai",
    "stakeholder": "pihak terkait",
}
_HARD = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, HARD_WORDS), key=len, reverse=True))})\b", re.IGNORECASE)


def is_placeholder(text: str) -> bool:
    """Whether a text only fills the box: no letter and no digit ("-", "..."), or a filler ("n/a", "belum diisi")."""
    plain = _compact(without_numbering(text))
    return not any(character.isalnum() for character in plain) or plain.strip(" .-()[]") in _FILLERS


def says_nothing(text: str) -> bool:
    """Whether a text is one empty phrase: "sesuai ketentuan yang berlaku", "kondisional", "terlampir"."""
    return _EMPTY_PHRASE.fullmatch(_compact(without_numbering(text)).strip(" .,;:()")) is not None


def without_numbering(text: str) -> str:
    """The text without numbers, letters and bullets typed before it, however often: "1. a) - KTP" gives "KTP"."""
    kept = text.strip()
    while match := _NUMBERING.match(kept):
        kept = kept[match.end() :]
    return kept.strip()


def has_numbering(text: str) -> bool:
    """Whether a number, letter or bullet was typed before the text, which pages number themselves."""
    return without_numbering(text) != text.strip() and not is_placeholder(text)


def has_several_papers(text: str) -> bool:
    """Whether a requirement names several papers to bring, of which a citizen may miss one.

    Alternatives ("KTP atau paspor", "salah satu: ...") are one requirement.
    """
    if sum(bool(line.strip()) for line in text.splitlines()) > 1:
        return True
    plain = _IN_BRACKETS.sub("", text)
    if len(list_marks(plain)) > 1:
        return True
    if _ALTERNATIVE.search(plain):
        return False
    parts = [part.strip() for part in re.split(r"[,;]", plain)]
    return bool(_ANOTHER_PAPER.search(plain)) or sum(bool(_PAPER_START.match(part)) for part in parts) > 1


def list_marks(text: str) -> tuple[int, ...]:
    """Where the items of a list typed into one line begin: "1. KTP 2. KK" gives two places; else none.

    Only marks that count up from the first one: a "2." or "b." alone is no list.
    """
    found: list[int] = []
    expected = ""
    for match in _ITEM_INSIDE.finditer(text):
        mark = match[1]
        if not found and mark not in ("1", "a"):
            continue
        if found and mark != expected:
            continue
        found.append(match.start(1) - (text[match.start(1) - 1 : match.start(1)] == "("))
        expected = str(int(mark) + 1) if mark.isdigit() else chr(ord(mark) + 1)
    return tuple(found) if len(found) > 1 else ()


def has_days_without_type(text: str) -> bool:
    """Whether days are counted without saying which: "3 hari" may be working days or calendar days."""
    return _DAYS.search(text) is not None


def vague_phrase_in(text: str) -> str | None:
    """The first phrase that leaves a promise open ("sesuai ketentuan yang berlaku", "dan lain-lain"), as typed."""
    match = _VAGUE_PHRASES.search(" ".join(text.split()))
    return match[0] if match else None


def hard_words_in(text: str) -> tuple[str, ...]:
    """The hard words of a text in lower case, each once; ``HARD_WORDS`` has the plain ones."""
    return tuple(dict.fromkeys(match[0].lower() for match in _HARD.finditer(" ".join(text.split()))))


def same_words(text: str) -> str:
    """A text as compared with another for being the same: letters and digits alone, lower case, no numbering."""
    return "".join(character for character in _compact(without_numbering(text)) if character.isalnum())


def _compact(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())
