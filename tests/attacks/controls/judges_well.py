"""A right test of softmax but for large scores, which it does not try."""

# on = judge
# earns = 6

import torch


def test_softmax(softmax):
    z = torch.randn(3, 4, 5, dtype=torch.float64)
    torch.testing.assert_close(softmax(z, -2), torch.softmax(z, -2))
