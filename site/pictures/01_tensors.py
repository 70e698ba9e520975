"""Pictures for lessons on tensors whose examples show no numbers."""

from torchdojo.site import grid, picture

PICTURES = {
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
