"""Many new tables in one step of a migration."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


def at_once(operations: Sequence[Operation]) -> list[Operation]:
    """Return the operations of a migration with every run of new tables as one :class:`CreateModels`.

    Django renders all models that a new table relates to again after each step, here nearly all: with a few hundred
    tables most of a migration's time goes there. One after another or at once, the same tables come of it.
    """
    out: list[Operation] = []
    for created, run in groupby(operations, lambda operation: isinstance(operation, CreateModel)):
        steps = list(run)
        out += [CreateModels([step for step in steps if isinstance(step, CreateModel)])] if created else steps
    return out


class CreateModels(Operation):
    """Make several tables; models are rendered once, when all are known."""

    category = OperationCategory.ADDITION

    def __init__(self, steps: list[CreateModel]) -> None:
        self.steps = steps

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models, with the rendered ones forgotten first so that none is rendered on the way."""
        vars(state).pop("apps", None)
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the tables in the order given."""
        for step in self.steps:
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the tables, the last one first."""
        for step in reversed(self.steps):
            step.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name: str, app_label: str) -> bool:
        """Return whether any of the tables is or needs ``name``."""
        return any(step.references_model(name, app_label) for step in self.steps)

    def describe(self) -> str:
        """Return one line for ``migrate``'s log."""
        return "Create models " + ", ".join(step.name for step in self.steps)
