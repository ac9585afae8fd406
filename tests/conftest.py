"""Settings of the whole suite, and the one browser of a worker."""

import os
import shutil

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

# Playwright's synchronous interface keeps an event loop in the worker's thread while a browser is open; Django would
# then refuse every database call of the other tests on that worker, though none of them runs inside the loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

settings.register_profile("banme", deadline=None)  # a busy machine is not a failure
settings.load_profile("banme")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--no-first-run",
]


def chromium():
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


@pytest.hookimpl(optionalhook=True)  # there is none without pytest-xdist
def pytest_xdist_make_scheduler(config, log):
    """Give a worker whole files, and all that looks at pages to one, so that they are filled and served once."""

    class Rooms(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return "tests/browser" if file.startswith("tests/browser/") else file

    return Rooms(config, log)


def pytest_collection_modifyitems(items):
    if chromium() is not None:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install --no-install-recommends chromium"))


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium: one for each worker, since Playwright runs once in a process."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        shown = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        yield shown
        shown.close()
