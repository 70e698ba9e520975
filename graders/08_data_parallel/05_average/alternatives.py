"""Other right ways to average over ranks."""

import torch
import torch.distributed as dist

from torchdojo.grading import alternative


@alternative("sums are reduced in one flat vector, with the number of examples at its end")
def sync_gradients(model, n_local):
    trained = [p for p in model.parameters() if p.requires_grad]
    grads = [p.new_zeros(p.shape) if p.grad is None else p.grad for p in trained]
    flat = torch.cat([g.flatten() * n_local for g in grads] + [grads[0].new_tensor([n_local])])
    dist.all_reduce(flat)
    if flat[-1] == 0:
        raise ValueError("nobody has examples")
    pieces = (flat[:-1] / flat[-1]).split([p.numel() for p in trained])
    for p, piece in zip(trained, pieces):
        p.grad = piece.view_as(p)


@alternative("all calls in the background, waited for at the end")
def sync_gradients(model, n_local):
    count = torch.tensor(float(n_local))
    dist.all_reduce(count)
    if not count:
        raise ValueError("nobody has examples")
    waiting = []
    for p in filter(lambda p: p.requires_grad, model.parameters()):
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        p.grad.mul_(n_local)
        waiting.append((p, dist.all_reduce(p.grad, async_op=True)))
    for p, work in waiting:
        work.wait()
        p.grad.div_(count.item())


@alternative("every rank gathers what all have and computes the mean itself")
def mean_loss(loss, n_local):
    pairs = [None] * dist.get_world_size()
    dist.all_gather_object(pairs, (float(loss), n_local))
    total = sum(n for _, n in pairs)
    if total == 0:
        raise ValueError("nobody has examples")
    return sum(value * n for value, n in pairs if n) / total
