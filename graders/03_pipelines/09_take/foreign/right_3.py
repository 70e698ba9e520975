"""Right answers by people who had seen the exercise alone, of a third round."""

from torchdojo.grading import right


@right(
    "No islice: collects items in a plain loop and gives a group out as soon as it is full.",
    seen="full marks",
)
def groups(items, n):
    if n < 1:
        raise ValueError(f"groups of {n} items")
    group = []
    for item in items:
        group.append(item)
        if len(group) == n:
            yield group
            group = []
    if len(group) > 0:
        yield group
