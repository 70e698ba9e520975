"""Pictures for lessons on speed and memory whose examples show no numbers."""

from math import dist

from torchdojo.site import grid, picture

_A, _B = [(0, 0), (3, 4)], [(0, 0), (3, 0), (6, 8)]

PICTURES = {
    "01_distances": picture(
        "Two points and three points of the plane, and all six distances: row i belongs to point i "
        "of the first set, column j to point j of the second.",
        grid("points", "a", _A, [[0] * 2, [1] * 2]),
        grid("points", "b", _B, [[2] * 2, [3] * 2, [4] * 2]),
        grid("distances", "", [[dist(a, b) for b in _B] for a in _A]),
    ),
    "02_no_syncs": picture(
        "Three steps, as time goes on to the right. Who asks for a number in every step waits in "
        "every step, and in between the GPU has nothing to do.",
        grid(
            "asking",
            "in every step",
            [
                ["Python", "send", "wait", "send", "wait", "send", "wait"],
                ["GPU", "", "work", "", "work", "", "work"],
            ],
            [[7, 0, 1, 0, 1, 0, 1], [7, 1, 2, 1, 2, 1, 2]],
        ),
        grid(
            "asking",
            "at the end",
            [["Python", "send", "send", "send", "wait"], ["GPU", "", "work", "work", "work"]],
            [[7, 0, 0, 0, 1], [7, 1, 2, 2, 2]],
        ),
    ),
    "04_recompute": picture(
        "What is kept of nine blocks on the way forward. In groups of three only the input of each "
        "group is kept; what is missing is computed again when the backward pass gets there.",
        grid("all", "of them", [["kept"] * 9], [[0] * 9]),
        grid("groups", "of three", [["kept", "-", "-"] * 3], [[0, 4, 4] * 3]),
    ),
}
