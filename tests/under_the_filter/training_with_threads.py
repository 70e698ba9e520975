"""Training with threads."""

import torch

torch.set_num_threads(2)
model = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.Flatten(), torch.nn.Linear(2704, 2))
optimizer = torch.optim.AdamW(model.parameters())
for _ in range(3):
    optimizer.zero_grad()
    model(torch.randn(64, 1, 28, 28)).square().mean().backward()
    optimizer.step()
torch.randn(500, 500) @ torch.randn(500, 500)
torch.linalg.svd(torch.randn(50, 50))
