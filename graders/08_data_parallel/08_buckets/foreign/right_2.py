"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.distributed as dist
from torchdojo.grading import right


@right(
    "Plans every dtype by itself, and sorts the buckets by their first positions afterwards.",
    seen="full marks",
)
def plan_buckets(params, limit):
    if limit < 1:
        raise ValueError(f"a bucket must hold at least one number, not {limit}")

    def plan_one(positions):
        buckets = []
        room = -1
        for i in positions:
            room -= params[i].numel()
            if room < 0:
                buckets.append([])
                room = limit - params[i].numel()
            buckets[-1].append(i)
        return buckets

    trained = [i for i, p in enumerate(params) if p.requires_grad]
    trained.reverse()
    everything = []
    for dtype in {params[i].dtype for i in trained}:
        everything += plan_one([i for i in trained if params[i].dtype == dtype])
    everything.sort(key=lambda bucket: bucket[0], reverse=True)
    return everything


@right(
    "Packs into a vector made before, and unpacks by offsets with the shape of each gradient.",
    seen="full marks",
)
def average_in_buckets(params, limit):
    world = dist.get_world_size()
    with torch.no_grad():
        for bucket in plan_buckets(params, limit):
            places, stop = [], 0
            for i in bucket:
                start, stop = stop, stop + params[i].numel()
                places.append((params[i], start, stop))
            first = params[bucket[0]]
            vector = torch.zeros(stop, dtype=first.dtype, device=first.device)
            for p, start, end in places:
                if p.grad is not None:
                    vector[start:end].view(p.shape).copy_(p.grad)
            dist.all_reduce(vector)
            vector /= world
            for p, start, end in places:
                if p.grad is None:
                    p.grad = torch.empty_like(p)
                p.grad.copy_(vector[start:end].view(p.shape))
