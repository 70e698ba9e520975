"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "Each dtype is planned by itself, as if the others weren't there; then the buckets are sorted by the position that began them.",
    seen="full marks",
)
def plan_buckets(params: list[torch.Tensor], limit: int) -> list[list[int]]:
    if limit < 1:
        raise ValueError(f"a bucket must hold at least one number, not {limit}")

    by_dtype: dict[torch.dtype, list[int]] = {}
    for position, p in enumerate(params):
        if p.requires_grad:
            by_dtype.setdefault(p.dtype, []).append(position)

    def cut(positions: list[int]) -> list[list[int]]:
        """Cut positions, last first, into pieces that hold at most `limit` numbers."""
        pieces = []
        while positions:
            taken = 1
            room = limit - params[positions[0]].numel()
            while taken < len(positions) and params[positions[taken]].numel() <= room:
                room -= params[positions[taken]].numel()
                taken += 1
            pieces.append(positions[:taken])
            positions = positions[taken:]
        return pieces

    plan = [bucket for positions in by_dtype.values() for bucket in cut(positions[::-1])]
    return sorted(plan, key=lambda bucket: -bucket[0])
