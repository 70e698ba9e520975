"""Checks of `global_accuracy`, `save_once` and `load_everywhere`."""

import pytest
import torch

from . import probes


@pytest.mark.points(2)
def test_counts_every_example_once(agree, draw):
    """The accuracy is that of all examples together, however many, the same float on every rank."""
    for sizes in ([10, 2], draw.shuffled([1, 4, 7])):
        logits = draw.normal(sum(sizes), 3)
        labels = logits.argmax(1)
        labels[: sizes[0]] = (labels[: sizes[0]] + 1) % 3
        agree.run(probes.accuracies, logits, labels, sizes)
    guesses, labels = draw.integers(0, 3, 559), draw.integers(0, 3, 559)
    few_digits = torch.nn.functional.one_hot(guesses, 3).bfloat16()
    agree.run(probes.accuracies, few_digits, labels, [301, 258])


@pytest.mark.hidden
@pytest.mark.points(2)
def test_bears_a_rank_without_examples(agree, draw):
    """A rank without examples takes part and gets the others' accuracy; if all are, ValueError."""
    logits, labels = draw.normal(5, 4), torch.tensor(draw.shuffled([0, 1, 2, 3, 3]))
    labels[:2] = logits[:2].argmax(1)
    agree.run(probes.accuracies, logits, labels, [3, 0, 2])
    agree.run(probes.accuracies, logits, (logits.argmax(1) + 1) % 4, [1, 4])
    for sizes in ([2, 0], [0, 0, 0]):
        agree.run(probes.nobody, sizes)


@pytest.mark.points(3)
def test_writes_once_and_waits(agree, draw):
    """Rank 0 alone writes its state dict; no rank returns before the file is complete and new."""
    for size, older in ((2, False), (3, True)):
        agree.run(probes.saved, size, draw.int(0, 999), older)


def test_works_alone(agree, draw):
    """With one rank, accuracy, saving and loading do what they do anywhere."""
    agree.run(probes.accuracies, draw.normal(6, 3), draw.integers(0, 3, 6), [6])
    agree.run(probes.saved, 1, draw.int(0, 999))
    agree.run(probes.loaded, 1, draw.int(0, 999))


@pytest.mark.points(2)
def test_loads_on_every_rank(agree, draw):
    """Every rank's model gets the parameters and buffers in the file."""
    agree.run(probes.loaded, 3, draw.int(0, 999))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """The same holds for processes that talk through gloo."""
    logits = draw.normal(6, 4)
    labels = logits.argmax(1)
    labels[0] = (labels[0] + 1) % 4
    agree.run(probes.really, [draw.normal(2, 3), draw.normal(2)], logits, labels)


@pytest.mark.hidden
def test_runs_no_code_in_files(agree, draw):
    """Code that somebody has put into a file is not run when the file is loaded."""
    agree.run(probes.trapped, draw.int(0, 999))
