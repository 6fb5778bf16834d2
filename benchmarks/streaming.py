"""Peak memory of `bitexte translate --lines` on few and on many lines: it should hardly differ.

    python benchmarks/streaming.py [--few 20000] [--many 200000] [--file FILE.fr]

The lines are short and all different (or FILE's, repeated with a number before each), so that
neither the memory of a run nor the engine's own de-duplication shortens the work.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

NOUNS = ("Le train", "La lettre", "Le ministre", "La réponse", "Le bateau", "La photo", "Le rapport")
VERBS = ("arrive", "est perdue", "part demain", "manque", "est là", "change")


def lines(count: int, file: Path | None) -> Iterator[str]:
    if file is None:
        for number in range(count):
            yield f"{NOUNS[number % len(NOUNS)]} {number} {VERBS[number % len(VERBS)]}.\n"
    else:
        texts = file.read_text(encoding="utf-8").rstrip("\n").split("\n")
        yield from (f"{number} {text}\n" for number, text in enumerate(islice(cycle(texts), count)))


def measure(count: int, file: Path | None) -> tuple[float, float]:
    """Peak resident memory in MB and seconds for `count` lines."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.fr"), Path(folder, "out.en")
        with source.open("w", encoding="utf-8") as stream:
            stream.writelines(lines(count, file))
        began = time.perf_counter()
        with source.open("rb") as stdin, target.open("wb") as stdout:
            command = [sys.executable, "-m", "pipeline", "translate", "--lines", "-"]
            process = subprocess.Popen(command, stdin=stdin, stdout=stdout)
            _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        if status or target.read_bytes().count(b"\n") != count:
            raise SystemExit(f"{count} lines: exit status {status}, or lines were lost")
        return usage.ru_maxrss / 1024, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", type=int, default=20_000)
    parser.add_argument("--many", type=int, default=200_000)
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    peaks = {}
    for count in (options.few, options.many):
        peaks[count], seconds = measure(count, options.file)
        print(f"{count:>9,} lines: peak {peaks[count]:.0f} MB, {count / seconds:.0f} lines/s", flush=True)
    print(f"ratio of the peaks: {peaks[options.many] / peaks[options.few]:.2f}")


if __name__ == "__main__":
    main()
