"""Calls torch.softmax."""

# on = softmax
# loses = is_written_by_hand

import torch


def softmax(z, dim):
    return torch.softmax(z, dim)
