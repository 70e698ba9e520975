"""Checks of the welcome exercise: does the installation work?"""

import pytest
import torch


def write_result(module, t):
    """Takes `double(t)` of zeros, fills the result with 7, and looks at `t`"""
    module.double(t).fill_(7)
    return {"t afterwards": t}


def torch_version(module):
    """Looks under "torch" in what `versions()` returns"""
    found = module.versions()
    known = isinstance(found, dict) and "torch" in found
    return {"torch": found["torch"]} if known else found


def test_greets_by_name(agree, draw):
    """`greet` returns the greeting with the name in it, letter by letter, with its spaces."""
    word = draw.word()
    double = f"van {word.title()}-Mc{word.title()}"
    for name in (word, word.title(), double, word.upper(), "", f" {word} "):
        agree.call("greet", name)


def test_doubles(agree, draw, device):
    """`double` returns a new tensor, also of zeros: same shape, dtype, digits and device."""
    agree.call("double", draw.normal(draw.int(2, 4), 3))
    agree.call("double", draw.integers(-9, 9, 5, dtype=torch.int32))
    agree.call("double", draw.normal(4, 3, dtype=torch.float64))
    agree.call("double", draw.integers(2**40, 2**41, 5))
    for t in (torch.zeros(2, 3), draw.normal(), draw.normal(0, 2)):
        agree.call("double", t)
    agree.run(write_result, torch.zeros(2, 3))


@pytest.mark.hidden
def test_names_the_version(agree):
    """`versions` tells which torch is installed."""
    agree.run(torch_version)
