"""Your distances against the slow loop, and your memory against the plain model

The same answers in how much less time, and the same gradients from how many fewer bytes.
"""

import time

import torch
from torch import nn

from torchdojo.learner.milestones import Chart, Line, Table, Words

NEEDS = {"near": "01_distances", "again": "04_recompute"}
SIZES = (8, 16, 32, 64)


def raced(mine, sizes):
    """Times both ways to all distances between points, and compares their answers"""

    def slowly(a, b):
        squares = [[(p - q).square().sum() for q in b] for p in a]
        return torch.tensor(squares, dtype=a.dtype).sqrt()

    def seconds(function, a, times):
        best = float("inf")
        for _ in range(times):
            begin = time.perf_counter()
            result = function(a, a)
            best = min(best, time.perf_counter() - begin)
        return best, result

    found = []
    for size in list(sizes):
        a = torch.randn(size, 3, dtype=torch.float64)
        (slow, right), (fast, mine_too) = seconds(slowly, a, 2), seconds(mine.near.distances, a, 20)
        found.append([size, slow, fast, (right - mine_too).abs().max().item()])
    return found


def kept(mine):
    """Counts what autograd keeps of a deep model, as it is and recomputed in groups"""
    blocks = [nn.Sequential(nn.Linear(64, 64), nn.Tanh()) for _ in range(16)]
    x = torch.randn(100, 64)
    found = [["as it is", mine.again.saved_bytes(nn.Sequential(*blocks), x)]]
    for every in (1, 2, 4, 8, 16):
        segments = mine.again.Segments(blocks, every).train()
        found.append([f"groups of {every}", mine.again.saved_bytes(segments, x)])
    return found


def milestone(work):
    """The race as ratios, then the bytes as bars."""
    found = work.run(raced, SIZES)
    ratios = [slow / fast for _, slow, fast, _ in found]
    rows = [
        [size, round(slow * 1e3, 2), round(fast * 1e3, 3), f"{ratio:.0f} x", f"{off:.0e}"]
        for (size, slow, fast, off), ratio in zip(found, ratios, strict=True)
    ]
    head = ("points", "loop, ms", "yours, ms", "faster", "differs by")
    yield Table("All distances between so many points", head, rows)
    yield Chart(
        "How many times faster yours is",
        [Line("loop / yours", list(SIZES), ratios)],
        "points",
    )
    saved = work.run(kept)
    most = max(size for _, size in saved)
    bars = [[name, size, "#" * round(40 * size / most)] for name, size in saved]
    yield Table("What autograd keeps of 16 layers for backward", ("", "bytes", ""), bars)
    yield Words(
        "The loop pays for each pair, yours for each operation. Recomputing keeps the inputs of "
        "groups alone, and pays with a second forward pass; within a group all is kept for a while."
    )
