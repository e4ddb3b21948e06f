"""Who may know who reported: open, sealed, anonymous. It can be raised by the reporter, never lowered."""

from typing import Literal

Visibility = Literal["open", "sealed", "anonymous"]

_ABOVE: dict[str, tuple[Visibility, ...]] = {"anonymous": ("open", "sealed"), "sealed": ("open",), "open": ()}


def visibilities_above(visibility: str, *, custodians_exist: bool) -> tuple[Visibility, ...]:
    """What a reporter may raise the visibility to; sealing needs custodians."""
    return tuple(one for one in _ABOVE[visibility] if one != "sealed" or custodians_exist)
