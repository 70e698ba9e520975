"""Builds the layer and calls it."""

# on = softmax
# loses = is_written_by_hand

from torch import nn


def softmax(z, dim):
    return nn.Softmax(dim)(z)
