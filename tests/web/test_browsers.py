"""A browser by its family and system, and nothing that tells people apart."""

import pytest

from sipp.web.browsers import browser_name

AGENTS = {
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile"
    " Safari/537.36": "Chrome/Android",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
    " Edg/142.0.0.0": "Edge/Windows",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0": "Firefox/Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
    " Mobile/15E148 Safari/604.1": "Safari/iPhone",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " CriOS/142.0.7444.46 Mobile/15E148 Safari/604.1": "Chrome/iPhone",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
    " Safari/605.1.15": "Safari/macOS",
    "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S901B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0"
    " Chrome/130.0.0.0 Mobile Safari/537.36": "Samsung Internet/Android",
    "Opera/9.80 (Android; Opera Mini/80.0.2254/191.303; U; id) Presto/2.12.423 Version/12.16": "Opera/Android",
    "curl/8.5.0": "/",
    "": "/",
    "<script>alert(1)</script>": "/",
}


@pytest.mark.parametrize(("agent", "name"), AGENTS.items())
def test_a_browser_is_told_by_family_and_system_without_version_or_model(agent: str, name: str) -> None:
    assert browser_name(agent) == name
