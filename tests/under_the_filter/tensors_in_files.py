"""Tensors in files."""

import torch, io

torch.save({"a": torch.ones(3)}, "a.pt")
assert torch.load("a.pt", mmap=True)["a"].sum() == 3
torch.save(torch.nn.Linear(2, 2).state_dict(), "b.pt")
torch.load("b.pt", weights_only=True)
torch.from_file("c.bin", shared=True, size=10).fill_(1)
from safetensors.torch import save_file, load_file

save_file({"a": torch.ones(2)}, "d.safetensors")
load_file("d.safetensors")
