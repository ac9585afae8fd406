"""Text in both languages, as engines hand it on."""

from __future__ import annotations

from dataclasses import dataclass

SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Words:
    """The same sentence in Vietnamese and in English."""

    vi: str
    en: str

    @classmethod
    def of(cls, text: str) -> Words:
        """Read a text that data hold as ``tiếng Việt | English``; a text without the bar stands for both."""
        vi, bar, en = text.partition(SEPARATOR)
        return cls(vi.strip(), en.strip()) if bar else cls(text.strip(), text.strip())

    def text(self, language: str = "en") -> str:
        """Return the half for ``vi`` or ``en``."""
        return self.vi if language == "vi" else self.en
