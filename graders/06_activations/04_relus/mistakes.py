"""What goes wrong in ReLUs, and in the search for dead units."""

import torch
from torch import nn

from torchdojo.grading import mistake, slip


@mistake(
    "`relu` writes into its input: the caller's tensor is changed, and a leaf that requires a gradient refuses.",
    loses=["relu_is_right", "has_the_right_slopes", "is_written_by_hand"],
)
def relu(z):
    z[z < 0] = 0
    return z


slip(
    "`maximum` shares the slope where both are equal: at 0 it is one half, that of ReLU is 0.",
    loses=["has_the_right_slopes"],
    edits=[("torch.where(z <= 0, 0.0, z)", "torch.maximum(z, torch.zeros_like(z))")],
)

slip(
    "z times a mask is nan for minus infinity, since 0 times inf is nan: pick by `torch.where`.",
    loses=["relu_is_right"],
    edits=[("torch.where(z <= 0, 0.0, z)", "z * (z > 0)")],
)

slip(
    "nan becomes 0: no comparison with nan is true, so ask where to put the 0, not where to keep z.",
    loses=["relu_is_right"],
    edits=[("torch.where(z <= 0, 0.0, z)", "torch.where(z > 0, z, 0.0)")],
)

slip(
    "`relu` is left to torch: in this part write it yourself.",
    loses=["is_written_by_hand"],
    edits=[("torch.where(z <= 0, 0.0, z)", "torch.relu(z)")],
)

slip(
    "The larger of z and slope z: right for slopes below 1 only, and at 0 the two share the slope.",
    loses=["leaky_relu_is_right", "has_the_right_slopes"],
    edits=[("torch.where(z > 0, z, slope * z)", "torch.maximum(z, slope * z)")],
)

slip(
    "At 0 the slope of leaky ReLU is `slope`, not 1: 0 belongs to the negative side.",
    loses=["has_the_right_slopes"],
    edits=[("z > 0", "z >= 0")],
)

slip(
    "The negative side has lost its sign, or its slope: slope z is negative for negative z.",
    loses=["leaky_relu_is_right", "has_the_right_slopes", "is_written_by_hand"],
    edits=[("slope * z", "slope * z.abs()")],
)

slip(
    "`slope` is not used: 0.01 is only what it is if the caller says nothing.",
    loses=["leaky_relu_is_right", "has_the_right_slopes"],
    edits=[("slope * z", "0.01 * z")],
)

slip(
    "This is the approximation with tanh: close to GELU, but not equal. Use `torch.erf`.",
    loses=["gelu_is_exact", "has_the_right_slopes", "is_written_by_hand"],
    edits=[
        (
            "torch.erf(z / math.sqrt(2))",
            "torch.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))",
        )
    ],
)

slip(
    "The square root of 2 is missing: `erf(z)` belongs to a normal distribution that is narrower.",
    loses=["gelu_is_exact", "has_the_right_slopes", "is_written_by_hand"],
    edits=[("z / math.sqrt(2)", "z")],
)

slip(
    "This is the probability P(z) alone: GELU multiplies it by z.",
    loses=["gelu_is_exact", "has_the_right_slopes", "is_written_by_hand"],
    edits=[("z * (1 + torch.erf(z / math.sqrt(2))) / 2", "(1 + torch.erf(z / math.sqrt(2))) / 2")],
)

slip(
    "`Normal(0, 1).cdf` checks its argument and raises ValueError for a nan, which has to stay nan: use `torch.erf`.",
    loses=["gelu_is_exact"],
    edits=[
        (
            "z * (1 + torch.erf(z / math.sqrt(2))) / 2",
            "z * torch.distributions.Normal(0.0, 1.0).cdf(z)",
        )
    ],
)

slip(
    "There is a ReLU behind the last layer: the network can give no negative answer.",
    loses=["builds_with_torchs_own", "refuses_too_few_sizes"],
    edits=[
        ('f"a network has inputs and outputs, but the sizes are {sizes}"', '"too few sizes"'),
        ("pairwise(sizes)", "zip(sizes, sizes[1:])"),
        ("layers[:-1]", "layers"),
    ],
)


@mistake(
    "There is no ReLU between the layers: without a bend they are one linear layer.",
    loses=["builds_with_torchs_own"],
)
def make_net(sizes):
    if len(sizes) < 2:
        raise ValueError("too few sizes")
    return nn.Sequential(*[nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])


slip(
    "Too few sizes give an empty network, without a word.",
    loses=["refuses_too_few_sizes"],
    edits=[
        (
            "if len(sizes) < 2:\n"
            '    raise ValueError(f"a network has inputs and outputs, but the sizes are {sizes}")',
            "",
        ),
        ("pairwise(sizes)", "zip(sizes, sizes[1:])"),
    ],
)

slip(
    "Dead in one batch is not dead: a unit that a later batch, or an earlier one, excites is alive.",
    loses=["finds_dead_units", "leaves_the_model_alone"],
    edits=[
        (
            "alive[name] = alive.get(name, False) | (output != 0).any(dim=0)",
            "dead = (output == 0).all(dim=0)\n"
            "alive[name] = alive.get(name, torch.zeros_like(dead)) | dead",
        ),
        ("~units", "units"),
    ],
)

slip(
    "Only the last batch counts: each one overwrites what was seen before.",
    loses=["finds_dead_units", "leaves_the_model_alone"],
    edits=[("alive.get(name, False) | (output != 0).any(dim=0)", "(output != 0).any(dim=0)")],
)

slip(
    "Examples are counted instead of units: the examples are dimension 0, so reduce over that.",
    loses=["finds_dead_units", "leaves_the_model_alone"],
    edits=[
        (
            "alive[name] = alive.get(name, False) | (output != 0).any(dim=0)",
            "found = (output != 0).any(dim=1)\n"
            "alive[name] = torch.cat([alive[name], found]) if name in alive else found",
        )
    ],
)

slip(
    "The answer is one number for a layer: dead or not is said of each unit.",
    loses=["finds_dead_units", "leaves_the_model_alone"],
    edits=[("(output != 0).any(dim=0)", "(output != 0).any()")],
)

slip(
    "A unit that is 0 for *some* example is not dead: it has to be 0 for all.",
    loses=["finds_dead_units", "leaves_the_model_alone"],
    edits=[
        (
            "alive.get(name, False) | (output != 0).any(dim=0)",
            "alive.get(name, True) & (output > 0).all(dim=0)",
        )
    ],
)

slip(
    "The answer is turned around: True stands for dead.",
    loses=["finds_dead_units", "leaves_the_model_alone"],
    edits=[("~units", "units")],
)

slip(
    "Only the model's own children are searched: `named_modules()` also finds the ReLUs inside blocks.",
    loses=["finds_dead_units"],
    edits=[("model.named_modules()", "model.named_children()")],
)

slip(
    "The model is run in training mode: batch normalisation learns, and dropout hides units.",
    loses=["leaves_the_model_alone"],
    edits=[("model.eval()", "model.train()")],
)

slip(
    "The model stays in evaluation mode: put back the mode of each module.",
    loses=["leaves_the_model_alone"],
    edits=[("module.training = mode", "module.training = False")],
)

slip(
    "A single `model.train()` switches on also those modules that were in evaluation mode before.",
    loses=["leaves_the_model_alone"],
    edits=[("module.training = mode", "module.training = True")],
)

slip(
    "The hooks stay on the model and go on taking notes: `handle.remove()` takes them off.",
    loses=["leaves_the_model_alone"],
    edits=[("for hook in hooks:\n    hook.remove()", "hooks.clear()")],
)

slip(
    "A graph is recorded while the model is looked at: `torch.no_grad()` saves time and memory.",
    loses=["leaves_the_model_alone"],
    edits=[("torch.no_grad()", "torch.enable_grad()")],
)


@mistake(
    "The batches are walked through once for each ReLU: an iterator is empty after the first. Hook them all, then walk.",
    loses=["finds_dead_units"],
)
def dead_units(model, batches):
    modes = [(module, module.training) for module in model.modules()]
    found = {}
    model.eval()
    try:
        for name, module in model.named_modules():
            if isinstance(module, nn.ReLU):
                outputs = []
                hook = module.register_forward_hook(
                    lambda module, args, output, outputs=outputs: outputs.append(output)
                )
                try:
                    with torch.no_grad():
                        for x in batches:
                            model(x)
                finally:
                    hook.remove()
                found[name] = (torch.cat(outputs) == 0).all(dim=0)
    finally:
        for module, mode in modes:
            module.training = mode
    return found


slip(
    "A unit whose output is nan is not above 0, but it is not dead either: dead is what is 0 for all.",
    loses=["finds_dead_units"],
    edits=[("(output != 0).any(dim=0)", "(output > 0).any(dim=0)")],
)


@mistake(
    "When a batch does not fit, the model raises, and nobody removes the hooks or restores the modes: use `finally`.",
    loses=["leaves_the_model_alone"],
)
def dead_units(model, batches):
    alive = {}
    modes = [(module, module.training) for module in model.modules()]
    hooks = []
    for name, module in model.named_modules():
        if isinstance(module, nn.ReLU):

            def note(module, args, output, name=name):
                alive[name] = alive.get(name, False) | (output != 0).any(dim=0)

            hooks.append(module.register_forward_hook(note))
    model.eval()
    with torch.no_grad():
        for x in batches:
            model(x)
    for hook in hooks:
        hook.remove()
    for module, mode in modes:
        module.training = mode
    return {name: ~units for name, units in alive.items()}


slip(
    "0 itself is let through with the slope 1: only numbers above 0 are, so replace where `z <= 0`.",
    loses=["has_the_right_slopes"],
    edits=[("torch.where(z <= 0, 0.0, z)", "z.masked_fill(z < 0, 0.0)")],
)

slip(
    "Everything is computed in float32: the result has the dtype of `z`, in float64 also its digits.",
    loses=["gelu_is_exact", "has_the_right_slopes", "is_written_by_hand"],
    edits=[
        (
            "return z * (1 + torch.erf(z / math.sqrt(2))) / 2",
            "z = z.float()\nreturn z * (1 + torch.erf(z / math.sqrt(2))) / 2",
        )
    ],
)

slip(
    "One `nn.ReLU` stands between all layers: it has one name, so nobody can look at one layer alone. Make a new one each time.",
    loses=["builds_with_torchs_own"],
    edits=[
        ('f"a network has inputs and outputs, but the sizes are {sizes}"', '"too few sizes"'),
        ("layers: list[nn.Module] = []", "layers, bend = [], nn.ReLU()"),
        ("nn.ReLU()", "bend"),
    ],
)

slip(
    "Both ReLUs have slope 0 at 0, and so has their difference: leaky ReLU has `slope` there.",
    loses=["has_the_right_slopes"],
    edits=[("torch.where(z > 0, z, slope * z)", "relu(z) - slope * relu(-z)")],
)
