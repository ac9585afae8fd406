"""Who reads these pages: the assessing body, or a third party, who sees only what an establishment agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banme import configuration

if TYPE_CHECKING:
    from banme.studies.assessment.technology import Audience

SETTING = "BANME_READER"


def is_third_party() -> bool:
    """Tell whether the reader is a third party: anybody unless ``BANME_READER`` is ``assessor``."""
    return configuration.value(SETTING).strip() != "assessor"


def audience() -> Audience:
    """Return the audience that ``BANME_READER`` names; anything but ``assessor`` is a third party."""
    from banme.studies.assessment.technology import Audience  # noqa: PLC0415  (engines load slowly)

    return Audience.THIRD_PARTY if is_third_party() else Audience.ASSESSOR
