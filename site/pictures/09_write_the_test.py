"""Pictures for lessons on writing tests whose examples show no numbers."""

from torchdojo.site import curve, grid, picture

PICTURES = {
    "01_judge_softmax": picture(
        "Means along dimension 0, by a right function, and by one that always takes the last "
        "dimension. Along dimension 1 both give the same, so that call tells nothing.",
        grid("given", "x, shape (2, 3)", [[1, 2, 6], [3, 4, 8]]),
        grid("right", "mean(x, 0)", [[2, 3, 7]]),
        grid("wrong", "mean(x, 0)", [[3, 5]]),
    ),
    "02_judge_dataset": picture(
        "Labels that have slipped by one row. With labels that are all alike nothing shows; with a "
        "value of its own for every label, each pair shows it.",
        grid("labels", "all alike", [["0", "0", "0"]], [[7, 7, 7]]),
        grid("slipped", "nothing shows", [["0", "0", "0"]], [[7, 7, 7]]),
        grid("labels", "all different", [["5", "6", "7"]], [[0, 1, 2]]),
        grid("slipped", "each pair shows it", [["7", "5", "6"]], [[2, 0, 1]]),
    ),
    "03_judge_training": picture(
        "The losses of the lesson's four functions over three epochs. All fall, and the lowest are "
        "not the right ones.",
        curve("right", [5.82, 4.87, 4.10]),
        curve("over batches", [6.17, 5.12, 4.27]),
        curve("two updates", [5.49, 3.87, 2.77]),
        curve("never clears", [5.38, 1.45, 1.21]),
    ),
    "04_judge_all_reduce": picture(
        "The same three float32 numbers, added in two orders, with the sums after each: 1e8 + 1 is "
        "1e8, so in the first order the 1 is lost.",
        grid("numbers", "", [["1e8", "1", "-1e8"]], [[0, 1, 2]]),
        grid("sums", "so far", [["1e8", "1e8", "0"]], [[0, 1, 2]]),
        grid("numbers", "in another order", [["-1e8", "1e8", "1"]], [[2, 0, 1]]),
        grid("sums", "so far", [["-1e8", "0", "1"]], [[2, 0, 1]]),
    ),
}
