"""A profile."""

import torch

with torch.profiler.profile() as p:
    torch.ones(3).sum()
p.key_averages().table()
p.export_chrome_trace("t.json")
