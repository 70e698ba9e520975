"""What goes wrong in a linear layer."""

import math

import torch
from torch import nn

from torchdojo.grading import mistake


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
    "The width is left to `@`, which raises RuntimeError: look at the last dimension first and raise ValueError.",
    loses=["refuses_other_widths"],
)
class MyLinear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        k = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-k, k)) if bias else None

    def forward(self, x):
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


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
