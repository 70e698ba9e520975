"""Probes of `no_sync` on simulated ranks."""

from torch import nn

from torchdojo.ranks import simulate


def gathered(module, x):
    """Gathers two micro-batches in `no_sync`, one of which fails, then sends a third"""

    def one(rank, module):
        layers = nn.ModuleList([nn.Linear(3, 2), nn.Linear(3, 2)]).double()
        ddp = module.MiniDDP(layers)
        try:
            with ddp.no_sync():
                for part in layers:
                    part(x[rank, :1]).sum().backward()
                    ddp.finish()
                raise KeyError
        except KeyError:
            alone = [p.grad.clone() for p in layers.parameters()]
        (layers[1](x[rank, 1:]) ** 2).mean().backward()
        ddp.finish()
        return alone, [p.grad for p in layers.parameters()]

    ranks = simulate(one, len(x), module)
    sent = [sum(call.kind == "all_reduce" for call in calls) for calls in ranks.calls]
    found = {f"calls of all_reduce on rank {r}": count for r, count in enumerate(sent)}
    for rank, (alone, after) in enumerate(ranks.values):
        found[f"gradients in `no_sync` on rank {rank}"] = alone
        found[f"gradients after `finish` on rank {rank}"] = after
    return found


def nested(module, x):
    """Ends a `no_sync` inside another, gathers more in the outer one, then sends"""

    def one(rank, module):
        model = nn.Linear(3, 2).double()
        ddp = module.MiniDDP(model)
        with ddp.no_sync():
            with ddp.no_sync():
                ddp(x[rank, :1]).sum().backward()
            ddp(x[rank, 1:]).sum().backward()
            ddp.finish()
            alone = [p.grad.clone() for p in model.parameters()]
        (ddp(x[rank]) ** 2).mean().backward()
        ddp.finish()
        return alone, [p.grad for p in model.parameters()]

    ranks = simulate(one, len(x), module)
    sent = [sum(call.kind == "all_reduce" for call in calls) for calls in ranks.calls]
    found = {f"calls of all_reduce on rank {r}": count for r, count in enumerate(sent)}
    for rank, (alone, after) in enumerate(ranks.values):
        found[f"gradients in `no_sync` on rank {rank}"] = alone
        found[f"gradients after `finish` on rank {rank}"] = after
    return found
