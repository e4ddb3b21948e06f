from tests.browser.conftest import open_page
from tests.browser.office_places import OFFICE_PLACES, reach
from tests.browser.test_every_page import faults_of

NAMES = [n for n in OFFICE_PLACES if any(w in n for w in ("oversight", "remind", "evaluation", "evidence"))]


def test_shots(live_server, browser):
    told = {}
    for n in NAMES:
        with open_page(browser, live_server) as page:
            reach(live_server, page, n)
            for w in (360, 1200):
                page.set_viewport_size({"width": w, "height": 900})
                page.screenshot(
                    path=f"/tmp/ov_shots/{n.replace(' ', '-').replace(':', '').replace(',', '')}-{w}.png",
                    full_page=True,
                )
            if f := faults_of(page):
                told[n] = f
    assert told == {}, told
