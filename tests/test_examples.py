"""Each function that students write shows one call with its result, and it is what comes back."""

import ast
import doctest
from collections.abc import Iterator
from pathlib import Path

import pytest

from torchdojo.catalog import Collection, Exercise

COLLECTION = Collection(Path(__file__).parents[1])
WITHOUT: set[str] = {
    "01_tensors/00_welcome",
    "01_tensors/01_create",
    "01_tensors/02_dtypes",
    "01_tensors/03_random",
    "01_tensors/04_shapes",
    "01_tensors/05_squeeze",
    "01_tensors/06_broadcast",
    "01_tensors/07_products",
    "01_tensors/08_reduce",
    "01_tensors/09_standardise",
    "01_tensors/10_split_and_chunk",
    "01_tensors/11_join",
    "01_tensors/12_pick",
    "01_tensors/13_alias",
    "01_tensors/14_anywhere",
    "02_autograd/01_slopes",
    "02_autograd/02_hand_step",
    "02_autograd/03_accumulate",
    "02_autograd/04_ledger",
    "02_autograd/05_own_op",
    "03_pipelines/01_joint_dataset",
    "03_pipelines/02_batches",
    "03_pipelines/03_epochs",
    "03_pipelines/04_mini_loader",
    "03_pipelines/05_files",
    "03_pipelines/06_labels",
    "03_pipelines/07_image_dataset",
    "03_pipelines/08_compose",
    "03_pipelines/09_take",
    "03_pipelines/10_faces",
    "03_pipelines/11_digits",
    "03_pipelines/12_ragged",
    "03_pipelines/13_holdout",
    "04_modules/01_linear",
    "04_modules/02_mlp",
    "04_modules/03_mse",
    "04_modules/04_cross_entropy",
    "04_modules/05_repair_iris",
    "04_modules/06_buffers",
    "04_modules/07_noisy",
    "05_training/01_sgd",
    "05_training/02_adam",
    "05_training/03_one_epoch",
    "05_training/04_evaluate",
    "05_training/05_line",
    "05_training/06_iris",
    "05_training/07_checkpoint",
    "05_training/08_best",
    "05_training/09_xor",
    "06_activations/01_logistic",
    "06_activations/02_softmax",
    "06_activations/03_tanh",
    "06_activations/04_relus",
    "06_activations/05_depth",
    "07_speed/01_distances",
    "07_speed/02_no_syncs",
    "07_speed/03_precision",
    "07_speed/04_recompute",
}
"""Exercises whose functions have no examples yet."""
NO_EXAMPLE: dict[str, str] = {
    "08_data_parallel/07_mini_ddp:train_with_ddp": "needs a process group of real processes",
}
"""Functions by ``ID:name``, and why no call of them can be shown."""


def written(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Names and docstrings of what students write: functions and classes with a solution inside."""
    text = exercise.source.text
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            code = ast.get_source_segment(text, node) or ""
            if "### BEGIN SOLUTION" in code or exercise.source.start != "empty":
                inner = [n for n in ast.walk(node) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
                yield node.name, "\n".join(ast.get_docstring(n) or "" for n in inner)


@pytest.mark.parametrize("id", sorted(COLLECTION.exercises.keys() - WITHOUT))
def test_examples_are_shown_and_true(id: str) -> None:
    """Run on the solution, as somebody would type them below it."""
    exercise = COLLECTION.exercises[id]
    names: dict[str, object] = {"__name__": "solution"}
    cells = (c for c in exercise.source.cells if c.kind == "code" and "explore" not in c.tags)
    exec(compile("\n".join(cell.text for cell in cells), id, "exec"), names)
    runner, said = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS), []
    for name, words in written(exercise):
        if f"{id}:{name}" in NO_EXAMPLE:
            continue
        found = doctest.DocTestParser().get_doctest(words, dict(names), name, id, 0)
        assert found.examples, f"`{name}` shows no call"
        runner.run(found, out=said.append)
    assert not said, "".join(said)


def test_nobody_is_excused_twice() -> None:
    """Who is excused exists, and has no example."""
    assert COLLECTION.exercises.keys() >= WITHOUT
    for place in NO_EXAMPLE:
        id, _, name = place.partition(":")
        assert ">>>" not in dict(written(COLLECTION.exercises[id]))[name], place
