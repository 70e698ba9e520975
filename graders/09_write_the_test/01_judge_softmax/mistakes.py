"""Tests of softmax that accept too much or too little."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "Only the sums are looked at: many wrong functions also give numbers that sum to one.",
    loses=[
        "accepts_every_right_way",
        "asks_for_the_dim",
        "finds_unstable_ones",
        "knows_the_values",
        "looks_at_gradient_and_dtype",
        "needs_few_calls",
        "tries_large_scores",
    ],
)
def test_softmax(softmax):
    z = torch.randn(3, 4, 5)
    torch.testing.assert_close(softmax(z, 1).sum(1), torch.ones(3, 5))


@mistake(
    "The values are compared bit by bit: right functions that compute in another order are rejected.",
    loses=[
        "bears_rounding",
        "tries_large_scores",
        "accepts_every_right_way",
        "finds_unstable_ones",
        "looks_at_gradient_and_dtype",
    ],
)
def test_softmax(softmax):
    z = torch.randn(3, 4, 5, requires_grad=True)
    assert torch.equal(softmax(z, -2), torch.softmax(z, -2))
    far = torch.randn(2, 5) + torch.tensor([[1000.0], [-1000.0]])
    assert torch.equal(softmax(far, 1), torch.softmax(far, 1))


@mistake(
    "Only the last dimension is tried, so a function that ignores `dim` passes.",
    loses=["accepts_every_right_way", "asks_for_the_dim", "finds_unstable_ones", "needs_few_calls"],
)
def test_softmax(softmax):
    z = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
    upstream = torch.randn(3, 4, dtype=torch.float64)
    got, right = softmax(z, -1), torch.softmax(z, -1)
    torch.testing.assert_close(got, right)
    slopes = (torch.autograd.grad(result, z, upstream)[0] for result in (got, right))
    torch.testing.assert_close(*slopes)
    far = torch.tensor([[1000.0, 1001.0], [-1000.0, -1001.0]])
    before = far.clone()
    torch.testing.assert_close(softmax(far, 1), torch.softmax(far, 1), rtol=1e-3, atol=1e-3)
    assert torch.equal(far, before)


slip(
    "All scores are small: nothing overflows, so the missing shift is not found.",
    loses=["finds_unstable_ones", "needs_few_calls", "tries_large_scores"],
    edits=[
        (
            "far = torch.randn(2, 5) + torch.tensor([[1000.0], [-1000.0]])",
            "far = torch.randn(2, 5)",
        ),
    ],
)


@mistake(
    "The verdict is returned, and nobody reads it: a test says no by `assert`, or by an error.",
    loses=[
        "accepts_every_right_way",
        "asks_for_the_dim",
        "bears_rounding",
        "finds_unstable_ones",
        "knows_the_values",
        "looks_at_gradient_and_dtype",
        "needs_few_calls",
        "tries_large_scores",
    ],
)
def test_softmax(softmax):
    z = torch.randn(3, 4, 5)
    return torch.allclose(softmax(z, 1), torch.softmax(z, 1))


@mistake(
    "All scores are equal: then every formula gives the same shares, right or wrong.",
    loses=[
        "accepts_every_right_way",
        "finds_unstable_ones",
        "knows_the_values",
        "looks_at_gradient_and_dtype",
        "needs_few_calls",
        "tries_large_scores",
    ],
)
def test_softmax(softmax):
    z = torch.ones(3, 4, 5)
    torch.testing.assert_close(softmax(z, -2), torch.full((3, 4, 5), 0.25))
    torch.testing.assert_close(softmax(1000 * z, 0), torch.full((3, 4, 5), 1 / 3))


@mistake(
    "The tolerance is as wide as the values: probabilities of a few hundredths may be anything.",
    loses=["accepts_every_right_way", "bears_rounding", "looks_at_gradient_and_dtype"],
)
def test_softmax(softmax):
    z = torch.randn(3, 4, 5)
    assert (softmax(z, -2) - torch.softmax(z, -2)).abs().max() < 0.05
    far = torch.randn(2, 5) + torch.tensor([[1000.0], [-1000.0]])
    for dim in (0, 1):
        assert (softmax(far, dim) - torch.softmax(far, dim)).abs().max() < 0.05


@mistake(
    "No gradient is asked for: a function that cuts it off trains nothing, and passes.",
    loses=["accepts_every_right_way", "looks_at_gradient_and_dtype"],
)
def test_softmax(softmax):
    z = torch.randn(3, 4, 5, dtype=torch.float64)
    torch.testing.assert_close(softmax(z, -2), torch.softmax(z, -2))
    far = torch.randn(2, 5) + torch.tensor([[1000.0], [-1000.0]])
    for dim in (0, 1):
        torch.testing.assert_close(softmax(far, dim), torch.softmax(far, dim), rtol=1e-3, atol=1e-3)


@mistake(
    "The sum of a softmax is 1 whatever z is: its gradient is 0, and so is half of it. Weight the results before the sum.",
    loses=["looks_at_gradient_and_dtype"],
)
def test_softmax(softmax):
    z = torch.randn(3, 4, 5, dtype=torch.float64, requires_grad=True)
    got = softmax(z, -2)
    torch.testing.assert_close(got, torch.softmax(z, -2))
    got.sum().backward()
    torch.testing.assert_close(z.grad, torch.zeros_like(z))
    far = torch.randn(2, 5) + torch.tensor([[1000.0], [-1000.0]])
    for dim in (0, 1):
        torch.testing.assert_close(softmax(far, dim), torch.softmax(far, dim), rtol=1e-3, atol=1e-3)


@mistake(
    "The errors are caught and printed: a test that swallows its own `assert` accepts everything.",
    loses=[
        "accepts_every_right_way",
        "asks_for_the_dim",
        "bears_rounding",
        "finds_unstable_ones",
        "knows_the_values",
        "looks_at_gradient_and_dtype",
        "needs_few_calls",
        "tries_large_scores",
    ],
)
def test_softmax(softmax):
    z = torch.randn(3, 4, 5)
    try:
        torch.testing.assert_close(softmax(z, 1), torch.softmax(z, 1))
    except AssertionError as error:
        print("softmax is wrong:", error)


@mistake(
    "It tests torch's own softmax, not the function that it was given.",
    loses=[
        "accepts_every_right_way",
        "asks_for_the_dim",
        "bears_rounding",
        "finds_unstable_ones",
        "knows_the_values",
        "looks_at_gradient_and_dtype",
        "needs_few_calls",
        "tries_large_scores",
    ],
)
def test_softmax(softmax):
    z = torch.randn(3, 4, 5)
    torch.testing.assert_close(torch.softmax(z, 1).sum(1), torch.ones(3, 5))
    assert torch.isfinite(torch.softmax(1000 * z, 1)).all()


@mistake(
    "Every element is compared in a call of its own: one call with a whole tensor says the same.",
    loses=["needs_few_calls"],
)
def test_softmax(softmax):
    z = torch.randn(3, 4, 5, dtype=torch.float64, requires_grad=True)
    upstream = torch.randn(3, 4, 5, dtype=torch.float64)
    got, right = softmax(z, -2), torch.softmax(z, -2)
    torch.testing.assert_close(got, right)
    slopes = (torch.autograd.grad(result, z, upstream)[0] for result in (got, right))
    torch.testing.assert_close(*slopes)
    far = torch.randn(2, 5) + torch.tensor([[1000.0], [-1000.0]])
    before = far.clone()
    for dim in (0, 1):
        torch.testing.assert_close(softmax(far, dim), torch.softmax(far, dim), rtol=1e-3, atol=1e-3)
        assert torch.equal(far, before)
    for column in far.T:
        torch.testing.assert_close(softmax(column, 0), torch.softmax(column, 0))


slip(
    "Scores near 1000 have few digits left in float32: with the usual tolerance, right functions that compute with them as they are get rejected.",
    loses=["accepts_every_right_way", "finds_unstable_ones", "looks_at_gradient_and_dtype"],
    edits=[
        (
            "torch.randn(2, 5) + torch.tensor([[1000.0], [-1000.0]])",
            "torch.randn(8, 5) + torch.tensor([[1000.0], [-1000.0]]).repeat(4, 1)",
        ),
        (
            "torch.testing.assert_close(softmax(far, dim), torch.softmax(far, dim), rtol=1e-3, atol=1e-3)",
            "torch.testing.assert_close(softmax(far, dim), torch.softmax(far, dim))",
        ),
    ],
)

slip(
    "Nobody looks whether `z` has changed, so a function that shifts the scores in place is accepted: compare them with a clone made before the call.",
    loses=["looks_at_gradient_and_dtype"],
    edits=[
        ("before = far.clone()", ""),
        ('assert torch.equal(far, before), "the scores were changed"', ""),
    ],
)

slip(
    "Whether `z` has changed is asked only where it requires a gradient, and torch itself refuses to change it in place: look at other scores, too.",
    loses=["looks_at_gradient_and_dtype"],
    edits=[
        (
            "got, right = softmax(z, -2), torch.softmax(z, -2)",
            "known = z.detach().clone()\ngot, right = softmax(z, -2), torch.softmax(z, -2)\nassert torch.equal(z, known)",
        ),
        ("before = far.clone()", ""),
        ('assert torch.equal(far, before), "the scores were changed"', ""),
    ],
)

slip(
    "Large scores are tried in float64 only, whose powers reach to 709, not 88: a function that does not subtract the largest score may still be finite there. Try float32.",
    loses=["finds_unstable_ones"],
    edits=[
        (
            "torch.randn(2, 5) + torch.tensor([[1000.0], [-1000.0]])",
            "torch.tensor([[1000.0, -1000.0, 999.0], [-1000.0, -999.0, -1001.0]]).double()",
        ),
        ("dim in (0, 1)", "dim in (1,)"),
    ],
)
