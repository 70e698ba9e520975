"""Tests of an all-reduce that accept too much or too little."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "Only two ranks are tried: there, left and right are the same, and whole tensors cost no more than pieces. Take three or four.",
    loses=[
        "accepts_every_right_way",
        "counts_what_is_sent",
        "knows_the_sum",
        "needs_few_calls",
        "tries_odd_sizes",
    ],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randn(2, 3, 3), torch.randint(10**12, (2, 1))
    for rows, by_columns in ((odd, True), (large, False), (odd[:1], False)):
        got = all_reduce(list(rows), by_columns)
        for t in got["tensors"]:
            torch.testing.assert_close(t, rows.sum(0))
            assert torch.equal(t, got["tensors"][0])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


@mistake(
    "All ranks hold the same tensor: N times its own is the right sum then, whoever has talked to whom.",
    loses=["compares_to_the_last_bit", "knows_the_sum"],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randn(3, 3).repeat(4, 1, 1), torch.tensor([2**40 + 1, 9]).repeat(3, 1)
    for rows, by_columns in ((odd, True), (large, False), (odd[:1], False)):
        got = all_reduce(list(rows), by_columns)
        for t in got["tensors"]:
            torch.testing.assert_close(t, rows.sum(0))
            assert torch.equal(t, got["tensors"][0])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


@mistake(
    "All ranks can share the elements out evenly: a rest that is forgotten, or a rank without a piece, is never seen.",
    loses=["needs_few_calls", "tries_odd_sizes", "tries_pieces_and_views"],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randn(4, 2, 4), torch.randint(10**12, (3, 6))
    for rows, by_columns in ((odd, True), (large, False), (odd[:1], False)):
        got = all_reduce(list(rows), by_columns)
        for t in got["tensors"]:
            torch.testing.assert_close(t, rows.sum(0))
            assert torch.equal(t, got["tensors"][0])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


@mistake(
    "Every rank has some elements: tensors with fewer elements than there are ranks are left out.",
    loses=["tries_odd_sizes"],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randn(4, 2, 5), torch.randint(10**12, (3, 4))
    for rows, by_columns in ((odd, True), (large, False), (odd[:1], False)):
        got = all_reduce(list(rows), by_columns)
        for t in got["tensors"]:
            torch.testing.assert_close(t, rows.sum(0))
            assert torch.equal(t, got["tensors"][0])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


@mistake(
    "One rank alone is never tried: programs are written on a single machine first.",
    loses=["needs_few_calls", "tries_odd_sizes"],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randn(4, 3, 3), torch.randint(10**12, (3, 2))
    for rows, by_columns in ((odd, True), (large, False)):
        got = all_reduce(list(rows), by_columns)
        for t in got["tensors"]:
            torch.testing.assert_close(t, rows.sum(0))
            assert torch.equal(t, got["tensors"][0])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


@mistake(
    "All numbers are float32: whether integers and float64 keep their digits is not seen.",
    loses=["compares_to_the_last_bit", "tries_pieces_and_views"],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randn(4, 3, 3), torch.randn(3, 2)
    for rows, by_columns in ((odd, True), (large, False), (odd[:1], False)):
        got = all_reduce(list(rows), by_columns)
        for t in got["tensors"]:
            torch.testing.assert_close(t, rows.sum(0))
            assert torch.equal(t, got["tensors"][0])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


@mistake(
    "All integers are small: float32 holds those exactly, so a detour through it is not seen.",
    loses=["compares_to_the_last_bit", "tries_pieces_and_views"],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randn(4, 3, 3), torch.tensor([[1, 2], [30, 40], [500, 600]])
    for rows, by_columns in ((odd, True), (large, False), (odd[:1], False)):
        got = all_reduce(list(rows), by_columns)
        for t in got["tensors"]:
            torch.testing.assert_close(t, rows.sum(0))
            assert torch.equal(t, got["tensors"][0])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


@mistake(
    "Floats with few digits, such as whole numbers, are added without rounding: ranks that add in different orders show the same bits here. Use random ones.",
    loses=["compares_to_the_last_bit"],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randint(100, (4, 3, 3)).float(), torch.randint(10**12, (3, 2))
    for rows, by_columns in ((odd, True), (large, False), (odd[:1], False)):
        got = all_reduce(list(rows), by_columns)
        for t in got["tensors"]:
            torch.testing.assert_close(t, rows.sum(0))
            assert torch.equal(t, got["tensors"][0])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


@mistake(
    "All tensors are contiguous: `flatten` gives a view of those, so a sum that stays in a copy is not seen. Use `by_columns=True`.",
    loses=["looks_at_every_rank", "tries_pieces_and_views"],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randn(4, 3, 3), torch.randint(10**12, (3, 2))
    for rows, by_columns in ((odd, False), (large, False), (odd[:1], False)):
        got = all_reduce(list(rows), by_columns)
        for t in got["tensors"]:
            torch.testing.assert_close(t, rows.sum(0))
            assert torch.equal(t, got["tensors"][0])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


@mistake(
    "Only rank 0 is looked at: the others may hold anything.",
    loses=["compares_to_the_last_bit", "looks_at_every_rank"],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randn(4, 3, 3), torch.randint(10**12, (3, 2))
    for rows, by_columns in ((odd, True), (large, False), (odd[:1], False)):
        got = all_reduce(list(rows), by_columns)
        for t in got["tensors"][:1]:
            torch.testing.assert_close(t, rows.sum(0))
            assert torch.equal(t, got["tensors"][0])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


@mistake(
    "Ranks are not compared with each other: within a tolerance, they may differ in their last bits, and their models drift apart.",
    loses=["compares_to_the_last_bit"],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randn(4, 3, 3), torch.randint(10**12, (3, 2))
    for rows, by_columns in ((odd, True), (large, False), (odd[:1], False)):
        got = all_reduce(list(rows), by_columns)
        for t in got["tensors"]:
            torch.testing.assert_close(t, rows.sum(0))
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


slip(
    "The traffic is not looked at: whole tensors may go round.",
    loses=["counts_what_is_sent", "needs_few_calls"],
    edits=[
        ("torch.randint(1_000_000_000_000, (3, 2))", "torch.randint(10**12, (3, 2))"),
        (
            'assert torch.equal(t, got["tensors"][0]), "ranks differ"',
            'assert torch.equal(t, got["tensors"][0])',
        ),
        (
            "world, count = len(rows), rows[0].numel()\n"
            "piece = -(-count // world)\n"
            'assert max(got["sent"]) <= 2 * (world - 1) * piece, "a line is crowded"',
            "",
        ),
    ],
)

slip(
    "Only the traffic of rank 0 is looked at: another one may be the crowded one. The rank that sends most counts.",
    loses=["counts_what_is_sent"],
    edits=[
        ("torch.randint(1_000_000_000_000, (3, 2))", "torch.randint(10**12, (3, 2))"),
        (
            'assert torch.equal(t, got["tensors"][0]), "ranks differ"',
            'assert torch.equal(t, got["tensors"][0])',
        ),
        (
            "piece = -(-count // world)\n"
            'assert max(got["sent"]) <= 2 * (world - 1) * piece, "a line is crowded"',
            'assert got["sent"][0] <= 2 * (world - 1) * -(-count // world)',
        ),
    ],
)

slip(
    "2(N - 1)n/N numbers are asked for exactly, also where N does not divide n: no function can send half a number.",
    loses=[
        "accepts_every_right_way",
        "compares_to_the_last_bit",
        "counts_what_is_sent",
        "knows_the_sum",
        "looks_at_every_rank",
        "needs_few_calls",
        "tries_odd_sizes",
        "tries_pieces_and_views",
    ],
    edits=[
        ("torch.randint(1_000_000_000_000, (3, 2))", "torch.randint(10**12, (3, 2))"),
        (
            'assert torch.equal(t, got["tensors"][0]), "ranks differ"',
            'assert torch.equal(t, got["tensors"][0])',
        ),
        (
            "piece = -(-count // world)\n"
            'assert max(got["sent"]) <= 2 * (world - 1) * piece, "a line is crowded"',
            'assert max(got["sent"]) == 2 * (world - 1) * count / world',
        ),
    ],
)


@mistake(
    "The floating-point sum is compared bit by bit with one in a certain order: every order is right. Compare ranks with each other so, and the sum with a tolerance.",
    loses=["accepts_every_right_way", "compares_to_the_last_bit", "tries_pieces_and_views"],
)
def test_all_reduce(all_reduce):
    odd = torch.tensor([1e8, 1.0, -1e8, 1.0]).unsqueeze(1).repeat(1, 9).view(4, 3, 3)
    large = torch.randint(10**12, (3, 2))
    for rows, by_columns in ((odd, True), (large, False), (odd[:1], False)):
        got = all_reduce(list(rows), by_columns)
        total = sum(rows)
        assert all(torch.equal(t, total) for t in got["tensors"])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


@mistake(
    "The verdict is returned, and nobody reads it: a test says no by `assert`, or by an error.",
    loses=[
        "accepts_every_right_way",
        "compares_to_the_last_bit",
        "counts_what_is_sent",
        "knows_the_sum",
        "looks_at_every_rank",
        "needs_few_calls",
        "tries_odd_sizes",
        "tries_pieces_and_views",
    ],
)
def test_all_reduce(all_reduce):
    odd = torch.randn(4, 3, 3)
    return all(torch.allclose(t, odd.sum(0)) for t in all_reduce(list(odd), True)["tensors"])


@mistake(
    "An error inside the function counts as a case that it cannot do, and is passed over: ranks that get stuck are accepted.",
    loses=[
        "accepts_every_right_way",
        "needs_few_calls",
        "tries_odd_sizes",
        "tries_pieces_and_views",
    ],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randn(4, 3, 3), torch.randint(10**12, (3, 2))
    for rows, by_columns in ((odd, True), (large, False), (odd[:1], False)):
        try:
            got = all_reduce(list(rows), by_columns)
        except Exception:
            continue
        for t in got["tensors"]:
            torch.testing.assert_close(t, rows.sum(0))
            assert torch.equal(t, got["tensors"][0])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


@mistake(
    "A call for each number of ranks and each shape: a few calls that differ in everything find the same.",
    loses=["needs_few_calls"],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randn(4, 3, 3), torch.randint(10**12, (3, 2))
    every = [(torch.randn(world, size), False) for world in (2, 3, 5) for size in (1, 4)]
    for rows, by_columns in [(odd, True), (large, False), (odd[:1], False), *every]:
        got = all_reduce(list(rows), by_columns)
        for t in got["tensors"]:
            torch.testing.assert_close(t, rows.sum(0))
            assert torch.equal(t, got["tensors"][0])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


@mistake(
    "All integers are small: floats hold those exactly, so a function that adds integers as floats is not seen. Hand in some above 2 ** 24.",
    loses=["compares_to_the_last_bit"],
)
def test_all_reduce(all_reduce):
    odd, large = torch.randn(4, 3, 3).double(), torch.tensor([[1, 2], [30, 40], [500, 600]])
    for rows, by_columns in ((odd, True), (large, False), (odd[:1], False)):
        got = all_reduce(list(rows), by_columns)
        for t in got["tensors"]:
            torch.testing.assert_close(t, rows.sum(0), rtol=1e-12, atol=1e-12)
            assert torch.equal(t, got["tensors"][0])
        world, count = len(rows), rows[0].numel()
        assert max(got["sent"]) <= 2 * (world - 1) * -(-count // world)


slip(
    "Every number of ranks is a power of two: a function that pairs the ranks off by halves is accepted, and fails for three. Try such a number, too.",
    loses=["tries_odd_sizes"],
    edits=[
        ("torch.randint(1_000_000_000_000, (3, 2))", "torch.randint(1_000_000_000_000, (2, 1))")
    ],
)
