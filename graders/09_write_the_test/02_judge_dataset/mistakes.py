"""Tests of a dataset of pairs that accept too much or too little."""

import pytest
import torch

from torchdojo.grading import mistake, slip


@mistake(
    "Only the length is looked at: that is right for most wrong datasets, too.",
    loses=[
        "accepts_every_right_way",
        "finds_quiet_mistakes",
        "hands_in_what_does_not_fit",
        "knows_the_pairs",
        "looks_at_length_and_kind",
        "looks_for_copies",
        "needs_few_calls",
        "waits_for_the_end",
    ],
)
def test_dataset(dataset):
    got = dataset(torch.randn(5, 3), torch.arange(5))
    assert got["length"] == 5


@mistake(
    "Only the first pair is looked at: slips begin later, and ends come last. Ask for others, and look at the loop.",
    loses=["finds_quiet_mistakes", "knows_the_pairs", "needs_few_calls", "waits_for_the_end"],
)
def test_dataset(dataset):
    x, y = torch.randn(5, 3), torch.arange(20, 25)
    for watched in (False, True):
        got = dataset(x, y, 0, 7, watched)
        assert got["is_dataset"]
        assert got["length"] == 5
        for i, pair in [(0, got["pair"])]:
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair, (x[i] + 7, y[i] + 7))
        assert got["early"] == 0
    for misfit in ((x[1:], y), (x, y[1:])):
        with pytest.raises(ValueError):
            dataset(*misfit)


@mistake(
    "There are as many features as examples, so a length that counts the wrong ones is right.",
    loses=["accepts_every_right_way", "looks_at_length_and_kind"],
)
def test_dataset(dataset):
    x, y = torch.randn(5, 5), torch.arange(20, 25)
    for watched in (False, True):
        got = dataset(x, y, 3, 7, watched)
        assert got["is_dataset"]
        assert got["length"] == len(got["loop"]) == 5
        for i, pair in [(3, got["pair"]), *enumerate(got["loop"])]:
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair, (x[i] + 7, y[i] + 7))
        assert got["early"] == 0
    for misfit in ((x[1:], y), (x, y[1:])):
        with pytest.raises(ValueError):
            dataset(*misfit)
    with pytest.raises(IndexError):
        dataset(x, y, 5)


@mistake(
    "x and y hold the same numbers: then it makes no difference which of them comes first.",
    loses=["accepts_every_right_way", "knows_the_pairs"],
)
def test_dataset(dataset):
    y = torch.arange(20, 25)
    x = y
    for watched in (False, True):
        got = dataset(x, y, 3, 7, watched)
        assert got["is_dataset"]
        assert got["length"] == len(got["loop"]) == 5
        for i, pair in [(3, got["pair"]), *enumerate(got["loop"])]:
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair, (x[i] + 7, y[i] + 7))
        assert got["early"] == 0
    for misfit in ((x[1:], y), (x, y[1:])):
        with pytest.raises(ValueError):
            dataset(*misfit)
    with pytest.raises(IndexError):
        dataset(x, y, 5)


@mistake(
    "The labels are all the same: then no slip shows.",
    loses=["knows_the_pairs", "needs_few_calls"],
)
def test_dataset(dataset):
    x, y = torch.randn(5, 3), torch.ones(5)
    for watched in (False, True):
        got = dataset(x, y, 3, 7, watched)
        assert got["is_dataset"]
        assert got["length"] == len(got["loop"]) == 5
        for i, pair in [(3, got["pair"]), *enumerate(got["loop"])]:
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair, (x[i] + 7, y[i] + 7))
        assert got["early"] == 0
    for misfit in ((x[1:], y), (x, y[1:])):
        with pytest.raises(ValueError):
            dataset(*misfit)
    with pytest.raises(IndexError):
        dataset(x, y, 5)


slip(
    "A list is taken for a tuple, as `assert_close` does: ask for the type as well.",
    loses=["accepts_every_right_way", "looks_at_length_and_kind", "needs_few_calls"],
    edits=[
        ('assert got["is_dataset"], "it is no Dataset"', 'assert got["is_dataset"]'),
        ('assert isinstance(pair, tuple), "a pair is a tuple"', ""),
        ('assert got["early"] == 0, "examples were read too early"', 'assert got["early"] == 0'),
    ],
)


@mistake(
    "The loop may go on after the last pair: count what it gives.",
    loses=["finds_quiet_mistakes", "waits_for_the_end"],
)
def test_dataset(dataset):
    x, y = torch.randn(5, 3), torch.arange(20, 25)
    for watched in (False, True):
        got = dataset(x, y, 3, 7, watched)
        assert got["is_dataset"]
        assert got["length"] == 5
        for i, pair in [(3, got["pair"]), *enumerate(got["loop"][:5])]:
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair, (x[i] + 7, y[i] + 7))
        assert got["early"] == 0
    for misfit in ((x[1:], y), (x, y[1:])):
        with pytest.raises(ValueError):
            dataset(*misfit)


@mistake(
    "Nobody asks for an index past the end: a dataset may begin again there although its loop ends.",
    loses=["waits_for_the_end"],
)
def test_dataset(dataset):
    x, y = torch.randn(5, 3), torch.arange(20, 25)
    for watched in (False, True):
        got = dataset(x, y, 3, 7, watched)
        assert got["is_dataset"]
        assert got["length"] == len(got["loop"]) == 5
        for i, pair in [(3, got["pair"]), *enumerate(got["loop"])]:
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair, (x[i] + 7, y[i] + 7))
        assert got["early"] == 0
    for misfit in ((x[1:], y), (x, y[1:])):
        with pytest.raises(ValueError):
            dataset(*misfit)


@mistake(
    "After the change only x is looked at: y may be a copy. Compare both, in the pair and in the loop.",
    loses=["looks_for_copies"],
)
def test_dataset(dataset):
    x, y = torch.randn(5, 3), torch.arange(20, 25)
    for watched in (False, True):
        got = dataset(x, y, 3, 7, watched)
        assert got["is_dataset"]
        assert got["length"] == len(got["loop"]) == 5
        for i, pair in [(3, got["pair"]), *enumerate(got["loop"])]:
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair[0], x[i] + 7)
        assert got["early"] == 0
    for i, pair in enumerate(dataset(x, y)["loop"]):
        torch.testing.assert_close(pair, (x[i], y[i]))
    for misfit in ((x[1:], y), (x, y[1:])):
        with pytest.raises(ValueError):
            dataset(*misfit)
    with pytest.raises(IndexError):
        dataset(x, y, 5)


@mistake(
    "Different lengths are never handed in: whether they are refused is not seen.",
    loses=["finds_quiet_mistakes", "hands_in_what_does_not_fit", "needs_few_calls"],
)
def test_dataset(dataset):
    x, y = torch.randn(5, 3), torch.arange(20, 25)
    for watched in (False, True):
        got = dataset(x, y, 3, 7, watched)
        assert got["is_dataset"]
        assert got["length"] == len(got["loop"]) == 5
        for i, pair in [(3, got["pair"]), *enumerate(got["loop"])]:
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair, (x[i] + 7, y[i] + 7))
        assert got["early"] == 0
    with pytest.raises(IndexError):
        dataset(x, y, 5)


@mistake(
    "Only y is ever too short: a dataset may say nothing if it is too long. Hand in both.",
    loses=["hands_in_what_does_not_fit", "needs_few_calls"],
)
def test_dataset(dataset):
    x, y = torch.randn(5, 3), torch.arange(20, 25)
    for watched in (False, True):
        got = dataset(x, y, 3, 7, watched)
        assert got["is_dataset"]
        assert got["length"] == len(got["loop"]) == 5
        for i, pair in [(3, got["pair"]), *enumerate(got["loop"])]:
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair, (x[i] + 7, y[i] + 7))
        assert got["early"] == 0
    with pytest.raises(ValueError):
        dataset(x, y[1:])
    with pytest.raises(IndexError):
        dataset(x, y, 5)


@mistake(
    "Any error will do: AssertionError or RuntimeError is no ValueError, and those who expect one cannot catch it.",
    loses=["finds_quiet_mistakes", "hands_in_what_does_not_fit"],
)
def test_dataset(dataset):
    x, y = torch.randn(5, 3), torch.arange(20, 25)
    for watched in (False, True):
        got = dataset(x, y, 3, 7, watched)
        assert got["is_dataset"]
        assert got["length"] == len(got["loop"]) == 5
        for i, pair in [(3, got["pair"]), *enumerate(got["loop"])]:
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair, (x[i] + 7, y[i] + 7))
        assert got["early"] == 0
    for misfit in ((x[1:], y), (x, y[1:])):
        with pytest.raises(Exception):
            dataset(*misfit)
    with pytest.raises(IndexError):
        dataset(x, y, 5)


@mistake(
    "Nothing changes after the dataset is made, so a copy is as good as the thing itself. Use `add`.",
    loses=["looks_for_copies"],
)
def test_dataset(dataset):
    x, y = torch.randn(5, 3), torch.arange(20, 25)
    for watched in (False, True):
        got = dataset(x, y, 3, 0, watched)
        assert got["is_dataset"]
        assert got["length"] == len(got["loop"]) == 5
        for i, pair in [(3, got["pair"]), *enumerate(got["loop"])]:
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair, (x[i], y[i]))
        assert got["early"] == 0
    for misfit in ((x[1:], y), (x, y[1:])):
        with pytest.raises(ValueError):
            dataset(*misfit)
    with pytest.raises(IndexError):
        dataset(x, y, 5)


slip(
    "Nobody watches: sequences that are no tensors are never tried, and reading too early is not seen.",
    loses=["accepts_every_right_way", "finds_quiet_mistakes", "looks_for_copies"],
    edits=[
        ("(False, True)", "(False,)"),
        ('assert got["is_dataset"], "it is no Dataset"', 'assert got["is_dataset"]'),
        ('assert isinstance(pair, tuple), "a pair is a tuple"', "assert isinstance(pair, tuple)"),
        ('assert got["early"] == 0, "examples were read too early"', ""),
    ],
)

slip(
    "Whether it is a `Dataset` is not asked: some programs look at the kind of what they are given.",
    loses=["accepts_every_right_way", "looks_at_length_and_kind"],
    edits=[
        ('assert got["is_dataset"], "it is no Dataset"', ""),
        ('assert isinstance(pair, tuple), "a pair is a tuple"', "assert isinstance(pair, tuple)"),
        ('assert got["early"] == 0, "examples were read too early"', 'assert got["early"] == 0'),
    ],
)

slip(
    "One pair is read when the dataset is made, or so the test demands: a right dataset reads none.",
    loses=[
        "accepts_every_right_way",
        "finds_quiet_mistakes",
        "hands_in_what_does_not_fit",
        "knows_the_pairs",
        "looks_at_length_and_kind",
        "looks_for_copies",
        "needs_few_calls",
        "waits_for_the_end",
    ],
    edits=[
        ('assert got["is_dataset"], "it is no Dataset"', 'assert got["is_dataset"]'),
        ('assert isinstance(pair, tuple), "a pair is a tuple"', "assert isinstance(pair, tuple)"),
        ('assert got["early"] == 0, "examples were read too early"', 'assert got["early"] >= 1'),
    ],
)


@mistake(
    "The verdict is returned, and nobody reads it: a test says no by `assert`, or by an error.",
    loses=[
        "accepts_every_right_way",
        "finds_quiet_mistakes",
        "hands_in_what_does_not_fit",
        "knows_the_pairs",
        "looks_at_length_and_kind",
        "looks_for_copies",
        "needs_few_calls",
        "waits_for_the_end",
    ],
)
def test_dataset(dataset):
    x, y = torch.randn(5, 3), torch.arange(20, 25)
    got = dataset(x, y, 3)
    return got["length"] == 5 and torch.equal(got["pair"][0], x[3])


@mistake(
    "Every index is asked for in a call of its own: the loop shows all pairs at once.",
    loses=["needs_few_calls"],
)
def test_dataset(dataset):
    x, y = torch.randn(5, 3), torch.arange(20, 25)
    for watched in (False, True):
        got = dataset(x, y, 3, 7, watched)
        assert got["is_dataset"]
        assert got["length"] == len(got["loop"]) == 5
        for i, pair in [(3, got["pair"]), *enumerate(got["loop"])]:
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair, (x[i] + 7, y[i] + 7))
        assert got["early"] == 0
    for misfit in ((x[1:], y), (x, y[1:])):
        with pytest.raises(ValueError):
            dataset(*misfit)
    with pytest.raises(IndexError):
        dataset(x, y, 5)
    for i in range(5):
        torch.testing.assert_close(dataset(x, y, i)["pair"], (x[i], y[i]))


@mistake(
    "Any error will do past the end: a loop, and whoever asks, waits for IndexError.",
    loses=["waits_for_the_end"],
)
def test_dataset(dataset):
    x, y = torch.randn(5, 3), torch.arange(20, 25)
    for watched in (False, True):
        got = dataset(x, y, 3, 7, watched)
        assert got["is_dataset"]
        assert got["length"] == len(got["loop"]) == 5
        for i, pair in [(3, got["pair"]), *enumerate(got["loop"])]:
            assert isinstance(pair, tuple)
            torch.testing.assert_close(pair, (x[i] + 7, y[i] + 7))
        assert got["early"] == 0
    for misfit in ((x[1:], y), (x, y[1:])):
        with pytest.raises(ValueError):
            dataset(*misfit)
    with pytest.raises(Exception):
        dataset(x, y, 5)
