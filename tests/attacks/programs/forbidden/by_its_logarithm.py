"""Takes the exponential of log_softmax."""

# on = softmax
# loses = is_written_by_hand

import torch


def softmax(z, dim):
    return torch.nn.functional.log_softmax(z, dim).exp()
