"""Right answers by people who had seen the exercise alone."""

import torch
import torch.distributed as dist

from torchdojo.grading import right


@right(
    "Plans each dtype on its own and sorts the buckets by their first position afterwards.",
    seen="full marks",
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError(f"limit is {limit}, should be 1 or more")
    wanted = [i for i in reversed(range(len(params))) if params[i].requires_grad]
    plan = []
    for dtype in {params[i].dtype for i in wanted}:
        free = -1  # there is no bucket yet: not even nothing fits in
        for i in wanted:
            if params[i].dtype != dtype:
                continue
            n = params[i].numel()
            if n > free:
                plan.append([])
                free = limit
            plan[-1].append(i)
            free -= n
    return sorted(plan, key=lambda bucket: bucket[0], reverse=True)


@right(
    "A vector of zeros, into which the gradients that exist are copied; back by copy_ from the same views.",
    seen="full marks",
)
def average_in_buckets(params, limit):
    world = dist.get_world_size()
    with torch.no_grad():
        for bucket in plan_buckets(params, limit):
            members = [params[i] for i in bucket]
            sizes = [p.numel() for p in members]
            vector = torch.zeros(sum(sizes), dtype=members[0].dtype, device=members[0].device)
            windows = [w.view(p.shape) for w, p in zip(vector.split(sizes), members, strict=True)]
            for p, window in zip(members, windows, strict=True):
                if p.grad is not None:
                    window.copy_(p.grad)
            dist.all_reduce(vector)
            vector.div_(world)
            for p, window in zip(members, windows, strict=True):
                if p.grad is None:
                    p.grad = window.clone()
                else:
                    p.grad.copy_(window)


@right(
    "In three passes: pack all buckets, send all in the order of the plan, unpack all.",
    seen="full marks",
)
@torch.no_grad()
def average_in_buckets(params, limit):
    plan = plan_buckets(params, limit)
    vectors = []
    for bucket in plan:
        for p in (params[i] for i in bucket):
            if p.grad is None:
                p.grad = p.detach().new_zeros(p.shape)
        vectors.append(torch.cat([params[i].grad.reshape(-1) for i in bucket]))
    for vector in vectors:
        dist.all_reduce(vector, op=dist.ReduceOp.SUM)
    for bucket, vector in zip(plan, vectors, strict=True):
        start = 0
        for i in bucket:
            grad = params[i].grad
            end = start + grad.numel()
            grad.copy_(vector[start:end].reshape(grad.shape)).div_(dist.get_world_size())
            start = end
