"""What goes wrong when an all-reduce is written by hand."""

import torch
import torch.distributed as dist

from torchdojo.grading import mistake, slip

slip(
    "Every rank sends first and receives later: each `send` waits for a `recv` that nobody has reached. Start the sending with `isend`, or let one rank receive first.",
    loses=[
        "ring_gives_the_sum",
        "ring_sends_pieces_to_the_right",
        "ring_takes_any_size",
        "ring_works_in_place",
        "runs_on_real_processes",
    ],
    edits=[
        (
            "sending = dist.isend(outgoing, (rank + 1) % world)",
            "dist.send(outgoing, (rank + 1) % world)",
        ),
        ("sending.wait()", ""),
    ],
)

slip(
    "The neighbours are computed as `1 - rank`: that works for two ranks only. To the right is `(rank + 1) % world`, to the left `(rank - 1) % world`.",
    loses=[
        "ring_gives_the_sum",
        "ring_sends_pieces_to_the_right",
        "ring_takes_any_size",
        "ring_works_in_place",
    ],
    edits=[
        ("rank, world = dist.get_rank(), dist.get_world_size()", "rank = dist.get_rank()"),
        ("(rank + 1) % world", "1 - rank"),
        ("(rank - 1) % world", "1 - rank"),
    ],
)

slip(
    "The pieces go round to the left: rank r sends to rank r + 1. With two ranks, left and right are the same.",
    loses=[
        "ring_gives_the_sum",
        "ring_sends_pieces_to_the_right",
        "ring_takes_any_size",
        "ring_works_in_place",
    ],
    edits=[("(rank + 1) % world", "(rank - 1) % world"), ("rank - 1", "rank + 1")],
)

slip(
    "Only the first half of the ring is there: every rank has one complete piece, but nobody passes it on.",
    loses=[
        "ring_gives_the_sum",
        "ring_sends_pieces_to_the_right",
        "ring_takes_any_size",
        "ring_works_in_place",
        "runs_on_real_processes",
    ],
    edits=[
        (
            "for k in range(world - 1):\n"
            "    mine = pieces[(rank - k) % world]\n"
            "    mine.copy_(_pass_on(pieces[(rank + 1 - k) % world], mine))",
            "",
        )
    ],
)


@mistake(
    "The second half adds, too: complete pieces must overwrite, or ranks are counted twice.",
    loses=[
        "ring_gives_the_sum",
        "ring_sends_pieces_to_the_right",
        "ring_takes_any_size",
        "ring_works_in_place",
        "runs_on_real_processes",
    ],
)
def all_reduce_ring(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    flat = t.contiguous().flatten()
    pieces = flat.tensor_split(world)
    for k in range(2 * (world - 1)):
        mine = pieces[(rank - k - 1) % world]
        mine += _pass_on(pieces[(rank - k) % world], mine)
    t.copy_(flat.view_as(t))


@mistake(
    "Whole tensors go round instead of pieces: with many ranks, each sends many times the tensor. And since every rank adds in another order, sums differ in their last bits.",
    loses=["ring_gives_the_sum", "ring_sends_pieces_to_the_right", "ring_takes_any_size"],
)
def all_reduce_ring(t):
    going = t.clone(memory_format=torch.contiguous_format)
    for _ in range(dist.get_world_size() - 1):
        going = _pass_on(going, going)
        t += going


slip(
    "`chunk` may give fewer pieces than there are ranks: with 9 elements and 4 ranks there are only 3. Use `tensor_split`.",
    loses=["ring_takes_any_size"],
    edits=[("flat.tensor_split(world)", "flat.chunk(world)")],
)

slip(
    "Pieces of `n // N` elements leave a rest at the end that is never added up.",
    loses=["ring_sends_pieces_to_the_right", "ring_takes_any_size", "runs_on_real_processes"],
    edits=[
        (
            "pieces = flat.tensor_split(world)",
            "size = len(flat) // world\n"
            "pieces = [flat[r * size : (r + 1) * size] for r in range(world)]",
        )
    ],
)

slip(
    "`flatten` and `reshape` make a copy of a tensor that is not contiguous, and the sum stays in that copy: write it back into `t`.",
    loses=["ring_works_in_place", "runs_on_real_processes"],
    edits=[
        ("flat = t.contiguous().flatten()", ""),
        ("flat.tensor_split(world)", "t.flatten().tensor_split(world)"),
        ("t.copy_(flat.view_as(t))", ""),
    ],
)


@mistake(
    "Ranks other than 0 receive the sum into the caller's own tensor: receive into a new one.",
    loses=["naive_leaves_the_tensor_alone"],
)
def all_reduce_naive(t):
    if dist.get_rank() != 0:
        mine = t.contiguous()
        dist.send(mine, 0)
        dist.recv(mine, 0)
        return mine.clone()
    total = t.clone(memory_format=torch.contiguous_format)
    received = torch.empty_like(total)
    for other in range(1, dist.get_world_size()):
        dist.recv(received, other)
        total += received
    for other in range(1, dist.get_world_size()):
        dist.send(total, other)
    return total


@mistake(
    "Rank 0 adds up in the caller's own tensor and returns it: begin with a clone.",
    loses=["naive_leaves_the_tensor_alone"],
)
def all_reduce_naive(t):
    if dist.get_rank() != 0:
        total = t.clone(memory_format=torch.contiguous_format)
        dist.send(total, 0)
        dist.recv(total, 0)
        return total
    received = torch.empty(t.shape, dtype=t.dtype)
    for other in range(1, dist.get_world_size()):
        dist.recv(received, other)
        t += received
    for other in range(1, dist.get_world_size()):
        dist.send(t.contiguous(), other)
    return t


@mistake(
    "Only rank 0 has the sum: it is never sent back.",
    loses=[
        "naive_gives_the_sum",
        "naive_leaves_the_tensor_alone",
        "naive_goes_by_rank_zero",
        "runs_on_real_processes",
    ],
)
def all_reduce_naive(t):
    total = t.clone(memory_format=torch.contiguous_format)
    if dist.get_rank() != 0:
        dist.send(total, 0)
        return total
    received = torch.empty_like(total)
    for other in range(1, dist.get_world_size()):
        dist.recv(received, other)
        total += received
    return total


@mistake(
    "It calls a ready-made collective: use messages between two ranks only.",
    loses=["naive_goes_by_rank_zero"],
)
def all_reduce_naive(t):
    total = t.clone(memory_format=torch.contiguous_format)
    dist.all_reduce(total)
    return total


@mistake(
    "What is received goes into a tensor of the default dtype: large integers and float64 lose digits, and a real backend reads the wrong bytes. Use `torch.empty_like`.",
    loses=[
        "naive_gives_the_sum",
        "naive_leaves_the_tensor_alone",
        "naive_goes_by_rank_zero",
        "runs_on_real_processes",
    ],
)
def all_reduce_naive(t):
    total = t.clone(memory_format=torch.contiguous_format)
    if dist.get_rank() != 0:
        received = torch.zeros(t.shape)
        dist.send(total, 0)
        dist.recv(received, 0)
        return received
    received = torch.zeros(t.shape)
    for other in range(1, dist.get_world_size()):
        dist.recv(received, other)
        total = total + received
    for other in range(1, dist.get_world_size()):
        dist.send(total, other)
    return total


slip(
    "One piece takes all that `n // N` leaves over, and may be far longer than the others: use `tensor_split`.",
    loses=["ring_sends_pieces_to_the_right"],
    edits=[
        (
            "pieces = flat.tensor_split(world)",
            "size = len(flat) // world\n"
            "pieces = flat.split([size] * (world - 1) + [len(flat) - size * (world - 1)])",
        )
    ],
)


@mistake(
    "Alone, a rank returns `t` itself: who changes the result then changes the argument. Return a clone.",
    loses=["naive_leaves_the_tensor_alone"],
)
def all_reduce_naive(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    if world == 1:
        return t
    total = t.clone(memory_format=torch.contiguous_format)
    if rank != 0:
        dist.send(total, 0)
        dist.recv(total, 0)
        return total
    received = torch.empty_like(total)
    for other in range(1, world):
        dist.recv(received, other)
        total += received
    for other in range(1, world):
        dist.send(total, other)
    return total


@mistake(
    "`t` is sent as it lies in memory, and `empty_like` and `clone` keep its strides: real backends want messages contiguous.",
    loses=["runs_on_real_processes"],
)
def all_reduce_naive(t):
    if dist.get_rank() != 0:
        dist.send(t, 0)
        total = torch.empty_like(t)
        dist.recv(total, 0)
        return total
    total = t.clone()
    received = torch.empty_like(t)
    for other in range(1, dist.get_world_size()):
        dist.recv(received, other)
        total += received
    for other in range(1, dist.get_world_size()):
        dist.send(total, other)
    return total


@mistake(
    "Rank 0 answers in the loop that still collects: all but the last rank get a sum that is not complete. First receive from all.",
    loses=[
        "naive_gives_the_sum",
        "naive_leaves_the_tensor_alone",
        "naive_goes_by_rank_zero",
    ],
)
def all_reduce_naive(t):
    total = t.clone(memory_format=torch.contiguous_format)
    if dist.get_rank() != 0:
        dist.send(total, 0)
        dist.recv(total, 0)
        return total
    received = torch.empty_like(total)
    for other in range(1, dist.get_world_size()):
        dist.recv(received, other)
        total += received
        dist.send(total, other)
    return total


slip(
    "What arrives goes into a buffer of the default dtype, float32: float64 and large integers lose digits, and a real backend reads the wrong bytes. Use `torch.empty_like`.",
    loses=[
        "ring_sends_pieces_to_the_right",
        "ring_takes_any_size",
        "ring_works_in_place",
        "runs_on_real_processes",
    ],
    edits=[
        ("torch.empty_like(like)", "torch.zeros(like.shape)"),
        ("return incoming", "return incoming.to(like.dtype)"),
    ],
)

slip(
    "`all_reduce_ring` returns the sum as well: like `dist.all_reduce`, it returns None.",
    loses=["ring_works_in_place"],
    judged=False,
    edits=[("t.copy_(flat.view_as(t))", "t.copy_(flat.view_as(t))\nreturn t")],
)


@mistake(
    "A ready-made collective does the work: use messages between two ranks only.",
    loses=["ring_sends_pieces_to_the_right"],
)
def all_reduce_ring(t):
    total = t.contiguous()
    dist.all_reduce(total)
    t.copy_(total)


@mistake(
    "Rank 0 sends the sum to itself, too, also when it is alone: only the other ranks wait for it.",
    loses=[
        "naive_gives_the_sum",
        "naive_leaves_the_tensor_alone",
        "naive_goes_by_rank_zero",
        "runs_on_real_processes",
    ],
)
def all_reduce_naive(t):
    total = t.clone(memory_format=torch.contiguous_format)
    world = dist.get_world_size()
    if dist.get_rank() != 0:
        dist.send(total, 0)
        dist.recv(total, 0)
        return total
    received = torch.empty_like(total)
    for other in range(1, world):
        dist.recv(received, other)
        total += received
    for other in range(world):
        dist.send(total, other)
    return total


slip(
    "The tensor is cut along its first dimension: one without dimensions cannot be cut so, and few rows make pieces of very different sizes. Flatten it first.",
    loses=["ring_sends_pieces_to_the_right", "ring_takes_any_size"],
    judged=False,
    edits=[("flat = t.contiguous().flatten()", "flat = t.contiguous()")],
)
