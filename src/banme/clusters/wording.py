"""Text in both languages, and how well a rule's parameter is verified."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in Vietnamese and in English."""

    vi: str
    en: str

    def text(self, language: str) -> str:
        """Return the Vietnamese text for ``vi``, the English one for any other language."""
        return self.vi if language == "vi" else self.en


class Mark(StrEnum):
    """How a parameter came to be known; only the first two may be presented as what a text says."""

    VERIFIED = "verified"
    VERIFIED_SECOND = "verified_second"
    RECALLED = "recalled"
    INFERRED = "inferred"
    NOT_FOUND = "not_found"

    @property
    def is_law(self) -> bool:
        """Whether the parameter was read in the text itself, or in a report of it."""
        return self in {Mark.VERIFIED, Mark.VERIFIED_SECOND}


MARK_WORDS = {
    Mark.VERIFIED: Wording("Đã đọc trong văn bản", "Read in the text itself"),
    Mark.VERIFIED_SECOND: Wording("Đọc qua tài liệu dẫn lại", "Read in a report of the text"),
    Mark.RECALLED: Wording("Nhớ lại, chưa đối chiếu; không phải quy định", "Recalled, not checked; not law"),
    Mark.INFERRED: Wording("Suy ra; không phải quy định", "Inferred; not law"),
    Mark.NOT_FOUND: Wording("Không tìm thấy văn bản", "No text was found"),
}
