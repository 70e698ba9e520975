"""What goes wrong when a training loop is made parallel."""

import torch
import torch.distributed as dist
from torch import nn
from torch.nn import functional as F

from torchdojo.grading import mistake, slip


@mistake(
    "The ranks' means are averaged by the number of ranks, although their shares differ: divide each rank's summed loss by the size of the whole batch.",
    loses=["bears_ranks_with_nothing_to_do", "runs_on_real_processes", "weighs_uneven_shares"],
)
def train(model, x, y, epochs, batch_size, lr, seed):
    _start_alike(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for epoch in range(epochs):
        summed = x.new_zeros(())
        for batch in _order(len(x), seed + epoch).split(batch_size):
            share = batch.tensor_split(dist.get_world_size())[dist.get_rank()]
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x[share]), y[share], reduction="sum")
            (loss / max(len(share), 1)).backward()
            _add_up(model)
            for p in model.parameters():
                p.grad /= dist.get_world_size()
            optimizer.step()
            summed += loss.detach()
        dist.all_reduce(summed)
        losses.append(summed.item() / len(x))
    return losses


slip(
    "The ranks' mean gradients are added up but not averaged: with n ranks the step is n times too long.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "shares_the_work",
        "starts_from_all_of_rank_zero",
        "trains_as_one",
        "weighs_uneven_shares",
    ],
    edits=[("len(batch)", "max(len(share), 1)")],
)


@mistake(
    "Every rank works on the whole batch: the weights are right, but nothing is shared and nothing becomes faster.",
    loses=["shares_the_work"],
)
def train(model, x, y, epochs, batch_size, lr, seed):
    _start_alike(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for epoch in range(epochs):
        summed = x.new_zeros(())
        for batch in _order(len(x), seed + epoch).split(batch_size):
            share = batch
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x[share]), y[share], reduction="sum")
            (loss / len(batch)).backward()
            _add_up(model)
            for p in model.parameters():
                p.grad /= dist.get_world_size()
            optimizer.step()
            summed += loss.detach()
        dist.all_reduce(summed)
        losses.append(summed.item() / len(x) / dist.get_world_size())
    return losses


slip(
    "The order is the same in every epoch: seed the generator with `seed + epoch`.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "shares_the_work",
        "starts_from_all_of_rank_zero",
        "trains_alone",
        "trains_as_one",
        "weighs_uneven_shares",
    ],
    edits=[("_order(len(x), seed + epoch)", "_order(len(x), seed)")],
)

slip(
    "`batch_size` examples go to each rank, so the whole batch grows with the number of ranks and there are fewer steps.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "shares_the_work",
        "starts_from_all_of_rank_zero",
        "trains_as_one",
        "weighs_uneven_shares",
    ],
    edits=[
        (
            "_order(len(x), seed + epoch).split(batch_size)",
            "_order(len(x), seed + epoch).split(batch_size * dist.get_world_size())",
        )
    ],
)


@mistake(
    "The examples left over when a batch is divided are lost: shares are cut to `len(batch) // n`.",
    loses=["shares_the_work", "weighs_uneven_shares"],
)
def train(model, x, y, epochs, batch_size, lr, seed):
    _start_alike(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for epoch in range(epochs):
        summed = x.new_zeros(())
        for batch in _order(len(x), seed + epoch).split(batch_size):
            share = batch.split(max(len(batch) // dist.get_world_size(), 1))[
                : dist.get_world_size()
            ]
            share = share[dist.get_rank()] if dist.get_rank() < len(share) else batch[:0]
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x[share]), y[share], reduction="sum")
            (loss / len(batch)).backward()
            _add_up(model)
            optimizer.step()
            summed += loss.detach()
        dist.all_reduce(summed)
        losses.append(summed.item() / len(x))
    return losses


slip(
    "Gradients of earlier steps are still there: `zero_grad` is missing.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "shares_the_work",
        "starts_from_all_of_rank_zero",
        "trains_alone",
        "trains_as_one",
        "weighs_uneven_shares",
    ],
    edits=[("optimizer.zero_grad()", "pass")],
)

slip(
    "Each rank returns the losses of its own shares: add them up over the ranks.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "shares_the_work",
        "trains_as_one",
        "weighs_uneven_shares",
    ],
    edits=[("dist.all_reduce(summed)", "pass")],
)

slip(
    "A rank without examples leaves out the step and its collectives, and the others wait for it for ever.",
    loses=["bears_ranks_with_nothing_to_do", "runs_on_real_processes"],
    edits=[
        (
            "share = batch.tensor_split(dist.get_world_size())[dist.get_rank()]",
            "share = batch.tensor_split(dist.get_world_size())[dist.get_rank()]\n"
            "if not len(share):\n"
            "    continue",
        )
    ],
)

slip(
    "The last, shorter batch is left out.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "trains_alone",
        "weighs_uneven_shares",
    ],
    edits=[
        (
            "share = batch.tensor_split(dist.get_world_size())[dist.get_rank()]",
            "share = batch.tensor_split(dist.get_world_size())[dist.get_rank()]\n"
            "if len(batch) < batch_size:\n"
            "    continue",
        )
    ],
)

slip(
    "Losses are tensors; the contract asks for floats: call `item()`.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "shares_the_work",
        "trains_alone",
        "trains_as_one",
        "weighs_uneven_shares",
    ],
    edits=[("summed.item()", "summed")],
)

slip(
    "The generator is seeded once, so only epoch 0 has its order: seed it with `seed + epoch` in every epoch.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "shares_the_work",
        "starts_from_all_of_rank_zero",
        "trains_alone",
        "trains_as_one",
        "weighs_uneven_shares",
    ],
    edits=[
        ("losses = []", "losses, generator = [], torch.Generator().manual_seed(seed)"),
        ("_order(len(x), seed + epoch)", "torch.randperm(len(x), generator=generator)"),
    ],
)

slip(
    "The mean of the batches' means is returned: examples of a shorter last batch count for more. Add up, and divide by N.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "trains_alone",
        "weighs_uneven_shares",
    ],
    edits=[
        ("summed = x.new_zeros(())", "means = []"),
        (
            "summed += loss.detach()",
            "mean = loss.detach() / len(batch)\ndist.all_reduce(mean)\nmeans.append(mean.item())",
        ),
        ("dist.all_reduce(summed)", ""),
        ("summed.item() / len(x)", "sum(means) / len(means)"),
    ],
)

slip(
    "Gradients are cleared after a step only: what the model brings along in `.grad` goes into the first step.",
    loses=["trains_alone"],
    edits=[
        ("optimizer.zero_grad()", ""),
        ("optimizer.step()", "optimizer.step()\noptimizer.zero_grad()"),
    ],
)

slip(
    "One rank takes all that is left over: 7 examples on 4 ranks are 1, 1, 1, 4, say. Shares may differ by one at most.",
    loses=["shares_the_work"],
    edits=[
        (
            "share = batch.tensor_split(dist.get_world_size())[dist.get_rank()]",
            "rank, world = dist.get_rank(), dist.get_world_size()\n"
            "each = len(batch) // world\n"
            "share = batch[rank * each : None if rank == world - 1 else (rank + 1) * each]",
        )
    ],
)

slip(
    "Shares are rounded up, as `chunk` does: 6 examples on 4 ranks are 2, 2, 2 and none. Shares may differ by one at most: `tensor_split`.",
    loses=["shares_the_work"],
    edits=[
        (
            "share = batch.tensor_split(dist.get_world_size())[dist.get_rank()]",
            "rank, pieces = dist.get_rank(), batch.chunk(dist.get_world_size())\n"
            "share = pieces[rank] if rank < len(pieces) else batch[:0]",
        )
    ],
)


@mistake(
    "Each rank starts with weights of its own: equal steps from different places never meet. Broadcast those of rank 0.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "shares_the_work",
        "starts_from_all_of_rank_zero",
        "trains_as_one",
        "weighs_uneven_shares",
    ],
)
def _start_alike(model):
    dist.barrier()


slip(
    "Only parameters are broadcast; buffers of rank 0 are part of the start, too.",
    loses=["starts_from_all_of_rank_zero"],
    edits=[
        ("for t in [*model.parameters(), *model.buffers()]:", "for p in model.parameters():"),
        ("t.detach()", "p.detach()"),
    ],
)


@mistake(
    "Each rank shuffles by its own random numbers: some examples are used twice in an epoch, others not at all. Seed a generator with `seed + epoch` on every rank.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "shares_the_work",
        "starts_from_all_of_rank_zero",
        "trains_alone",
        "trains_as_one",
        "weighs_uneven_shares",
    ],
)
def _order(n, seed):
    return torch.randperm(n)


@mistake(
    "The examples are not shuffled: the order is `torch.randperm(N, generator=g)`.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "shares_the_work",
        "starts_from_all_of_rank_zero",
        "trains_alone",
        "trains_as_one",
        "weighs_uneven_shares",
    ],
)
def _order(n, seed):
    return torch.arange(n)


@mistake(
    "Gradients are never exchanged: each rank trains a model of its own.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "shares_the_work",
        "starts_from_all_of_rank_zero",
        "trains_as_one",
        "weighs_uneven_shares",
    ],
)
def _add_up(model):
    dist.barrier()


slip(
    "Gradients of losses that were already divided by the whole batch are divided by the number of ranks once more: the step is n times too short.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "shares_the_work",
        "starts_from_all_of_rank_zero",
        "trains_as_one",
        "weighs_uneven_shares",
    ],
    edits=[("dist.all_reduce(p.grad)", "dist.all_reduce(p.grad)\np.grad /= dist.get_world_size()")],
)

slip(
    "Weights are averaged instead of gradients being added up: that belongs after a step, and is not the same.",
    loses=[
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
        "shares_the_work",
        "starts_from_all_of_rank_zero",
        "trains_as_one",
        "weighs_uneven_shares",
    ],
    edits=[
        ("dist.all_reduce(p.grad)", "dist.all_reduce(p.detach())\np.data /= dist.get_world_size()")
    ],
)


@mistake(
    "The means of the shares are averaged by the number of ranks: in a shorter share each example weighs more. Divide the summed loss by the size of the whole batch.",
    loses=["weighs_uneven_shares"],
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), 0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed + epoch))
        total = torch.zeros(1, dtype=torch.float64)
        for batch in order.split(batch_size):
            share = batch.tensor_split(world)[rank]
            optimizer.zero_grad()
            if len(share):
                loss = F.cross_entropy(model(x[share]), y[share])
                loss.backward()
                total += loss.item() * len(share)
            for p in model.parameters():
                if p.requires_grad:
                    if p.grad is None:
                        p.grad = torch.zeros_like(p)
                    dist.all_reduce(p.grad)
                    p.grad /= min(world, len(batch))
            optimizer.step()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history


@mistake(
    "Only parameters are broadcast: a rank that computes with buffers of its own gives other scores. Those of rank 0 are part of the start, too.",
    loses=["starts_from_all_of_rank_zero"],
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in model.parameters():
        dist.broadcast(t.detach(), 0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed + epoch))
        total = torch.zeros((), dtype=torch.float64)
        for batch in order.split(batch_size):
            share = batch[rank::world]
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x[share]), y[share], reduction="sum")
            (loss / len(batch)).backward()
            total += loss.detach()
            for p in model.parameters():
                if p.grad is None:
                    p.grad = torch.zeros_like(p)
                dist.all_reduce(p.grad)
            optimizer.step()
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history


@mistake(
    "Each rank's mean counts alike, in the gradients and in the reported loss, however many examples it has: divide summed losses by the size of the whole batch.",
    loses=[
        "weighs_uneven_shares",
        "bears_ranks_with_nothing_to_do",
        "shares_the_work",
        "runs_on_real_processes",
    ],
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), 0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed + epoch))
        total = torch.zeros((), dtype=torch.float64)
        for batch in order.split(batch_size):
            share = batch.tensor_split(world)[rank]
            optimizer.zero_grad()
            if len(share):
                loss = F.cross_entropy(model(x[share]), y[share])
                loss.backward()
                total += loss.detach() * len(batch)
            for p in model.parameters():
                if p.grad is None:
                    p.grad = torch.zeros_like(p)
                dist.all_reduce(p.grad)
                p.grad /= world
            optimizer.step()
        dist.all_reduce(total)
        history.append(total.item() / (len(x) * world))
    return history


@mistake(
    "The loss is measured after the step: each is the one before the step that it takes part in.",
    loses=[
        "trains_alone",
        "trains_as_one",
        "weighs_uneven_shares",
        "bears_ranks_with_nothing_to_do",
        "shares_the_work",
        "runs_on_real_processes",
    ],
)
def train(model, x, y, epochs, batch_size, lr, seed):
    rank, world = dist.get_rank(), dist.get_world_size()
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t.detach(), 0)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed + epoch))
        total = torch.zeros((), dtype=torch.float64)
        for batch in order.split(batch_size):
            share = batch.tensor_split(world)[rank]
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x[share]), y[share], reduction="sum")
            (loss / len(batch)).backward()
            for p in model.parameters():
                if p.grad is None:
                    p.grad = torch.zeros_like(p)
                dist.all_reduce(p.grad)
            optimizer.step()
            with torch.no_grad():
                total += F.cross_entropy(model(x[share]), y[share], reduction="sum")
        dist.all_reduce(total)
        history.append(total.item() / len(x))
    return history


slip(
    "The summed loss is divided by `batch_size`, also where the last batch is shorter, whose step is then too small: divide by `len(batch)`.",
    loses=[
        "trains_alone",
        "weighs_uneven_shares",
        "bears_ranks_with_nothing_to_do",
        "runs_on_real_processes",
    ],
    edits=[("loss / len(batch)", "loss / batch_size")],
)
