"""Nothing that was acknowledged is lost, halved or doubled, whoever is killed and when; every mail is accounted for.

A trial is one SIGKILL at a random moment under load. What a form without an answer became is found out by sending it
again; everything else by the code of each report, and in the database.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from sipp.config import Config
from tests.live.stage import a_stage
from tests.trials import FACTOR, any_database_at_full_size, scaled

pytestmark = [pytest.mark.slow, pytest.mark.faults]

SEED = 29
ROUND = ("web process",) * 6 + ("worker",) * 3 + ("web server",)
#: 200 trials in `make faults`; a tenth of them would take `make test` too long.
ROUNDS = scaled(2) if FACTOR > 1 else 1


@pytest.mark.any_database
def test_nothing_acknowledged_is_lost_halved_or_doubled_by_kills(
    config: Config, tmp_path: Path, engine_name: str, record_property: Callable[[str, object], None]
) -> None:
    killed: Counter[str] = Counter()
    with a_stage(config, tmp_path / "processes.log", SEED) as stage:
        for _ in range(ROUNDS):
            killed += stage.kill(ROUND)
            assert stage.findings() == []
        assert stage.findings_about_news() == []
        record_property(f"kills on {engine_name}, seed {SEED}", stage.figures(killed))
        assert stage.crowd.cut >= killed["web process"] / 4, "the kills were to cut answers off"
    assert stage.installation.faults() == set()


@any_database_at_full_size
def test_a_server_that_answers_before_it_commits_is_caught(config: Config, tmp_path: Path) -> None:
    """The control: the same load, the same killer, the same books."""
    found: list[str] = []
    with a_stage(config, tmp_path / "processes.log", SEED, "create_late_app") as stage:
        for _ in range(10):
            stage.kill(["web process"] * 4)
            found = stage.findings()
            if any(one.startswith("lost") for one in found):
                return
    pytest.fail(f"nothing was missed: {found}")
