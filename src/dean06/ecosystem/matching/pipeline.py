"""The run as a story: open, normalise, link what is certain, compare the rest, learn, decide, write."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from dean06.ecosystem.matching.backends import Backend, open_backend
from dean06.ecosystem.matching.steps import blocking, deciding, intake, learning, pairs, results, tiers
from dean06.ecosystem.matching.types import THRESHOLD, BackendName, MatchSummary, Tier
from dean06.ecosystem.matching.workspace import private_folder

Progress = Callable[[str, float], None]


class _Clock:
    """Tells the caller where the run is and keeps the seconds of every step."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._since: tuple[str, float] | None = None
        self.timings: dict[str, float] = {}

    def step(self, name: str, sentence: str, share: float) -> None:
        now = time.perf_counter()
        if self._since:
            self.timings[self._since[0]] = round(now - self._since[1], 3)
        self._since = (name, now)
        if self._progress:
            self._progress(sentence, share)


def run(
    *,
    registry: Path,
    sector: Path,
    unit_map: Path,
    out: Path,
    backend_name: BackendName,
    seed: int,
    progress: Progress | None,
    memory_limit: str,
    threads: int | None,
    work: Path | None,
) -> MatchSummary:
    """See ``services.match``."""
    out.mkdir(parents=True, exist_ok=True)
    clock = _Clock(progress)
    with private_folder(work or out) as folder:
        clock.step("open", "Mở các tệp", 0.0)
        backend = open_backend(backend_name, work=folder, memory_limit=memory_limit, threads=threads)
        try:
            return _run(backend, registry, sector, unit_map, out, folder, seed, clock)
        finally:
            backend.close()


def _run(
    backend: Backend, registry: Path, sector: Path, unit_map: Path, out: Path, folder: Path, seed: int, clock: _Clock
) -> MatchSummary:
    intake.open_files(backend, registry, sector, unit_map)
    clock.step("normalise", "Chuẩn hóa họ tên, ngày sinh, địa bàn", 0.05)
    sizes = intake.prepare(backend)
    clock.step("tiers", "Nối các bản ghi khớp chắc chắn", 0.35)
    tiers.link_by_tiers(backend)
    clock.step("blocking", "Tìm người có thể ứng với các bản ghi còn lại", 0.45)
    blocking.find_candidates(backend)
    clock.step("details", "Chuẩn bị so sánh", 0.55)
    pairs.gather_pairs(backend, persons=sizes["persons"], records=sizes["records"], seed=seed)
    pairs.prepare_details(backend)
    clock.step("compare", "So sánh từng cặp", 0.65)
    expected = pairs.expected_agreement(backend, persons=sizes["persons"])
    pairs.compare(backend, expected)
    clock.step("learn", "Học trọng số từ dữ liệu", 0.8)
    parameters = learning.learn(backend, expected, records=sizes["records"], seed=seed)
    clock.step("decide", "Tính xác suất và quyết định", 0.85)
    deciding.decide(backend, parameters)
    clock.step("write", "Ghi kết quả", 0.9)
    results.write_results(backend, folder)
    summary = _summary(backend, sizes, parameters, clock, seed)
    for name in ("links.parquet", "candidates.parquet", "duplicates.parquet"):
        # Complete or not there at all.
        shutil.move(folder / name, out / f".{name}.new")
        os.replace(out / f".{name}.new", out / name)
    clock.step("done", "Xong", 1.0)
    return summary


def _summary(
    backend: Backend, sizes: Mapping[str, int], parameters: learning.Parameters, clock: _Clock, seed: int
) -> MatchSummary:
    found = {
        row["tier"]: row["n"]
        for row in backend.fetch("SELECT tier, count(*) AS n FROM links GROUP BY tier").to_pylist()
    }
    counts = {str(tier): int(found.get(str(tier), 0)) for tier in Tier}
    clock.step("summary", "Tổng hợp", 0.97)
    return MatchSummary(
        records=sizes["records"],
        persons=sizes["persons"],
        linked=sum(number for tier, number in counts.items() if tier != Tier.NONE),
        candidates=backend.scalar("SELECT count(*) FROM told WHERE p >= 10000"),
        duplicates=backend.scalar(
            "SELECT coalesce(sum(n), 0) FROM "
            "(SELECT count(*) AS n FROM links WHERE link GROUP BY person_key) WHERE n > 1"
        ),
        tiers=counts,
        threshold=THRESHOLD,
        parameters=parameters.as_dict(),
        timings=dict(clock.timings),
        backend=backend.name,
        seed=seed,
    )
