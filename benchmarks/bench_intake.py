"""Reading one large list: seconds, rows a second and peak memory, beside DuckDB doing less work on the same file.

    python benchmarks/bench_intake.py [rows] [--font tcvn3]

Ours: survey, every cell repaired, flags and originals kept, profile, drift watch, record keys, canonical Parquet, bad
rows. The peer (DuckDB ``read_csv`` + ``SUMMARIZE`` + Parquet, all text): reads and profiles, repairs nothing.
Each runs in its own process, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

SURNAMES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Võ",
    "Trịnh",
    "Đinh",
    "Mai",
    "Đào",
    "Hà",
]
MIDDLES = [
    "Văn",
    "Thị",
    "Đức",
    "Ngọc",
    "Minh",
    "Hữu",
    "Quang",
    "Thanh",
    "Xuân",
    "Thu",
    "Đình",
    "Công",
    "Khánh",
    "Bảo",
    "Gia",
    "Hồng",
    "Kim",
    "Mạnh",
    "Tuấn",
    "Anh",
]
GIVENS = [
    "An",
    "Bình",
    "Chi",
    "Cường",
    "Dũng",
    "Dung",
    "Đạt",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Hiền",
    "Hòa",
    "Hoa",
    "Huệ",
    "Hùng",
    "Hương",
    "Khoa",
    "Lan",
    "Linh",
    "Long",
    "Loan",
    "Mai",
    "Minh",
    "Nam",
    "Nga",
    "Ngân",
    "Nhung",
    "Oanh",
    "Phúc",
    "Phương",
    "Quân",
    "Quỳnh",
    "Sơn",
    "Tâm",
    "Thảo",
    "Thắng",
    "Thủy",
    "Trang",
    "Trung",
    "Tuấn",
    "Tùng",
    "Uyên",
    "Vân",
    "Việt",
    "Yến",
    "Bích",
    "Đông",
]
COMMUNES = [
    "Kỳ Khang",
    "Cẩm Hưng",
    "Thạch Hà",
    "Can Lộc",
    "Đức Thọ",
    "Hương Sơn",
    "Vũ Quang",
    "Nghi Xuân",
    "Lộc Hà",
    "Cẩm Xuyên",
]


def make(path: Path, rows: int, font: str, seed: int = 6) -> None:
    """A list of made-up people as .csv with the damage that lists have: about one row in six."""
    from dean06.kernel.common.vietnamese.legacy_tables import to_tcvn3

    rng = np.random.default_rng(seed)
    convert = to_tcvn3 if font == "tcvn3" else str
    with path.open("w", encoding="latin-1" if font == "tcvn3" else "utf-8", errors="replace", newline="") as file:
        head = [
            "STT",
            "Họ và tên",
            "Số CCCD",
            "Ngày sinh",
            "Giới tính",
            "Xã, phường",
            "Thôn",
            "Mã số BHXH",
            "Điện thoại",
        ]
        file.write(",".join(f'"{convert(label)}"' if "," in label else convert(label) for label in head) + "\n")
        done = 0
        while done < rows:
            count = min(100_000, rows - done)
            name = [rng.choice(words, count) for words in (SURNAMES, MIDDLES, MIDDLES, GIVENS)]
            year, month, day = rng.integers(1935, 2024, count), rng.integers(1, 13, count), rng.integers(1, 29, count)
            sex, tail = rng.integers(0, 2, count), rng.integers(0, 1_000_000, count)
            damage = rng.random(count)
            commune, village = rng.choice(COMMUNES, count), rng.integers(1, 20, count)
            number, phone = rng.integers(10**9, 10**10, count), rng.integers(10**8, 10**9, count)
            lines = []
            for i in range(count):
                century = (0 if year[i] < 2000 else 2) + sex[i]
                person = f"042{century}{year[i] % 100:02d}{tail[i]:06d}"
                birth = f"{day[i]:02d}/{month[i]:02d}/{year[i]}"
                full = f"{name[0][i]} {name[1][i]} {name[2][i]} {name[3][i]}"
                where = damage[i]
                if where < 0.06:
                    person = person[1:]
                elif where < 0.08:
                    person = f"'{person}"
                elif where < 0.09:
                    full = f" {full} "
                elif where < 0.11:
                    full = full.upper()
                elif where < 0.13:
                    birth = str(year[i])
                elif where < 0.14:
                    birth = f"{year[i]}-{month[i]:02d}-{day[i]:02d}"
                elif where < 0.15:
                    person = ""
                elif where < 0.151:
                    person = f"{int(person):.4E}"
                elif where < 0.1511:
                    full += ",thừa"
                lines.append(
                    f"{done + i + 1},{convert(full)},{person},{birth},{convert(('Nam', 'Nữ')[sex[i]])},"
                    f"{convert('Xã ' + commune[i])},{convert('Thôn')} {village[i]},{number[i]},0{phone[i]}"
                )
            file.write("\n".join(lines) + "\n")
            done += count


def ours(path: Path, out: Path) -> str:
    """Everything that intake does, without the database."""
    from dean06.ecosystem.datasets.reading.intake import Options, read
    from dean06.ecosystem.datasets.reading.survey import survey
    from dean06.ecosystem.datasets.sectors import shipped_sectors

    sector = shipped_sectors()["insurance"]
    found = survey(path, sector.fields)
    mapping = {place: one.field for place, one in enumerate(found.proposals) if one.field}
    reading = read(found, mapping, sector.fields, out, Options(2026, sector.key_field, "salt"))
    return f"{reading.rows} records, {reading.bad_rows} bad rows, {sum(reading.flag_counts.values())} cells flagged"


def peer(path: Path, out: Path) -> str:
    """DuckDB: read as text, profile, write Parquet. Repairs nothing; rows that do not fit are dropped."""
    import duckdb

    with duckdb.connect(config={"threads": 2}) as connection:
        encoding = "latin-1" if b"\xc3" not in path.read_bytes()[:2000] else "utf-8"
        connection.execute(
            f"CREATE TABLE list AS FROM read_csv('{path}', all_varchar=true, ignore_errors=true, encoding='{encoding}')"
        )
        connection.execute("SUMMARIZE list").fetchall()
        connection.execute(f"COPY list TO '{out / 'peer.parquet'}' (FORMAT parquet)")
        return f"{connection.execute('SELECT count(*) FROM list').fetchone()[0]} rows"


def run(which: str, path: Path) -> None:
    """One measured run, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        said = {"ours": ours, "peer": peer}[which](path, Path(folder))
        seconds = time.perf_counter() - start
    print(f"{seconds:.2f};{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024};{said}")


def main() -> None:
    """Make the file, run both in processes of their own, print them side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--font", choices=("unicode", "tcvn3"), default="unicode")
    parser.add_argument("--run", nargs=2, metavar=("WHICH", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dean06.config.settings.test")
    if asked.run:
        run(asked.run[0], Path(asked.run[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        make(path, asked.rows, asked.font)
        size = path.stat().st_size / 1e6
        print(f"{asked.rows:,} rows, {size:.0f} MB, {asked.font}")
        seconds = {}
        for which, label in (("ours", "dean06 (repair, flags, keys, profile)"), ("peer", "DuckDB (read, SUMMARIZE)")):
            command = [sys.executable, __file__, "--run", which, str(path)]
            took, memory, said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split(";")
            seconds[which] = float(took)
            rate = asked.rows / float(took)
            print(f"{label:40} {float(took):7.1f} s {rate:12,.0f} rows/s {memory:>6} MB   {said.strip()}")
        print(f"ratio ours / peer: {seconds['ours'] / seconds['peer']:.1f} (the peer repairs nothing)")


if __name__ == "__main__":
    main()
