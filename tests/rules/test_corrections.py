"""When a correction counts as taken up."""

from dataclasses import replace

import pytest

from sipp.rules.corrections import is_taken_up
from sipp.rules.standards import Fee, Standard
from tests import factories

BEFORE = factories.a_standard()
FREE = replace(BEFORE, fees=(Fee(row_key="biaya", shape="free"),))


@pytest.mark.parametrize(
    ("component", "before", "published", "taken_up"),
    [
        ("fee", BEFORE, FREE, True),
        ("fee", BEFORE, BEFORE, False),
        ("product", BEFORE, FREE, False),
        ("fee", None, BEFORE, True),
        ("facilities", None, BEFORE, False),
    ],
)
def test_a_correction_is_taken_up_when_its_own_component_changed(
    component: str, before: Standard | None, published: Standard, taken_up: bool
) -> None:
    assert is_taken_up(component, before, published) is taken_up  # type: ignore[arg-type]
