from datetime import date
from itertools import product
from typing import get_args

import pytest

from sipp.rules.findings import Finding, Group, Reason, Result
from sipp.words.findings import experienced_words, finding_words, minutes_words, notes, promised_words, said_words

DAY = date(2026, 11, 23)


def finding(**fields: object) -> Finding:
    return Finding(**{"row_keys": ("biaya",), "is_confirmed": True, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (finding(result="above", group="money", difference_idr=150_000), "Rp150.000 di atas standar"),
        (finding(result="within", group="money"), "Tidak melebihi biaya dalam standar"),
        (finding(result="late", group="time", late_by=5, late_unit="working_day"), "Terlambat 5 hari kerja"),
        (finding(result="late", group="time", late_by=2, late_unit="day"), "Terlambat 2 hari kalender"),
        (finding(result="late", group="time", late_by=95, late_unit="minute"), "Terlambat 1 jam 35 menit"),
        (
            finding(
                result="late", group="time", late_by=5, late_unit="working_day", is_still_waiting=True, compared_on=DAY
            ),
            "Sudah terlambat 5 hari kerja pada 23 November 2026",
        ),
        (finding(result="within", group="time"), "Dalam batas waktu"),
        (finding(result="within", group="time", is_still_waiting=True), "Masih dalam batas waktu"),
        (
            finding(result="beyond", group="papers", said="pengantar RT"),
            "“pengantar RT” tidak disebut dalam persyaratan",
        ),
        (finding(result="within", group="papers", said="KK"), "“KK” disebut dalam persyaratan"),
        (
            finding(result="not_computable", group="money", reason="fee_is_formula"),
            "Tidak dapat dihitung karena biayanya dihitung dengan rumus",
        ),
        (finding(result="no_standard", group="money"), "Standar layanan ini belum diterbitkan"),
        (finding(result="reported", group="not_served", said="blanks_out"), "Blangko habis"),
        (finding(result="reported", group="treatment", said="broker"), "Diarahkan ke calo"),
        (finding(result="reported", group="refused", said="unwritten"), "Ditolak tanpa alasan tertulis"),
        (finding(result="reported", group="refused", said="written"), "Ditolak dengan alasan tertulis"),
        (finding(result="reported", group="refused"), "Disampaikan pelapor"),
        (finding(result="reported", group="wrong_result", said="Nama salah eja"), "Nama salah eja"),
    ],
)
def test_a_finding_in_one_sentence(found: Finding, words: str) -> None:
    assert finding_words(found) == words


def test_no_finding_is_without_words() -> None:
    every = product(get_args(Result), [*get_args(Group), None], [*get_args(Reason), None])

    for result, group, reason in every:
        words = finding_words(Finding(result=result, group=group, reason=reason))
        assert words.strip()
        assert "None" not in words


def test_promise_and_experience_stand_side_by_side() -> None:
    asked = finding(result="above", group="money", promised_idr=0, experienced_idr=150_000)
    waited = finding(result="late", group="time", promised_length=24, promised_unit="hour", compared_on=DAY)

    assert (promised_words(asked), experienced_words(asked)) == ("Tidak dipungut biaya", "Rp150.000")
    assert (promised_words(waited), experienced_words(waited)) == ("24 jam", "selesai 23 November 2026")
    assert promised_words(finding(result="reported", group="other")) is None


def test_a_wait_that_goes_on_is_told_with_its_day() -> None:
    waiting = finding(result="late", group="time", compared_on=DAY, is_still_waiting=True)

    assert experienced_words(waiting) == "belum selesai pada 23 November 2026"


def test_an_unconfirmed_row_is_said_to_be_unconfirmed() -> None:
    unconfirmed = finding(result="above", group="money", is_confirmed=False)

    assert notes(unconfirmed) == ["Menurut acuan nasional, belum dikonfirmasi instansi."]
    assert notes(finding(result="above", group="money")) == []


def test_where_a_lateness_was_counted_from_is_said() -> None:
    counted = finding(result="late", group="time", counted_from="application")

    assert notes(counted) == ["Dihitung sejak pengajuan, karena awal jangka waktunya belum diketahui."]


def test_the_first_recorded_standard_is_named_as_such() -> None:
    early = finding(result="above", group="money", standing="first_recorded")

    assert notes(early) == ["Standar pertama yang tercatat"]


def test_an_unknown_word_of_the_citizen_is_shown_as_typed() -> None:
    assert said_words(finding(result="reported", group="treatment", said="lainnya")) == "lainnya"


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 menit"), (45, "45 menit"), (120, "2 jam"), (95, "1 jam 35 menit")]
)
def test_minutes_are_told_in_hours_when_they_are_many(minutes: int, words: str) -> None:
    assert minutes_words(minutes) == words
