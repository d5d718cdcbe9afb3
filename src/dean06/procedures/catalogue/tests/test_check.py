"""``check_pack`` finds what is wrong: each case spoils one thing in a sound pack."""

from __future__ import annotations

import copy
import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from dean06.procedures.catalogue.errors import PackUnreadable
from dean06.procedures.catalogue.pack_format import PackFiles
from dean06.procedures.catalogue.reading import read_pack
from dean06.procedures.catalogue.rules.checking import Known, check_pack
from dean06.procedures.catalogue.rules.differences import differences
from dean06.procedures.catalogue.rules.steps import legal_hours, longest_path
from dean06.procedures.catalogue.scaffolding import make_pack
from dean06.procedures.catalogue.tests.factories import pack_files
from dean06.procedures.catalogue.types import EffectSpec, TimeLimit, TimeUnit

ON = dt.date(2026, 11, 1)
BIRTH = pack_files("1.001193")
PARAMETERS = dict.fromkeys(BIRTH.effects.effects[0].values, True)
KNOWN = Known(
    on=ON,
    effects={"register_birth": EffectSpec("register_birth", "Khai sinh", PARAMETERS, ("personal_id",))},
    connectors={"thue": "Cơ quan thuế"},
    life_events={"co_con": ""},
)


def codes(files: PackFiles) -> set[str]:
    return {finding.code for finding in check_pack(files, KNOWN)}


def test_the_pack_of_the_repository_is_sound() -> None:
    assert check_pack(BIRTH, KNOWN) == []


def spoiled(change: Callable[[dict[str, Any]], object]) -> PackFiles:
    content = copy.deepcopy(BIRTH.model_dump(mode="json"))
    change(content)
    return PackFiles.model_validate(content)


def step(content: dict[str, Any], number: int) -> dict[str, Any]:
    return content["process"]["steps"][number]


SPOILED: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("SCHEMA_WORD", lambda c: c["form_schema"]["properties"]["copies"].update(multipleOf=2)),
    ("SCHEMA_TYPE", lambda c: c["form_schema"]["properties"]["copies"].update(type="null")),
    ("SCHEMA_LABELS", lambda c: c["form_schema"]["properties"]["home_of"]["x-labels"].pop()),
    (
        "SCHEMA_FORMAT",
        lambda c: c["form_schema"]["properties"]["birth_proof"].update(format="uri"),
    ),
    ("SCHEMA_REQUIRED", lambda c: c["form_schema"]["required"].append("nobody")),
    ("UI_MISSING", lambda c: c["ui"]["sections"][1]["fields"].pop(0)),
    ("UI_UNKNOWN", lambda c: c["ui"]["sections"][1]["fields"][0].update(field="child.nickname")),
    ("UI_TWICE", lambda c: c["ui"]["sections"][1]["fields"].append(c["ui"]["sections"][1]["fields"][0])),
    ("UI_WIDGET", lambda c: c["ui"]["sections"][1]["fields"][0].update(widget="date")),
    ("PREFILL_UNKNOWN", lambda c: c["ui"]["sections"][1]["fields"][0].update(prefill="population.shoe_size")),
    ("PREFILL_PERSON", lambda c: c["ui"]["sections"][3]["fields"][1].update(prefill="population(home_of).full_name")),
    ("GUARD", lambda c: c["documents"]["documents"][0]["when"][0].update(field="nothing")),
    ("GUARD", lambda c: c["documents"]["documents"][0]["when"][0].update(value="stork")),
    ("GUARD", lambda c: c["documents"]["documents"][0]["when"][0].update(op="lt")),
    ("STEP_UNREACHABLE", lambda c: c["process"].update(start="approve") or step(c, 1)["actions"].pop(1)),
    ("STEP_ENDLESS", lambda c: step(c, 1).update(actions=[{"id": "wait", "title": "Chờ", "kind": "supplement"}])),
    ("NO_RESULT", lambda c: step(c, 1)["actions"].pop(0)),
    ("STEP_CIRCLE", lambda c: step(c, 1)["actions"][1].update(kind="forward")),
    ("TARGET_UNKNOWN", lambda c: step(c, 0)["actions"][0].update(to="moon")),
    ("REASON_UNKNOWN", lambda c: step(c, 0)["actions"][3].update(reasons=["KHONG_THICH"])),
    ("STOP_WITHOUT_REASON", lambda c: step(c, 0)["actions"][3].update(reasons=[])),
    ("VERIFY_WITHOUT_TIME", lambda c: c["meta"]["time_limit"].update(extended_value=None)),
    ("TIME_OVER_LAW", lambda c: step(c, 0).update(hours=7)),
    ("CONNECTOR_UNKNOWN", lambda c: step(c, 0).update(duty="connector", connector="moon")),
    ("EFFECT_UNKNOWN", lambda c: c["effects"]["effects"][0].update(name="make_rich")),
    ("EFFECT_PARAMETER", lambda c: c["effects"]["effects"][0]["values"].pop("sex")),
    ("EFFECT_SOURCE", lambda c: c["effects"]["effects"][0]["values"].update(sex="child.shoe")),
    ("FEE_OVERLAP", lambda c: c["fees"]["fees"].append(c["fees"]["fees"][0])),
    ("FEE_PER", lambda c: c["fees"]["fees"][1].update(per="child.full_name")),
    ("PLACEHOLDER", lambda c: c["notices"]["notices"][0].update(body="Chào {child.nickname}")),
    ("PLACEHOLDER", lambda c: c["notices"]["notices"][0].update(body="Chào {child.full_name")),
    ("PLACEHOLDER", lambda c: c["notices"]["notices"][0].update(body="{effect.personal_id}")),
    ("RESULT_MISSING", lambda c: c.update(result=None)),
    ("RESULT_BLOCK", lambda c: c["result"]["blocks"][0].update(text="hai thứ")),
    ("COMPETENCE", lambda c: c["meta"]["competence"].update(field="child.full_name")),
    ("EXAMPLE_REFUSED", lambda c: c["examples"]["valid-mother-only"]["data"]["child"].pop("sex")),
    ("EXAMPLE_ACCEPTED", lambda c: c["examples"]["invalid-missing-and-future"]["errors"].append("child.sex")),
    ("EXAMPLE_DOCUMENTS", lambda c: c["examples"]["valid-mother-only"].update(documents=[])),
    ("EXAMPLE_FEE", lambda c: c["examples"]["valid-mother-only"].update(fee=1)),
    ("EXAMPLE_MISSING", lambda c: c.update(walks={})),
    ("WALK_ACTS", lambda c: c["walks"]["walk-birth"]["acts"].pop(1)),
    ("WALK_ACTS", lambda c: c["walks"]["walk-birth"].update(final_state=9)),
    ("WALK_REFUSED", lambda c: c["walks"]["walk-birth"]["data"]["mother"].pop("commune")),
    ("WALK_PERSON", lambda c: c["walks"]["walk-birth"]["people"].pop("father")),
    ("LIFE_EVENT", lambda c: c["meta"].update(life_events=["di_choi"])),
]


@pytest.mark.parametrize(("code", "change"), SPOILED, ids=[f"{i}-{code}" for i, (code, _) in enumerate(SPOILED)])
def test_each_mistake_is_found(code: str, change: Callable[[dict[str, Any]], object]) -> None:
    assert code in codes(spoiled(change))


@pytest.mark.parametrize(
    ("value", "unit", "same_day", "hours"),
    [
        (1, TimeUnit.WORKING_DAY, True, 8),
        (0, TimeUnit.WORKING_DAY, False, 8),
        (3, TimeUnit.WORKING_DAY, False, 24),
        (4, TimeUnit.WORKING_HOUR, False, 4),
        (15, TimeUnit.DAY, False, 80),
        (1, TimeUnit.MONTH, False, 168),
    ],
)
def test_working_hours_within_the_legal_time(value: int, unit: TimeUnit, same_day: bool, hours: float) -> None:
    """8 working hours a day; same-day procedures are bounded by one working day."""
    assert legal_hours(TimeLimit(value=value, unit=unit, same_day=same_day, source="x")) == hours


def test_the_longest_way_is_what_counts() -> None:
    assert longest_path(BIRTH.process) == (["process", "approve"], 6)


def test_differences_name_the_place_and_both_values() -> None:
    changed = spoiled(lambda c: c["fees"]["fees"][1].update(amount=9000))
    [one] = differences(BIRTH, changed)
    assert (one.file, one.place, one.before, one.after, one.kind) == (
        "fees.yaml", "fees[ban_sao].amount", "8000", "9000", "changed",
    )  # fmt: skip


# --- Files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(Path(settings.PACKS_DIR) / "_shared", tmp_path / "_shared")
    monkeypatch.setattr(settings, "PACKS_DIR", tmp_path)
    return tmp_path


def test_a_new_pack_passes_its_check_and_is_drawn(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("pack", "new", "9.000001", "viec-moi", 'Việc "mới": thử')
    call_command("pack", "check")
    call_command("pack", "diagram", str(root / "9.000001-viec-moi"))
    assert "flowchart TD" in capsys.readouterr().out
    assert "<svg" in (root / "9.000001-viec-moi" / "process.svg").read_text(encoding="utf-8")
    assert read_pack(root / "9.000001-viec-moi").meta.title == 'Việc "mới": thử'


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("pack.yaml", "title:", "titel:", "pack.yaml"),
        ("pack.yaml", "level: commune", "level: moon", "level"),
        ("pack.yaml", 'version: "1.0"', "version: 1.0", "version"),
        ("pack.yaml", "slug:", "code: x\nslug:", "hai lần"),
        ("process.yaml", "hours: 12", "hours: [", "dòng"),
        ("form.schema.json", "$defs/phone", "$defs/telephone", "applicant"),
        ("form.schema.json", '"type": "object",', '"type": "object"', "dòng"),
        ("form.schema.json", '"title"', '"type": "object", "title"', "hai lần"),
    ],
)
def test_an_unreadable_pack_says_file_and_place(root: Path, file: str, old: str, new: str, where: str) -> None:
    folder = make_pack(root, "9.000001", "thu", "Thử", ON)
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackUnreadable) as refused:
        read_pack(folder)
    assert refused.value.file == file and where in refused.value.message
    with pytest.raises(CommandError):
        call_command("pack", "check", str(folder))


def test_a_missing_file_and_a_file_of_other_letters_are_named(root: Path) -> None:
    folder = make_pack(root, "9.000001", "thu", "Thử", ON)
    (folder / "pack.yaml").write_bytes("title: Thử".encode("utf-16"))
    with pytest.raises(PackUnreadable, match=r"pack\.yaml"):
        read_pack(folder)
    (folder / "process.yaml").unlink()
    (folder / "pack.yaml").unlink()
    with pytest.raises(PackUnreadable, match="thiếu tệp"):
        read_pack(folder)


def test_every_example_of_the_repository_is_json_without_real_people() -> None:
    """Numbers in examples are made up: they are read here only to see that files are whole."""
    for path in Path(settings.PACKS_DIR).glob("*/examples/*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["title"]


SENTENCE = "Bản sao cấp cho {declarant.full_name}: {copies}."


@pytest.mark.parametrize(
    ("block", "warned"),
    [
        ({"text": SENTENCE}, True),
        ({"text": SENTENCE, "when": [{"field": "copies", "op": "present", "value": True}]}, False),
        ({"text": SENTENCE, "when": [{"field": "copies", "op": "gte", "value": 1}]}, False),
        ({"fields": {"Số bản sao": "{copies}"}}, False),
        ({"fields": {"Số bản sao": "{copies} bản"}}, True),
        ({"text": "Cha là {father.full_name}."}, True),
        ({"text": "Cha là {father.full_name}.", "when": [{"field": "father_recorded", "value": True}]}, False),
        ({"text": "Trẻ là {child.full_name}."}, False),
    ],
)
def test_a_sentence_of_the_result_with_what_may_stay_empty_needs_a_condition(
    block: dict[str, Any], warned: bool
) -> None:
    found = check_pack(spoiled(lambda content: content["result"]["blocks"].append(block)), KNOWN)
    gaps = [one for one in found if one.code == "RESULT_GAP"]
    assert bool(gaps) == warned
    assert not any(one.is_error for one in found)
