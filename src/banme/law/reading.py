"""Acts, relations and parameters read from frames, with every fault gathered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from banme.errors import Findings, Problem
from banme.law.acts import Act, Article, Relation, RelationKind
from banme.law.days import read_day
from banme.law.marks import Mark
from banme.law.parameter import Parameter
from banme.law.words import Words

ACT_COLUMNS = (
    "code", "number", "kind", "topic", "title", "valid_from", "valid_to", "mark", "source_code", "note",
    "signed_on",
)  # fmt: skip
RELATION_COLUMNS = (
    "act_code",
    "other_code",
    "kind",
    "valid_from",
    "pending_keep_other",
    "article",
    "other_article",
    "mark",
)
ARTICLE_COLUMNS = ("code", "act_code", "article", "title", "valid_from", "valid_to", "mark")
PARAMETER_COLUMNS = (
    "code", "key", "act_code", "article", "valid_from", "valid_to", "value", "words", "unit_of_measure", "label",
    "wording", "mark", "in_use", "source_code", "note",
)  # fmt: skip


def read_acts(frame: pd.DataFrame, findings: Findings) -> tuple[Act, ...]:
    """Return the acts of a frame with :data:`ACT_COLUMNS`."""
    return tuple(
        Act(
            code=str(row["code"]),
            number=str(row["number"]),
            kind=str(row["kind"]),
            topic=str(row["topic"]),
            title=Words.of(str(row["title"])),
            valid_from=read_day(row["valid_from"]) or date.min,
            valid_to=read_day(row["valid_to"]),
            mark=Mark(row["mark"]),
            source=str(row["source_code"]),
            note=Words.of(_text(row["note"])),
            signed_on=read_day(row["signed_on"]),
        )
        for row in _rows("legal_act", frame, ACT_COLUMNS, findings)
    )


def read_relations(frame: pd.DataFrame, acts: Mapping[str, Act], findings: Findings) -> tuple[Relation, ...]:
    """Return the relations of a frame with :data:`RELATION_COLUMNS`; both acts must be known."""
    found = []
    for row in _rows("legal_relation", frame, RELATION_COLUMNS, findings):
        relation = Relation(
            act=str(row["act_code"]),
            other=str(row["other_code"]),
            kind=RelationKind(row["kind"]),
            since=read_day(row["valid_from"]) or date.min,
            pending_keep_other=bool(row["pending_keep_other"]),
            article=_text(row["article"]),
            mark=Mark(row["mark"]),
            other_article=_text(row["other_article"]),
        )
        for column, code in (("act_code", relation.act), ("other_code", relation.other)):
            if code not in acts:
                findings.add(_unknown_act("legal_relation", column, code))
        found.append(relation)
    return tuple(found)


def read_articles(frame: pd.DataFrame, acts: Mapping[str, Act], findings: Findings) -> tuple[Article, ...]:
    """Return the articles of a frame with :data:`ARTICLE_COLUMNS`; their acts must be known."""
    found = []
    for row in _rows("legal_article", frame, ARTICLE_COLUMNS, findings):
        article = Article(
            code=str(row["code"]),
            act=str(row["act_code"]),
            article=str(row["article"]),
            title=Words.of(str(row["title"])),
            valid_from=read_day(row["valid_from"]) or date.min,
            valid_to=read_day(row["valid_to"]),
            mark=Mark(row["mark"]),
        )
        if article.act not in acts:
            findings.add(_unknown_act("legal_article", "act_code", article.act, article.code))
        found.append(article)
    return tuple(found)


def read_parameters(frame: pd.DataFrame, acts: Mapping[str, Act], findings: Findings) -> tuple[Parameter, ...]:
    """Return the parameters of a frame with :data:`PARAMETER_COLUMNS`; acts must be known, days of one key apart."""
    found = []
    for row in _rows("rule_parameter", frame, PARAMETER_COLUMNS, findings):
        words = _text(row["words"])
        parameter = Parameter(
            code=str(row["code"]),
            key=str(row["key"]),
            act=str(row["act_code"]),
            article=_text(row["article"]),
            valid_from=read_day(row["valid_from"]) or date.min,
            valid_to=read_day(row["valid_to"]),
            value=None if pd.isna(row["value"]) else float(row["value"]),
            text=Words.of(words) if words else None,
            unit=_text(row["unit_of_measure"]),
            label=Words.of(_text(row["label"])),
            wording=Words.of(_text(row["wording"])),
            mark=Mark(row["mark"]),
            in_use=bool(row["in_use"]),
            source=_text(row["source_code"]),
            note=Words.of(_text(row["note"])),
        )
        if parameter.act not in acts:
            findings.add(_unknown_act("rule_parameter", "act_code", parameter.act, parameter.code))
        found.append(parameter)
    for first, second in _overlaps(found):
        findings.add(
            Problem(
                rule="rule-overlap",
                table="rule_parameter",
                row=second.code,
                column="valid_from",
                value=first.code,
                vi="Hai dòng cùng khoá có hiệu lực chồng ngày nhau: sửa valid_from hoặc valid_to",
                en="Two rows of one key hold on the same day: correct valid_from or valid_to",
            )
        )
    return tuple(found)


def _overlaps(parameters: list[Parameter]) -> Iterator[tuple[Parameter, Parameter]]:
    ordered = sorted(parameters, key=lambda each: (each.key, each.valid_from, each.code))
    for first, second in pairwise(ordered):
        if first.key == second.key and (first.valid_to is None or second.valid_from <= first.valid_to):
            yield first, second


def _rows(table: str, frame: pd.DataFrame, columns: tuple[str, ...], findings: Findings) -> Iterator[Mapping[str, Any]]:
    lacking = [column for column in columns if column not in frame.columns]
    for column in lacking:
        findings.add(
            Problem(
                rule="missing-column",
                table=table,
                column=column,
                vi="Thiếu cột này",
                en="This column is missing",
            )
        )
    if not lacking:
        yield from ({str(name): value for name, value in row.items()} for row in frame.to_dict("records"))


def _unknown_act(table: str, column: str, code: str, row: str = "") -> Problem:
    return Problem(
        rule="unknown-act",
        table=table,
        row=row,
        column=column,
        value=code,
        vi="Văn bản không có trong bảng legal_act",
        en="No such act in table legal_act",
    )


def _text(value: Any) -> str:
    return "" if value is None or (isinstance(value, float) and pd.isna(value)) else str(value).strip()
