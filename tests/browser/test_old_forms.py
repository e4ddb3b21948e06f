"""A form that lay open for more than a day: nothing typed is lost, and the page before sending is asked once more."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from itsdangerous import URLSafeSerializer
from playwright.sync_api import Page

from sipp.config import Config
from tests.browser.checks import NARROW, assert_accessible, assert_no_sideways_scroll, set_width
from tests.browser.places import SERVICE, choose, current_step, expect_status, fill, go, go_on, tracking_code
from tests.live_server import LiveServer, environment

STORY = "Blangko habis sejak minggu lalu."


def opened_a_day_earlier(token: str, server: LiveServer) -> str:
    """The same form's token as if the form had been opened 25 hours before."""
    keys = Config.from_environment(environment(server.data_dir)).secret_keys
    serializer = URLSafeSerializer(list(reversed(keys)), salt="sipp version")
    *form, opened_at, nonce = serializer.loads(token)
    earlier = datetime.fromisoformat(opened_at) - timedelta(hours=25)
    aged: str = serializer.dumps([*form, earlier.isoformat(), nonce])
    return aged


@pytest.fixture
def asked_again(page: Page, live_server: LiveServer) -> Iterator[Page]:
    """The page that asks whether to send what was begun yesterday."""
    go(page, f"{SERVICE}/lapor")
    field = page.locator("[name=version_token]")
    field.evaluate("(field, token) => { field.value = token }", opened_a_day_earlier(field.input_value(), live_server))
    choose(page, "group", "not_served")
    choose(page, "not_served_reason", "blanks_out")
    go_on(page)
    choose(page, "visibility", "anonymous")
    go_on(page)
    fill(page, "description", STORY)
    go_on(page)
    expect_status(go_on(page), 422)
    yield page


def test_an_old_form_is_sent_after_a_confirmation(asked_again: Page) -> None:
    assert current_step(asked_again) == "confirm"
    choose(asked_again, "confirm", "yes")
    go_on(asked_again)
    assert tracking_code(asked_again)
    go(asked_again, "/laporan")
    assert STORY in asked_again.locator("main").inner_text()


def test_the_confirmation_can_be_used_by_everyone(asked_again: Page) -> None:
    assert_accessible(asked_again)
    set_width(asked_again, NARROW)
    assert_accessible(asked_again)
    assert_no_sideways_scroll(asked_again)
