"""The API answers any request its schema allows as its schema says."""

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from banme.web.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]

schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture
def one_connection():
    """Keep the test's database open between requests, as Django's own test client does."""
    moments = (signals.request_started, signals.request_finished)
    for moment in moments:
        moment.disconnect(close_old_connections)
    yield
    for moment in moments:
        moment.connect(close_old_connections)


@schema.include(method="GET").parametrize()
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_reading_never_fails_and_keeps_to_the_schema(case):
    case.call_and_validate()
