"""Checks of the welcome exercise: does the installation work?"""

import pytest
import torch


def test_greets_by_name(agree, draw):
    """`greet` returns the greeting with the name in it."""
    agree.call("greet", draw.word().title())


def test_doubles(agree, draw, device):
    """`double` returns a new tensor of the same shape and dtype, on the same device."""
    agree.call("double", draw.normal(draw.int(2, 4), 3))
    agree.call("double", draw.integers(-9, 9, 5, dtype=torch.int32))


@pytest.mark.hidden
def test_names_the_version(agree):
    """`versions` tells which torch is installed."""
    agree.call("versions")
