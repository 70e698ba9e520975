"""Pictures for lessons on autograd whose examples show no numbers."""

from torchdojo.site import curve, grid, picture

_PLACES = [place / 10 for place in range(0, 61)]

PICTURES = {
    "02_hand_step": picture(
        "`v = v * 0.5` makes a new tensor and gives it the name: `mine` still is the old one, and "
        "what the name stands for now is no leaf any more.",
        grid("before", "v and mine, a leaf", [[1.0, 2.0]], [[0, 0]]),
        grid("after", "mine, the same leaf", [[1.0, 2.0]], [[0, 0]]),
        grid("after", "v, a new tensor", [[0.5, 1.0]], [[1, 1]]),
    ),
    "01_slopes": picture(
        "`(a * 2) ** 2` for `a` from 0 to 6, and the line that touches it at 3. Its slope, 24, is "
        "what `backward()` puts into `a.grad`.",
        curve("(a * 2) ** 2", [(a * 2) ** 2 for a in _PLACES]),
        curve("slope 24", [36 + 24 * (a - 3) for a in _PLACES]),
    ),
    "03_accumulate": picture(
        "Four losses in two micro-batches. In the mean of the means the lonely one has as much "
        "weight as the three others together; in the mean over the examples each has the same.",
        grid("losses", "of two micro-batches", [[1, 2, 3, 6]], [[0, 0, 0, 1]]),
        grid("weights", "mean of the means: 4", [["1/6", "1/6", "1/6", "1/2"]], [[0, 0, 0, 1]]),
        grid("weights", "mean over examples: 3", [["1/4", "1/4", "1/4", "1/4"]], [[0, 0, 0, 1]]),
    ),
    "04_ledger": picture(
        "How many graphs are alive after 1 to 20 steps, where losses are added up as tensors, and "
        "where they are added up as numbers.",
        curve("tensors", range(1, 21)),
        curve("numbers", [1] * 20),
    ),
}
