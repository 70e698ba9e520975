"""Pictures for lessons on tensors whose examples show no numbers."""

from torchdojo.site import grid, picture

PICTURES = {
    "01_create": picture(
        "A column of `table` is a view: whatever is written into `table` is there as well.",
        grid("before", "table", [[0, 0, 0], [0, 0, 0]], [[0, 7, 7], [0, 7, 7]]),
        grid("before", "column", [[0, 0]], [[0, 0]]),
        grid("after", "table[:] = 8.0", [[8, 8, 8], [8, 8, 8]], [[0, 7, 7], [0, 7, 7]]),
        grid("after", "column", [[8, 8]], [[0, 0]]),
    ),
    "13_alias": picture(
        "One piece of memory with six numbers, as `t` has them in rows. Every second number is one "
        "of `left`, the others are of `right`: one piece, and no number in common.",
        grid("t", "(3, 2)", [[0, 1], [2, 3], [4, 5]], [[0, 1], [0, 1], [0, 1]]),
        grid("memory", "of t", [[0, 1, 2, 3, 4, 5]], [[0, 1, 0, 1, 0, 1]]),
        grid("memory", "after left += 100", [[100, 1, 102, 3, 104, 5]], [[0, 1, 0, 1, 0, 1]]),
    ),
    "03_random": picture(
        "A generator is a place in one long row of numbers. Two draws of two numbers read on from "
        "there; after `manual_seed(7)` the same numbers come again.",
        grid("row", "of the seed 7", [["0.53", "0.20", "0.66", "0.66"]], [[0, 0, 1, 1]]),
        grid("first", "draw", [["0.53", "0.20"]], [[0, 0]]),
        grid("second", "draw", [["0.66", "0.66"]], [[1, 1]]),
        grid("third", "draw, after manual_seed(7)", [["0.53", "0.20"]], [[0, 0]]),
    ),
    "05_squeeze": picture(
        "Sizes of `t`, shape (1, 1, 28, 1), and of what `squeeze` makes of it: dimensions of size "
        "one go, those that are named or all.",
        grid("shape", "t", [[1, 1, 28, 1]], [[0, 1, 2, 3]]),
        grid("shape", "t.squeeze()", [[28]], [[2]]),
        grid("shape", "t.squeeze(-1)", [[1, 1, 28]], [[0, 1, 2]]),
        grid("shape", "t.squeeze(2)", [[1, 1, 28, 1]], [[0, 1, 2, 3]]),
    ),
    "14_anywhere": picture(
        "Where `a + b` is computed, for tensors of three numbers on two devices: nothing is moved "
        "behind your back.",
        grid(
            "device",
            "of a + b",
            [
                ["", "b on cpu", "b on meta"],
                ["a on cpu", "cpu", "error"],
                ["a on meta", "error", "meta"],
            ],
            [[7, 7, 7], [7, 0, 1], [7, 1, 0]],
        ),
    ),
}
