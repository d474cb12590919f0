"""How quick is `backfile --help`, against the least a click program can take?

    python benchmarks/startup.py

Prints CPU seconds (user and system, of the whole process, median of several runs, in turn) and their ratio.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

RUNS = 15
COMMANDS = {
    "backfile --help": [sys.executable, str(Path(__file__).parent.parent / "backfile.py"), "--help"],
    "import click": [sys.executable, "-c", "import click"],
}


def cpu_seconds(command: list[str]) -> float:
    """Return the CPU seconds that one run of a command takes."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def main() -> None:
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            taken[name].append(cpu_seconds(command))
    medians = {name: statistics.median(runs) for name, runs in taken.items()}
    for name, median in medians.items():
        print(f"{name:<16} {median:.3f} s CPU")
    help_, floor = medians.values()
    print(f"ratio            {help_ / floor:.2f}  (bound: 4)")


if __name__ == "__main__":
    main()
