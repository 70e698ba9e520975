"""What goes wrong in the two halves of an all-reduce."""

import torch
import torch.distributed as dist

from torchdojo.grading import mistake, slip


def _pass_on(going):
    rank, world = dist.get_rank(), dist.get_world_size()
    incoming = torch.empty_like(going)
    work = dist.isend(going.contiguous(), (rank + 1) % world)
    dist.recv(incoming, (rank - 1) % world)
    work.wait()
    return incoming


slip(
    "Each rank ends with the part of its neighbour: begin one part further back, so that your own comes last.",
    loses=[
        "fills_up_with_zeros",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
        "runs_on_real_processes",
        "scatters_the_sums",
        "works_alone",
    ],
    edits=[("parts[rank - 1]", "parts[rank]"), ("rank - 1 - k", "rank - k")],
)

slip(
    "The numbers that do not divide evenly are dropped: round the size of a part up, and fill with zeros.",
    loses=["fills_up_with_zeros"],
    edits=[
        ("-(-len(t) // world)", "len(t) // world"),
        ("padded[: len(t)] = t", "padded[:] = t[: world * size]"),
    ],
)

slip(
    "The zeros stand in front of the numbers: they belong at the end.",
    loses=["fills_up_with_zeros"],
    edits=[(": len(t)", "world * size - len(t) :")],
)

slip(
    "`chunk` makes fewer parts than there are ranks if the numbers are few: fill up to equal parts first.",
    loses=["fills_up_with_zeros", "leaves_its_arguments_alone"],
    edits=[
        (
            "size = -(-len(t) // world)\npadded = t.new_zeros(world * size)\npadded[: len(t)] = t",
            "",
        ),
        ("padded.view(world, size)", "t.chunk(world)"),
    ],
)

slip(
    "What arrives replaces the sum, it is not added: each part holds one rank's numbers alone.",
    loses=[
        "fills_up_with_zeros",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
        "runs_on_real_processes",
        "scatters_the_sums",
        "works_alone",
    ],
    edits=[("_pass_on(going) + parts[(rank - 1 - k) % world]", "_pass_on(going)")],
)

slip(
    "The received part is passed on without this rank's numbers: only the last one adds its own.",
    loses=[
        "fills_up_with_zeros",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
        "scatters_the_sums",
    ],
    edits=[
        ("_pass_on(going) + parts[(rank - 1 - k) % world]", "_pass_on(going)"),
        ("return going", "return going + parts[rank] if world > 1 else going"),
    ],
)

slip(
    "A rank adds the same part of its own each time, not the one that has just arrived.",
    loses=[
        "fills_up_with_zeros",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
        "scatters_the_sums",
    ],
    edits=[("(rank - 1 - k) % world", "rank")],
)

slip(
    "One exchange with the neighbour is enough for two ranks only: a ring takes `world - 1` steps.",
    loses=[
        "fills_up_with_zeros",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
        "scatters_the_sums",
    ],
    of="reduce_scatter",
    edits=[("range(1, world)", "range(1, min(world, 2))")],
)

slip(
    "The ring goes round once too often: a rank's own numbers are counted twice.",
    loses=[
        "fills_up_with_zeros",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
        "runs_on_real_processes",
        "scatters_the_sums",
        "works_alone",
    ],
    of="reduce_scatter",
    edits=[("range(1, world)", "range(1, world + 1 if world > 1 else 1)")],
)

slip(
    "The sum is divided by the number of ranks: that is a mean.",
    loses=[
        "fills_up_with_zeros",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
        "runs_on_real_processes",
        "scatters_the_sums",
        "works_alone",
    ],
    edits=[("return going", "return going / world")],
)


@mistake(
    "Whole tensors go round instead of parts: each rank sends `world` times as much as necessary.",
    loses=["passes_on_to_the_right"],
)
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    size = -(-len(t) // world)
    padded = t.new_zeros(world * size)
    padded[: len(t)] = t
    total, going = padded.clone(), padded
    for _ in range(1, world):
        going = _pass_on(going)
        total += going
    return total[rank * size : (rank + 1) * size]


@mistake(
    "The parts are views of the caller's tensor, and the sums are written into them.",
    loses=["leaves_its_arguments_alone", "runs_on_real_processes"],
)
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    size = -(-len(t) // world)
    padded = t
    if len(t) % world:
        padded = t.new_zeros(world * size)
        padded[: len(t)] = t
    parts = padded.view(world, size)
    going = parts[rank - 1]
    for k in range(1, world):
        parts[(rank - 1 - k) % world] += _pass_on(going)
        going = parts[(rank - 1 - k) % world]
    return going


slip(
    "The built-in collective does the work: only messages between two ranks are allowed here.",
    loses=["passes_on_to_the_right", "works_alone"],
    edits=[
        (
            "going = parts[rank - 1]\n"
            "for k in range(1, world):\n"
            "    going = _pass_on(going) + parts[(rank - 1 - k) % world]",
            "dist.all_reduce(padded)",
        ),
        ("return going", "return parts[rank].clone()"),
    ],
)

slip(
    "Each rank lists the pieces from its own on: rank r's piece belongs at place r, everywhere.",
    loses=[
        "fills_up_with_zeros",
        "gathers_in_order",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
        "runs_on_real_processes",
        "works_alone",
    ],
    edits=[("torch.cat(found)", "torch.cat(found[rank:] + found[:rank])")],
)


@mistake(
    "The pieces stand in the order in which they arrived, which is backwards and begins with one's own.",
    loses=[
        "fills_up_with_zeros",
        "gathers_in_order",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
        "runs_on_real_processes",
        "works_alone",
    ],
)
def all_gather(piece):
    world = dist.get_world_size()
    found = [piece]
    for _ in range(1, world):
        found.append(_pass_on(found[-1]))
    return torch.cat(found)


slip(
    "Each rank sends its own piece every time: pass on what has just arrived, or pieces get no further than the next rank.",
    loses=[
        "fills_up_with_zeros",
        "gathers_in_order",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
    ],
    edits=[("found[(rank - k + 1) % world]", "piece")],
)

slip(
    "One exchange is enough for two ranks only: with more, pieces are missing.",
    loses=[
        "fills_up_with_zeros",
        "gathers_in_order",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
    ],
    of="all_gather",
    edits=[("range(1, world)", "range(1, min(world, 2))")],
)

slip(
    "A rank's own piece is missing.",
    loses=[
        "fills_up_with_zeros",
        "gathers_in_order",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
        "runs_on_real_processes",
        "works_alone",
    ],
    edits=[
        ("[piece]", "[torch.zeros_like(piece)]"),
        ("found[(rank - k + 1) % world]", "found[(rank - k + 1) % world] if k > 1 else piece"),
    ],
)

slip(
    "The pieces are stacked: they belong one after the other, in one dimension.",
    loses=[
        "fills_up_with_zeros",
        "gathers_in_order",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "works_alone",
    ],
    edits=[("torch.cat(found)", "torch.stack(found)")],
)


@mistake(
    "The pieces go straight to every other rank, not round the ring: the messages to far ranks cross the whole network.",
    loses=["passes_on_to_the_right"],
)
def all_gather(piece):
    rank, world = dist.get_rank(), dist.get_world_size()
    found = [piece] * world
    for k in range(1, world):
        incoming = torch.empty_like(piece)
        work = dist.isend(piece, (rank + k) % world)
        dist.recv(incoming, (rank - k) % world)
        work.wait()
        found[(rank - k) % world] = incoming
    return torch.cat(found)


@mistake(
    "The zeros that were filled in are still there: cut the result to the numbers that there were.",
    loses=["fills_up_with_zeros"],
)
def all_reduce(t):
    whole = all_gather(reduce_scatter(t.flatten()))
    return whole.view(t.shape) if whole.numel() == t.numel() else whole


slip(
    "The shape is lost: the sum of a matrix is a matrix.",
    loses=["reduces_in_two_halves", "runs_on_real_processes"],
    edits=[
        (
            "all_gather(reduce_scatter(t.flatten()))[: t.numel()].view(t.shape)",
            "all_gather(reduce_scatter(t.flatten()))[: t.numel()]",
        )
    ],
)

slip(
    "The first half is left out: the parts are gathered, but nobody added them up.",
    loses=[
        "fills_up_with_zeros",
        "leaves_its_arguments_alone",
        "reduces_in_two_halves",
        "runs_on_real_processes",
        "works_alone",
    ],
    edits=[("reduce_scatter(t.flatten())", "t.flatten()")],
)

slip(
    "All ranks send first and receive then: each `send` waits for a `recv` that nobody has come to. Use `isend`.",
    loses=[
        "fills_up_with_zeros",
        "gathers_in_order",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
        "runs_on_real_processes",
        "scatters_the_sums",
        "works_alone",
    ],
    edits=[
        (
            "work = dist.isend(going.contiguous(), (rank + 1) % world)",
            "dist.send(going.contiguous(), (rank + 1) % world)",
        ),
        ("work.wait()", ""),
    ],
)

slip(
    "Messages go to the left: each rank sends to the next one, and the last one to rank 0.",
    loses=[
        "fills_up_with_zeros",
        "gathers_in_order",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
        "scatters_the_sums",
    ],
    edits=[("rank + 1", "rank - 1"), ("(rank - 1) % world", "(rank + 1) % world")],
)


@mistake(
    "Each part is filled up by itself, so zeros stand between the numbers: all of them belong behind the last number.",
    loses=["fills_up_with_zeros"],
)
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    parts = t.new_zeros(world, -(-len(t) // world))
    for row, piece in zip(parts, t.tensor_split(world)):
        row[: len(piece)] = piece
    going = parts[rank - 1]
    for k in range(1, world):
        going = _pass_on(going) + parts[(rank - 1 - k) % world]
    return going


slip(
    "With one rank `all_gather` returns its argument, not a new tensor: who writes into the result changes the piece.",
    loses=["leaves_its_arguments_alone"],
    edits=[
        ("found = [piece] * world", "if world == 1:\n    return piece\nfound = [piece] * world")
    ],
)

slip(
    "With one rank `reduce_scatter` returns its argument, not a new tensor: who writes into the result changes `t`.",
    loses=["leaves_its_arguments_alone"],
    edits=[
        ("size = -(-len(t) // world)", "if world == 1:\n    return t\nsize = -(-len(t) // world)")
    ],
)


@mistake(
    "With one rank `all_reduce` returns its argument, not a new tensor: who writes into the result changes `t`.",
    loses=["leaves_its_arguments_alone"],
)
def all_reduce(t):
    if dist.get_world_size() == 1:
        return t
    return all_gather(reduce_scatter(t.flatten()))[: t.numel()].view(t.shape)


slip(
    "The zeros that were filled in are not cut off, so what is gathered does not fit the shape of `t`.",
    loses=["fills_up_with_zeros"],
    edits=[
        (
            "all_gather(reduce_scatter(t.flatten()))[: t.numel()].view",
            "all_gather(reduce_scatter(t.flatten())).reshape",
        )
    ],
)


@mistake(
    "`[:-missing]` with nothing missing is `[:0]`, which is empty: cut to `t.numel()` numbers.",
    loses=[
        "leaves_its_arguments_alone",
        "reduces_in_two_halves",
        "runs_on_real_processes",
        "works_alone",
    ],
)
def all_reduce(t):
    missing = -t.numel() % dist.get_world_size()
    total = all_gather(reduce_scatter(t.flatten()))
    return total[:-missing].reshape(t.shape)


@mistake(
    "`isend(...).wait()` before the receive is a plain `send`: all ranks wait for each other. Receive first, then wait.",
    loses=[
        "scatters_the_sums",
        "reduces_in_two_halves",
        "passes_on_to_the_right",
        "works_alone",
        "fills_up_with_zeros",
        "leaves_its_arguments_alone",
        "runs_on_real_processes",
    ],
)
def reduce_scatter(t):
    rank, world = dist.get_rank(), dist.get_world_size()
    s = -(-t.numel() // world)
    padded = t.new_zeros(world * s)
    padded[: t.numel()] = t
    parts = padded.view(world, s)
    for step in range(world - 1):
        arrived = torch.empty_like(parts[0])
        dist.isend(parts[(rank - 1 - step) % world], (rank + 1) % world).wait()
        dist.recv(arrived, (rank - 1) % world)
        parts[(rank - 2 - step) % world] += arrived
    return parts[rank].clone()


slip(
    "After k messages the piece of rank r - k has arrived, not that of rank r + k: with two ranks it is the same.",
    loses=[
        "fills_up_with_zeros",
        "gathers_in_order",
        "leaves_its_arguments_alone",
        "passes_on_to_the_right",
        "reduces_in_two_halves",
    ],
    edits=[
        ("for k in range(1, world):", "going = piece\nfor k in range(1, world):"),
        (
            "found[(rank - k) % world] = _pass_on(found[(rank - k + 1) % world])",
            "going = found[(rank + k) % world] = _pass_on(going)",
        ),
    ],
)


@mistake(
    "The built-in collective does the work: only messages between two ranks are allowed here.",
    loses=["works_alone"],
)
def all_reduce(t):
    total = t.clone(memory_format=torch.contiguous_format)
    dist.all_reduce(total)
    return total


@mistake(
    "A 0-d tensor has no rows, and no `len`: `flatten` makes a vector of any tensor.",
    loses=["reduces_in_two_halves"],
)
def all_reduce(t):
    rows = t.reshape(len(t), -1)
    return all_gather(reduce_scatter(rows.flatten()))[: t.numel()].view(t.shape)


slip(
    "The last piece of `split` is filled up, but `split` may make fewer pieces than there are ranks: fill up `t` first, then cut it.",
    loses=["fills_up_with_zeros"],
    edits=[
        (
            "padded = t.new_zeros(world * size)\npadded[: len(t)] = t\nparts = padded.view(world, size)",
            "parts = [part.clone() for part in t.split(size)]\n"
            "parts[-1] = torch.cat([parts[-1], t.new_zeros(size - len(parts[-1]))])",
        ),
        ("parts[rank - 1]", "parts[(rank - 1) % world]"),
    ],
)
