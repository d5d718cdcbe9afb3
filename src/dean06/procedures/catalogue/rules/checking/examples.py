"""The pack's own tests: valid examples pass, invalid ones fail exactly where they say, walks lead to their end."""

from __future__ import annotations

import re

from dean06.procedures.catalogue.pack_format import ExampleForm, Walk
from dean06.procedures.catalogue.rules.checking.base import Findings, Known
from dean06.procedures.catalogue.rules.example_data import asked_documents, fee_total, refused_paths
from dean06.procedures.catalogue.rules.walking import walk_problem, with_numbers
from dean06.procedures.catalogue.types import ExampleOutcome

_INDEX = re.compile(r"\[\d+\]")


def check_examples(found: Findings, known: Known) -> None:
    """Findings about examples/*.json by schema, guards and fees alone (what the form makes of them is asked apart)."""
    files = found.files
    on = max(known.on, files.meta.valid_from)
    if not any(not example.errors for example in files.examples.values()):
        found.error("EXAMPLE_MISSING", "examples/", "", "cần ít nhất một ví dụ đúng (valid-*.json).")
    if not any(example.errors for example in files.examples.values()):
        found.error("EXAMPLE_MISSING", "examples/", "", "cần ít nhất một ví dụ sai (invalid-*.json) có errors.")
    if not files.walks:
        found.error("EXAMPLE_MISSING", "examples/", "", "cần ít nhất một hồ sơ mẫu đi đến kết quả (walk-*.json).")
    for name, example in files.examples.items():
        outcome = ExampleOutcome(
            errors=tuple(sorted(refused_paths(files, example.data, example.channel, on))),
            documents=asked_documents(files, example.data, example.channel),
            fee=fee_total(files, example.data, example.channel, on),
        )
        compare_example(found, name, example, outcome)
    for name, walk in files.walks.items():
        _check_walk(found, known, name, walk)


def compare_example(found: Findings, name: str, example: ExampleForm, outcome: ExampleOutcome) -> None:
    """Findings where an outcome is not what the example says."""
    file = f"examples/{name}.json"
    if (name.startswith("valid") and example.errors) or (name.startswith("invalid") and not example.errors):
        found.error("EXAMPLE_NAME", file, "errors", "valid-* không có errors; invalid-* phải có errors.")
    expected, got = set(example.errors), set(outcome.errors)
    for path in sorted(expected - got):
        found.error("EXAMPLE_ACCEPTED", file, path, "ví dụ nói phải báo lỗi ở đây nhưng biểu mẫu chấp nhận.")
    for path in sorted(got - expected):
        found.error("EXAMPLE_REFUSED", file, path, "biểu mẫu báo lỗi ở đây mà ví dụ không nói.")
    if example.errors:
        return
    if example.documents is not None and example.documents != outcome.documents:
        found.error(
            "EXAMPLE_DOCUMENTS", file, "documents", f"giấy tờ phải nộp là [{', '.join(outcome.documents)}], khác ví dụ."
        )
    if example.fee is not None and example.fee != outcome.fee:
        found.error(
            "EXAMPLE_FEE", file, "fee", f"số tiền tính được là {outcome.fee} đồng, ví dụ ghi {example.fee} đồng."
        )


def _check_walk(found: Findings, known: Known, name: str, walk: Walk) -> None:
    file = f"examples/{name}.json"
    if walk.applicant not in walk.people:
        found.error("WALK_APPLICANT", file, "applicant", f"không có “{walk.applicant}” trong people.")
    try:
        data = with_numbers(walk.data, walk.people)
    except KeyError as error:
        found.error("WALK_PERSON", file, "data", f"không có {error} trong people.")
        return
    on = max(known.on, found.files.meta.valid_from)
    for path in sorted(refused_paths(found.files, data, walk.channel, on)):
        found.error("WALK_REFUSED", file, path, "biểu mẫu báo lỗi với dữ liệu của hồ sơ mẫu.")
    if found.files.process.start in {step.id for step in found.files.process.steps}:
        problem = walk_problem(found.files, walk, on)
        if problem:
            found.error("WALK_ACTS", file, "acts", problem)
    names = {use.name for use in found.files.effects.effects}
    for effect in walk.effects:
        if effect not in names:
            found.error("WALK_EFFECT", file, "effects", f"“{effect}” không có trong effects.yaml.")
