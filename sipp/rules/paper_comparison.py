"""Papers asked for against the requirements of the standard: which of them no row names.

A paper's words are compared with each row's, without filler words and with everyday names put right (KK, e-KTP, akte).
All its words in one row: "within". A row's words all in it, and more ("KTP" against "KTP tetangga"): "not_computable",
because it may or may not be the same paper. Otherwise "beyond": no row of the variant names it.

Law: UU 25/2009 art. 21 (persyaratan is part of the standard).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sipp.rules.findings import Experience, Finding, Promise
from sipp.rules.standards import Requirement, Standard, is_confirmed, rows_for

#: Everyday names and spellings -> the word the standards use. Longer ones first.
_SAME_PAPER: tuple[tuple[str, str], ...] = (
    (r"\bf ?(\d) (\d\d)\b", r"f\1x\2"),
    (r"\bfoto ?(copy|kopi)", "fotokopi"),
    (r"kartu tanda penduduk( elektronik)?", "ktp"),
    (r"\b(e ktp|ktp el|ektp|ktpel|ktp elektronik)\b", "ktp"),
    (r"kartu keluarga", "kk"),
    (r"surat izin mengemudi", "sim"),
    (r"\bakte\b", "akta"),
    (r"\bkepolisian\b", "polisi"),
    (r"\bijasah\b", "ijazah"),
    (r"\bsertifikat\b", "sertipikat"),
    (r"\bpas ?foto\b", "foto"),
    (r"\bmaterai\b", "meterai"),
    (r"\b(sktlk|surat (keterangan )?(tanda )?(lapor )?kehilangan)\b", "kehilangan"),
)
#: Words that do not tell one paper from another.
# fmt: off
_FILLER = frozenset(
    {
        "asli", "fotokopi", "copy", "kopi", "fc", "salinan", "scan", "pindaian", "surat", "keterangan", "dokumen",
        "berkas", "lembar", "lbr", "rangkap", "buah", "dan", "atau", "yang", "dari", "untuk", "milik", "saya",
        "pemohon", "bersangkutan", "terbaru", "dengan", "di", "ke",
    }
)
# fmt: on


def compare_papers(experience: Experience, promise: Promise) -> tuple[Finding, ...]:
    """One finding for each paper named: "within", "beyond", or "not_computable" with its reason."""
    finding = Finding(
        result="not_computable",
        group="papers",
        component="requirements",
        version=promise.version,
        standing=promise.standing,
    )
    papers = list(dict.fromkeys(paper.strip() for paper in experience.papers if paper.strip()))
    if not papers:
        return (replace(finding, reason="no_papers_told"),)
    if not promise.standard.requirements:
        return tuple(replace(finding, reason="no_requirements_published", said=paper) for paper in papers)
    return tuple(_compare_paper(finding, paper, promise.standard, experience.variant) for paper in papers)


def _compare_paper(finding: Finding, paper: str, standard: Standard, variant: str | None) -> Finding:
    finding = replace(finding, said=paper)
    words = _words(paper)
    is_chosen = not standard.variants or variant in [one.code for one in standard.variants]
    rows = rows_for(standard.requirements, variant if is_chosen else None)
    if not words:
        return replace(finding, reason="paper_unclear")
    naming = [row for row in rows if words <= _words_of(row)]
    if naming:
        return _named(finding, naming, is_chosen)
    if any(_words(row.text) and _words(row.text) <= words for row in rows):
        return replace(finding, reason="paper_unclear")
    return replace(
        finding, result="beyond", row_keys=tuple(row.row_key for row in rows), is_confirmed=_are_confirmed(rows)
    )


def _named(finding: Finding, naming: Sequence[Requirement], is_variant_chosen: bool) -> Finding:
    """A row names the paper; when it is another variant's row, only the chosen variant could tell."""
    row = next((row for row in naming if row.variant is None), naming[0])
    finding = replace(finding, row_key=row.row_key, row_keys=(row.row_key,), is_confirmed=is_confirmed(row))
    if row.variant is not None and not is_variant_chosen:
        return replace(finding, reason="no_variant_chosen")
    return replace(finding, result="within")


def _are_confirmed(rows: Iterable[Requirement]) -> bool:
    """That a paper is missing from the list accuses only when the whole list is the agency's word."""
    return all(is_confirmed(row) for row in rows)


def _words_of(row: Requirement) -> frozenset[str]:
    return _words(" ".join(part for part in (row.text, row.form_code, row.condition) if part))


def _words(text: str) -> frozenset[str]:
    plain = " ".join(re.findall(r"[a-z0-9]+", text.lower()))
    for pattern, word in _SAME_PAPER:
        plain = re.sub(pattern, word, plain)
    # Sizes and numbers of copies tell nothing apart; the number of a form was tied to its letter above.
    return frozenset(word for word in plain.split() if not re.fullmatch(r"[\dx]+", word)) - _FILLER
