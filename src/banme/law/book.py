"""Every rule with its dates, and the regime that governs one day or one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from banme.errors import Findings, InputError, Problem
from banme.law.acts import Act, Relation, RelationKind
from banme.law.parameter import Parameter, Standing
from banme.law.reading import read_acts, read_parameters, read_relations
from banme.law.regime import Regime
from banme.law.words import Words

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Acts, their relations and the parameters of their rules, over all time.

    Attributes
    ----------
    acts : dict of str to Act
        By code.
    relations : tuple of Relation
        In the order of the table.
    parameters : tuple of Parameter
        All versions.

    """

    acts: Mapping[str, Act]
    relations: tuple[Relation, ...]
    parameters: tuple[Parameter, ...]

    @classmethod
    def of(cls, frames: Mapping[str, pd.DataFrame]) -> RuleBook:
        """Read the tables ``legal_act``, ``legal_relation`` and ``rule_parameter``.

        Raises
        ------
        InputError
            With every fault: a column missing, an act unknown, two rows of one key on the same day.

        """
        findings = Findings()
        acts = {act.code: act for act in read_acts(frames["legal_act"], findings)}
        relations = read_relations(frames["legal_relation"], acts, findings)
        parameters = read_parameters(frames["rule_parameter"], acts, findings)
        findings.raise_if_any()
        return cls(acts, relations, parameters)

    def on(self, day: date, filed_on: date | None = None) -> Regime:
        """Return the rules that govern a day.

        Parameters
        ----------
        day : date
            The day on which the rules are asked for.
        filed_on : date, optional
            The day on which the file came under appraisal. Where a new act lets pending files keep the one it replaced
            (Decree 32/2024 Art. 35.2), such a file stays under the old act.

        Raises
        ------
        InputError
            When the file is later than the day.

        """
        if filed_on is not None and filed_on > day:
            raise InputError(
                [
                    Problem(
                        rule="filed-after-day",
                        value=filed_on.isoformat(),
                        vi=f"Hồ sơ vào thẩm định sau ngày xét ({day:%d/%m/%Y}): sửa một trong hai ngày",
                        en=f"The file came under appraisal after the day asked for ({day}): correct one of the two",
                    )
                ]
            )
        kept = self._kept(day, filed_on)
        left_out = {relation.act for relation in kept.values()}
        acts = tuple(
            act for act in self.acts.values() if act.code in kept or (act.in_force(day) and act.code not in left_out)
        )
        chosen: dict[str, Parameter] = {}
        for parameter in sorted(self.parameters, key=lambda each: each.valid_from):
            if parameter.act in left_out and parameter.act not in kept:
                continue
            asked = kept[parameter.act].since - _ONE_DAY if parameter.act in kept else day
            if parameter.in_force(asked):
                chosen[parameter.key] = parameter
        return Regime(day, filed_on, acts, dict(sorted(chosen.items())), self._cautions(day, acts, kept))

    def _kept(self, day: date, filed_on: date | None) -> dict[str, Relation]:
        """Old acts that a pending file keeps, each with the relation that says so."""
        if filed_on is None:
            return {}
        return {
            relation.other: relation
            for relation in self.relations
            if relation.kind is RelationKind.REPLACES
            and relation.pending_keep_other
            and filed_on < relation.since <= day
            and self.acts[relation.other].in_force(filed_on)
        }

    def _cautions(self, day: date, acts: tuple[Act, ...], kept: Mapping[str, Relation]) -> tuple[Words, ...]:
        found = [
            Words(
                f"Hồ sơ đang thẩm định vẫn theo {self.acts[old].number}, không theo {self.acts[relation.act].number} "
                f"({relation.article})",
                f"A file under appraisal stays under {self.acts[old].number}, not {self.acts[relation.act].number} "
                f"({relation.article})",
            )
            for old, relation in sorted(kept.items())
        ]
        present = {act.code for act in acts}
        for relation in self.relations:
            bears = relation.kind in {RelationKind.GUIDES, RelationKind.REASSIGNS} and relation.since <= day
            if kept and bears and relation.act in present and relation.other not in present:
                found.append(
                    Words(
                        f"{self.acts[relation.act].number} bám theo {self.acts[relation.other].number}, không phải "
                        "văn bản của hồ sơ này: cần cơ quan có thẩm quyền xác nhận",
                        f"{self.acts[relation.act].number} bears on {self.acts[relation.other].number}, which does not "
                        "govern this file: ask the competent body",
                    )
                )
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two regimes under one key; ``before`` or ``after`` is None where there was nothing."""

    key: str
    label: Words
    before: Parameter | None
    after: Parameter | None

    @property
    def kind(self) -> str:
        """``added``, ``dropped``, ``changed`` (another answer) or ``rebased`` (the same answer in another act)."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "dropped"
        return "rebased" if _answer(self.before) == _answer(self.after) else "changed"

    @property
    def kind_label(self) -> Words:
        """What the kind is called."""
        return _KINDS[self.kind]


_KINDS = {
    "added": Words("mới có", "new"),
    "dropped": Words("không còn", "dropped"),
    "changed": Words("thay đổi", "changed"),
    "rebased": Words("như cũ, văn bản khác", "the same, in another act"),
}


def differences(before: Regime, after: Regime) -> tuple[Difference, ...]:
    """Return every key whose parameter differs between two regimes, in the order of the keys."""
    found = []
    for key in sorted({*before.parameters, *after.parameters}):
        old, new = before.parameters.get(key), after.parameters.get(key)
        if old != new:
            label = new.label if new is not None else old.label if old is not None else Words(key, key)
            found.append(Difference(key, label, old, new))
    return tuple(found)


def _answer(parameter: Parameter) -> tuple[float | None, Words | None, str, bool]:
    usable = parameter.standing in {Standing.LAW, Standing.ADOPTED}
    return parameter.value, parameter.text, parameter.unit, usable
