"""What is said to whoever writes a pack: slips of writing, missing places, walks that cannot be tried."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from dean06.procedures.catalogue import checks, registry
from dean06.procedures.catalogue.errors import PackUnreadable
from dean06.procedures.catalogue.presenting import fee_summary
from dean06.procedures.catalogue.reading import read_pack
from dean06.procedures.catalogue.tests.factories import pack_files
from dean06.procedures.catalogue.types import EffectSpec


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("fees.yaml", "fees:\n\t- code: a\n", "phím Tab"),
        ("fees.yaml", "fees: a: b\n", "đặt cả câu trong nháy"),
        ("form.schema.json", '{"type": "object" "required": []}', "thiếu dấu phẩy"),
        ("form.schema.json", '{"type": "object",}', "thừa dấu phẩy ở mục cuối"),
    ],
)
def test_a_slip_of_writing_is_told_in_vietnamese(tmp_path: Path, file: str, content: str, words: str) -> None:
    folder = tmp_path / "goi"
    shutil.copytree(next(Path(settings.PACKS_DIR).glob("1.001193*")), folder)
    shutil.copytree(Path(settings.PACKS_DIR) / "_shared", tmp_path / "_shared")
    (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(PackUnreadable, match=words):
        read_pack(folder)


def test_everything_missing_in_a_file_is_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "goi"
    shutil.copytree(next(Path(settings.PACKS_DIR).glob("1.001193*")), folder)
    shutil.copytree(Path(settings.PACKS_DIR) / "_shared", tmp_path / "_shared")
    (folder / "fees.yaml").write_text("fees:\n  - title: Phí\n    so_tien: 8000\n", encoding="utf-8")
    with pytest.raises(PackUnreadable) as refused:
        read_pack(folder)
    for place in (
        "fees.0.code",
        "fees.0.kind",
        "fees.0.amount",
        "fees.0.valid_from",
        "fees.0.source",
        "fees.0.so_tien",
    ):
        assert place in refused.value.message


def test_checks_without_a_walker_say_so(tmp_path: Path) -> None:
    files = pack_files("1.001193")
    spec = EffectSpec("register_birth", "x", dict.fromkeys(files.effects.effects[0].values, True), ("personal_id",))
    offered = registry.Registry(effects={"register_birth": spec}, connectors={})
    found = checks.findings(files, on=dt.date(2026, 11, 1), schemas={}, walk=True, offered=offered)
    assert [one.code for one in found] == ["WALK_UNAVAILABLE"]
    offered.walker = lambda _files, name, walk: [f"{name}: {walk.final_state}"]
    found = checks.findings(files, on=dt.date(2026, 11, 1), schemas={}, walk=True, offered=offered)
    assert [one.sentence for one in found] == [f"{name}: {walk.final_state}" for name, walk in files.walks.items()]


@pytest.mark.parametrize(
    ("amount", "online", "per", "said"),
    [
        (8_000, 4_000, "copies", "Từ 4.000 đồng đến 8.000 đồng, tính theo số lượng"),
        (8_000, 4_000, None, "Từ 4.000 đồng đến 8.000 đồng"),
        (8_000, None, None, "8.000 đồng"),
        (8_000, 0, None, "Từ 0 đến 8.000 đồng"),
        (0, None, None, "Không thu phí"),
    ],
)
def test_what_a_procedure_costs_is_said_in_one_line(
    amount: int, online: int | None, per: str | None, said: str
) -> None:
    files = pack_files("1.001193")
    fee = files.fees.fees[0].model_copy(
        update={"amount": amount, "online_amount": online, "per": per, "when": (), "exemptions": ()}
    )
    one_fee = files.model_copy(update={"fees": files.fees.model_copy(update={"fees": (fee,)})})
    assert fee_summary(one_fee, dt.date(2026, 11, 1)) == said
