"""Pictures for lessons on training whose examples show no numbers."""

from torchdojo.site import curve, grid, picture

PICTURES = {
    "01_sgd": picture(
        "Where the weight of the example is after each of four steps along the same slope: with "
        "momentum 0.5 each step is longer than the one before, without they are all alike.",
        curve("momentum 0.5", [0.0, 1.0, 2.5, 4.25, 6.125]),
        curve("no momentum", [0.0, 1.0, 2.0, 3.0, 4.0]),
    ),
    "03_one_epoch": picture(
        "`w.grad` after 1 to 6 calls of `(5 * w).backward()`: it adds up, unless it is cleared "
        "before each call.",
        curve("never cleared", [5.0, 10.0, 15.0, 20.0, 25.0, 30.0]),
        curve("cleared", [5.0] * 6),
    ),
    "04_evaluate": picture(
        "Nine examples in batches of 4, 4 and 1; 1 is a right answer. The mean of the three shares "
        "is 75 %, and yet 6 of 9 are right, 67 %.",
        grid("batch", "0: 3/4", [[1, 1, 1, 0]]),
        grid("batch", "1: 2/4", [[1, 0, 1, 0]]),
        grid("batch", "2: 1/1", [[1]]),
    ),
    "05_line": picture(
        "Predictions of shape (3, 1) minus targets of shape (3,): every prediction meets every "
        "target, and nothing complains.",
        grid("predictions", "(3, 1)", [[0], [0], [0]]),
        grid("targets", "(3,)", [[1, 2, 3]]),
        grid("difference", "(3, 3)", [[-1, -2, -3]] * 3),
    ),
    "08_best": picture(
        "Losses with `patience=2`. Epochs 0, 1 and 3 are better than all before; 4 and 5 are not, "
        "two in a row, so it stops after them and goes back to epoch 3.",
        grid("epoch", "", [["0", "1", "2", "3", "4", "5"]], [[0, 0, 1, 2, 1, 1]]),
        grid("loss", "", [["0.9", "0.7", "0.8", "0.6", "0.6", "0.7"]], [[0, 0, 1, 2, 1, 1]]),
    ),
    "09_xor": picture(
        "The four corners of exclusive or. No straight line has both zeros on one side and both "
        "ones on the other.",
        grid(
            "lamp",
            "by two switches",
            [["", "x2 = 0", "x2 = 1"], ["x1 = 0", "0", "1"], ["x1 = 1", "1", "0"]],
            [[7, 7, 7], [7, 0, 1], [7, 1, 0]],
        ),
    ),
}
