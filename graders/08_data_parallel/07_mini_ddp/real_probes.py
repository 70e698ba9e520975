"""Probes of `MiniDDP` on real processes, beside the real wrapper."""

import copy

import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from torchdojo.ranks import simulate, spawn


def real(module, steps, seed):
    """Trains by `train_with_ddp` on real processes and notes syncs; trains under `MiniDDP`"""

    def make():
        return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).double()

    def mini(rank, module, model=None):
        model = model or make()
        ddp, optimizer = module.MiniDDP(model), torch.optim.SGD(model.parameters(), lr=0.3)
        for *early, (x, y) in steps[rank]:
            optimizer.zero_grad()
            share = 1 / (len(early) + 1)
            for past_x, past_y in early:
                with ddp.no_sync():
                    (nn.functional.mse_loss(ddp(past_x), past_y) * share).backward()
            (nn.functional.mse_loss(ddp(x), y) * share).backward()
            ddp.finish()
            optimizer.step()
        return torch.cat([p.detach().flatten() for p in model.parameters()])

    def both(rank, module):
        model = make()
        for p in model.parameters():
            p.grad = torch.ones_like(p)
        fresh, syncs, plain = copy.deepcopy(model), [], DistributedDataParallel.forward

        def spied(self, *args, **kwargs):
            syncs.append(self.require_backward_grad_sync)
            return plain(self, *args, **kwargs)

        DistributedDataParallel.forward = spied
        nothing = module.train_with_ddp(model, steps[rank], 0.3) is None
        weights = [p.detach().flatten() for p in model.parameters()]
        # Wrong use of `async_op` is a race on real processes: its results say nothing.
        alike = all(torch.allclose(torch.cat(weights), other) for other in simulated)
        return {
            "weights by `train_with_ddp`": weights,
            "forward passes that sync": syncs,
            "`train_with_ddp` returns None": nothing,
            "weights by `MiniDDP`, gloo": mini(rank, module, fresh) if alike else "not run",
        }

    simulated = simulate(mini, 2, module, seed=seed).values
    found = {f"weights by `MiniDDP` on rank {r}": value for r, value in enumerate(simulated)}
    for rank, real in enumerate(spawn(both, 2, module, seed=seed)):
        found |= {f"{what} on rank {rank}": value for what, value in real.items()}
    return found
