"""The plan, the progress report and the submission as official papers, written from the workspace's rows."""

from __future__ import annotations

from banme.errors import InputError, Problem
from banme.reports.official.layout import Block, Grid, Heading, Level, Paper, Signer, Text
from banme.reports.official.material import (
    BILLION,
    PlanMaterial,
    TaskLine,
    bases,
    day_text,
    figure,
    place_of,
    sign_of,
)
from banme.studies.alignment import align_plans
from banme.workspace import models as m

MADE_UP = "SỐ LIỆU MINH HỌA, KHÔNG PHẢI VĂN BẢN THẬT"
STARRED = "Mục có dấu (*) chưa có văn bản phân công hoặc nêu tên, do người lập kế hoạch giả định."
MOST_SHOWN = 12
THOUSAND = 1e3


def plan_paper(material: PlanMaterial) -> Paper:
    """Return the plan itself: objectives, tasks with their agencies, targets, money, who does what."""
    issuer = material.plan.issuer
    blocks: list[Block] = [Heading(Level.PART, "I. MỤC TIÊU")]
    for place, (objective, _) in enumerate(material.objectives, 1):
        words = objective.wording.strip() or objective.name
        due = "" if objective.due_on is None else f" (thời hạn {day_text(objective.due_on)})"
        blocks.append(Text(f"{place}. {objective.name}: {words}{due}."))
    blocks.append(Heading(Level.PART, "II. NHIỆM VỤ VÀ PHÂN CÔNG"))
    for place, (objective, lines) in enumerate(material.objectives, 1):
        if lines:
            blocks += [Heading(Level.SECTION, f"{place}. {objective.name}"), _assignment(lines)]
    if material.loose:
        blocks += [Heading(Level.SECTION, "Nhiệm vụ chưa gắn mục tiêu"), _assignment(material.loose)]
    blocks += _targets(material, "III. CHỈ TIÊU")
    blocks += _money(material, "IV. KINH PHÍ")
    blocks += _duties(material)
    return _paper(material, issuer, "KH", "KẾ HOẠCH", material.plan.name, blocks)


def progress_paper(material: PlanMaterial, agency: str | None = None) -> Paper:
    """Return the progress report to the plan's issuer, of the agency that leads most tasks when none is named."""
    author = _author(material, agency)
    tasks = material.tasks
    late = [line for line in tasks if line.late(material.day)]
    done = sum(line.done for line in tasks)
    silent = sum(line.report is None for line in tasks)
    blocks: list[Block] = [
        Heading(Level.PART, "I. KẾT QUẢ THỰC HIỆN"),
        Text(
            f"Tính đến ngày {day_text(material.day)}, kế hoạch có {len(material.objectives)} mục tiêu, {len(tasks)} "
            f"nhiệm vụ: {done} nhiệm vụ báo cáo đã xong, {len(late)} nhiệm vụ quá hạn, {silent} nhiệm vụ chưa có báo "
            "cáo."
        ),
    ]
    for place, (objective, lines) in enumerate(material.objectives, 1):
        if lines:
            blocks += [Heading(Level.SECTION, f"{place}. {objective.name}"), _progress(material, lines)]
    blocks += _targets(material, "II. CHỈ TIÊU")
    blocks += _computed(material, "III. KẾT QUẢ TÍNH TOÁN")
    blocks += _changed_law(material, "IV. CĂN CỨ PHÁP LÝ THAY ĐỔI")
    blocks.append(Heading(Level.PART, "V. TỒN TẠI, KIẾN NGHỊ"))
    blocks += _requests(material, late)
    blocks.append(_closing(author, material.plan.issuer, "báo cáo"))
    return _paper(
        material,
        author,
        "BC",
        "BÁO CÁO",
        f"Tình hình thực hiện kế hoạch “{material.plan.name}”",
        blocks,
        to=material.plan.issuer,
    )


def submission_paper(material: PlanMaterial, agency: str | None = None) -> Paper:
    """Return the submission that asks the plan's issuer to approve it."""
    author = _author(material, agency)
    horizon = f"từ {day_text(material.plan.starts_on)} đến {day_text(material.plan.ends_on)}"
    total = sum(material.budget.values())
    money = (
        f"tổng kinh phí dự kiến {figure(total / BILLION, 1)} tỷ đồng" if material.budget else "chưa có số liệu kinh phí"
    )
    blocks: list[Block] = [
        Text(
            f"{author.name if author else '……'} kính trình {_named(material.plan.issuer)} xem xét, phê duyệt kế hoạch "
            f"“{material.plan.name}” với các nội dung sau:"
        ),
        Heading(Level.PART, "I. SỰ CẦN THIẾT"),
        Text(f"Kế hoạch thực hiện {horizon}, cụ thể hóa {len(bases(material))} căn cứ pháp lý nêu trên; các mục tiêu:"),
        *[Text(f"{objective.name}.", bullet=True) for objective, _ in material.objectives],
        Heading(Level.PART, "II. NỘI DUNG CHÍNH"),
        Text(f"Kế hoạch gồm {len(material.objectives)} mục tiêu, {len(material.tasks)} nhiệm vụ; {money}."),
        _overview(material),
    ]
    blocks += _money(material, "III. KINH PHÍ")
    blocks += _computed(material, "IV. KẾT QUẢ TÍNH TOÁN")
    blocks.append(Heading(Level.PART, "V. KIẾN NGHỊ"))
    blocks.append(
        Text(f"Đề nghị {_named(material.plan.issuer)} phê duyệt kế hoạch và giao các cơ quan thực hiện theo phân công.")
    )
    blocks.append(_closing(author, material.plan.issuer, "trình"))
    return _paper(
        material,
        author,
        "TTr",
        "TỜ TRÌNH",
        f"Về việc phê duyệt kế hoạch “{material.plan.name}”",
        blocks,
        to=material.plan.issuer,
    )


def _paper(  # noqa: PLR0913, PLR0917  (the parts of a paper)
    material: PlanMaterial,
    author: m.Agency | None,
    kind: str,
    kind_name: str,
    abstract: str,
    blocks: list[Block],
    to: m.Agency | None = None,
) -> Paper:
    if material.assumed:
        blocks.insert(-1 if isinstance(blocks[-1], Text) else len(blocks), Text(STARRED, italic=True))
    committee = author is not None and author.kind == "committee"
    leads = dict.fromkeys(line.lead.name for line in material.tasks if line.lead is not None)
    above = material.plan.issuer
    superior = "" if committee or author is None or above is None or above == author else above.name.upper()
    return Paper(
        superior=superior,
        issuer="……" if author is None else author.name.upper(),
        sign=f"{kind}-{sign_of(author)}",
        place=place_of(above or author),
        day=material.day,
        kind=kind_name,
        abstract=abstract,
        addressees=() if to is None else (to.name,),
        bases=bases(material),
        blocks=tuple(blocks),
        signers=(Signer("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH") if committee else Signer("", "GIÁM ĐỐC"),),
        recipients=(*(("Như trên",) if to is not None else ()), *list(leads)[:MOST_SHOWN], "Lưu: VT"),
        notice=MADE_UP if material.made_up else "",
    )


def _author(material: PlanMaterial, agency: str | None) -> m.Agency | None:
    if agency is not None:
        found = m.Agency.objects.filter(code=agency).first()
        if found is None:
            raise InputError([Problem("unknown-agency", "Không có cơ quan này", "No such agency", "agency", agency)])
        return found
    leads = [line.lead for line in material.tasks if line.lead is not None]
    counted = {lead.code: sum(other.code == lead.code for other in leads) for lead in leads}
    return max(leads, key=lambda lead: (counted[lead.code], lead.kind == "department"), default=material.plan.issuer)


def _named(agency: m.Agency | None) -> str:
    return "cơ quan có thẩm quyền" if agency is None else agency.name


def _assignment(lines: tuple[TaskLine, ...]) -> Grid:
    rows = [
        (
            line.name,
            "chưa phân công" if line.lead is None else line.lead.name,
            "; ".join(each.name for each in line.helpers) or "–",
            line.task.output or "–",
            day_text(line.due_on),
        )
        for line in lines
    ]
    head = ("Nhiệm vụ", "Chủ trì", "Phối hợp", "Sản phẩm", "Thời hạn")
    return Grid(head, tuple(rows), (30, 19, 22, 18, 13))


def _progress(material: PlanMaterial, lines: tuple[TaskLine, ...]) -> Grid:
    rows = []
    for line in lines:
        report = line.report
        state = "đã xong" if line.done else "đang thực hiện" if report is not None else "chưa báo cáo"
        state = f"{state}, quá hạn" if line.late(material.day) else state
        rows.append(
            (
                line.name,
                "chưa phân công" if line.lead is None else line.lead.name,
                day_text(line.due_on),
                "–" if report is None else figure(report.progress_pct),
                "–" if report is None else day_text(report.reported_on),
                state,
            )
        )
    head = ("Nhiệm vụ", "Chủ trì", "Thời hạn", "Tiến độ (%)", "Báo cáo ngày", "Tình trạng")
    return Grid(head, tuple(rows), (27, 18, 18, 10, 15, 14), frozenset({3}))


def _plain(value: float) -> str:
    return figure(value, 0 if value == round(value) or abs(value) >= THOUSAND else 1)


def _targets(material: PlanMaterial, title: str) -> list[Block]:
    if not material.indicators:
        return [Heading(Level.PART, title), Text("Chưa có chỉ tiêu trong cơ sở dữ liệu.")]
    rows = []
    for line in material.indicators:
        one = line.standing
        rows.append(
            (
                line.name,
                line.unit,
                _dated(one.target, "" if one.year is None else str(one.year)),
                _dated(one.reported, day_text(one.reported_on)),
                _dated(one.computed, ""),
                line.verdict,
            )
        )
    head = ("Chỉ tiêu", "Đơn vị", "Mục tiêu", "Báo cáo", "Tính được", "Kết luận")
    blocks: list[Block] = [
        Heading(Level.PART, title),
        Grid(head, tuple(rows), (31, 11, 12, 16, 13, 17), frozenset({2, 3, 4})),
    ]
    flagged = [line for line in material.indicators if line.standing.flagged]
    blocks += [Text(f"{line.name}: {line.verdict.lower()}; đề nghị kiểm tra lại.", bullet=True) for line in flagged]
    blocks += [
        Text(f"{line.name}: tính từ lần chạy {'; '.join(line.runs)}.", bullet=True)
        for line in material.indicators
        if line.runs
    ]
    lacking = sum(line.standing.computed is None for line in material.indicators)
    if lacking:
        blocks.append(Text(f"Còn {lacking} chỉ tiêu chưa tính được vì thiếu số liệu đầu vào.", bullet=True))
    return blocks


def _dated(value: float | None, when: str) -> str:
    if value is None:
        return "–"
    return f"{_plain(value)} ({when})" if when else _plain(value)


def _money(material: PlanMaterial, title: str) -> list[Block]:
    if not material.budget:
        return [Heading(Level.PART, title), Text("Chưa có số liệu kinh phí trong cơ sở dữ liệu.")]
    rows = [(str(year), fund, figure(vnd / BILLION, 1)) for (year, fund), vnd in material.budget.items()]
    rows.append(("Cộng", "", figure(sum(material.budget.values()) / BILLION, 1)))
    head = ("Năm", "Nguồn vốn", "Kinh phí (tỷ đồng)")
    return [Heading(Level.PART, title), Grid(head, tuple(rows), (20, 50, 30), frozenset({2}))]


def _duties(material: PlanMaterial) -> list[Block]:
    blocks: list[Block] = [Heading(Level.PART, "V. TỔ CHỨC THỰC HIỆN")]
    of_agency: dict[str, list[str]] = {}
    for line in material.tasks:
        if line.lead is not None:
            of_agency.setdefault(line.lead.name, []).append(line.task.name)
    for place, (name, tasks) in enumerate(of_agency.items(), 1):
        blocks.append(Text(f"{place}. {name}: chủ trì {len(tasks)} nhiệm vụ: {'; '.join(tasks)}."))
    missing = sum(line.lead is None for line in material.tasks)
    if missing:
        blocks.append(Text(f"Còn {missing} nhiệm vụ chưa có cơ quan chủ trì."))
    blocks.append(Text("Các cơ quan báo cáo tiến độ qua cơ sở dữ liệu của kế hoạch"))
    return blocks


def _overview(material: PlanMaterial) -> Grid:
    rows = [(objective.name, str(len(lines)), day_text(objective.due_on)) for objective, lines in material.objectives]
    return Grid(("Mục tiêu", "Số nhiệm vụ", "Thời hạn"), tuple(rows), (60, 20, 20), frozenset({1}))


def _computed(material: PlanMaterial, title: str) -> list[Block]:
    if not material.figures:
        return [Heading(Level.PART, title), Text("Chưa có lần chạy nào để dẫn số liệu.")]
    rows = [
        (label, money_or_figure(value, unit), unit_of(value, unit), run) for label, value, unit, run in material.figures
    ]
    head = ("Số liệu", "Giá trị", "Đơn vị", "Lần chạy")
    return [
        Heading(Level.PART, title),
        Text("Mỗi số liệu dẫn về lần chạy đã lưu, tra được số liệu đầu vào và nguồn."),
        Grid(head, tuple(rows), (36, 14, 13, 37), frozenset({1})),
    ]


def money_or_figure(value: float, unit: str) -> str:
    """Return a figure, of money in billions where it is large."""
    if unit == "VND" and abs(value) >= BILLION:
        return figure(value / BILLION, 1)
    return figure(value, 0 if value == round(value) or abs(value) >= THOUSAND else 1)


def unit_of(value: float, unit: str) -> str:
    """Return the unit that goes with :func:`money_or_figure`, in Vietnamese."""
    if unit == "VND" and abs(value) >= BILLION:
        return "tỷ đồng"
    return {"VND": "đồng", "VND/t": "đồng/t", "sites": "điểm"}.get(unit, unit)


def _changed_law(material: PlanMaterial, title: str) -> list[Block]:
    gone = [each for each in material.standings if each.state.is_gone]
    if not gone:
        return [Heading(Level.PART, title), Text("Các căn cứ pháp lý của kế hoạch đều còn hiệu lực.")]
    seen = dict.fromkeys(f"{each.act.number} {each.reason.vi}" for each in gone)
    return [Heading(Level.PART, title), *[Text(f"{words}.", bullet=True) for words in seen]]


def _requests(material: PlanMaterial, late: list[TaskLine]) -> list[Block]:
    blocks: list[Block] = [
        Text(f"{line.task.name}: quá hạn từ {day_text(line.due_on)}, {_named(line.lead)} chủ trì.", bullet=True)
        for line in late[:MOST_SHOWN]
    ]
    if len(late) > MOST_SHOWN:
        blocks.append(Text(f"Và {len(late) - MOST_SHOWN} nhiệm vụ quá hạn khác.", bullet=True))
    unled = sum(line.lead is None for line in material.tasks)
    if unled:
        blocks.append(Text(f"Đề nghị phân công cơ quan chủ trì cho {unled} nhiệm vụ.", bullet=True))
    own = {objective.code for objective, _ in material.objectives} | {line.task.code for line in material.tasks}
    findings = [each for each in align_plans().findings if own & set(each.items) and each.kind != "unconfirmed"]
    blocks += [Text(f"{each.said.vi}. {each.repair.vi}.", bullet=True) for each in findings[:MOST_SHOWN]]
    if not blocks:
        blocks.append(Text("Không có tồn tại nào được ghi nhận."))
    return blocks


def _closing(author: m.Agency | None, to: m.Agency | None, verb: str) -> Text:
    name = "……" if author is None else author.name
    return Text(f"{name} kính {verb} {_named(to)} xem xét, quyết định")
