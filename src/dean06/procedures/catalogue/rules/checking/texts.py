"""Effects, notices and the result paper: parameters mapped, placeholders known."""

from __future__ import annotations

from collections.abc import Iterable

from dean06.procedures.catalogue.pack_format import EffectUse, ResultBlock
from dean06.procedures.catalogue.rules.checking.base import Findings, Known
from dean06.procedures.catalogue.rules.placeholders import (
    AGENCY_NAMES,
    CASE_NAMES,
    SIGNER_NAMES,
    placeholders,
    stray_braces,
)

_EFFECTS, _NOTICES, _RESULT = "effects.yaml", "notices.yaml", "result.yaml"
#: Notices that are sent when the effects have run.
_AFTER_EFFECTS = ("finished", "returned")


def check_texts(found: Findings, known: Known) -> None:
    """Findings about effects.yaml, notices.yaml and result.yaml."""
    outputs: set[str] = set()
    for number, use in enumerate(found.files.effects.effects):
        _check_effect(found, known, use, f"effects[{number}].{use.name}")
        spec = known.effects.get(use.name)
        outputs.update(spec.outputs if spec else ())
    seen: set[str] = set()
    for notice in found.files.notices.notices:
        place = f"notices.{notice.on}"
        if notice.on in seen:
            found.error("NOTICE_TWICE", _NOTICES, place, "hai mẫu tin cho cùng một trạng thái.")
        seen.add(notice.on)
        after = notice.on in _AFTER_EFFECTS
        _check_words(found, _NOTICES, place, (notice.title, notice.body), outputs if after else set())
    _check_result(found, outputs)


def _check_effect(found: Findings, known: Known, use: EffectUse, place: str) -> None:
    found.guard(use.when, _EFFECTS, place, later=True)
    for parameter, source in use.values.items():
        if not source.startswith(("=", "effect.")) and found.later(source) is None:
            found.error(
                "EFFECT_SOURCE", _EFFECTS, f"{place}.{parameter}", f"“{source}” không có trong form.schema.json."
            )
    spec = known.effects.get(use.name)
    if spec is None:
        found.error("EFFECT_UNKNOWN", _EFFECTS, place, "tác động này chưa được đăng ký trong nền tảng.")
        return
    for parameter in use.values:
        if parameter not in spec.parameters:
            found.error("EFFECT_PARAMETER", _EFFECTS, f"{place}.{parameter}", f"“{spec.label}” không có tham số này.")
    for parameter, required in spec.parameters.items():
        if required and parameter not in use.values:
            found.error("EFFECT_PARAMETER", _EFFECTS, place, f"thiếu tham số bắt buộc “{parameter}”.")


def _check_result(found: Findings, outputs: set[str]) -> None:
    result = found.files.result
    if result is None:
        return
    signers = {step.id for step in found.files.process.steps} | {"process", "approve", "receive"}
    if result.signed_by not in signers:
        found.error("RESULT_SIGNER", _RESULT, "signed_by", f"không có bước “{result.signed_by}” trong process.yaml.")
    for number, block in enumerate(result.blocks):
        place = f"blocks[{number}]"
        if sum(map(bool, (block.title, block.text, block.fields, block.table))) != 1:
            found.error("RESULT_BLOCK", _RESULT, place, "mỗi khối có đúng một trong: title, text, fields, table.")
        found.guard(block.when, _RESULT, place, later=True)
        _check_words(found, _RESULT, place, (block.title, block.text, *block.fields.values()), outputs)
        _check_table(found, block, place)


def _check_table(found: Findings, block: ResultBlock, place: str) -> None:
    if not block.table:
        return
    node = found.node(block.table_of) if block.table_of else None
    if node is None or node.get("type") != "array":
        found.error("RESULT_TABLE", _RESULT, place, f"table_of “{block.table_of or ''}” không phải một nhóm lặp.")
        return
    for heading, key in block.table.items():
        if found.node(f"{block.table_of}[].{key}") is None:
            found.error("RESULT_TABLE", _RESULT, f"{place}.{heading}", f"nhóm không có trường “{key}”.")


def _check_words(found: Findings, file: str, place: str, texts: Iterable[str], outputs: set[str]) -> None:
    for text in texts:
        if stray_braces(text):
            found.error("PLACEHOLDER", file, place, f"dấu ngoặc nhọn viết sai trong “{text[:60]}”.")
        for name in placeholders(text):
            if not _is_known(found, name, outputs):
                found.error("PLACEHOLDER", file, place, f"chỗ điền “{{{name}}}” không có.")


def _is_known(found: Findings, name: str, outputs: set[str]) -> bool:
    first, _, rest = name.partition(".")
    match first:
        case "case":
            return rest in CASE_NAMES
        case "agency":
            return rest in AGENCY_NAMES
        case "signer":
            return rest in SIGNER_NAMES
        case "effect":
            return rest in outputs
        case "leg":
            return rest.partition(".")[0] in {leg.id for leg in found.files.meta.legs}
    node = found.later(name)
    return node is not None and node.get("type") not in ("object", "array")
