"""pack.yaml and fees.yaml: law in force, competence, results, legs of interlinked services, dated fees."""

from __future__ import annotations

from dean06.procedures.catalogue.pack_format import ActionKind, Fee, Leg
from dean06.procedures.catalogue.rules.checking.base import Findings, Known, overlapping

_FILE, _FEES = "pack.yaml", "fees.yaml"


def check_law(found: Findings, known: Known) -> None:
    """Findings about pack.yaml and fees.yaml."""
    meta = found.files.meta
    if meta.valid_to is not None and meta.valid_to <= meta.valid_from:
        found.error("PERIOD", _FILE, "valid_to", "ngày hết hiệu lực phải sau ngày có hiệu lực.")
    if not meta.legal_basis:
        found.error("LAW_MISSING", _FILE, "legal_basis", "thủ tục phải có ít nhất một căn cứ pháp lý.")
    for number, law in enumerate(meta.legal_basis):
        if law.effective_to is not None and law.effective_to <= max(meta.valid_from, known.on):
            found.warning(
                "LAW_ENDED",
                _FILE,
                f"legal_basis[{number}]",
                f"{law.number} hết hiệu lực từ {law.effective_to:%d/%m/%Y}.",
            )
    if not meta.refusal_reasons:
        found.error("REASONS_MISSING", _FILE, "refusal_reasons", "thủ tục phải nêu lý do được phép từ chối.")
    for event in meta.life_events:
        if event not in known.life_events:
            found.warning(
                "LIFE_EVENT",
                _FILE,
                "life_events",
                f"“{event}” không có; dùng một trong: {', '.join(known.life_events)}.",
            )
    _check_competence(found)
    _check_results(found)
    _check_legs(found, known)
    _check_fees(found)


def _check_competence(found: Findings) -> None:
    competence = found.files.meta.competence
    place = "competence"
    if competence.by == "fixed" and not competence.agency:
        found.error("COMPETENCE", _FILE, place, "by: fixed cần mã cơ quan (agency).")
    if competence.by == "commune":
        if not competence.kind:
            found.error("COMPETENCE", _FILE, place, "by: commune cần kind (committee_commune hoặc police_commune).")
        node = found.node(competence.field) if competence.field else {"format": "commune"}
        if node is None or node.get("format") != "commune":
            found.error("COMPETENCE", _FILE, place, f"“{competence.field}” không phải trường xã, phường của biểu mẫu.")
    if (competence.by == "legs") is not bool(found.files.meta.legs):
        found.error("COMPETENCE", _FILE, place, "by: legs đi cùng danh sách chặng (legs), và ngược lại.")


def _check_results(found: Findings) -> None:
    meta = found.files.meta
    for number, result in enumerate(meta.results):
        place = f"results[{number}]"
        if (result.validity == "limited") is not (result.valid_for_months is not None):
            found.error("RESULT_VALIDITY", _FILE, place, "validity: limited đi cùng valid_for_months, và ngược lại.")
        if result.owner is not None and found.node(result.owner) is None:
            found.error("RESULT_OWNER", _FILE, place, f"“{result.owner}” không có trong form.schema.json.")
    decided_here = meta.competence.by != "legs" and all(step.duty != "connector" for step in found.files.process.steps)
    if decided_here and any(result.returns_paper for result in meta.results) and found.files.result is None:
        found.error("RESULT_MISSING", "result.yaml", "", "thủ tục trả kết quả bằng giấy tờ nên phải có result.yaml.")


def _check_legs(found: Findings, known: Known) -> None:
    legs = {leg.id: leg for leg in found.files.meta.legs}
    if len(legs) != len(found.files.meta.legs):
        found.error("LEG_TWICE", _FILE, "legs", "hai chặng có cùng id.")
    for leg in legs.values():
        place = f"legs.{leg.id}"
        if bool(leg.procedure) is bool(leg.connector):
            found.error("LEG_TARGET", _FILE, place, "mỗi chặng có đúng một trong hai: procedure hoặc connector.")
        if leg.connector and leg.connector not in known.connectors:
            found.error("CONNECTOR_UNKNOWN", _FILE, place, f"hệ thống bên ngoài “{leg.connector}” chưa được đăng ký.")
        if leg.procedure and leg.procedure not in known.schemas:
            found.error("LEG_PROCEDURE", _FILE, place, f"không có gói nào của thủ tục “{leg.procedure}”.")
        found.guard(leg.when, _FILE, place)
        if leg.consent_of is not None and found.node(leg.consent_of) is None:
            found.error("LEG_CONSENT", _FILE, place, f"“{leg.consent_of}” không có trong form.schema.json.")
        before = _before(legs, leg)
        if leg.id in before:
            found.error("LEG_CIRCLE", _FILE, place, "các chặng chờ nhau thành vòng.")
        for unknown in sorted(set(leg.after) - set(legs)):
            found.error("LEG_AFTER", _FILE, place, f"chờ chặng “{unknown}” không có.")
        _check_leg_data(found, known, leg, before, place)


def _before(legs: dict[str, Leg], leg: Leg) -> set[str]:
    seen: set[str] = set()
    waiting = list(leg.after)
    while waiting:
        one = waiting.pop()
        if one in legs and one not in seen:
            seen.add(one)
            waiting.extend(legs[one].after)
    return seen


def _check_leg_data(found: Findings, known: Known, leg: Leg, before: set[str], place: str) -> None:
    from_child = known.schemas.get(leg.procedure)
    for target, source in leg.data.items():
        where = f"{place}.data.{target}"
        if from_child is not None and not _declared(from_child, target):
            found.error("LEG_DATA", _FILE, where, f"biểu mẫu của {leg.procedure} không có trường “{target}”.")
        if source.startswith("="):
            continue
        if source.startswith("leg."):
            if source.split(".")[1] not in before:
                found.error("LEG_DATA", _FILE, where, f"“{source}” không phải kết quả của một chặng mà chặng này chờ.")
        elif found.node(source) is None:
            found.error("LEG_DATA", _FILE, where, f"“{source}” không có trong form.schema.json.")


def _declared(schema: object, path: str) -> bool:
    here = schema
    for part in path.split("."):
        properties = here.get("properties", {}) if isinstance(here, dict) else {}
        here = properties.get(part.removesuffix("[]"))
        if part.endswith("[]") and isinstance(here, dict):
            here = here.get("items")
        if here is None:
            return False
    return True


def _check_fees(found: Findings) -> None:
    fees = found.files.fees.fees
    asks = any(action.kind == ActionKind.FINANCIAL for step in found.files.process.steps for action in step.actions)
    for number, fee in enumerate(fees):
        place = f"fees.{fee.code}"
        if fee.valid_to is not None and fee.valid_to <= fee.valid_from:
            found.error("FEE_PERIOD", _FEES, place, "valid_to phải sau valid_from.")
        if any(_same_days(fee, other) for other in fees[:number]):
            found.error("FEE_OVERLAP", _FEES, place, "hai mức của cùng một khoản có ngày áp dụng trùng nhau.")
        if fee.due == "processing" and not asks:
            found.error("FEE_NEVER_ASKED", _FEES, place, "khoản thu khi đang xử lý cần một nút kind: financial.")
        if fee.online_amount is not None and fee.online_amount > fee.amount:
            found.warning("FEE_ONLINE_MORE", _FEES, place, "mức nộp trực tuyến cao hơn mức nộp trực tiếp.")
        _check_fee_fields(found, fee, place)


def _same_days(fee: Fee, other: Fee) -> bool:
    return fee.code == other.code and overlapping((fee.valid_from, fee.valid_to), (other.valid_from, other.valid_to))


def _check_fee_fields(found: Findings, fee: Fee, place: str) -> None:
    later = fee.due != "submission"
    find = found.later if later else found.node
    found.guard(fee.when, _FEES, place, later=later)
    if fee.per is not None:
        node = find(fee.per)
        if node is None or node.get("type") not in ("integer", "array"):
            found.error("FEE_PER", _FEES, place, f"“{fee.per}” không phải một trường số nguyên hay nhóm lặp.")
    codes = [exemption.code for exemption in fee.exemptions]
    if len(set(codes)) != len(codes):
        found.error("FEE_EXEMPTION", _FEES, place, "hai trường hợp miễn, giảm có cùng mã.")
    for exemption in fee.exemptions:
        found.guard(exemption.when, _FEES, f"{place}.{exemption.code}", later=later)
        if not exemption.when:
            found.error("FEE_EXEMPTION", _FEES, f"{place}.{exemption.code}", "miễn, giảm phải có điều kiện (when).")
