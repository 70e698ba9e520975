"""What goes wrong in a linear layer."""

import math

import torch
from torch import nn

from torchdojo.grading import mistake, slip


@mistake(
    "`super().__init__()` is missing: it makes the tables in which parameters are registered, so call it first.",
    loses=[
        "becomes_torchs_own",
        "is_written_by_hand",
        "lets_gradients_through",
        "multiplies_and_adds",
        "refuses_other_widths",
        "registers_its_parameters",
        "starts_in_the_right_range",
        "takes_any_leading_dimensions",
    ],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


@mistake(
    "Weight and bias are plain tensors: no optimizer, `state_dict()` or `.to()` finds them. Wrap them in `nn.Parameter`.",
    loses=[
        "becomes_torchs_own",
        "lets_gradients_through",
        "multiplies_and_adds",
        "registers_its_parameters",
        "starts_in_the_right_range",
        "takes_any_leading_dimensions",
    ],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = torch.empty(out_features, in_features).uniform_(-k, k).requires_grad_()
        self.bias = torch.empty(out_features).uniform_(-k, k).requires_grad_() if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


@mistake(
    "The weight has shape (in_features, out_features): it needs one row for each output, and its transpose in the product.",
    loses=[
        "becomes_torchs_own",
        "lets_gradients_through",
        "multiplies_and_adds",
        "registers_its_parameters",
        "takes_any_leading_dimensions",
    ],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(in_features, out_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[0]:
            raise ValueError("wrong width")
        product = x @ self.weight
        return product if self.bias is None else product + self.bias


@mistake(
    "The weight is not transposed in the product: `x @ weight` lines the inputs up with its rows, which are the outputs.",
    loses=[
        "is_written_by_hand",
        "lets_gradients_through",
        "multiplies_and_adds",
        "takes_any_leading_dimensions",
    ],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight
        return product if self.bias is None else product + self.bias


@mistake(
    "The bias is registered, but `forward` never adds it.",
    loses=["lets_gradients_through", "multiplies_and_adds", "takes_any_leading_dimensions"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        return x @ self.weight.T


@mistake(
    "The bias is subtracted: the formula adds it.",
    loses=["lets_gradients_through", "multiplies_and_adds", "takes_any_leading_dimensions"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight.T
        return product if self.bias is None else product - self.bias


@mistake(
    "`bias=False` is ignored: the layer has a bias all the same.",
    loses=["becomes_torchs_own", "multiplies_and_adds", "registers_its_parameters"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k))

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        return x @ self.weight.T + self.bias


@mistake(
    "`forward` uses `.data`, which is cut off from the graph: the parameters get no gradients and never learn.",
    loses=["lets_gradients_through"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight.data.T
        return product if self.bias is None else product + self.bias.data


@mistake(
    "The numbers come from `torch.randn`, far too large for many inputs: spread them evenly between -k and k.",
    loses=["starts_in_the_right_range"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features))
        self.bias = nn.Parameter(torch.randn(out_features)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


@mistake(
    "`torch.rand` draws from 0 to 1: scaled by k alone, no number is negative. Shift the range to -k ... k.",
    loses=["starts_in_the_right_range"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(k * torch.rand(out_features, in_features))
        self.bias = nn.Parameter(k * torch.rand(out_features)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


@mistake(
    "`kaiming_uniform_` without `a` spreads the weight up to sqrt(6 / in_features): k is 1 / sqrt(in_features).",
    loses=["starts_in_the_right_range"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(nn.init.kaiming_uniform_(torch.empty(out_features, in_features)))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


@mistake(
    "`xavier_uniform_` takes its bound from inputs and outputs together: k is 1 / sqrt(in_features).",
    loses=["starts_in_the_right_range"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(nn.init.xavier_uniform_(torch.empty(out_features, in_features)))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


@mistake(
    "The bias starts at 0: it is spread between -k and k as the weight is.",
    loses=["starts_in_the_right_range"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


@mistake(
    "The bias takes its bound from its own size, out_features: for both k is 1 / sqrt(in_features).",
    loses=["starts_in_the_right_range"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(out_features, in_features))
        self.bias = nn.Parameter(torch.empty(out_features)) if bias else None
        for p in self.parameters():
            nn.init.uniform_(p, -(p.shape[-1] ** -0.5), p.shape[-1] ** -0.5)

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


@mistake(
    "k is computed from out_features: it is 1 / sqrt(in_features), for weight and bias.",
    loses=["starts_in_the_right_range"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(out_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


@mistake(
    "k is 1 / in_features: the square root is missing.",
    loses=["starts_in_the_right_range"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / in_features
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


slip(
    "The width is left to the product, which raises RuntimeError: look at the last dimension first and raise ValueError.",
    loses=["refuses_other_widths"],
    edits=[
        (
            "width, wanted = x.shape[-1], self.weight.shape[1]\n"
            "if width != wanted:\n"
            '    raise ValueError(f"the last dimension is {width}, but the layer takes {wanted}")',
            "",
        )
    ],
)


@mistake(
    "Multiplying and summing broadcasts: a width of 1 fits any other. Compare the last dimension with in_features first.",
    loses=["refuses_other_widths"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        try:
            product = (x.unsqueeze(-2) * self.weight).sum(-1)
        except RuntimeError as error:
            raise ValueError("wrong width") from error
        return product if self.bias is None else product + self.bias


@mistake(
    "`view` refuses a transposed batch, whose numbers lie in another order: use `reshape`, or `@` on `x` as it is.",
    loses=["takes_any_leading_dimensions"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = torch.mm(x.view(-1, x.shape[-1]), self.weight.t())
        if self.bias is not None:
            product = product + self.bias
        return product.view(*x.shape[:-1], len(self.weight))


@mistake(
    "In a batch of no examples a size of -1 can't be inferred: name the last size, out_features.",
    loses=["takes_any_leading_dimensions"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x.reshape(-1, x.shape[-1]) @ self.weight.t()
        if self.bias is not None:
            product = product + self.bias
        return product.reshape(*x.shape[:-1], -1)


@mistake(
    "With `bias=False` the attribute `bias` is never set, so `layer.bias` raises an error: set it to None.",
    loses=["becomes_torchs_own", "registers_its_parameters"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.has_bias = bias
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k))

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = x @ self.weight.T
        return product + self.bias if self.has_bias else product


@mistake(
    "`torch.mm` takes matrices only: `@` also takes a single vector and any number of leading dimensions.",
    loses=["lets_gradients_through", "takes_any_leading_dimensions"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        product = torch.mm(x, self.weight.t())
        return product if self.bias is None else product + self.bias


@mistake(
    "The product is left to `F.linear`: write the matrix product and the sum yourself.",
    loses=["is_written_by_hand"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("wrong width")
        return nn.functional.linear(x, self.weight, self.bias)


@mistake(
    "`to_torch` hands over the same parameters: what changes one layer changes both. Copy the values.",
    loses=["becomes_torchs_own"],
)
def to_torch(layer):
    linear = nn.Linear(*reversed(layer.weight.shape), bias=layer.bias is not None)
    linear.weight = layer.weight
    linear.bias = layer.bias
    return linear


@mistake(
    "`to_torch` makes a new layer with random numbers of its own: the values of the old one are not copied.",
    loses=["becomes_torchs_own"],
)
def to_torch(layer):
    linear = nn.Linear(*reversed(layer.weight.shape), bias=layer.bias is not None)
    return linear.to(layer.weight)


@mistake(
    "`nn.Linear` is float32 unless you say otherwise: the dtype of the old layer is lost.",
    loses=["becomes_torchs_own"],
)
def to_torch(layer):
    linear = nn.Linear(*reversed(layer.weight.shape), bias=layer.bias is not None)
    linear.to(layer.weight.device).load_state_dict(layer.state_dict())
    return linear


@mistake(
    "The values go through a float32 layer and come out rounded: give the new layer the old one's dtype before they are copied.",
    loses=["becomes_torchs_own"],
)
def to_torch(layer):
    linear = nn.Linear(*reversed(layer.weight.shape), bias=layer.bias is not None)
    linear.load_state_dict(layer.state_dict())
    return linear.to(layer.weight)


@mistake(
    "The new layer has a bias even if the old one has none: pass `bias=layer.bias is not None`.",
    loses=["becomes_torchs_own"],
)
def to_torch(layer):
    linear = nn.Linear(*reversed(layer.weight.shape), dtype=layer.weight.dtype)
    linear.load_state_dict(layer.state_dict(), strict=False)
    return linear


@mistake(
    "The new layer has a bias even if the old one has none: pass `bias=layer.bias is not None`.",
    loses=["becomes_torchs_own"],
)
def to_torch(layer):
    linear = nn.Linear(*reversed(layer.weight.shape)).to(layer.weight)
    linear.load_state_dict(layer.state_dict(), strict=False)
    return linear


@mistake(
    "The new layer has a bias even if the old one has none: pass `bias=layer.bias is not None`.",
    loses=["becomes_torchs_own"],
)
def to_torch(layer):
    linear = nn.Linear(*reversed(layer.weight.shape)).to(layer.weight)
    linear.load_state_dict(layer.state_dict())
    return linear


@mistake(
    "`rand() - 0.5` lies between -0.5 and 0.5: times k, the numbers fill only the inner half of the range. Use `uniform_(-k, k)`.",
    loses=["starts_in_the_right_range"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = in_features**-0.5
        self.weight = nn.Parameter((torch.rand(out_features, in_features) - 0.5) * k)
        self.bias = nn.Parameter((torch.rand(out_features) - 0.5) * k) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("another width")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


@mistake(
    "A generator of its own with a fixed seed makes all layers alike: draw from torch's global one.",
    loses=["starts_in_the_right_range"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = in_features**-0.5
        own = torch.Generator().manual_seed(0)
        weight = torch.empty(out_features, in_features).uniform_(-k, k, generator=own)
        self.weight = nn.Parameter(weight)
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k, generator=own))

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("another width")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


@mistake(
    "A buffer is registered besides weight and bias: plain numbers can be plain attributes.",
    loses=["registers_its_parameters"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.register_buffer("k", torch.tensor(in_features**-0.5), persistent=False)
        k = self.k.item()
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        if x.shape[-1] != self.weight.shape[1]:
            raise ValueError("another width")
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


@mistake(
    "The class inherits from `nn.Linear`, which does all of the work: begin with `nn.Module`.",
    loses=["is_written_by_hand"],
)
class MyLinear(nn.Linear):
    def forward(self, x):
        if x.shape[-1] != self.in_features:
            raise ValueError("another width")
        return super().forward(x)


@mistake(
    "What comes back is a `MyLinear` again: make an `nn.Linear` and copy the values into it.",
    loses=["becomes_torchs_own"],
)
def to_torch(layer):
    out_features, in_features = layer.weight.shape
    copy = MyLinear(in_features, out_features, layer.bias is not None).to(layer.weight)
    copy.load_state_dict(layer.state_dict())
    return copy


slip(
    "The width is looked for in dimension 1, which is the last one of a batch of vectors only: ask `x.shape[-1]`.",
    loses=["takes_any_leading_dimensions", "lets_gradients_through"],
    edits=[("x.shape[-1]", "x.shape[1]")],
)
