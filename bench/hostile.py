"""Queries that try to make the search slow or break it, over HTTP: each must be answered within ten seconds."""

import http.client
import random
import string
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from bench.engines.contract import Asked
from bench.figures import spread
from bench.sites import Site, search_path
from tests.search.test_hostile import HOSTILE

WIDEST_WORDS = 10
_ANSWER_SECONDS = 60


def measure(site: Site, queries: Sequence[Asked], count: int, seed: int) -> dict[str, Any]:
    """Milliseconds and statuses of the tests' hostile queries, of noise, and of the widest queries one can type."""
    times: list[float] = []
    statuses: Counter[int] = Counter()
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=_ANSWER_SECONDS)
    for text in (*HOSTILE, *_made(queries, count, random.Random(f"hostile {seed}"))):
        began = time.perf_counter()
        connection.request("GET", search_path(text))
        response = connection.getresponse()
        response.read()
        times.append(1000 * (time.perf_counter() - began))
        statuses[response.status] += 1
    connection.close()
    return {**spread(times), "statuses": {str(status): number for status, number in sorted(statuses.items())}}


def _made(queries: Sequence[Asked], count: int, draw: random.Random) -> list[str]:
    common = [word for word, _ in Counter(word for asked in queries for word in asked.words).most_common(40)]
    noise = string.printable + "\x00\u202e\u00e9\u0643\U0001f600\ufdfa\u00b2"
    made = []
    for number in range(count):
        if number % 2:
            made.append(" ".join(draw.sample(common, min(WIDEST_WORDS, len(common)))))
        else:
            made.append("".join(draw.choices(noise, k=draw.randint(1, 200))))
    return made
