"""The alphabet of an SMS: what it lacks is made plain, and every text is measured as the network does."""

import pytest

from sipp.rules.gsm_text import as_gsm, room_of


@pytest.mark.parametrize(
    ("text", "plain", "room"),
    [
        ("Laporan Anda dijawab.", "Laporan Anda dijawab.", 21),
        ("“Sudah”–belum… it’s", '"Sudah"-belum... it\'s', 21),
        ("Café à Ñuñoa", "Café à Ñuñoa", 12),
        ("Ćilipi ŝ", "Cilipi s", 8),
        ("Rp5\u00a0juta 日", "Rp5 juta ?", 10),
        ("/~a_b[1]€", "/~a_b[1]€", 13),
    ],
)
def test_a_text_is_brought_into_the_alphabet_and_measured(text: str, plain: str, room: int) -> None:
    assert (as_gsm(text), room_of(as_gsm(text))) == (plain, room)
