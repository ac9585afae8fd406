"""The command line: ``banme COMMAND``. Every command works on the workspace named by ``-w`` or BANME_WORKSPACE."""

from banme.cli.app import app, main

__all__ = ["app", "main"]
