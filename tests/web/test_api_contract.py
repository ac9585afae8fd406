"""The API answers any reading request that its schema allows, with the states and shapes the schema names."""

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from banme.web.wsgi import application

pytestmark = pytest.mark.django_db

schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture(autouse=True)
def _one_connection():
    """Keep the test's database open between requests, as Django's own test client does."""
    moments = (signals.request_started, signals.request_finished)
    for moment in moments:
        moment.disconnect(close_old_connections)
    yield
    for moment in moments:
        moment.connect(close_old_connections)


@schema.include(method="GET").parametrize()
@settings(max_examples=8, derandomize=True, suppress_health_check=list(HealthCheck))
def test_reading_never_fails_and_keeps_to_the_schema(case):
    # Layers come as application/geo+json, which the schema, made by django-ninja, calls application/json.
    case.call_and_validate(checks=[not_a_server_error, status_code_conformance, response_schema_conformance])
