"""Your activations, drawn with their slopes

Each curve is your own function, each slope what autograd makes of your code.
"""

import torch

from torchdojo.learner.milestones import Chart, Line, Table, Words

NEEDS = {"logistic": "01_logistic", "tanh": "03_tanh", "relus": "04_relus"}
DEPTH = 10


def drawn(mine, depth):
    """Asks each activation for values and slopes, and how much is left of a slope after layers"""
    functions = {
        "sigmoid": mine.logistic.sigmoid,
        "tanh": mine.tanh.tanh,
        "relu": mine.relus.relu,
        "gelu": mine.relus.gelu,
    }
    z = torch.linspace(-4, 4, 121, dtype=torch.float64)
    found, left = {}, {}
    for name, function in functions.items():
        x = z.clone().requires_grad_()
        y = function(x)
        (slope,) = torch.autograd.grad(y.sum(), x)
        found[name] = [y.detach(), slope]
        x = torch.tensor([0.5, 2.0, -2.0], dtype=torch.float64, requires_grad=True)
        y = x
        for _layer in range(1, depth + 1):
            y = function(y)
        left[name] = torch.autograd.grad(y.sum(), x)[0]
    return z, found, left


def milestone(work):
    """Values, slopes, and what is left of a slope after many of them."""
    z, found, left = work.run(drawn, DEPTH)
    for pair in (("sigmoid", "tanh"), ("relu", "gelu")):
        curves = [
            Line(f"{name}{of}", z.tolist(), found[name][which].tolist())
            for which, of in ((0, ""), (1, "'s slope"))
            for name in pair
        ]
        yield Chart(f"Your {' and '.join(pair)}, with their slopes", curves, "z")
    rows = [
        [name, max(both[1].tolist()), *(f"{value:.2g}" for value in left[name].tolist())]
        for name, both in found.items()
    ]
    yield Table(
        f"The largest slope, and what is left of a slope after {DEPTH} in a row",
        ("function", "largest", "at 0.5", "at 2", "at -2"),
        rows,
    )
    yield Words(
        "A sigmoid's slope is a quarter at best, so ten of them leave a millionth: gradients "
        "vanish. A ReLU leaves all or nothing."
    )
