"""Which browser somebody uses, as a family and a system: enough to recognise one's own, too little to track anybody."""

from flask import request

#: The first that is named wins: nearly all call themselves Chrome, Safari or Mozilla too.
FAMILIES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_of_request() -> str:
    """ "Chrome/Android"; a part that is not recognised stays empty."""
    return browser_name(request.headers.get("User-Agent", ""))


def browser_name(user_agent: str) -> str:
    """The family and the system that a User-Agent header names."""
    return f"{_first(user_agent, FAMILIES)}/{_first(user_agent, SYSTEMS)}"


def _first(text: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for part, name in names if part in text), "")
