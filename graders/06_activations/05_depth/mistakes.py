"""What goes wrong when gradients are measured by depth."""

import math

import torch
from torch import nn

from torchdojo.grading import mistake, slip

slip(
    "There are no activations between the layers: the net is one linear map, however deep.",
    loses=["builds_a_deep_net", "compares_fairly", "leaves_randomness_alone", "refuses_no_layers"],
    edits=[
        (
            'f"a deep net has at least one hidden layer, not {depth}"',
            '"a deep net has at least one hidden layer"',
        ),
        ("[nn.Linear(width, width), act()]", "[nn.Linear(width, width)]"),
    ],
)

slip(
    "There is one layer too few: the output layer does not count as a hidden one.",
    loses=["builds_a_deep_net", "compares_fairly", "leaves_randomness_alone", "refuses_no_layers"],
    edits=[
        (
            'f"a deep net has at least one hidden layer, not {depth}"',
            '"a deep net has at least one hidden layer"',
        ),
        ("range(depth)", "range(depth - 1)"),
    ],
)

slip(
    "The same layer is used again and again: each hidden layer needs weights of its own.",
    loses=["builds_a_deep_net", "compares_fairly", "refuses_no_layers"],
    edits=[
        (
            'f"a deep net has at least one hidden layer, not {depth}"',
            '"a deep net has at least one hidden layer"',
        ),
        ("for _ in range(depth):", "hidden = nn.Linear(width, width)\nfor _ in range(depth):"),
        ("nn.Linear(width, width)", "hidden"),
    ],
)

slip(
    "`act()` is called once, and one activation stands behind every layer: each needs one of its own.",
    loses=["builds_a_deep_net", "refuses_no_layers"],
    edits=[
        (
            "if depth < 1:\n"
            '    raise ValueError(f"a deep net has at least one hidden layer, not {depth}")',
            "if depth < 1:\n"
            '    raise ValueError("a deep net has at least one hidden layer")\n'
            "activation = act()",
        ),
        ("act()", "activation"),
    ],
)

slip(
    "An activation follows the output layer: its slope shrinks all gradients, and the outputs cannot reach every target.",
    loses=["builds_a_deep_net", "compares_fairly", "leaves_randomness_alone", "refuses_no_layers"],
    edits=[
        (
            'f"a deep net has at least one hidden layer, not {depth}"',
            '"a deep net has at least one hidden layer"',
        ),
        (
            "nn.Sequential(*layers, nn.Linear(width, 1))",
            "nn.Sequential(*layers, nn.Linear(width, 1), act())",
        ),
    ],
)

slip(
    "A net without hidden layers is made in silence: raise ValueError.",
    loses=["refuses_no_layers"],
    edits=[
        (
            "if depth < 1:\n"
            '    raise ValueError(f"a deep net has at least one hidden layer, not {depth}")',
            "",
        )
    ],
)

slip(
    "These are norms of the weights, not of their gradients: they say nothing about what is learned.",
    loses=[
        "clears_old_gradients",
        "compares_fairly",
        "leaves_randomness_alone",
        "measures_gradients",
    ],
    edits=[("layer.weight.grad.norm()", "layer.weight.norm()")],
)


@mistake(
    "Gradients are not cleared before: what somebody left there, or the run before, is added.",
    loses=["clears_old_gradients", "measures_gradients"],
)
def gradient_norms(model, x, y):
    nn.functional.mse_loss(model(x), y).backward()
    norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]
    return norms


@mistake(
    "Gradients are cleared only afterwards: old ones that the model came with are added the first time.",
    loses=["clears_old_gradients"],
)
def gradient_norms(model, x, y):
    nn.functional.mse_loss(model(x), y).backward()
    norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]
    model.zero_grad()
    return norms


@mistake(
    "`autograd.grad` leaves `.grad` as it is, so old gradients are still there: set all of them to None.",
    loses=["clears_old_gradients"],
)
def gradient_norms(model, x, y):
    weights = [layer.weight for layer in model if isinstance(layer, nn.Linear)]
    grads = torch.autograd.grad(nn.functional.mse_loss(model(x), y), weights)
    return [grad.norm().item() for grad in grads]


slip(
    "Outputs (N,) minus targets (N, 1) is (N, N): each output is compared with every target.",
    loses=[
        "clears_old_gradients",
        "compares_fairly",
        "leaves_randomness_alone",
        "measures_gradients",
    ],
    edits=[("nn.functional.mse_loss(model(x), y)", "((model(x).squeeze(1) - y) ** 2).mean()")],
)


@mistake(
    "The gradients of this batch are left in the model, and the next training step adds to them.",
    loses=["clears_old_gradients", "measures_gradients"],
)
def gradient_norms(model, x, y):
    model.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]
    return norms


slip(
    "The norms come in the order of the backward pass: list them from the input to the output.",
    loses=[
        "clears_old_gradients",
        "compares_fairly",
        "leaves_randomness_alone",
        "measures_gradients",
    ],
    edits=[("return norms", "return norms[::-1]")],
)

slip(
    "These are squared norms: take the root.",
    loses=[
        "clears_old_gradients",
        "compares_fairly",
        "leaves_randomness_alone",
        "measures_gradients",
    ],
    edits=[("layer.weight.grad.norm()", "layer.weight.grad.square().sum()")],
)

slip(
    "The mean of the absolute values is no norm: it depends on how many there are.",
    loses=[
        "clears_old_gradients",
        "compares_fairly",
        "leaves_randomness_alone",
        "measures_gradients",
    ],
    edits=[("layer.weight.grad.norm()", "layer.weight.grad.abs().mean()")],
)

slip(
    "This is the largest gradient of each layer, not the norm of all.",
    loses=[
        "clears_old_gradients",
        "compares_fairly",
        "leaves_randomness_alone",
        "measures_gradients",
    ],
    edits=[("layer.weight.grad.norm()", "layer.weight.grad.abs().max()")],
)

slip(
    "Biases are counted as layers of their own: one norm for the weight of each `nn.Linear`.",
    loses=[
        "clears_old_gradients",
        "compares_fairly",
        "leaves_randomness_alone",
        "measures_gradients",
    ],
    edits=[
        (
            "[layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]",
            "[p.grad.norm().item() for p in model.parameters()]",
        )
    ],
)

slip(
    "The errors are summed, not averaged: with a larger batch all norms grow.",
    loses=[
        "clears_old_gradients",
        "compares_fairly",
        "leaves_randomness_alone",
        "measures_gradients",
    ],
    edits=[
        (
            "nn.functional.mse_loss(model(x), y)",
            'nn.functional.mse_loss(model(x), y, reduction="sum")',
        )
    ],
)

slip(
    "The gradient is that of the outputs, not of the loss: the targets play no part.",
    loses=[
        "clears_old_gradients",
        "compares_fairly",
        "leaves_randomness_alone",
        "measures_gradients",
    ],
    edits=[("nn.functional.mse_loss(model(x), y)", "model(x).mean()")],
)

slip(
    "An optimizer makes a step with the gradients that are to be measured only: the weights have changed.",
    loses=["clears_old_gradients", "measures_gradients"],
    edits=[
        (
            "norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]",
            "norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]\n"
            "torch.optim.SGD(model.parameters(), lr=0.1).step()",
        )
    ],
)

slip(
    "One net is made, with the first activation, and measured for all of them.",
    loses=["compares_fairly"],
    edits=[
        (
            "with torch.random.fork_rng(devices=[]):",
            "first = next(iter(acts.values()))\nwith torch.random.fork_rng(devices=[]):",
        ),
        ("deep_net(depth, width, act)", "deep_net(depth, width, first)"),
    ],
)

slip(
    "The seed is set once: every net begins with other weights, and the difference may be luck.",
    loses=["compares_fairly"],
    edits=[
        (
            "for name, act in acts.items():",
            "torch.manual_seed(seed)\nfor name, act in acts.items():",
        ),
        ("torch.manual_seed(seed)", ""),
    ],
)

slip(
    "The seed is forgotten: nobody gets these numbers a second time.",
    loses=["compares_fairly", "leaves_randomness_alone"],
    edits=[("torch.manual_seed(seed)", "")],
)


@mistake(
    "`torch.manual_seed` changes the random numbers of the whole program: do it inside `torch.random.fork_rng`.",
    loses=["compares_fairly", "leaves_randomness_alone"],
)
def by_activation(acts, depth, width, x, y, seed):
    found = {}
    for name, act in acts.items():
        torch.manual_seed(seed)
        model = deep_net(depth, width, act)
        found[name] = gradient_norms(model, x, y)
    return found


@mistake(
    "Without `try` and `finally` an error, as for a depth of 0, leaves the global random numbers seeded: use `fork_rng`.",
    loses=["leaves_randomness_alone"],
)
def by_activation(acts, depth, width, x, y, seed):
    before = torch.get_rng_state()
    found = {}
    for name, act in acts.items():
        torch.manual_seed(seed)
        found[name] = gradient_norms(deep_net(depth, width, act), x, y)
    torch.set_rng_state(before)
    return found


slip(
    "The names are sorted: keep them in the order in which they came.",
    loses=["compares_fairly"],
    edits=[("acts.items()", "sorted(acts.items())")],
)


@mistake(
    "The fraction is upside down: this is how the norm changes on the way up.",
    loses=["finds_the_mean_factor"],
)
def shrinkage(norms):
    if len(norms) < 2:
        raise ValueError("a change needs at least two norms")
    return (norms[-1] / norms[0]) ** (1 / (len(norms) - 1))


@mistake(
    "The root is the n-th, but n norms are n - 1 layers apart.",
    loses=["finds_the_mean_factor"],
)
def shrinkage(norms):
    if len(norms) < 2:
        raise ValueError("a change needs at least two norms")
    return (norms[0] / norms[-1]) ** (1 / len(norms))


@mistake(
    "This is the whole change, not the factor for each layer: take the root.",
    loses=["finds_the_mean_factor"],
)
def shrinkage(norms):
    if len(norms) < 2:
        raise ValueError("a change needs at least two norms")
    return norms[0] / norms[-1]


@mistake(
    "The change is divided by the number of layers: factors multiply, so take the root.",
    loses=["finds_the_mean_factor"],
)
def shrinkage(norms):
    if len(norms) < 2:
        raise ValueError("a change needs at least two norms")
    return (norms[0] / norms[-1]) / (len(norms) - 1)


@mistake(
    "The arithmetic mean of the factors is taken: factors multiply, so take the root of their product.",
    loses=["finds_the_mean_factor"],
)
def shrinkage(norms):
    if len(norms) < 2:
        raise ValueError("a change needs at least two norms")
    return sum(a / b for a, b in zip(norms, norms[1:])) / (len(norms) - 1)


@mistake(
    "Each norm is divided by the next one, which may be 0: only the last is promised to be greater.",
    loses=["finds_the_mean_factor"],
)
def shrinkage(norms):
    if len(norms) < 2:
        raise ValueError("a change needs at least two norms")
    return math.prod(a / b for a, b in zip(norms, norms[1:])) ** (1 / (len(norms) - 1))


@mistake(
    "A first norm of 0 has no logarithm; the mean factor is 0 then.",
    loses=["finds_the_mean_factor"],
)
def shrinkage(norms):
    if len(norms) < 2:
        raise ValueError("a change needs at least two norms")
    return math.exp((math.log(norms[0]) - math.log(norms[-1])) / (len(norms) - 1))


slip(
    "A single norm passes as a change of 1: raise ValueError.",
    loses=["finds_the_mean_factor"],
    edits=[
        (
            "if len(norms) < 2:\n"
            '    raise ValueError(f"a change needs at least two norms, not {len(norms)}")',
            'if not norms:\n    raise ValueError("no norms")\nif len(norms) == 1:\n    return 1.0',
        )
    ],
)


@mistake(
    "The gradients are zeros afterwards, not None: an optimizer with momentum would still move the weights. Leave `set_to_none` as it is.",
    loses=["measures_gradients", "clears_old_gradients"],
)
def gradient_norms(model, x, y):
    model.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    norms = [layer.weight.grad.norm().item() for layer in model if isinstance(layer, nn.Linear)]
    model.zero_grad(set_to_none=False)
    return norms
