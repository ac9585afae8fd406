"""Refusal of work that needs a plan where none was found; it carries what was proven instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banme.errors import InputError, Problem

if TYPE_CHECKING:
    from banme.siting.design import NetworkDesign


class NoPlanError(InputError):
    """No plan was found; ``design`` tells whether there is none and holds the certificate."""

    def __init__(self, design: NetworkDesign, table: str) -> None:
        self.design = design
        super().__init__(
            [
                Problem(
                    "no-plan",
                    "Chưa tìm được phương án nào: tăng thời gian tính hoặc nới giới hạn.",
                    "No plan was found: allow more time or loosen the limits.",
                    table=table,
                    value=design.status,
                )
            ]
        )
