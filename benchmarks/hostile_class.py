"""A class with hostile programs beside the same class without: what they cost all, as a ratio.

``python benchmarks/hostile_class.py [--students 200] [--exercises 73] [--share 0.03]`` hands in the
solutions, in the second class with so large a share of the programs replaced by hostile ones of
seven kinds, and grades both, one after the other. It prints seconds and their ratio as JSON; the
aim is at most 1.5, and that no honest program scores otherwise than in the other class.
"""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from torchdojo.catalog import Collection, Exercise

ROOT = Path(__file__).parents[1]
AIM = 1.5
Places = set[tuple[str, str]]
"""Students and exercises."""
_IN_A_FUNCTION = "for _name, _value in list(globals().items()):\n    if callable(_value):\n        "
HOSTILE = {
    "loop at import": "while True:\n    pass\n",
    "loop in a function": (
        "def _loop(*args, **kwargs):\n    while True:\n        pass\n\n\n"
        f"{_IN_A_FUNCTION}globals()[_name] = _loop\n"
    ),
    "sleep": (
        "import time\n\n\ndef _sleep(*args, **kwargs):\n    time.sleep(10**6)\n\n\n"
        f"{_IN_A_FUNCTION}globals()[_name] = _sleep\n"
    ),
    "fork bomb": (
        "import os\n\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass\n"
    ),
    "memory": "held = []\nwhile True:\n    held.append(bytearray(2**26))\n",
    "output": "while True:\n    print('x' * 10**6)\n",
    "os._exit": "import os\n\nos._exit(0)\n",
}
"""What is added to a right program."""


def lay_out(place: Path, exercises: Sequence[Exercise], students: int, share: float) -> Places:
    """A class whose programs are right but for a `share`; returns whose are hostile."""
    kinds, drawn, hostile = list(HOSTILE.values()), random.Random(1), set()
    for number in range(students):
        for exercise in exercises:
            text = f"{exercise.source.text}\n# {number}\n"
            if drawn.random() < share:
                text += f"\n# %%\n{kinds[len(hostile) % len(kinds)]}"  # a cell that is run
                hostile.add((f"s{number:03}", exercise.id))
            work = place / f"s{number:03}" / f"{exercise.id}.py"
            work.parent.mkdir(parents=True, exist_ok=True)
            work.write_text(text, encoding="utf-8")
    return hostile


def grade(place: Path, reports: Path, exercises: Sequence[Exercise]) -> float:
    """Seconds that `torchdojo grade` takes, start-up and reports included."""
    chosen = [word for exercise in exercises for word in ("--exercise", exercise.id)]
    command = [str(Path(sys.executable).parent / "torchdojo"), "grade", str(place), str(reports)]
    started = time.monotonic()
    done = subprocess.run(
        [*command, *chosen, "--device", "cpu"], cwd=ROOT, stdout=sys.stderr, check=False
    )
    assert done.returncode == 0, "not everything was graded"
    return time.monotonic() - started


def scores(reports: Path) -> dict[tuple[str, str], str]:
    """The scores in a table, by student and exercise."""
    with (reports / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["student"], id): row[id] for row in rows for id in row if "/" in id}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--exercises", type=int, help="how many, spread over all (default: all)")
    parser.add_argument("--share", type=float, default=0.03)
    options = parser.parse_args()
    everything = list(Collection(ROOT).exercises.values())
    wanted = options.exercises or len(everything)
    exercises = [everything[n * len(everything) // wanted] for n in range(wanted)]
    with tempfile.TemporaryDirectory() as folder:
        place, found = Path(folder), {"students": options.students, "exercises": wanted}
        lay_out(place / "honest", exercises, options.students, 0)
        hostile = lay_out(place / "hostile", exercises, options.students, options.share)
        taken = {
            name: grade(place / name, place / name[:3], exercises) for name in ("honest", "hostile")
        }
        before, after = scores(place / "hon"), scores(place / "hos")
        lost = [" ".join(p) for p in before if p not in hostile and before[p] != after[p]]
    found |= {"hostile_programs": len(hostile), "honest_with_other_scores": lost}
    found |= {f"seconds_{name}": round(seconds, 1) for name, seconds in taken.items()}
    found |= {"ratio": round(taken["hostile"] / taken["honest"], 2), "aim": AIM}
    print(json.dumps(found | {"cpus": os.cpu_count(), "load": os.getloadavg()[0]}, indent=2))


if __name__ == "__main__":
    main()
