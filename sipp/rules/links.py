"""Links to the outside: which addresses may be visited at all, what counts as broken, and when to look again.

Only the public web is visited: whoever may write a link must not be able to make this machine knock on doors behind
its own firewall.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Literal
from urllib.parse import quote, urlsplit

#: Why a link could not be opened. ``not_public``: it leads to no address of the public web.
Failure = Literal[
    "not_public", "no_such_host", "no_answer", "refused", "not_found", "server_fault", "too_many_redirects"
]

PORTS = {"http": 80, "https": 443}
MOST_REDIRECTS = 5
#: A link is called broken after failures on so many days, none of them followed by a success.
BROKEN_AFTER_DAYS = 3
#: What opened is visited again after a week, what failed on the next day.
AFTER_SUCCESS = timedelta(days=7)
AFTER_FAILURE = timedelta(days=1)
#: Without an answer of anybody for so long, the fault may be this machine's own network: it blames no one.
NETWORK_SEEN_WITHIN = timedelta(days=1)

#: IPv6 addresses that carry an IPv4 address inside: it is that one which counts.
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class WebAddress:
    """An address of the web, split: ``host`` in ASCII, ``target`` is path and query."""

    scheme: Literal["http", "https"]
    host: str
    target: str

    @property
    def port(self) -> int:
        """80 or 443: no other is visited."""
        return PORTS[self.scheme]


def read_address(url: str) -> WebAddress | None:
    """The parts of an address; None for what is no plain address of the web (other schemes, ports, user names)."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    is_plain = parts.username is None and parts.password is None
    if parts.scheme not in PORTS or not host or not is_plain or port not in (None, PORTS[parts.scheme]):
        return None
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{_query(parts.query)}" if parts.query else "")
    return WebAddress("https" if parts.scheme == "https" else "http", host, target)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: nothing private, local, shared, reserved or multicast."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    inner = _inner(found) if isinstance(found, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    is_special = (
        found.is_private
        or found.is_loopback
        or found.is_link_local
        or found.is_multicast
        or found.is_reserved
        or found.is_unspecified
        or (isinstance(found, IPv6Address) and (found.is_site_local or found.scope_id is not None))
    )
    return found.is_global and not is_special


def failure_of_status(status: int) -> Failure | None:
    """Why an answer of this status opens no page; None where it does, or where only robots are refused."""
    if status in (404, 410):
        return "not_found"
    return "server_fault" if status >= 500 else None


def counts(failure: Failure, is_network_seen: bool) -> bool:
    """Whether a failure may be blamed on the link: an answer always, silence only while others are heard."""
    return failure in ("not_public", "not_found", "server_fault", "too_many_redirects") or is_network_seen


def days_failed(before: int, last_failed_on: date | None, today: date) -> int:
    """On how many days in a row of visits a link failed, with a failure today."""
    return before if last_failed_on == today else before + 1


def is_broken(days: int) -> bool:
    """Whether a link is shown as broken."""
    return days >= BROKEN_AFTER_DAYS


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def _query(query: str) -> str:
    return quote(query, safe="/%:@!$&'()*+,;=~-._?")
