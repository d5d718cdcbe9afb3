"""Reading and checking a 110 KB report, whole process, against python-docx only extracting the text of the same report.

Prints the medians of five alternating runs, their ratio and the peak memory. Exits 1 when reading takes 2 s or 300 MB.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import resources
from pathlib import Path

from docx import Document

RUNS = 5
SIZE = 110_000
LIMIT_SECONDS, LIMIT_MB = 2.0, 300
DEAN06 = str(Path(sys.executable).with_name("dean06"))
PEER = "import sys, docx; print(len('\\n'.join(p.text for p in docx.Document(sys.argv[1]).paragraphs)))"


def main() -> int:
    """Build the report in both formats, time the three commands in turn, print one line each."""
    sample = resources.files("dean06.demo").joinpath("samples/bao_cao_thang_10.txt").read_text(encoding="utf-8")
    copies = -(-SIZE // len(sample.encode()))
    with tempfile.TemporaryDirectory() as folder:
        text, word = Path(folder, "bao-cao.txt"), Path(folder, "bao-cao.docx")
        text.write_text("\n\n".join([sample] * copies), encoding="utf-8")
        document = Document()
        for line in text.read_text(encoding="utf-8").splitlines():
            document.add_paragraph(line)
        document.save(word)
        commands = {
            "python-docx, text only (peer)": [sys.executable, "-c", PEER, str(word)],
            "dean06 read_document .docx": [DEAN06, "read_document", str(word), "--json"],
            "dean06 check_document .txt": [DEAN06, "check_document", str(text), "--json"],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        memory: dict[str, float] = dict.fromkeys(commands, 0)
        for _ in range(RUNS):
            for name, command in commands.items():
                took, peak = run(command)
                seconds[name].append(took)
                memory[name] = max(memory[name], peak)
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    peer = medians["python-docx, text only (peer)"]
    for name, median in medians.items():
        print(f"{name:<32} {median:6.2f} s  {median / peer:5.2f} x peer  {memory[name]:6.0f} MB")
    slow = [name for name in commands if medians[name] >= LIMIT_SECONDS or memory[name] >= LIMIT_MB]
    return 1 if slow else 0


def run(command: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of one process."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed with {process.returncode}")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return time.perf_counter() - started, usage.ru_maxrss / scale


if __name__ == "__main__":
    raise SystemExit(main())
