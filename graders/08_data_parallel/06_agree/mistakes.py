"""What goes wrong when ranks are to begin alike."""

import torch
import torch.distributed as dist

from torchdojo.grading import mistake, slip

slip(
    "Only parameters are copied: buffers, such as the running statistics of a batch norm, are part of the model, too.",
    loses=["copies_buffers", "copies_buffers_that_are_not_saved", "runs_on_real_processes"],
    edits=[
        ("for t in _everything(model).values():", "for p in model.parameters():"),
        ("dist.broadcast(t, src=0)", "dist.broadcast(p.detach(), src=0)"),
    ],
)

slip(
    "Frozen parameters are left out: nothing will ever train them, but they must be the same on every rank, too.",
    loses=["copies_frozen_parameters", "keeps_an_optimizer_working", "runs_on_real_processes"],
    edits=[
        (
            "for t in _everything(model).values():",
            "trained = [p.detach() for p in model.parameters() if p.requires_grad]\n"
            "for t in [*trained, *model.buffers()]:",
        )
    ],
)


@mistake(
    "The `state_dict` is copied, but it lacks the buffers with `persistent=False`: use `named_buffers()`.",
    loses=["copies_buffers_that_are_not_saved", "names_all_that_differs", "runs_on_real_processes"],
)
def _everything(model):
    return model.state_dict()


@mistake(
    "Weights are averaged over the ranks: then no rank begins with rank 0's, and the mean of several random draws is smaller than one should be. Broadcast.",
    loses=[
        "copies_what_is_trained",
        "copies_frozen_parameters",
        "keeps_an_optimizer_working",
        "runs_on_real_processes",
    ],
)
def start_alike(model):
    for p in model.parameters():
        dist.all_reduce(p.detach())
        p.data /= dist.get_world_size()
    for b in model.buffers():
        dist.broadcast(b, src=0)


@mistake(
    "Every parameter is replaced by a new one: an optimizer made before still holds the old ones, and its steps change nothing. Write into the tensors that are there.",
    loses=["keeps_an_optimizer_working"],
)
def start_alike(model):
    for part in model.modules():
        for name, p in list(part.named_parameters(recurse=False)):
            received = p.detach().clone()
            dist.broadcast(received, src=0)
            setattr(part, name, torch.nn.Parameter(received, requires_grad=p.requires_grad))
    for b in model.buffers():
        dist.broadcast(b, src=0)


slip(
    "A copy is broadcast and dropped: the model keeps its own values. `broadcast` changes the tensor that it is given, so give it one that shares the model's memory.",
    loses=[
        "copies_what_is_trained",
        "copies_frozen_parameters",
        "copies_buffers",
        "copies_buffers_that_are_not_saved",
        "keeps_an_optimizer_working",
        "runs_on_real_processes",
    ],
    edits=[("dist.broadcast(t, src=0)", "dist.broadcast(t.clone(), src=0)")],
)


@mistake(
    "Every rank is seeded alike and draws its weights again: these are not rank 0's, buffers stay different, and from now on all ranks draw the same random numbers. Copy from rank 0.",
    loses=[
        "copies_what_is_trained",
        "copies_frozen_parameters",
        "copies_buffers",
        "copies_buffers_that_are_not_saved",
        "keeps_an_optimizer_working",
        "runs_on_real_processes",
    ],
)
def start_alike(model):
    torch.manual_seed(0)
    for part in model.modules():
        if hasattr(part, "reset_parameters"):
            part.reset_parameters()


@mistake(
    "Everything travels in one tensor of floating-point numbers, which cannot hold a large integer counter exactly: send each dtype by itself.",
    loses=["copies_buffers", "runs_on_real_processes"],
)
def start_alike(model):
    tensors = list(_everything(model).values())
    flat = torch.cat([t.flatten().double() for t in tensors])
    dist.broadcast(flat, src=0)
    for t, piece in zip(tensors, flat.split([t.numel() for t in tensors])):
        t.copy_(piece.view_as(t))


slip(
    "The source is the last rank: the contract says rank 0.",
    loses=[
        "copies_what_is_trained",
        "copies_frozen_parameters",
        "copies_buffers",
        "copies_buffers_that_are_not_saved",
        "keeps_an_optimizer_working",
        "runs_on_real_processes",
    ],
    edits=[("dist.broadcast(t, src=0)", "dist.broadcast(t, src=dist.get_world_size() - 1)")],
)

slip(
    "Each rank compares itself with rank 0 and tells nobody: rank 0 never finds a difference. Reduce the findings over the ranks.",
    loses=["names_what_differs", "names_all_that_differs", "runs_on_real_processes"],
    edits=[
        (
            "differs = torch.tensor(int(not torch.equal(first, mine)))\n"
            "dist.all_reduce(differs, op=dist.ReduceOp.MAX)",
            "",
        ),
        ("if differs:", "if not torch.equal(first, mine):"),
    ],
)

slip(
    "Looking changes the model: the broadcast overwrites it. Compare with a copy.",
    loses=["names_what_differs", "names_all_that_differs"],
    edits=[
        ("first = mine.clone()", "own = mine.clone()"),
        ("dist.broadcast(first, src=0)", "dist.broadcast(mine, src=0)"),
        ("torch.equal(first, mine)", "torch.equal(own, mine)"),
    ],
)


@mistake(
    "Only sums are compared, as floating-point numbers: infinite and very large values hide a difference. Compare element by element.",
    loses=["names_all_that_differs", "runs_on_real_processes"],
)
def differing(model):
    found = []
    for name, mine in _everything(model).items():
        sums = [None] * dist.get_world_size()
        dist.all_gather_object(sums, mine.float().sum().item())
        if len(set(sums)) > 1:
            found.append(name)
    return found


@mistake(
    "`t.data = copy` gives the tensor new memory: a view of the old one sees nothing of it. Write into it with `copy_`.",
    loses=["keeps_an_optimizer_working"],
)
def start_alike(model):
    for t in [*model.parameters(), *model.buffers()]:
        copy = t.detach().clone()
        dist.broadcast(copy, src=0)
        t.data = copy


@mistake(
    "Every buffer is replaced by a new tensor: write into the one that is there, since somebody may hold it.",
    loses=["keeps_an_optimizer_working"],
)
def start_alike(model):
    for p in model.parameters():
        dist.broadcast(p.detach(), src=0)
    for part in model.modules():
        for name, b in list(part.named_buffers(recurse=False)):
            received = b.clone()
            dist.broadcast(received, src=0)
            setattr(part, name, received)


@mistake(
    "The other ranks' values are multiplied by 0 and added up: that fails for booleans, and infinity times 0 is NaN. Broadcast.",
    loses=[
        "copies_what_is_trained",
        "copies_frozen_parameters",
        "copies_buffers",
        "copies_buffers_that_are_not_saved",
        "runs_on_real_processes",
    ],
)
def start_alike(model):
    for t in [*model.parameters(), *model.buffers()]:
        value = t.detach()
        if dist.get_rank() != 0:
            value.mul_(0)
        dist.all_reduce(value)


@mistake(
    "Everything travels as float32: float64 values and integers above 2**24 arrive rounded, on rank 0 as well. Send each dtype by itself.",
    loses=["copies_buffers", "runs_on_real_processes"],
)
def start_alike(model):
    tensors = [t.detach() for t in [*model.parameters(), *model.buffers()]]
    flat = torch.cat([t.flatten().float() for t in tensors])
    dist.broadcast(flat, src=0)
    for t, piece in zip(tensors, flat.split([t.numel() for t in tensors])):
        t.copy_(piece.view_as(t))


slip(
    "`detach()` is no copy: the broadcast overwrites the model, which is then compared with itself. Clone first.",
    loses=["names_what_differs", "names_all_that_differs", "runs_on_real_processes"],
    edits=[
        (
            "for name, mine in _everything(model).items():",
            "for name, t in [*model.named_parameters(), *model.named_buffers()]:",
        ),
        ("mine.clone()", "t.detach()"),
        ("torch.equal(first, mine)", "torch.equal(first, t.detach())"),
    ],
)


@mistake(
    "Largest minus smallest: for an infinity that all ranks have, that is NaN, and NaN != 0. Compare the values themselves.",
    loses=["names_what_differs", "names_all_that_differs"],
)
def differing(model):
    found = []
    for name, t in [*model.named_parameters(), *model.named_buffers()]:
        high = t.detach().double().clone()
        low = -high
        dist.all_reduce(high, op=dist.ReduceOp.MAX)
        dist.all_reduce(low, op=dist.ReduceOp.MAX)
        if (high + low != 0).any():
            found.append(name)
    return found


slip(
    "The `state_dict` lacks the buffers with `persistent=False`: copy `named_buffers()` too.",
    loses=["copies_buffers_that_are_not_saved", "runs_on_real_processes"],
    edits=[
        ("for t in _everything(model).values():", "for value in model.state_dict().values():"),
        ("dist.broadcast(t, src=0)", "dist.broadcast(value, src=0)"),
    ],
)


@mistake(
    "Only sums are compared: the same numbers in another order, or differences that cancel, look alike. Compare element by element.",
    loses=["names_all_that_differs"],
)
def differing(model):
    names = []
    for name, t in [*model.named_parameters(), *model.named_buffers()]:
        total = t.detach().double().sum()
        ends = torch.stack([total, -total])
        dist.all_reduce(ends, op=dist.ReduceOp.MAX)
        if ends[0] != -ends[1]:
            names.append(name)
    return names


slip(
    "The values are compared with their mean over the ranks, which is rounded: with three ranks it often differs from values that are equal. Compare with those of one rank.",
    loses=["names_what_differs", "names_all_that_differs"],
    edits=[
        (
            "first = mine.clone()\ndist.broadcast(first, src=0)",
            "mean = mine.clone() if mine.is_floating_point() else mine.double()\n"
            "dist.all_reduce(mean)\n"
            "mean /= dist.get_world_size()",
        ),
        ("not torch.equal(first, mine)", "(mean != mine).any()"),
    ],
)


@mistake(
    "Everything is compared as float32: differences in the last digits of a float64 or a large integer are rounded away.",
    loses=["names_all_that_differs", "runs_on_real_processes"],
)
def differing(model):
    found = []
    for name, mine in _everything(model).items():
        high, low = mine.float().clone(), mine.float().clone()
        dist.all_reduce(high, op=dist.ReduceOp.MAX)
        dist.all_reduce(low, op=dist.ReduceOp.MIN)
        if not torch.equal(high, low):
            found.append(name)
    return found


slip(
    "Frozen parameters are not compared: every parameter counts, also one that does not require a gradient.",
    loses=["names_all_that_differs", "runs_on_real_processes"],
    edits=[
        (
            "found = []",
            "named = [(name, p.detach()) for name, p in model.named_parameters() if p.requires_grad]\n"
            "found = []",
        ),
        ("_everything(model).items()", "[*named, *model.named_buffers()]"),
    ],
)


@mistake(
    "Frozen parameters are not compared, and float32 rounds away differences in the last digits of a float64 or a large integer.",
    loses=["names_all_that_differs", "runs_on_real_processes"],
)
def differing(model):
    named = [(name, p.detach()) for name, p in model.named_parameters() if p.requires_grad]
    found = []
    for name, mine in [*named, *model.named_buffers()]:
        high, low = mine.float().clone(), mine.float().clone()
        dist.all_reduce(high, op=dist.ReduceOp.MAX)
        dist.all_reduce(low, op=dist.ReduceOp.MIN)
        if not torch.equal(high, low):
            found.append(name)
    return found


slip(
    "The names are sorted by the alphabet: they stand in the model's own order, those of parameters first.",
    loses=["names_all_that_differs", "runs_on_real_processes"],
    edits=[("_everything(model).items()", "sorted(_everything(model).items())")],
)


@mistake(
    "The model is returned; it is changed in place, and None is returned.",
    loses=["keeps_an_optimizer_working"],
)
def start_alike(model):
    for t in _everything(model).values():
        dist.broadcast(t, src=0)
    return model


slip(
    "Gradients that were there are gone: only values are copied, `.grad` stays as it is.",
    loses=["keeps_an_optimizer_working"],
    edits=[
        (
            "for t in _everything(model).values():",
            "model.zero_grad()\nfor t in _everything(model).values():",
        )
    ],
)


@mistake(
    "`requires_grad` is switched off for copying, and on again for all: a frozen parameter would be trained from now on. `detach` needs no switch.",
    loses=["copies_frozen_parameters", "copies_what_is_trained", "keeps_an_optimizer_working"],
)
def start_alike(model):
    model.requires_grad_(False)
    for t in [*model.parameters(), *model.buffers()]:
        dist.broadcast(t, src=0)
    model.requires_grad_(True)


slip(
    "The broadcast overwrites the model, and `allclose` takes small differences for none: compare a copy, and compare exactly.",
    loses=["names_what_differs", "names_all_that_differs", "runs_on_real_processes"],
    edits=[
        ("first = mine.clone()", "own = mine.clone()"),
        ("dist.broadcast(first, src=0)", "dist.broadcast(mine, src=0)"),
        ("torch.equal(first, mine)", "torch.allclose(own.double(), mine.double())"),
    ],
)
