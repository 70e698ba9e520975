"""Mistakes that are written as edits of the solution: what they become, and what is refused."""

import re
import subprocess
from pathlib import Path

import pytest
from small_collection import COMMAND, SPLIT, edit, small_collection

from torchdojo.catalog import Collection, Exercise, Variant, read_mistakes
from torchdojo.catalog.proof import fingerprint
from torchdojo.errors import GraderError

BANK = """\
\"\"\"What goes wrong.\"\"\"

from torchdojo.grading import mistake, slip

slip("Views.", loses=["copies"], edits=[{edits}]{of})
"""


def _bank(folder: Path, text: str) -> Exercise:
    root = small_collection(folder)
    (root / f"graders/{SPLIT}/mistakes.py").write_text(text, encoding="utf-8")
    return Collection(root).find(SPLIT)


def _only(folder: Path, edits: str, of: str = "") -> Variant:
    exercise = _bank(folder, BANK.format(edits=edits, of=of))
    (mistake,) = read_mistakes(exercise.graders, exercise.source.text)
    return mistake


def test_a_slip_is_the_mistake_that_a_definition_would_be(tmp_path: Path) -> None:
    """Same id, same fingerprint: neither docstrings nor types nor the way it is recorded count."""
    slip = BANK.format(edits='("[a, b], dim=1", "[b, a], dim=1")', of="")
    written = slip[: slip.index("slip(")] + (
        '@mistake("Views.", loses=["copies"])\n'
        "def interleave(a, b):\n    return torch.stack([b, a], dim=1).flatten(0, 1)\n"
    )
    exercises = [_bank(tmp_path / "slip", slip), _bank(tmp_path / "written", written)]
    (one,), (other,) = (read_mistakes(e.graders, e.source.text) for e in exercises)
    assert (one.kind, one.id, one.sentence, one.loses) == (
        *("mistake", other.id, "Views.", ("copies",)),
    )
    assert "torch.stack([b, a], dim=1)" in one.text and one.line == 5
    assert fingerprint(exercises[0]) == fingerprint(exercises[1])
    edit(exercises[0].graders / "mistakes.py", "[b, a]", "[b, b]")
    assert fingerprint(exercises[0]) != fingerprint(exercises[1])


def test_edits_may_add_and_take_away_lines(tmp_path: Path) -> None:
    """Further lines are indented as the one where the edit begins; a deleted line leaves none."""
    check = """if sum(sizes) != len(t):
    raise ValueError(f"sizes sum to {sum(sizes)}, but the tensor has {len(t)} rows")"""
    gone = _only(tmp_path / "gone", f"({check!r}, '')")
    assert gone.code == (
        "def split_sizes(t: torch.Tensor, sizes: list[int]) -> list[torch.Tensor]:\n"
        "    return [piece.clone() for piece in torch.split(t, sizes)]\n"
    )
    more = _only(
        tmp_path / "more", '("size, larger = divmod(len(t), n)", "if n:\\n    size, larger = 1, 0")'
    )
    assert "    if n:\n        size, larger = 1, 0\n    sizes" in more.code


def test_an_id_can_be_kept(tmp_path: Path) -> None:
    """Contracts name mistakes by their ids, which follow from the code unless they are given."""
    kept = _only(tmp_path, '("[a, b]", "[b, a]")', ', id="interleave-0a1b2c3d"')
    assert (kept.id, kept.name) == ("interleave-0a1b2c3d", "interleave")


REFUSED = {
    "missing": ('("x.mean()", "x.sum()")', "", "`x.mean()` does not occur in any definition"),
    "twice": ('("size", "n")', ', of="split_even"', "`size` occurs 5 times in `split_even`"),
    "in a docstring": ('("Cut", "Glue")', "", "`Cut` does not occur in any definition"),
    "ambiguous": (
        '("piece.clone()", "piece")',
        "",
        "`piece.clone()` occurs in `split_even` and `split_sizes`: say which, "
        'as in of="split_even"',
    ),
    "not there": (
        '("[a, b]", "[b, a]")',
        ', of="split_even"',
        "`[a, b]` does not occur in `split_even`",
    ),
    "in two": (
        '("[a, b]", "[b, a]"), ("divmod", "max")',
        "",
        "no definition of the solution has all of `[a, b]` and `divmod`",
    ),
    "no definition": ('("a", "b")', ', of="weave"', "the solution defines no `weave`"),
    "overlapping": (
        '("[a, b]", "[b, a]"), ("[a, b], dim=1", "[a, b]")',
        "",
        "two edits change the same place in `interleave`",
    ),
    "no Python": ('("[a, b]", "[a, b")', "", "`interleave` with its edits is no Python"),
    "no pairs": ('"[a, b]"', "", "`edits` has to be a list of pairs"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_edit_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path, name: str) -> None:
    """It says in which file and line, and what is sought."""
    edits, of, sentence = REFUSED[name]
    with pytest.raises(GraderError, match=re.escape(f"mistakes.py, line 5: {sentence}")):
        _only(tmp_path, edits, of)


def test_build_says_which_slip_is_wrong(tmp_path: Path) -> None:
    """One sentence, no traceback."""
    edits, of, sentence = REFUSED["twice"]
    root = _bank(tmp_path, BANK.format(edits=edits, of=of)).graders.parents[2]
    done = subprocess.run([COMMAND, "build"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stderr.count("\n") == 1, done.stderr
    assert f"graders/{SPLIT}/mistakes.py, line 5: {sentence}" in done.stderr
