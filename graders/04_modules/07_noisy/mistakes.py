"""What goes wrong in a layer that is noisy in training."""

import torch
from torch import nn

from torchdojo.grading import mistake, slip

slip(
    "The noise is there in evaluation, too: ask `self.training`.",
    loses=["builds_a_network", "is_exact_in_evaluation"],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        (
            "if self.training:\n    x = x + self.noise_std * torch.randn_like(x)",
            "x = x + self.noise_std * torch.randn_like(x)",
        ),
    ],
)

slip(
    "The noise depends on whether gradients are recorded: that is not what `eval()` sets. Ask `self.training`.",
    loses=["is_exact_in_evaluation"],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("self.training", "torch.is_grad_enabled()"),
    ],
)

slip(
    "The modes are swapped: noise belongs into training.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "is_exact_in_evaluation",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("self.training", "not self.training"),
    ],
)

slip(
    "In evaluation no noise is added, but it is drawn all the same: whatever else uses random numbers changes with it.",
    loses=["is_exact_in_evaluation"],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("if self.training:", "noise = self.noise_std * torch.randn_like(x)\nif self.training:"),
        ("self.noise_std * torch.randn_like(x)", "noise"),
    ],
)

slip(
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
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        (
            "self.noise_std = noise_std",
            "self.noise_std = noise_std\nself.noise = nn.Parameter(torch.randn(in_features))",
        ),
        ("torch.randn_like(x)", "self.noise"),
    ],
)

slip(
    "The noise is drawn once, when the layer is made: every call adds the same. Draw it in `forward`.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "registers_two_parameters",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        (
            "self.noise_std = noise_std",
            'self.noise_std = noise_std\nself.register_buffer("noise", torch.randn(in_features))',
        ),
        ("torch.randn_like(x)", "self.noise"),
    ],
)

slip(
    "One row of noise is drawn for the whole batch: all examples are shifted alike. Draw as many numbers as `x` has.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("torch.randn_like(x)", "torch.randn(x.shape[-1], dtype=x.dtype, device=x.device)"),
    ],
)

slip(
    "One number of noise is drawn for each example, and shifts all its features alike.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("torch.randn_like(x)", "torch.randn_like(x[..., :1])"),
    ],
)

slip(
    "The noise is drawn on the CPU in float32, whatever `x` is: it fails elsewhere, or changes the dtype. `randn_like` takes both from `x`.",
    loses=[
        "adds_noise_in_training",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("torch.randn_like(x)", "torch.randn(x.shape)"),
    ],
)

slip(
    "The noise is uniform between 0 and 1: it shifts everything upwards. `rand` is not `randn`.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("torch.randn_like(x)", "torch.rand_like(x)"),
    ],
)

slip(
    "The noise has standard deviation 1, whatever `noise_std` says: multiply by it.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "knows_its_limits",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("self.noise_std * torch.randn_like(x)", "torch.randn_like(x)"),
    ],
)

slip(
    "The noise is multiplied by the square root of `noise_std`: it is a standard deviation already, no variance.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("self.noise_std * torch.randn_like(x)", "self.noise_std**0.5 * torch.randn_like(x)"),
    ],
)

slip(
    "`noise_std` is added to the noise, not multiplied with it.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "knows_its_limits",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("x + self.noise_std * torch.randn_like(x)", "x + self.noise_std + torch.randn_like(x)"),
    ],
)

slip(
    "`x += ...` writes the noise into the caller's batch, and the next epoch adds more: make a new tensor.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        (
            "x = x + self.noise_std * torch.randn_like(x)",
            "x += self.noise_std * torch.randn_like(x)",
        ),
    ],
)

slip(
    "The noise is added to the output: it must go through the weights. Disturb the input.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("if self.training:", "y = super().forward(x)\nif self.training:"),
        (
            "x = x + self.noise_std * torch.randn_like(x)",
            "y = y + self.noise_std * torch.randn_like(y)",
        ),
        ("return super().forward(x)", "return y"),
    ],
)

slip(
    "The noise multiplies the input: features near 0 are not disturbed at all. Add it.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        (
            "x + self.noise_std * torch.randn_like(x)",
            "x * (1 + self.noise_std * torch.randn_like(x))",
        ),
    ],
)

slip(
    "The weights are disturbed instead of the input: all examples of a batch see the same disturbance.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        (
            "x = x + self.noise_std * torch.randn_like(x)",
            "weight = self.weight + self.noise_std * torch.randn_like(self.weight)\n"
            "return nn.functional.linear(x, weight, self.bias)",
        ),
    ],
)

slip(
    "The disturbed input is made under `torch.no_grad()`: no gradient gets past it to the layers before.",
    loses=["lets_gradients_through"],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        (
            "x = x + self.noise_std * torch.randn_like(x)",
            "with torch.no_grad():\n    x = x + self.noise_std * torch.randn_like(x)",
        ),
    ],
)

slip(
    "`torch.normal(x, std)` draws numbers around `x`, but passes no gradient back to it: add noise to `x`.",
    loses=["lets_gradients_through"],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("x + self.noise_std * torch.randn_like(x)", "torch.normal(x, self.noise_std)"),
    ],
)

slip(
    "`x.detach()` keeps gradients from the layers before.",
    loses=["lets_gradients_through"],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        (
            "x + self.noise_std * torch.randn_like(x)",
            "x.detach() + self.noise_std * torch.randn_like(x)",
        ),
    ],
)

slip(
    "The layer seeds torch itself: its noise is the same in every call, and so is everybody else's randomness.",
    loses=[
        "adds_noise_in_training",
        "builds_a_network",
        "draws_anew_for_each_number",
        "lets_gradients_through",
        "works_in_every_dtype",
    ],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        (
            "x = x + self.noise_std * torch.randn_like(x)",
            "torch.manual_seed(0)\nx = x + self.noise_std * torch.randn_like(x)",
        ),
    ],
)

slip(
    "`noise_std` of 0 is refused, which is a layer without noise: only negative numbers raise ValueError.",
    loses=["knows_its_limits"],
    edits=[
        ("noise_std < 0", "noise_std <= 0"),
        ('f"a standard deviation cannot be negative: {noise_std}"', '"noise_std must be positive"'),
    ],
)

slip(
    "A negative standard deviation is accepted: raise ValueError.",
    loses=["knows_its_limits"],
    edits=[
        (
            "if noise_std < 0:\n"
            '    raise ValueError(f"a standard deviation cannot be negative: {noise_std}")',
            "",
        )
    ],
)

slip(
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
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("self.noise_std = noise_std", "self.noise_std = nn.Parameter(torch.tensor(noise_std))"),
    ],
)

slip(
    "Every layer is noisy: only the first is to be.",
    loses=["builds_a_network"],
    edits=[
        (
            'f"at least two sizes make a network, not {sizes}"',
            '"at least two sizes make a network"',
        ),
        ("pairwise(sizes[1:])", "zip(sizes[1:], sizes[2:])"),
        ("nn.Linear(n_in, n_out)", "NoisyLinear(n_in, n_out, noise_std)"),
    ],
)

slip(
    "No layer is noisy: the first must be a `NoisyLinear`.",
    loses=["builds_a_network"],
    edits=[
        (
            'f"at least two sizes make a network, not {sizes}"',
            '"at least two sizes make a network"',
        ),
        ("NoisyLinear(sizes[0], sizes[1], noise_std)", "nn.Linear(sizes[0], sizes[1])"),
        ("pairwise(sizes[1:])", "zip(sizes[1:], sizes[2:])"),
    ],
)

slip(
    "`noise_std` is not handed on: the layer has its default.",
    loses=["builds_a_network"],
    edits=[
        (
            'f"at least two sizes make a network, not {sizes}"',
            '"at least two sizes make a network"',
        ),
        ("NoisyLinear(sizes[0], sizes[1], noise_std)", "NoisyLinear(sizes[0], sizes[1])"),
        ("pairwise(sizes[1:])", "zip(sizes[1:], sizes[2:])"),
    ],
)

slip(
    "An activation follows the last layer: the network can only give positive numbers.",
    loses=["builds_a_network"],
    edits=[
        (
            'f"at least two sizes make a network, not {sizes}"',
            '"at least two sizes make a network"',
        ),
        (
            "[NoisyLinear(sizes[0], sizes[1], noise_std)]",
            "[NoisyLinear(sizes[0], sizes[1], noise_std), nn.ReLU()]",
        ),
        ("pairwise(sizes[1:])", "zip(sizes[1:], sizes[2:])"),
        ("[nn.ReLU(), nn.Linear(n_in, n_out)]", "[nn.Linear(n_in, n_out), nn.ReLU()]"),
    ],
)


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


slip(
    "There is no activation between the layers: together they are a single linear map.",
    loses=["builds_a_network"],
    edits=[
        (
            'f"at least two sizes make a network, not {sizes}"',
            '"at least two sizes make a network"',
        ),
        ("pairwise(sizes[1:])", "zip(sizes[1:], sizes[2:])"),
        ("[nn.ReLU(), nn.Linear(n_in, n_out)]", "[nn.Linear(n_in, n_out)]"),
    ],
)

slip(
    "A single size makes a network without a way out: raise ValueError.",
    loses=["builds_a_network"],
    edits=[
        ("len(sizes) < 2", "not sizes"),
        ('f"at least two sizes make a network, not {sizes}"', '"no sizes"'),
        ("sizes[1]", "sizes[min(1, len(sizes) - 1)]"),
        ("pairwise(sizes[1:])", "zip(sizes[1:], sizes[2:])"),
    ],
)

slip(
    "`noise_std` is registered as a buffer, and saved: weight and bias are all there is. A plain attribute will do.",
    loses=["registers_two_parameters"],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        (
            "self.noise_std = noise_std",
            'self.register_buffer("noise_std", torch.tensor(noise_std))',
        ),
    ],
)

slip(
    "`noise_std` is registered as a buffer: `persistent=False` only keeps it out of the state dict. A plain attribute will do.",
    loses=["registers_two_parameters"],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        (
            "self.noise_std = noise_std",
            'self.register_buffer("noise_std", torch.tensor(noise_std), persistent=False)',
        ),
    ],
)

slip(
    "The bias begins with zeros: it begins as that of an `nn.Linear` does.",
    loses=["registers_two_parameters", "builds_a_network"],
    edits=[
        (
            'f"a standard deviation cannot be negative: {noise_std}"',
            '"a standard deviation cannot be negative"',
        ),
        ("self.noise_std = noise_std", "self.noise_std = noise_std\nnn.init.zeros_(self.bias)"),
    ],
)


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
