"""Right answers by people who had seen the exercise alone, of a third round."""

import bisect

from torchdojo.grading import right


@right(
    "Looks for the last rank whose share starts at the example or before it, by bisection over the ranks.",
    seen="full marks",
)
def owner(index, n, world):
    if world < 1:
        raise ValueError(f"world must be at least 1, not {world}")
    if index not in range(n):
        raise ValueError(f"there is no example {index} among {n}")

    def first_of(rank):
        start, _ = bounds(n, rank, world)
        return start

    return bisect.bisect_right(range(world), index, key=first_of) - 1
