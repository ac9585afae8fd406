"""The API answers any request its schema allows as its schema says."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from banme.web.wsgi import application

pytestmark = pytest.mark.django_db

schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@schema.include(method="GET").parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_reading_never_fails_and_keeps_to_the_schema(case):
    case.call_and_validate()
