"""What goes wrong in a network of any depth."""

from itertools import pairwise

from torch import nn

from torchdojo.grading import mistake, slip


@mistake(
    "The layers are in a Python list, where nobody looks: they are not registered, and never trained, saved or moved. Use `nn.ModuleList` or `nn.Sequential`.",
    loses=[
        "is_saved_and_moved_whole",
        "registers_every_layer",
        "returns_logits",
        "takes_any_depth_and_activation",
        "trains_as_it_should",
        "refuses_too_few_sizes",
    ],
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("two sizes")
        self.layers = [nn.Linear(a, b) for a, b in pairwise(sizes)]
        self.act = act()

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.act(layer(x))
        return self.layers[-1](x)


@mistake(
    "The layers are made in `forward`: every call starts with new random numbers. Make them once, in `__init__`.",
    loses=[
        "is_saved_and_moved_whole",
        "registers_every_layer",
        "returns_logits",
        "takes_any_depth_and_activation",
        "trains_as_it_should",
        "refuses_too_few_sizes",
    ],
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("two sizes")
        self.sizes, self.act = sizes, act

    def forward(self, x):
        layers = []
        for a, b in pairwise(self.sizes):
            layers += [nn.Linear(a, b), self.act()]
        self.layers = nn.Sequential(*layers[:-1])
        return self.layers(x)


@mistake(
    "An activation follows the last layer too: the network returns what is left of its logits.",
    loses=["returns_logits", "takes_any_depth_and_activation", "trains_as_it_should"],
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("two sizes")
        layers = []
        for a, b in pairwise(sizes):
            layers += [nn.Linear(a, b), act()]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)


@mistake(
    "Softmax at the end makes probabilities: the contract asks for logits, and the loss applies softmax itself.",
    loses=["returns_logits", "takes_any_depth_and_activation", "trains_as_it_should"],
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("two sizes")
        layers = []
        for a, b in pairwise(sizes):
            layers += [nn.Linear(a, b), act()]
        self.layers = nn.Sequential(*layers[:-1])

    def forward(self, x):
        return self.layers(x).softmax(dim=1)


slip(
    "There is no activation between the layers: together they are one linear layer, however many there are.",
    loses=["returns_logits", "takes_any_depth_and_activation", "trains_as_it_should"],
    edits=[
        (
            'ValueError("a network needs a size for its input and one for its output")',
            'ValueError("two sizes")',
        ),
        (
            "layers: list[nn.Module] = []\n"
            "for n_in, n_out in pairwise(sizes):\n"
            "    layers += [nn.Linear(n_in, n_out), act()]",
            "",
        ),
        ("layers[:-1]", "[nn.Linear(a, b) for a, b in pairwise(sizes)]"),
    ],
)

slip(
    "`act` is ignored: the activation is always ReLU, whatever the caller asks for.",
    loses=["returns_logits", "takes_any_depth_and_activation", "trains_as_it_should"],
    edits=[
        (
            'ValueError("a network needs a size for its input and one for its output")',
            'ValueError("two sizes")',
        ),
        ("for n_in, n_out in pairwise(sizes):", "for a, b in pairwise(sizes):"),
        ("[nn.Linear(n_in, n_out), act()]", "[nn.Linear(a, b), nn.ReLU()]"),
    ],
)


@mistake(
    "`act(x)` makes a new activation with `x` as its setting: call `act()` first, and its result with `x`.",
    loses=[
        "is_saved_and_moved_whole",
        "registers_every_layer",
        "returns_logits",
        "takes_any_depth_and_activation",
        "trains_as_it_should",
    ],
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("two sizes")
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.act = act

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.act(layer(x))
        return self.layers[-1](x)


@mistake(
    "`b != sizes[-1]` compares sizes, not positions: a hidden layer as wide as the output gets no activation.",
    loses=["takes_any_depth_and_activation"],
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("two sizes")
        layers = []
        for a, b in pairwise(sizes):
            layers += [nn.Linear(a, b)]
            if b != sizes[-1]:
                layers += [act()]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)


@mistake(
    "Only a class is called to make an activation: `act` may be a function that makes one. Call `act()` in either case.",
    loses=["takes_any_depth_and_activation"],
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("two sizes")
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.act = act() if isinstance(act, type) else act

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.act(layer(x))
        return self.layers[-1](x)


@mistake(
    "The last layer is registered before the others: assign the layers in the order in which they are used.",
    loses=[
        "registers_every_layer",
        "returns_logits",
        "takes_any_depth_and_activation",
        "trains_as_it_should",
    ],
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("two sizes")
        self.last = nn.Linear(sizes[-2], sizes[-1])
        hidden = []
        for a, b in pairwise(sizes[:-1]):
            hidden += [nn.Linear(a, b), act()]
        self.hidden = nn.Sequential(*hidden)

    def forward(self, x):
        return self.last(self.hidden(x))


@mistake(
    "Layers of the same sizes are one and the same object, made once and used again: make a new one for each place.",
    loses=["takes_any_depth_and_activation"],
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("two sizes")
        made = {pair: nn.Linear(*pair) for pair in pairwise(sizes)}
        layers = []
        for pair in pairwise(sizes):
            layers += [made[pair], act()]
        self.layers = nn.Sequential(*layers[:-1])

    def forward(self, x):
        return self.layers(x)


slip(
    "The layers have no bias: `nn.Linear` makes one unless it is told not to.",
    loses=[
        "registers_every_layer",
        "returns_logits",
        "takes_any_depth_and_activation",
        "trains_as_it_should",
        "refuses_too_few_sizes",
    ],
    edits=[
        (
            'ValueError("a network needs a size for its input and one for its output")',
            'ValueError("two sizes")',
        ),
        ("for n_in, n_out in pairwise(sizes):", "for a, b in pairwise(sizes):"),
        ("nn.Linear(n_in, n_out)", "nn.Linear(a, b, bias=False)"),
    ],
)

slip(
    "Fewer than two sizes pass unnoticed, and make a network that returns its input.",
    loses=["refuses_too_few_sizes"],
    edits=[
        (
            "if len(sizes) < 2:\n"
            '    raise ValueError("a network needs a size for its input and one for its output")',
            "",
        ),
        ("for n_in, n_out in pairwise(sizes):", "for a, b in pairwise(sizes):"),
        ("nn.Linear(n_in, n_out)", "nn.Linear(a, b)"),
    ],
)

slip(
    "This counts tensors: each parameter holds many numbers, `numel()` of them.",
    loses=["counts_what_can_learn"],
    edits=[
        (
            "sum(p.numel() for p in model.parameters() if p.requires_grad)",
            "len([p for p in model.parameters() if p.requires_grad])",
        )
    ],
)

slip(
    "Frozen parameters are counted too: an optimizer does not change what requires no gradient.",
    loses=["counts_what_can_learn"],
    edits=[
        (
            "(p.numel() for p in model.parameters() if p.requires_grad)",
            "(p.numel() for p in model.parameters())",
        )
    ],
)

slip(
    "The state dict also holds buffers, and a shared weight under both of its names: count over `parameters()`.",
    loses=["counts_what_can_learn"],
    edits=[
        (
            "(p.numel() for p in model.parameters() if p.requires_grad)",
            "(value.numel() for value in model.state_dict().values())",
        )
    ],
)


@mistake(
    "A weight that two layers share is counted twice: go through the parameters of the whole model, not layer by layer.",
    loses=["counts_what_can_learn"],
)
def count_parameters(model):
    layers = list(model.modules())
    own = [p for layer in layers for p in layer.parameters(recurse=False)]
    return sum(p.numel() for p in own if p.requires_grad)


slip(
    "Joining the parameters fails where there are none to join: the count is 0 then. Add up `numel()` instead.",
    loses=["counts_what_can_learn"],
    edits=[
        (
            "sum(p.numel() for p in model.parameters() if p.requires_grad)",
            "torch.cat([p.flatten() for p in model.parameters() if p.requires_grad]).numel()",
        )
    ],
)


@mistake(
    "`[layer] * n` repeats one and the same layer, which then has one weight for n places: make a new one for each.",
    loses=["takes_any_depth_and_activation"],
)
class MLP(nn.Module):
    def __init__(self, sizes, act=nn.ReLU):
        super().__init__()
        if len(sizes) < 2:
            raise ValueError("a network needs two sizes")
        hidden = sizes[1:-1]
        if len(set(hidden)) == 1 and len(hidden) > 2:
            layers = [nn.Linear(sizes[0], hidden[0]), act()]
            layers += [nn.Linear(hidden[0], hidden[0]), act()] * (len(hidden) - 1)
            layers += [nn.Linear(hidden[0], sizes[-1])]
        else:
            layers = []
            for n_in, n_out in pairwise(sizes):
                layers += [nn.Linear(n_in, n_out), act()]
            layers.pop()
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)


slip(
    "There is a parameter besides those of the layers: an optimizer would train it too.",
    loses=["registers_every_layer", "trains_as_it_should", "refuses_too_few_sizes"],
    edits=[
        (
            'ValueError("a network needs a size for its input and one for its output")',
            'ValueError("a network needs two sizes")',
        ),
        (
            "self.layers = nn.Sequential(*layers[:-1])",
            "self.layers = nn.Sequential(*layers[:-1])\n"
            "self.scale = nn.ParameterList([torch.ones(())])",
        ),
        ("self.layers(x)", "self.layers(x) * self.scale[0]"),
    ],
)

slip(
    "The number comes back as a tensor: `numel()` is an int already, and Python adds them up.",
    loses=["counts_what_can_learn"],
    edits=[
        (
            "sum(p.numel() for p in model.parameters() if p.requires_grad)",
            "torch.tensor([p.numel() for p in model.parameters() if p.requires_grad]).sum()",
        )
    ],
)

slip(
    "The last activation goes only if there is a hidden layer: behind a single layer it stays. Take it away in any case.",
    loses=["takes_any_depth_and_activation"],
    edits=[("layers[:-1]", "layers[:-1] if len(sizes) > 2 else layers")],
)
