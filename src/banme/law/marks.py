"""How well a statement about the law is verified, and what may therefore be said of it."""

from __future__ import annotations

from enum import StrEnum

from banme.law.words import Words


class Mark(StrEnum):
    """How a parameter of law came to be known."""

    VERIFIED = "verified"
    """Read in a text of the instrument itself."""
    VERIFIED_2ND = "verified_2nd"
    """Read in a third party's summary, checklist or news item."""
    RECALLED = "recalled"
    """From memory; found in no text."""
    INFERRED = "inferred"
    """Concluded from verified items."""
    NOT_FOUND = "not_found"
    """Looked for and not found."""

    @property
    def is_law(self) -> bool:
        """Whether a figure with this mark may be presented as law."""
        return self in LAW

    @property
    def label(self) -> Words:
        """What the mark is called."""
        return _LABELS[self]


LAW = frozenset({Mark.VERIFIED, Mark.VERIFIED_2ND})
_LABELS = {
    Mark.VERIFIED: Words("Đã đối chiếu văn bản", "Verified in the text"),
    Mark.VERIFIED_2ND: Words("Đọc qua nguồn thứ cấp", "Verified in a secondary source"),
    Mark.RECALLED: Words("Nhớ lại, chưa đối chiếu", "Recalled, not verified"),
    Mark.INFERRED: Words("Suy ra", "Inferred"),
    Mark.NOT_FOUND: Words("Chưa tìm thấy", "Not found"),
}
