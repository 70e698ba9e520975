"""The audit of contracts: each sentence, and what is recorded that breaks it."""

import subprocess
from pathlib import Path

import pytest
from small_collection import COMMAND, small_collection

from torchdojo.catalog import Collection
from torchdojo.catalog.contract import sentences_of
from torchdojo.catalog.proof import fingerprint
from torchdojo.errors import GraderError
from torchdojo.proving.audit import breakers, unaudited

ROOT = Path(__file__).parents[1]
SPLIT = "01_tensors/10_split_and_chunk"
LESSON = """# A title

## Contract

All sizes are positive, `e.g.` 3. Nothing
is changed:

| function | takes | returns |
|---|---|---|
| `f(x)` | a tensor. Any dtype | `(N,)` |

- Items end with a full stop. **Two.** Sentences.
  They may go on below.
- No full stop
- `g(x)`
  - *takes* a tensor. Any dtype, on
    the CPU
  - *raises `ValueError` if* N is 0
- `h(x)`, `i(x)`: both are given. Neither is
  changed

```python
x = 1. Y
```

## Another section

Not this.
"""


def torchdojo(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command, as an author runs it."""
    command = [COMMAND, *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_a_contract_is_read_sentence_by_sentence() -> None:
    """What is said of a name is one sentence, in a table or a list; code and what only introduces
    a list are none.
    """
    assert sentences_of(LESSON) == [
        "All sizes are positive, `e.g.` 3.",
        "`f(x)` | a tensor. Any dtype | `(N,)`",
        "Items end with a full stop.",
        "**Two.**",
        "Sentences.",
        "They may go on below.",
        "No full stop",
        "`g(x)` | a tensor. Any dtype, on the CPU | N is 0",
        "`h(x)`, `i(x)` | both are given. Neither is changed",
    ]


def test_every_sentence_of_a_contract_has_to_be_answered_for(tmp_path: Path) -> None:
    """From a list of the sentences to a page of the checks that hold them."""
    root = small_collection(tmp_path)
    record = root / "graders" / SPLIT / "contract.toml"
    record.unlink(missing_ok=True)
    exercise = Collection(root).find(SPLIT)
    assert not list(unaudited(exercise)), "who has not begun is not blamed"
    before = fingerprint(exercise)

    done = torchdojo(root, "audit", "--begin", "--programs")
    sentences = sentences_of(exercise.source.lesson)
    assert done.returncode == 1 and f"wrong one: {len(sentences)}." in done.stderr, done.stderr
    assert f"nothing that is recorded breaks `{sentences[0]}`" in done.stdout

    id, program = next((id, v) for id, v in breakers(exercise).items() if v.loses)
    assert f"{id} (" in done.stdout
    record.write_text(record.read_text().replace("broken_by = []", f'broken_by = ["{id}"]'))
    done = torchdojo(root, "audit", "--begin")
    assert done.returncode == 0 and "sentence by sentence: 1/1." in done.stdout, done.stderr
    assert torchdojo(root, "build").returncode == 0
    page = (root / "docs/contracts.md").read_text("utf-8")
    assert page.count(f"`{program.loses[0]}`") == len(sentences)
    assert fingerprint(exercise) == before, "what is proven of the checks is proven still"

    for was, becomes, fault in (
        (id, "nothing-00000000", "names `nothing-00000000`, which is no recorded program"),
        (sentences[0].split("(")[0], "In other words ", "does not answer for"),
        ("[[sentence]]", "[[clause]]", "does not answer for"),
    ):
        kept = record.read_text()
        record.write_text(kept.replace(was, becomes, 1))
        assert fault in "; ".join(unaudited(exercise)), was
        record.write_text(kept)
    record.write_text(kept.replace("broken_by", "broken", 1))
    with pytest.raises(GraderError, match=r"contract\.toml: unknown: broken"):
        list(unaudited(exercise))


def test_words_for_readers_need_no_new_proof(tmp_path: Path) -> None:
    """A lesson, a hint and a docstring change; then a line of code does."""
    root = small_collection(tmp_path)
    solution = root / "solutions" / f"{SPLIT}.py"
    text = solution.read_text("utf-8")
    before = fingerprint(Collection(root).find(SPLIT))
    solution.write_text(text.replace("## Contract", "A word.\n\n## Contract", 1))
    assert fingerprint(Collection(root).find(SPLIT)) == before
    assert '"""Return ' in text
    solution.write_text(text.replace('"""Return ', '"""Give back ', 1))
    assert fingerprint(Collection(root).find(SPLIT)) == before
    solution.write_text(f"{text}\nx = 1\n")
    assert fingerprint(Collection(root).find(SPLIT)) != before
