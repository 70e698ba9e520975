"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "One addmm does two of the three parts; the common origin is the centre of a, written so that an empty a has one, too.",
    seen="full marks",
)
def distances(a, b):
    if not (a.dim() == b.dim() == 2):
        raise ValueError(f"two matrices, please, not {tuple(a.shape)} and {tuple(b.shape)}")
    if a.size(1) != b.size(1):
        raise ValueError(f"{a.size(1)} features against {b.size(1)}")
    origin = a.detach().sum(0) / max(1, a.size(0))
    p, q = a.sub(origin), b.sub(origin)
    q_lengths = q.pow(2).sum(1)
    p_lengths = p.pow(2).sum(1, keepdim=True)
    squares = torch.addmm(q_lengths, p, q.t(), alpha=-2).add(p_lengths)
    return root(squares)
