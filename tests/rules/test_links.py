"""Which addresses may be visited, and when a link is called broken."""

from datetime import date

import pytest

from sipp.rules.links import WebAddress, counts, days_failed, failure_of_status, is_broken, is_public, read_address


@pytest.mark.parametrize("address", ["103.8.224.10", "8.8.8.8", "2404:8000:1::1", "64:ff9b::808:808"])
def test_addresses_of_the_public_internet_may_be_visited(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
        "contoh.go.id",
        "",
    ],
)
def test_no_other_address_is_ever_visited(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://contoh.go.id", WebAddress("https", "contoh.go.id", "/")),
        ("http://Contoh.go.id:80/a b?x=1&y= #z", WebAddress("http", "contoh.go.id", "/a%20b?x=1&y=%20")),
        ("https://daring.kota.go.id/%C3%A9", WebAddress("https", "daring.kota.go.id", "/%C3%A9")),
        ("https://bücher.example/", WebAddress("https", "xn--bcher-kva.example", "/")),
    ],
)
def test_an_address_of_the_web_is_read_into_its_parts(url: str, address: WebAddress) -> None:
    assert read_address(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "ftp://contoh.go.id/",
        "file:///etc/passwd",
        "gopher://contoh.go.id:80/",
        "https://contoh.go.id:8443/",
        "http://contoh.go.id:443/",
        "http://contoh.go.id:22/",
        "https://petugas:rahasia@contoh.go.id/",
        "https://contoh.go.id:abc/",
        "https:///jalan",
        "https://[::1/",
        "https://" + "a" * 70 + ".id/",
        "contoh.go.id",
        "",
    ],
)
def test_what_is_no_plain_address_of_the_web_is_not_visited(url: str) -> None:
    assert read_address(url) is None


@pytest.mark.parametrize(
    ("status", "failure"),
    [(200, None), (302, None), (401, None), (403, None), (405, None), (429, None)]
    + [(404, "not_found"), (410, "not_found"), (500, "server_fault"), (503, "server_fault")],
)
def test_only_what_is_missing_or_broken_fails(status: int, failure: str | None) -> None:
    assert failure_of_status(status) == failure


@pytest.mark.parametrize(
    ("failure", "alone", "among_others"),
    [("not_found", True, True), ("not_public", True, True), ("no_answer", False, True), ("no_such_host", False, True)],
)
def test_silence_counts_only_while_others_are_heard(failure: str, alone: bool, among_others: bool) -> None:
    assert counts(failure, False) is alone  # type: ignore[arg-type]
    assert counts(failure, True) is among_others  # type: ignore[arg-type]


def test_three_days_make_a_link_broken_however_often_it_failed_on_one() -> None:
    days, last = 0, None
    for day in (1, 1, 1, 2, 2, 4):
        assert not is_broken(days)
        days, last = days_failed(days, last, date(2026, 3, day)), date(2026, 3, day)
    assert is_broken(days)
