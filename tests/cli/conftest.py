"""A command run in the test's own process, on the test's own workspace."""

import pytest
from django.utils import translation
from typer.testing import CliRunner

from banme.cli import screen
from banme.cli.app import app
from banme.workspace import store


@pytest.fixture
def banme(monkeypatch):
    """Run a command in this process, on the workspace of the test."""
    monkeypatch.setattr(store, "connect", lambda *_, **__: None)
    for console in (screen.out, screen.err):
        monkeypatch.setattr(console, "width", 240)  # they read COLUMNS once, when they are made

    def call(*words, language="vi", status=0):
        monkeypatch.setenv("BANME_LANGUAGE", language)
        with translation.override(language):
            done = CliRunner().invoke(app, [str(word) for word in words])
        assert done.exit_code == status, f"{done.output}{done.exception!r}"
        return " ".join(done.output.split())

    return call
