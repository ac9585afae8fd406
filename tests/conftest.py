"""Settings of the whole suite."""

import os

# Playwright's synchronous interface keeps an event loop in the worker's thread while a browser is open; Django would
# then refuse every database call of the other tests on that worker, though none of them runs inside the loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
