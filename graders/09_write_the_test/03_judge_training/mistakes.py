"""Tests of one epoch of training that accept too much or too little."""
# ruff: noqa: F821
# The solution, which each of them is laid over, defines `expected`.

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "It only asks whether the loss falls: that of a wrong function falls as well, and often faster. Compare the weights with those of a right one.",
    loses=[
        "accepts_every_right_way",
        "bears_rounding",
        "is_not_impressed_by_a_low_loss",
        "knows_the_weights",
        "looks_at_all_that_comes_back",
        "needs_few_calls",
        "trains_more_than_once",
        "weighs_the_batches",
    ],
)
def test_train_epoch(train_epoch):
    x = torch.tensor([[1.0], [2.0], [3.0]], dtype=torch.float64)
    y = torch.tensor([[1.0], [4.0], [4.0]], dtype=torch.float64)
    weight, bias = torch.full((1, 1), 2.0).double(), torch.ones(1).double()
    losses = train_epoch(weight, bias, x, y, 2, 0.01, epochs=3)["losses"]
    assert losses[2] < losses[1] < losses[0]


@mistake(
    "It only asks whether the weights have moved, not where to.",
    loses=[
        "accepts_every_right_way",
        "bears_rounding",
        "is_not_impressed_by_a_low_loss",
        "looks_at_all_that_comes_back",
        "needs_few_calls",
        "trains_more_than_once",
        "weighs_the_batches",
    ],
)
def test_train_epoch(train_epoch):
    x = torch.tensor([[1.0], [2.0], [3.0]], dtype=torch.float64)
    y = torch.tensor([[1.0], [4.0], [4.0]], dtype=torch.float64)
    weight, bias = torch.full((1, 1), 2.0).double(), torch.ones(1).double()
    got = train_epoch(weight, bias, x, y, 2, 0.1)
    assert not torch.equal(got["weight"], weight) and not torch.equal(got["bias"], bias)


slip(
    "All examples are in one batch: then nothing is smaller, nothing is dropped, and means of means are right. Take several batches.",
    loses=[
        "accepts_every_right_way",
        "looks_at_all_that_comes_back",
        "needs_few_calls",
        "weighs_the_batches",
    ],
    edits=[("(*tensors, 3, 0.1, 0.9, 2, drop_last)", "(*tensors, 7, 0.1, 0.9, 2, drop_last)")],
)

slip(
    "All batches have the same size, so the mean of their means is right: let the last one be smaller.",
    loses=[
        "accepts_every_right_way",
        "looks_at_all_that_comes_back",
        "needs_few_calls",
        "weighs_the_batches",
    ],
    edits=[("[(2, 3), (2,), (7, 3), (7, 2)]", "[(2, 3), (2,), (6, 3), (6, 2)]")],
)

slip(
    "A single epoch: what the optimizer should remember from one call to the next is never asked for.",
    loses=["accepts_every_right_way", "needs_few_calls", "trains_more_than_once"],
    edits=[("(*tensors, 3, 0.1, 0.9, 2, drop_last)", "(*tensors, 3, 0.1, 0.9, 1, drop_last)")],
)

slip(
    "Without momentum the optimizer has nothing to remember, so a new one for each epoch is as good.",
    loses=["accepts_every_right_way", "needs_few_calls", "trains_more_than_once"],
    edits=[("(*tensors, 3, 0.1, 0.9, 2, drop_last)", "(*tensors, 3, 0.1, 0.0, 2, drop_last)")],
)

slip(
    "The loader never drops a batch, so dividing by all the examples of the dataset is never wrong.",
    loses=["looks_at_all_that_comes_back", "weighs_the_batches"],
    edits=[("(False, True)", "(False,)")],
)

slip(
    "Only the weights are compared: the mean loss that the function reports may be anything.",
    loses=["looks_at_all_that_comes_back", "needs_few_calls", "weighs_the_batches"],
    edits=[
        (
            "torch.testing.assert_close(train_epoch(*case), expected(*case))",
            "got, right = train_epoch(*case), expected(*case)\n"
            'for name in ("weight", "bias", "training"):\n'
            "    torch.testing.assert_close(got[name], right[name])",
        )
    ],
)

slip(
    "The model's mode is not looked at: a function that trains in evaluation mode passes, since a linear model does not care.",
    loses=["looks_at_all_that_comes_back"],
    edits=[
        (
            "torch.testing.assert_close(train_epoch(*case), expected(*case))",
            "got, right = train_epoch(*case), expected(*case)\n"
            'for name in ("weight", "bias", "losses"):\n'
            "    torch.testing.assert_close(got[name], right[name])",
        )
    ],
)


@mistake(
    "The model is right from the start, so all slopes are 0: a function that uses none of them is right, too.",
    loses=[
        "accepts_every_right_way",
        "bears_rounding",
        "is_not_impressed_by_a_low_loss",
        "knows_the_weights",
        "looks_at_all_that_comes_back",
        "needs_few_calls",
        "trains_more_than_once",
        "weighs_the_batches",
    ],
)
def test_train_epoch(train_epoch):
    shapes = [(2, 3), (2,), (7, 3)]
    weight, bias, x = (torch.randn(shape, dtype=torch.float64) for shape in shapes)
    tensors = weight, bias, x, x @ weight.T + bias
    for drop_last in (False, True):
        case = (*tensors, 3, 0.1, 0.9, 2, drop_last)
        torch.testing.assert_close(train_epoch(*case), expected(*case))


@mistake(
    "The losses may be off by a tenth, and so may the weights: a tolerance must be far smaller than what a mistake changes.",
    loses=["bears_rounding"],
)
def test_train_epoch(train_epoch):
    x = torch.tensor([[1.0], [2.0], [3.0]], dtype=torch.float64)
    y = torch.tensor([[1.0], [4.0], [4.0]], dtype=torch.float64)
    weight, bias = torch.full((1, 1), 2.0).double(), torch.ones(1).double()
    for drop_last in (False, True):
        case = (weight, bias, x, y, 2, 0.25, 0.5, 2, drop_last)
        torch.testing.assert_close(train_epoch(*case), expected(*case), rtol=0.1, atol=0.1)


@mistake(
    "Four digits from paper are compared with `==`: a right function computes sixteen, and is rejected. Allow for rounding.",
    loses=[
        "accepts_every_right_way",
        "bears_rounding",
        "is_not_impressed_by_a_low_loss",
        "knows_the_weights",
        "looks_at_all_that_comes_back",
        "needs_few_calls",
        "trains_more_than_once",
        "weighs_the_batches",
    ],
)
def test_train_epoch(train_epoch):
    x = torch.tensor([[1.0], [2.0], [3.0]], dtype=torch.float64)
    y = torch.tensor([[1.0], [4.0], [4.0]], dtype=torch.float64)
    weight, bias = torch.full((1, 1), 2.0).double(), torch.ones(1).double()
    got = train_epoch(weight, bias, x, y, 2, 0.25, momentum=0.5)
    assert got["losses"] == [1.8542]
    assert got["weight"] == 1.625 and got["bias"] == 0.25


@mistake(
    "The expected loss is a mean of means itself: a test that makes the mistake rejects those who do not.",
    loses=[
        "accepts_every_right_way",
        "bears_rounding",
        "is_not_impressed_by_a_low_loss",
        "knows_the_weights",
        "looks_at_all_that_comes_back",
        "needs_few_calls",
        "trains_more_than_once",
        "weighs_the_batches",
    ],
)
def test_train_epoch(train_epoch):
    shapes = [(2, 3), (2,), (7, 3), (7, 2)]
    tensors = [torch.randn(shape, dtype=torch.float64) for shape in shapes]
    for drop_last in (False, True):
        case = (*tensors, 3, 0.1, 0.0, 1, drop_last)
        got, right = train_epoch(*case), expected(*case)
        torch.testing.assert_close(got["weight"], right["weight"])
        means = []
        weight, bias, x, y = tensors
        for start in range(0, 6 if drop_last else 7, 3):
            rows = slice(start, start + 3)
            means.append(((x[rows] @ weight.T + bias - y[rows]) ** 2).mean().item())
            past = (weight, bias, x[rows], y[rows], 3, 0.1, 0.0, 1, False)
            weight, bias = (expected(*past)[name] for name in ("weight", "bias"))
        assert abs(got["losses"][0] - sum(means) / len(means)) < 1e-9


@mistake(
    "The verdict is returned, and nobody reads it: a test says no by `assert`, or by an error.",
    loses=[
        "accepts_every_right_way",
        "bears_rounding",
        "is_not_impressed_by_a_low_loss",
        "knows_the_weights",
        "looks_at_all_that_comes_back",
        "needs_few_calls",
        "trains_more_than_once",
        "weighs_the_batches",
    ],
)
def test_train_epoch(train_epoch):
    shapes = [(2, 3), (2,), (7, 3), (7, 2)]
    tensors = [torch.randn(shape, dtype=torch.float64) for shape in shapes]
    case = (*tensors, 3, 0.1, 0.9, 2, False)
    return torch.allclose(train_epoch(*case)["weight"], expected(*case)["weight"])


@mistake(
    "The errors of the comparison are caught and printed, so no function is ever rejected.",
    loses=[
        "accepts_every_right_way",
        "bears_rounding",
        "is_not_impressed_by_a_low_loss",
        "knows_the_weights",
        "looks_at_all_that_comes_back",
        "needs_few_calls",
        "trains_more_than_once",
        "weighs_the_batches",
    ],
)
def test_train_epoch(train_epoch):
    shapes = [(2, 3), (2,), (7, 3), (7, 2)]
    tensors = [torch.randn(shape, dtype=torch.float64) for shape in shapes]
    case = (*tensors, 3, 0.1, 0.9, 2, False)
    try:
        torch.testing.assert_close(train_epoch(*case), expected(*case))
    except AssertionError as error:
        print("train_epoch is wrong:", error)


@mistake(
    "It takes six calls: one after several epochs says all that those after fewer would say.",
    loses=["needs_few_calls"],
)
def test_train_epoch(train_epoch):
    shapes = [(2, 3), (2,), (7, 3), (7, 2)]
    tensors = [torch.randn(shape, dtype=torch.float64) for shape in shapes]
    for drop_last in (False, True):
        for epochs in (1, 2, 3):
            case = (*tensors, 3, 0.1, 0.9, epochs, drop_last)
            torch.testing.assert_close(train_epoch(*case), expected(*case))
