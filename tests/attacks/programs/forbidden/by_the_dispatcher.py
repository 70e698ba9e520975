"""Calls the operator behind the function."""

# on = softmax
# loses = is_written_by_hand

import torch


def softmax(z, dim):
    return torch.ops.aten._softmax(z, dim, False)
