"""Pictures for lessons on input pipelines whose examples show no numbers."""

from torchdojo.site import grid, picture

PICTURES = {
    "01_joint_dataset": picture(
        "What a `for` loop asks `Squares` for: index after index, until an `IndexError` ends it.",
        grid("index", "asked for", [["0", "1", "2", "3", "4"]], [[0, 0, 0, 0, 1]]),
        grid("answer", "", [["0", "1", "4", "9", "IndexError"]], [[0, 0, 0, 0, 1]]),
    ),
    "05_files": picture(
        "Three files in the order in which a disk may have them, and as `sorted` puts them: letter "
        "by letter, so 10 comes before 2.",
        grid("glob", "gives", [["week2.txt", "week10.txt", "week1.txt"]], [[0, 1, 2]]),
        grid("sorted", "gives", [["week1.txt", "week10.txt", "week2.txt"]], [[2, 1, 0]]),
    ),
    "02_batches": picture(
        "Seven examples in batches of three: the last batch is smaller, unless it is dropped.",
        grid("batches", "of 3", [["0", "1", "2"], ["3", "4", "5"], ["6"]], [[0] * 3, [1] * 3, [2]]),
        grid("batches", "drop_last=True", [["0", "1", "2"], ["3", "4", "5"]], [[0] * 3, [1] * 3]),
    ),
    "03_epochs": picture(
        "Three epochs of `torch.randperm(6, generator=g)` with one generator, seeded with 3: its "
        "numbers go on, so every epoch has an order of its own.",
        grid("epoch", "0", [[4, 0, 3, 2, 1, 5]], [[4, 0, 3, 2, 1, 5]]),
        grid("epoch", "1", [[0, 1, 3, 4, 5, 2]], [[0, 1, 3, 4, 5, 2]]),
        grid("epoch", "2", [[4, 2, 3, 5, 0, 1]], [[4, 2, 3, 5, 0, 1]]),
    ),
    "06_labels": picture(
        "The parts of the path `holiday_photos/Beach.Evening.PNG`. The suffix begins at the last "
        "point and keeps its capital letters.",
        grid(
            "parts",
            "of a path",
            [["parent.name", "stem", "suffix"], ["holiday_photos", "Beach.Evening", ".PNG"]],
            [[0, 1, 2], [0, 1, 2]],
        ),
    ),
    "07_image_dataset": picture(
        "A picture of three by two pixels, red, green and blue in its first row, white in its "
        "second. As a tensor it has the shape (3, 2, 3): channels, height, width.",
        grid("channel", "0, red", [[1.0, 0.0, 0.0], [1.0, 1.0, 1.0]]),
        grid("channel", "1, green", [[0.0, 1.0, 0.0], [1.0, 1.0, 1.0]]),
        grid("channel", "2, blue", [[0.0, 0.0, 1.0], [1.0, 1.0, 1.0]]),
    ),
    "11_digits": picture(
        "The bytes 0, 0, 2, 1 as one number: 513 if the first byte weighs most, 16908288 if the "
        "last one does.",
        grid("bytes", "as they lie in the file", [[0, 0, 2, 1]], [[0, 1, 2, 3]]),
        grid("weights", "big-endian", [["256³", "256²", "256", "1"]], [[0, 1, 2, 3]]),
        grid("weights", "little-endian", [["1", "256", "256²", "256³"]], [[0, 1, 2, 3]]),
    ),
    "12_ragged": picture(
        "Three sequences, padded with 0. In the numbers a real zero looks like padding; only the "
        "mask tells them apart.",
        grid("sequences", "", [[5, 0, 7], [0], [4, 0]], [[0] * 3, [1], [2] * 2]),
        grid("batch", "padded", [[5, 0, 7], [0, 0, 0], [4, 0, 0]], [[0] * 3, [1, 7, 7], [2, 2, 7]]),
        grid("batch", "mask", ["TTT", "TFF", "TTF"], [[0] * 3, [1, 7, 7], [2, 2, 7]]),
    ),
}
