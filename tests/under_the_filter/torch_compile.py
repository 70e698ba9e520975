"""Torch.compile run eagerly."""

import torch

f = torch.compile(lambda x: torch.sin(x) + x.cos(), backend="eager")
assert torch.allclose(f(torch.ones(3)), torch.sin(torch.ones(3)) + torch.ones(3).cos())
