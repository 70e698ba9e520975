"""Pictures for lessons on data-parallel training whose examples show no numbers."""

from torchdojo.site import grid, picture

PICTURES = {
    "10_sharded_optimizer": picture(
        "What Adam remembers of three numbers, its two averages of each: on three ranks everything "
        "three times, or on each rank a third.",
        grid("everywhere", "averages on ranks 0, 1, 2", [["0", "1", "2"]] * 3, [[0, 1, 2]] * 3),
        grid("sharded", "averages on ranks 0, 1, 2", [["0"], ["1"], ["2"]], [[0], [1], [2]]),
    ),
    "04_identities": picture(
        "Three ranks. Reduce-scatter leaves each with one part of the sum; all-gather then gives "
        "everybody all parts. One after the other they are an all-reduce.",
        grid(
            "before",
            "ranks 0, 1, 2",
            [["a0", "b0", "c0"], ["a1", "b1", "c1"], ["a2", "b2", "c2"]],
            [[0, 1, 2]] * 3,
        ),
        grid("reduce-scatter", "", [["a012"], ["b012"], ["c012"]], [[0], [1], [2]]),
        grid("all-gather", "", [["a012", "b012", "c012"]] * 3, [[0, 1, 2]] * 3),
    ),
    "05_average": picture(
        "`add_up` on three ranks: each brings a number, and all get the sum of them.",
        grid("before", "ranks 0, 1, 2", [["10"], ["11"], ["12"]], [[0], [1], [2]]),
        grid("after", "all_reduce", [["33"], ["33"], ["33"]], [[7], [7], [7]]),
    ),
    "08_buckets": picture(
        "Five parameters and how many numbers they have, planned from the last to the first with a "
        "limit of 8: positions 2 and 1 share a bucket, the others have one of their own.",
        grid("position", "", [["4", "3", "2", "1", "0"]], [[0, 1, 2, 2, 3]]),
        grid("numbers", "", [["2", "8", "3", "2", "6"]], [[0, 1, 2, 2, 3]]),
        grid("bucket", "", [["0", "1", "2", "2", "3"]], [[0, 1, 2, 2, 3]]),
    ),
    "01_shard": picture(
        "Five examples for three ranks: each has one owner, the order stays, and the larger shares "
        "come first.",
        grid("example", "", [["0", "1", "2", "3", "4"]], [[0, 0, 1, 1, 2]]),
        grid("rank", "", [["0", "0", "1", "1", "2"]], [[0, 0, 1, 1, 2]]),
    ),
    "02_sampler": picture(
        "Seven examples for three ranks, not shuffled. Padded, the order begins again, and each "
        "rank takes every third; with `drop_last` the seventh is left out.",
        grid(
            "order",
            "padded",
            [["0", "1", "2", "3", "4", "5", "6", "0", "1"]],
            [[0, 1, 2, 0, 1, 2, 0, 1, 2]],
        ),
        grid("ranks", "padded", ["036", "140", "251"], [[0] * 3, [1] * 3, [2] * 3]),
        grid("ranks", "drop_last", ["03", "14", "25"], [[0] * 2, [1] * 2, [2] * 2]),
    ),
    "03_collectives": picture(
        "What an all-reduce is for: three ranks with tensors of their own, and afterwards the sum "
        "of all of them on every rank.",
        grid(
            "before",
            "on ranks 0, 1, 2",
            [[1, 2, 3], [10, 20, 30], [100, 200, 300]],
            [[0] * 3, [1] * 3, [2] * 3],
        ),
        grid("after", "on ranks 0, 1, 2", [[111, 222, 333]] * 3, [[7] * 3] * 3),
    ),
    "07_mini_ddp": picture(
        "Forward, the layers run from first to last; backward, their gradients are ready from last "
        "to first. So the exchange of the last layers can begin while the first still compute.",
        grid("forward", "", [["layer 0", "layer 1", "layer 2"]], [[0, 1, 2]]),
        grid("backward", "", [["layer 2", "layer 1", "layer 0"]], [[2, 1, 0]]),
        grid("exchange", "", [["", "layer 2", "layer 1", "layer 0"]], [[7, 2, 1, 0]]),
    ),
    "09_rank_zero": picture(
        "A barrier, as time goes on to the right: rank 1 waits until rank 0 has come to it, too.",
        grid(
            "time",
            "",
            [
                ["rank 0", "work", "work", "barrier", "goes on"],
                ["rank 1", "barrier", "waits", "waits", "goes on"],
            ],
            [[7, 0, 0, 1, 2], [7, 1, 4, 4, 2]],
        ),
    ),
    "11_capstone": picture(
        "One batch of eight examples on one, two and four ranks. The sum over all shares is the "
        "same, so the weights can be the same, too.",
        grid("one", "rank", [[str(i) for i in range(8)]], [[0] * 8]),
        grid("two", "ranks", [[str(i) for i in range(8)]], [[0] * 4 + [1] * 4]),
        grid("four", "ranks", [[str(i) for i in range(8)]], [[0, 0, 1, 1, 2, 2, 3, 3]]),
    ),
}
