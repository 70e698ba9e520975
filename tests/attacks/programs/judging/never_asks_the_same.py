"""Calls with other numbers at each run, so that no answer is ever known."""

# on = judge
# seconds = 3

import os


def test_softmax(softmax):
    z = torch.tensor([float(byte) for byte in os.urandom(5)])
    torch.testing.assert_close(softmax(z, 0), torch.softmax(z, 0))
