"""What goes wrong in logistic regression."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "The formula as it stands: for -800 the power overflows, and the gradient is nan. Use a power that never exceeds 1.",
    loses=["has_finite_slopes"],
)
def sigmoid(z):
    return 1 / (1 + torch.exp(-z))


@mistake(
    "The other form, exp(z) / (1 + exp(z)), only moves the problem: for 800 it is inf / inf.",
    loses=["has_finite_slopes", "survives_large_numbers"],
)
def sigmoid(z):
    return torch.exp(z) / (1 + torch.exp(z))


slip(
    "`torch.where` picks the right value, but the form that it does not pick has overflowed: 0 times inf makes the gradient nan.",
    loses=["has_finite_slopes"],
    edits=[
        ("size = torch.where(z >= 0, z, -z)", ""),
        ("-size", "z"),
        (
            "torch.where(z >= 0, 1.0, power) / (1 + power)",
            "torch.where(z >= 0, 1 / (1 + torch.exp(-z)), power / (1 + power))",
        ),
    ],
)

slip(
    "The slope of `abs` at 0 is 0, so the gradient of your sigmoid is 0 there, where it should be 1/4: from weights of 0 nothing is learnt.",
    loses=["has_finite_slopes", "starts_to_learn_from_zero"],
    edits=[("size = torch.where(z >= 0, z, -z)", ""), ("-size", "-z.abs()")],
)

slip(
    "1 minus a number close to 1 loses all digits: below 0, compute the small probability itself.",
    loses=["keeps_small_probabilities"],
    edits=[
        ("power = torch.exp(-size)", "large = 1 / (1 + torch.exp(-size))"),
        ("torch.where(z >= 0, 1.0, power) / (1 + power)", "torch.where(z >= 0, large, 1 - large)"),
    ],
)


@mistake(
    "Clamping `z` hides the overflow, but everything beyond the limit gets the same value and no gradient.",
    loses=["keeps_small_probabilities", "survives_large_numbers"],
)
def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-30, 30)))


@mistake(
    "Clamping at -80 makes sigmoid(-800) the same as sigmoid(-80): below the limit all digits are wrong.",
    loses=["keeps_small_probabilities", "survives_large_numbers"],
)
def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-80, 80)))


@mistake(
    "Clamping at -500 is no help: in float32 exp(500) is inf and the gradient nan, and in float64 digits are lost.",
    loses=["keeps_small_probabilities", "has_finite_slopes"],
)
def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-500, 500)))


slip(
    "The sign is wrong: this is the probability of the other class, 1 / (1 + exp(z)).",
    loses=[
        "follows_the_formula",
        "has_finite_slopes",
        "keeps_small_probabilities",
        "starts_to_learn_from_zero",
        "survives_large_numbers",
        "is_written_by_hand",
    ],
    edits=[("torch.where(z >= 0, 1.0, power)", "torch.where(z >= 0, power, 1.0)")],
)


@mistake(
    "The work is left to torch's own sigmoid: write the formula yourself.",
    loses=["is_written_by_hand"],
)
def sigmoid(z):
    return torch.sigmoid(z)


@mistake(
    "The bias is forgotten: `w[0]` belongs to a feature that is always 1.",
    loses=[
        "starts_to_learn_from_zero",
        "weighs_and_adds_the_bias",
        "refuses_weights_that_do_not_fit",
    ],
)
def net_input(x, w):
    if w.shape != (x.shape[1] + 1,):
        raise ValueError("weights")
    return x @ w[1:]


@mistake(
    "The last weight is taken for the bias: the contract puts the bias first, at `w[0]`.",
    loses=[
        "starts_to_learn_from_zero",
        "weighs_and_adds_the_bias",
        "refuses_weights_that_do_not_fit",
    ],
)
def net_input(x, w):
    if w.shape != (x.shape[1] + 1,):
        raise ValueError("weights")
    return x @ w[:-1] + w[-1]


@mistake(
    "The bias is subtracted, like a threshold: the contract adds it.",
    loses=[
        "starts_to_learn_from_zero",
        "weighs_and_adds_the_bias",
        "refuses_weights_that_do_not_fit",
    ],
)
def net_input(x, w):
    if w.shape != (x.shape[1] + 1,):
        raise ValueError("weights")
    return x @ w[1:] - w[0]


@mistake(
    "The weights go into `@` unchecked: it raises RuntimeError, or returns a column. The contract asks for ValueError.",
    loses=["refuses_weights_that_do_not_fit"],
)
def net_input(x, w):
    return x @ w[1:] + w[0]


@mistake(
    "Only the number of weights is checked: a column of shape (D + 1, 1) is another shape, raise ValueError.",
    loses=["refuses_weights_that_do_not_fit"],
)
def net_input(x, w):
    if w.numel() != x.shape[1] + 1:
        raise ValueError("weights")
    w = w.flatten()
    return w[0] + x @ w[1:]


@mistake(
    "`len(w)` is only the first size: a column of shape (D + 1, 1) has it, too, but must be refused.",
    loses=["refuses_weights_that_do_not_fit"],
)
def net_input(x, w):
    if len(w) != x.shape[1] + 1:
        raise ValueError("weights")
    return w[0] + x @ w[1:]


@mistake(
    "`squeeze()` without a dimension also removes N where there is one example: name it, `squeeze(1)`.",
    loses=["weighs_and_adds_the_bias"],
)
def net_input(x, w):
    if w.shape != (x.shape[1] + 1,):
        raise ValueError("weights")
    return (x @ w[1:, None] + w[0]).squeeze()


slip(
    "`no_grad` (or `detach`) cuts the probability off from the weights: gradients have to flow back.",
    loses=["starts_to_learn_from_zero"],
    edits=[
        (
            "return sigmoid(net_input(x, w))",
            "with torch.no_grad():\n    return sigmoid(net_input(x, w))",
        )
    ],
)

slip(
    "`probability` returns the net input itself: the logistic function is missing.",
    loses=["starts_to_learn_from_zero"],
    edits=[("sigmoid(net_input(x, w))", "net_input(x, w)")],
)


@mistake(
    "Clamping `z` at -50 makes sigmoid(-800) the same as sigmoid(-50): below the limit all digits are wrong.",
    loses=["survives_large_numbers", "keeps_small_probabilities"],
)
def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-50, 50)))


slip(
    "Everything is computed in float32: the result has the dtype of `z`, in float64 also its digits.",
    loses=[
        "follows_the_formula",
        "keeps_small_probabilities",
        "has_finite_slopes",
        "starts_to_learn_from_zero",
    ],
    edits=[
        ("size = torch.where(z >= 0, z, -z)", "z = z.float()\nsize = torch.where(z >= 0, z, -z)")
    ],
)

slip(
    "`float()` makes float64 examples and weights float32: their dtype stays.",
    loses=["starts_to_learn_from_zero"],
    edits=[("net_input(x, w)", "net_input(x.float(), w.float())")],
)
