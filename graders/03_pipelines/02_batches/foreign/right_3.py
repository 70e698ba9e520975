"""Right answers by people who had seen the exercise alone, of a third round."""

from torchdojo.grading import right


@right(
    "Cuts a range as a loader would cut the examples, and measures the pieces.", seen="full marks"
)
def plan(n, batch_size, drop_last):
    if batch_size <= 0:
        raise ValueError(f"a batch of {batch_size} examples")
    if n < 0:
        raise ValueError(f"{n} examples")
    examples = range(n)
    pieces = [examples[start : start + batch_size] for start in range(0, n, batch_size)]
    sizes = [len(piece) for piece in pieces]
    if drop_last:
        sizes = [size for size in sizes if size == batch_size]
    return sizes
