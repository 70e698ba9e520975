"""Right answers by people who had seen the exercise alone."""

import platform
import torch

from torchdojo.grading import right


@right("Fills in a template by replacing a word.", seen="full marks")
def greet(name):
    return "Welcome to the dojo, NAME!".replace("NAME", name)


@right("Clones first, then adds the original to the clone in place.", seen="full marks")
def double(t):
    result = t.clone()
    result.add_(t)
    return result


@right("A plain string from torch.version, and Python's version as well.", seen="lost points")
def versions():
    return dict(python=platform.python_version(), torch=torch.version.__version__)
