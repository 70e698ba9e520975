"""What goes wrong in a layer that is noisy in training."""

import torch
from torch import nn

from torchdojo.grading import mistake


@mistake(
    "The noise is there in evaluation, too: ask `self.training`.",
    loses=["builds_a_network", "is_exact_in_evaluation"],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "The noise depends on whether gradients are recorded: that is not what `eval()` sets. Ask `self.training`.",
    loses=["is_exact_in_evaluation"],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if torch.is_grad_enabled():
            x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "The modes are swapped: noise belongs into training.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "is_exact_in_evaluation",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if not self.training:
            x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "In evaluation no noise is added, but it is drawn all the same: whatever else uses random numbers changes with it.",
    loses=["is_exact_in_evaluation"],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        noise = self.noise_std * torch.randn_like(x)
        if self.training:
            x = x + noise
        return super().forward(x)


@mistake(
    "The noise is a Parameter: it is the same in every call, and training learns it away.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "is_exact_in_evaluation",
        "knows_its_limits",
        "lets_gradients_through",
        "registers_two_parameters",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std
        self.noise = nn.Parameter(torch.randn(in_features))

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * self.noise
        return super().forward(x)


@mistake(
    "The noise is drawn once, when the layer is made: every call adds the same. Draw it in `forward`.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "registers_two_parameters",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std
        self.register_buffer("noise", torch.randn(in_features))

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * self.noise
        return super().forward(x)


@mistake(
    "One row of noise is drawn for the whole batch: all examples are shifted alike. Draw as many numbers as `x` has.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * torch.randn(x.shape[-1], dtype=x.dtype, device=x.device)
        return super().forward(x)


@mistake(
    "One number of noise is drawn for each example, and shifts all its features alike.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * torch.randn_like(x[..., :1])
        return super().forward(x)


@mistake(
    "The noise is drawn on the CPU in float32, whatever `x` is: it fails elsewhere, or changes the dtype. `randn_like` takes both from `x`.",
    loses=[
        "adds_noise_in_training",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * torch.randn(x.shape)
        return super().forward(x)


@mistake(
    "The noise is uniform between 0 and 1: it shifts everything upwards. `rand` is not `randn`.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * torch.rand_like(x)
        return super().forward(x)


@mistake(
    "The noise has standard deviation 1, whatever `noise_std` says: multiply by it.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "knows_its_limits",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x + torch.randn_like(x)
        return super().forward(x)


@mistake(
    "The noise is multiplied by the square root of `noise_std`: it is a standard deviation already, no variance.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x + self.noise_std**0.5 * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "`noise_std` is added to the noise, not multiplied with it.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "knows_its_limits",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x + self.noise_std + torch.randn_like(x)
        return super().forward(x)


@mistake(
    "`x += ...` writes the noise into the caller's batch, and the next epoch adds more: make a new tensor.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x += self.noise_std * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "The noise is added to the output: it must go through the weights. Disturb the input.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        y = super().forward(x)
        if self.training:
            y = y + self.noise_std * torch.randn_like(y)
        return y


@mistake(
    "The noise multiplies the input: features near 0 are not disturbed at all. Add it.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x * (1 + self.noise_std * torch.randn_like(x))
        return super().forward(x)


@mistake(
    "The weights are disturbed instead of the input: all examples of a batch see the same disturbance.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            weight = self.weight + self.noise_std * torch.randn_like(self.weight)
            return nn.functional.linear(x, weight, self.bias)
        return super().forward(x)


@mistake(
    "The disturbed input is made under `torch.no_grad()`: no gradient gets past it to the layers before.",
    loses=["lets_gradients_through"],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            with torch.no_grad():
                x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "`torch.normal(x, std)` draws numbers around `x`, but passes no gradient back to it: add noise to `x`.",
    loses=["lets_gradients_through"],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = torch.normal(x, self.noise_std)
        return super().forward(x)


@mistake(
    "`x.detach()` keeps gradients from the layers before.",
    loses=["lets_gradients_through"],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x.detach() + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "The layer seeds torch itself: its noise is the same in every call, and so is everybody else's randomness.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            torch.manual_seed(0)
            x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "`noise_std` of 0 is refused, which is a layer without noise: only negative numbers raise ValueError.",
    loses=["knows_its_limits"],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std <= 0:
            raise ValueError("noise_std must be positive")
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "A negative standard deviation is accepted: raise ValueError.",
    loses=["knows_its_limits"],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        self.noise_std = noise_std

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "`noise_std` is a Parameter: the optimizer turns the noise off, because the loss falls without it.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "is_exact_in_evaluation",
        "knows_its_limits",
        "lets_gradients_through",
        "registers_two_parameters",
        "works_in_every_dtype",
    ],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = nn.Parameter(torch.tensor(noise_std))

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "Every layer is noisy: only the first is to be.",
    loses=["builds_a_network"],
)
def build(sizes, noise_std):
    if len(sizes) < 2:
        raise ValueError("at least two sizes make a network")
    layers = [NoisyLinear(sizes[0], sizes[1], noise_std)]
    for n_in, n_out in zip(sizes[1:], sizes[2:]):
        layers += [nn.ReLU(), NoisyLinear(n_in, n_out, noise_std)]
    return nn.Sequential(*layers)


@mistake(
    "No layer is noisy: the first must be a `NoisyLinear`.",
    loses=["builds_a_network"],
)
def build(sizes, noise_std):
    if len(sizes) < 2:
        raise ValueError("at least two sizes make a network")
    layers = [nn.Linear(sizes[0], sizes[1])]
    for n_in, n_out in zip(sizes[1:], sizes[2:]):
        layers += [nn.ReLU(), nn.Linear(n_in, n_out)]
    return nn.Sequential(*layers)


@mistake(
    "`noise_std` is not handed on: the layer has its default.",
    loses=["builds_a_network"],
)
def build(sizes, noise_std):
    if len(sizes) < 2:
        raise ValueError("at least two sizes make a network")
    layers = [NoisyLinear(sizes[0], sizes[1])]
    for n_in, n_out in zip(sizes[1:], sizes[2:]):
        layers += [nn.ReLU(), nn.Linear(n_in, n_out)]
    return nn.Sequential(*layers)


@mistake(
    "An activation follows the last layer: the network can only give positive numbers.",
    loses=["builds_a_network"],
)
def build(sizes, noise_std):
    if len(sizes) < 2:
        raise ValueError("at least two sizes make a network")
    layers = [NoisyLinear(sizes[0], sizes[1], noise_std), nn.ReLU()]
    for n_in, n_out in zip(sizes[1:], sizes[2:]):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
    return nn.Sequential(*layers)


@mistake(
    "With two sizes a ReLU follows the only layer, which is also the last: put each ReLU before the layer that it leads to.",
    loses=["builds_a_network"],
)
def build(sizes, noise_std):
    if len(sizes) < 2:
        raise ValueError("at least two sizes make a network")
    layers = [NoisyLinear(sizes[0], sizes[1], noise_std), nn.ReLU()]
    for n_in, n_out in zip(sizes[1:], sizes[2:]):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
    return nn.Sequential(*(layers[:-1] if len(sizes) > 2 else layers))


@mistake(
    "There is no activation between the layers: together they are a single linear map.",
    loses=["builds_a_network"],
)
def build(sizes, noise_std):
    if len(sizes) < 2:
        raise ValueError("at least two sizes make a network")
    layers = [NoisyLinear(sizes[0], sizes[1], noise_std)]
    for n_in, n_out in zip(sizes[1:], sizes[2:]):
        layers += [nn.Linear(n_in, n_out)]
    return nn.Sequential(*layers)


@mistake(
    "A single size makes a network without a way out: raise ValueError.",
    loses=["builds_a_network"],
)
def build(sizes, noise_std):
    if not sizes:
        raise ValueError("no sizes")
    layers = [NoisyLinear(sizes[0], sizes[min(1, len(sizes) - 1)], noise_std)]
    for n_in, n_out in zip(sizes[1:], sizes[2:]):
        layers += [nn.ReLU(), nn.Linear(n_in, n_out)]
    return nn.Sequential(*layers)


@mistake(
    "`noise_std` is registered as a buffer, and saved: weight and bias are all there is. A plain attribute will do.",
    loses=["registers_two_parameters"],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.register_buffer("noise_std", torch.tensor(noise_std))

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "`noise_std` is registered as a buffer: `persistent=False` only keeps it out of the state dict. A plain attribute will do.",
    loses=["registers_two_parameters"],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.register_buffer("noise_std", torch.tensor(noise_std), persistent=False)

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "The bias begins with zeros: it begins as that of an `nn.Linear` does.",
    loses=["registers_two_parameters", "builds_a_network"],
)
class NoisyLinear(nn.Linear):
    def __init__(self, in_features, out_features, noise_std=0.1):
        super().__init__(in_features, out_features)
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        self.noise_std = noise_std
        nn.init.zeros_(self.bias)

    def forward(self, x):
        if self.training:
            x = x + self.noise_std * torch.randn_like(x)
        return super().forward(x)


@mistake(
    "`NoisyLinear` is no `nn.Module`: nothing that it holds is registered, and no `eval()` reaches it.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "is_exact_in_evaluation",
        "knows_its_limits",
        "lets_gradients_through",
        "registers_two_parameters",
        "works_in_every_dtype",
    ],
)
class NoisyLinear:
    training = True

    def __init__(self, in_features, out_features, noise_std=0.1):
        if noise_std < 0:
            raise ValueError("a standard deviation cannot be negative")
        linear = nn.Linear(in_features, out_features)
        self.weight, self.bias, self.noise_std = linear.weight, linear.bias, noise_std

    def __call__(self, x):
        if self.training:
            x = x + self.noise_std * torch.randn_like(x)
        return x @ self.weight.T + self.bias
