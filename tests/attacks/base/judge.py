"""What every attack on this exercise begins with: a test that accepts everything."""

import torch


def test_softmax(softmax):
    pass
