"""Other right ways to write tanh and its relatives."""

import torch
from torch import nn

from torchdojo.grading import alternative


@alternative("the quotient of two safe differences")
def tanh(z):
    size = z.masked_fill(z < 0, 0.0) - z.masked_fill(z >= 0, 0.0)
    power = -torch.expm1(-2 * size)
    return torch.where(z < 0, -power, power) / (2 - power)


@alternative("two forms, each with a safe argument")
def tanh(z):
    zero = torch.zeros_like(z)
    up = torch.expm1(2 * torch.where(z < 0, z, zero))
    down = torch.expm1(-2 * torch.where(z < 0, zero, z))
    return torch.where(z < 0, up / (up + 2), -down / (down + 2))


@alternative("masks, filled one after the other")
def tanh(z):
    right = z >= 0
    result = torch.empty_like(z)
    down, up = torch.expm1(-2 * z[right]), torch.expm1(2 * z[~right])
    result[right] = -down / (down + 2)
    result[~right] = up / (up + 2)
    return result


@alternative("the method, and a difference of two logistic functions")
def tanh_from_sigmoid(z):
    return (2 * z).sigmoid() - torch.sigmoid(-2 * z)


@alternative("the third binomial formula")
def slope(y):
    return (1 + y) * (1 - y)


@alternative("the module, shifted to (0, 1) first")
def bounded(z, low, high):
    if not low < high:
        raise ValueError("low must be less than high")
    return low + (high - low) * (nn.Tanh()(z) + 1) / 2


@alternative("an interpolation")
def bounded(z, low, high):
    if not high > low:
        raise ValueError("empty")
    part = 0.5 * z.tanh() + 0.5
    return high * part + low * (1 - part)
