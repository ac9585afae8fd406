"""Incentives as dated data, and what a project is: sectors, places, the day it was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from banme.appraisal.measures import PERCENT
from banme.law.marks import Mark
from banme.law.parameter import Standing
from banme.law.words import Words


class Kind(StrEnum):
    """What an incentive eases; of each kind a project enjoys the best one."""

    INCOME_TAX = "income_tax"
    LAND_RENT = "land_rent"
    IMPORT_DUTY = "import_duty"
    GRANT = "grant"
    PERSONAL_TAX = "personal_tax"
    """Tax of the people employed: no cash of the project."""

    @property
    def label(self) -> Words:
        """What the kind is called."""
        return _KINDS[self]


_KINDS = {
    Kind.INCOME_TAX: Words("Thuế thu nhập doanh nghiệp", "Corporate income tax"),
    Kind.LAND_RENT: Words("Tiền thuê đất", "Land rent"),
    Kind.IMPORT_DUTY: Words("Thuế nhập khẩu", "Import duty"),
    Kind.GRANT: Words("Hỗ trợ vốn", "Support of the investment"),
    Kind.PERSONAL_TAX: Words("Thuế thu nhập cá nhân", "Personal income tax"),
}

SECTORS: Mapping[str, Words] = {
    "coffee": Words("sản xuất, chế biến cà phê", "coffee production or processing"),
    "agro_processing": Words("chế biến nông, lâm, thủy sản", "agro, forest and aquatic processing"),
    "post_harvest": Words("bảo quản sau thu hoạch", "post-harvest preservation"),
    "cluster_infrastructure": Words("hạ tầng cụm công nghiệp", "cluster infrastructure"),
    "logistics": Words("logistics", "logistics"),
    "bio_research": Words("nghiên cứu sinh học", "bio-research"),
    "high_tech": Words("công nghệ cao", "high technology"),
    "small_enterprise": Words("doanh nghiệp nhỏ và vừa, khởi nghiệp sáng tạo", "small, medium or start-up enterprise"),
    "encouraged": Words("ngành nghề ưu đãi đầu tư", "encouraged sector"),
    "specially_encouraged": Words("ngành nghề đặc biệt ưu đãi đầu tư", "specially encouraged sector"),
}
"""What a project does; a project may be several of these."""
PLACES: Mapping[str, Words] = {
    "difficult": Words("địa bàn khó khăn", "difficult area"),
    "special_difficult": Words("địa bàn đặc biệt khó khăn", "specially difficult area"),
    "cluster": Words("cụm công nghiệp", "industrial cluster"),
    "industrial_park": Words("khu công nghiệp", "industrial park"),
    "high_tech_zone": Words("khu kinh tế, khu công nghệ cao", "economic or high-tech zone"),
}
"""Where a project stands; a place may be several of these, and of areas that data name as ``@Area_name``."""
NAMED = "@"
"""Begins the tag of an area that an act names, as the data of a region hold it."""


def is_tag(tag: str, known: Mapping[str, Words]) -> bool:
    """Tell whether a sector's or place's tag can be used."""
    return tag in known or (known is PLACES and tag.startswith(NAMED) and len(tag) > 1)


def tag_name(tag: str, known: Mapping[str, Words]) -> Words:
    """Return what a sector or place is called."""
    plain = tag.removeprefix(NAMED).replace("_", " ")
    return known.get(tag, Words(plain, plain))


@dataclass(frozen=True, slots=True)
class Incentive:
    """One mechanism, as far as it is known.

    Attributes
    ----------
    code, name : str, Words
        Which.
    kind : Kind
        What it eases.
    sectors, places : frozenset of str
        Of these one must hold (see :data:`SECTORS`, :data:`PLACES`); empty for any.
    valid_from, valid_to : date
        A project decided between these days may have it; ``valid_to`` None while no end is known.
    rate_pct, rate_years : float, int or None
        Lower income tax rate and its years, from the first year of revenue.
    exempt_years, half_years : int or None
        Years without income tax and at half of it; or years without land rent once construction is over.
    construction_years : int or None
        Most years of construction without land rent.
    share_pct : float or None
        Part of the land rent or duty let off, or of the investment paid.
    cap_vnd : float or None
        Most that is paid, VND.
    whole_term : bool
        Whether the rate or exemption lasts as long as the project.
    act, article : str
        Where it stands.
    mark, in_use : Mark, bool
        How well it is verified and whether it may be used.
    source, note : str, Words
        Where it was read; cautions.

    """

    code: str
    name: Words
    kind: Kind
    sectors: frozenset[str]
    places: frozenset[str]
    valid_from: date
    valid_to: date | None
    rate_pct: float | None
    rate_years: int | None
    exempt_years: int | None
    half_years: int | None
    construction_years: int | None
    share_pct: float | None
    cap_vnd: float | None
    whole_term: bool
    act: str
    article: str
    mark: Mark
    in_use: bool
    source: str
    note: Words

    @property
    def standing(self) -> Standing:
        """Whether it is law, adopted by the user, off, or without a figure."""
        if not self.has_figures:
            return Standing.ABSENT
        if not self.in_use:
            return Standing.OFF
        return Standing.LAW if self.mark.is_law else Standing.ADOPTED

    @property
    def has_figures(self) -> bool:
        """Whether what it gives is known well enough to be counted."""
        if self.kind is Kind.INCOME_TAX:
            return self.rate_pct is not None or self.exempt_years is not None
        if self.kind is Kind.LAND_RENT:
            return self.share_pct is not None and (self.exempt_years is not None or self.whole_term)
        if self.kind is Kind.PERSONAL_TAX:
            return self.exempt_years is not None
        return self.share_pct is not None

    @property
    def terms(self) -> Words:
        """What it gives, in words."""
        return Words("; ".join(part.vi for part in self._parts()), "; ".join(part.en for part in self._parts()))

    def _parts(self) -> list[Words]:
        if not self.has_figures:
            return [Words("chưa biết mức", "figures not known")]
        made = {
            Kind.INCOME_TAX: self._income_tax,
            Kind.PERSONAL_TAX: self._exemption,
            Kind.LAND_RENT: self._land_rent,
        }.get(self.kind)
        return made() if made is not None else [self._share()]

    def _income_tax(self) -> list[Words]:
        found = []
        if self.rate_pct is not None:
            years = Words("cả đời dự án", "for the project's life")
            if self.rate_years is not None:
                years = Words(f"{self.rate_years} năm", f"for {self.rate_years} years")
            found.append(Words(f"thuế suất {self.rate_pct:g} % {years.vi}", f"rate {self.rate_pct:g} % {years.en}"))
        return found + self._exemption()

    def _exemption(self) -> list[Words]:
        found = []
        if self.exempt_years:
            found.append(Words(f"miễn {self.exempt_years} năm", f"exempt {self.exempt_years} years"))
        if self.half_years:
            found.append(Words(f"giảm 50 % {self.half_years} năm tiếp", f"half for {self.half_years} more years"))
        return found

    def _land_rent(self) -> list[Words]:
        found = []
        if self.construction_years:
            found.append(
                Words(
                    f"miễn khi xây dựng tối đa {self.construction_years} năm",
                    f"exempt at most {self.construction_years} years of construction",
                )
            )
        part = (
            Words("miễn", "exempt")
            if self.share_pct == PERCENT
            else Words(f"giảm {self.share_pct:g} %", f"{self.share_pct:g} % off")
        )
        years = Words("cả thời hạn thuê", "for the whole term")
        if not self.whole_term:
            years = Words(f"{self.exempt_years} năm", f"for {self.exempt_years} years")
        return [*found, Words(f"{part.vi} {years.vi}", f"{part.en} {years.en}")]

    def _share(self) -> Words:
        share = f"{self.share_pct:g} %"
        if self.kind is Kind.IMPORT_DUTY:
            return Words(f"miễn {share} thuế nhập khẩu", f"{share} of import duty let off")
        if self.cap_vnd is None:
            return Words(f"tối đa {share} tổng vốn", f"at most {share} of the investment")
        cap = f"{self.cap_vnd / 1e6:g}"
        return Words(
            f"tối đa {share} tổng vốn, {cap} triệu đồng",
            f"at most {share} of the investment, {cap} million VND",
        )
