"""A clock that stands still for a test and goes on only when the test moves it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine


def clock_at(moment: datetime) -> Any:
    """A fixture for a module, to be called ``clockwork`` there: its tests begin at this moment."""

    @pytest.fixture(name="clockwork")
    def stopped() -> Iterator[Any]:
        with time_machine.travel(moment, tick=False) as time:
            yield time

    return stopped
