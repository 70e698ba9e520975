"""What goes wrong when an optimizer is spread over ranks."""

import copy

import torch
import torch.distributed as dist

from torchdojo.grading import mistake, slip


@mistake(
    "Parameters are dealt out in turn: layers come as large, small, large, small, and one rank gets all the large ones. Give each to the rank that holds the least.",
    loses=["assigns_by_size", "keeps_only_its_share"],
)
def assign(sizes, world):
    if world < 1:
        raise ValueError("there must be at least one rank")
    return [i % world for i in range(len(sizes))]


@mistake(
    "Parameters go in the order in which they stand: a large one that comes last lands on top of a full share. Begin with the largest.",
    loses=["assigns_by_size", "keeps_only_its_share"],
)
def assign(sizes, world):
    if world < 1:
        raise ValueError("there must be at least one rank")
    held, owners = [0] * world, [0] * len(sizes)
    for i in range(len(sizes)):
        owners[i] = held.index(min(held))
        held[owners[i]] += sizes[i]
    return owners


@mistake(
    "The smallest goes first: the large ones come when nothing small is left to level them. Begin with the largest.",
    loses=["assigns_by_size", "keeps_only_its_share"],
)
def assign(sizes, world):
    if world < 1:
        raise ValueError("there must be at least one rank")
    held, owners = [0] * world, [0] * len(sizes)
    for i in sorted(range(len(sizes)), key=lambda i: sizes[i]):
        owners[i] = held.index(min(held))
        held[owners[i]] += sizes[i]
    return owners


@mistake(
    "The rank with the fewest parameters gets the next, but a parameter of 3 numbers is not one of 3 million: count numbers.",
    loses=["assigns_by_size", "keeps_only_its_share"],
)
def assign(sizes, world):
    if world < 1:
        raise ValueError("there must be at least one rank")
    held, owners = [0] * world, [0] * len(sizes)
    for i in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        owners[i] = held.index(min(held))
        held[owners[i]] += 1
    return owners


@mistake(
    "Of two parameters alike, the later goes first.",
    loses=["assigns_by_size"],
)
def assign(sizes, world):
    if world < 1:
        raise ValueError("there must be at least one rank")
    held, owners = [0] * world, [0] * len(sizes)
    for i in sorted(range(len(sizes)), key=lambda i: (-sizes[i], -i)):
        owners[i] = held.index(min(held))
        held[owners[i]] += sizes[i]
    return owners


slip(
    "`assign([], 0)` raises nothing: what would fail without ranks is never reached if `sizes` is empty. Look at `world` first.",
    loses=["assigns_by_size"],
    edits=[
        (
            "if world < 1:\n"
            '    raise ValueError(f"there must be at least one rank, not {world}")\n'
            "held = [0] * world",
            "",
        ),
        ("owners = [0] * len(sizes)", "held, owners = [0] * world, [0] * len(sizes)"),
    ],
)


@mistake(
    "Of several ranks that hold the same, the highest gets the next, not the lowest.",
    loses=["assigns_by_size", "keeps_only_its_share"],
)
def assign(sizes, world):
    if world < 1:
        raise ValueError("there must be at least one rank")
    held, owners = [0] * world, [0] * len(sizes)
    for i in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        owners[i] = max(r for r in range(world) if held[r] == min(held))
        held[owners[i]] += sizes[i]
    return owners


@mistake(
    "The owners come in the order of the sizes, not in that of the parameters: put each at the place of its parameter.",
    loses=["assigns_by_size", "keeps_only_its_share"],
)
def assign(sizes, world):
    if world < 1:
        raise ValueError("there must be at least one rank")
    held, owners = [0] * world, []
    for i in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        owners.append(held.index(min(held)))
        held[owners[-1]] += sizes[i]
    return owners


slip(
    "Every rank makes an optimizer of all parameters: the steps are right, and nothing is saved. Hand it only what this rank owns.",
    loses=["keeps_only_its_share"],
    edits=[
        (
            "make(list(self.own.values()), **options) if self.own else None",
            "make(self.params, **options)",
        ),
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
    ],
)

slip(
    "Nobody sends: a rank's own weights are new, and those that others own stay old. Broadcast each parameter from its owner.",
    loses=[
        "bears_idle_ranks",
        "goes_on_with_other_ranks",
        "keeps_only_its_share",
        "refuses_to_train_nothing",
        "runs_on_real_processes",
        "trains_as_one",
    ],
    edits=[
        (
            "for p, owner in zip(self.params, self.owners, strict=True):\n"
            "    dist.broadcast(p.detach(), owner)",
            "",
        )
    ],
)

slip(
    "Only the owner calls `broadcast` for a parameter: it is a collective, and those that receive must call it, too.",
    loses=[
        "bears_idle_ranks",
        "gathers_the_state",
        "goes_on_with_other_ranks",
        "keeps_only_its_share",
        "refuses_to_train_nothing",
        "runs_on_real_processes",
        "trains_as_one",
    ],
    edits=[
        (
            "for p, owner in zip(self.params, self.owners, strict=True):",
            "for i, p in self.own.items():",
        ),
        ("dist.broadcast(p.detach(), owner)", "dist.broadcast(p.detach(), self.owners[i])"),
    ],
)

slip(
    "All is broadcast from rank 0, which has old values of what other ranks own: name the owner as the source.",
    loses=[
        "bears_idle_ranks",
        "goes_on_with_other_ranks",
        "keeps_only_its_share",
        "runs_on_real_processes",
        "trains_as_one",
    ],
    edits=[
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
        ("dist.broadcast(p.detach(), owner)", "dist.broadcast(p.detach(), 0)"),
    ],
)

slip(
    "The ranks' weights are averaged: only the owner's is new, the others count as old ones. Take the owner's.",
    loses=[
        "bears_idle_ranks",
        "goes_on_with_other_ranks",
        "keeps_only_its_share",
        "refuses_to_train_nothing",
        "runs_on_real_processes",
        "trains_as_one",
    ],
    edits=[
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
        (
            "dist.broadcast(p.detach(), owner)",
            "with torch.no_grad():\n    dist.all_reduce(p)\n    p /= dist.get_world_size()",
        ),
    ],
)

slip(
    "The weights are sent before the step: the others get those of the step before.",
    loses=[
        "bears_idle_ranks",
        "goes_on_with_other_ranks",
        "keeps_only_its_share",
        "refuses_to_train_nothing",
        "runs_on_real_processes",
        "trains_as_one",
    ],
    edits=[
        (
            "if self.local is not None:",
            "for p, owner in zip(self.params, self.owners):\n"
            "    dist.broadcast(p.detach(), owner)\n"
            "if self.local is not None:",
        ),
        (
            "for p, owner in zip(self.params, self.owners, strict=True):\n"
            "    dist.broadcast(p.detach(), owner)",
            "",
        ),
    ],
)

slip(
    "`zero_grad` clears only the rank's own parameters: gradients of the others stay, and add up in the next backward pass.",
    loses=["bears_idle_ranks", "runs_on_real_processes", "trains_as_one"],
    edits=[
        ("for p in self.params:", "for p in self.own.values():"),
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
    ],
)

slip(
    "A rank that owns nothing makes an optimizer of an empty list, which torch refuses: it must do without.",
    loses=["bears_idle_ranks", "refuses_to_train_nothing"],
    edits=[
        (
            "make(list(self.own.values()), **options) if self.own else None",
            "make(list(self.own.values()), **options)",
        ),
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
    ],
)

slip(
    "A rank that owns nothing returns before the broadcasts, and the others wait for it for ever.",
    loses=["bears_idle_ranks", "refuses_to_train_nothing"],
    edits=[
        ("self.local is not None", "self.local is None"),
        ("self.local.step()", "return"),
        (
            "for p, owner in zip(self.params, self.owners, strict=True):",
            "self.local.step()\nfor p, owner in zip(self.params, self.owners):",
        ),
    ],
)

slip(
    "State is gathered by its position among the rank's own parameters: those of different ranks get the same number. Translate to positions in `params`.",
    loses=[
        "bears_idle_ranks",
        "gathers_the_state",
        "goes_on_with_other_ranks",
        "keeps_only_its_share",
    ],
    edits=[
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
        (
            "held = {} if self.local is None else self.local.state",
            'mine = {} if self.local is None else self.local.state_dict()["state"]',
        ),
        ("mine = {i: held[p] for i, p in self.own.items() if p in held}", ""),
    ],
)

slip(
    "Only this rank's state is returned: the rest is on the others, and only a collective brings it here.",
    loses=["bears_idle_ranks", "gathers_the_state", "goes_on_with_other_ranks"],
    edits=[
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
        (
            "mine = {i: held[p] for i, p in self.own.items() if p in held}\n"
            "parts: list[Any] = [None] * dist.get_world_size()\n"
            "dist.all_gather_object(parts, mine)",
            "",
        ),
        (
            "{i: state for part in parts for i, state in part.items()}",
            "{i: held[p] for i, p in self.own.items() if p in held}",
        ),
    ],
)

slip(
    "The whole state reaches only rank 0: every rank must return it.",
    loses=["bears_idle_ranks", "gathers_the_state", "goes_on_with_other_ranks"],
    edits=[
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
        (
            "dist.all_gather_object(parts, mine)",
            "dist.all_gather_object(parts, mine)\nparts = parts if dist.get_rank() == 0 else []",
        ),
    ],
)

slip(
    "A parameter that was never stepped gets an empty state: leave it out.",
    loses=["bears_idle_ranks", "gathers_the_state", "goes_on_with_other_ranks"],
    edits=[
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
        (
            "{i: held[p] for i, p in self.own.items() if p in held}",
            "{i: held.get(p, {}) for i, p in self.own.items()}",
        ),
    ],
)

slip(
    "The state that is loaded is used itself, not a copy: the next step changes it in the caller's hands.",
    loses=["goes_on_with_other_ranks"],
    edits=[
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
        ("copy.deepcopy(state[i])", "state[i]"),
    ],
)

slip(
    "The copy is a shallow one: the dict is new, the tensors in it are the caller's, and a step changes them in place.",
    loses=["goes_on_with_other_ranks"],
    edits=[
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
        ("copy.deepcopy(state[i])", "dict(state[i])"),
    ],
)

slip(
    "A parameter that `state` leaves out keeps its old state: the next step does not go on from what was loaded.",
    loses=["goes_on_with_other_ranks"],
    edits=[
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
        ("self.local.state.pop(p, None)", ""),
    ],
)

slip(
    "`p.data = ...` puts other memory under the parameter: what shares its memory keeps the old weights. Change it in place.",
    loses=["bears_idle_ranks", "runs_on_real_processes", "trains_as_one"],
    edits=[
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
        (
            "dist.broadcast(p.detach(), owner)",
            "buffer = p.detach().clone()\ndist.broadcast(buffer, owner)\np.data = buffer",
        ),
    ],
)

slip(
    "The k-th state is given to the k-th parameter that this rank owns: state of the wrong shard. Look it up by the parameter's position in `params`.",
    loses=["goes_on_with_other_ranks", "keeps_only_its_share"],
    edits=[
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
        ("for i, p in self.own.items():", "for i, p in enumerate(self.own.values()):"),
    ],
)

slip(
    "`load_state` loads everything: this rank keeps state for parameters that others own.",
    loses=["keeps_only_its_share"],
    edits=[
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
        (
            "for i, p in self.own.items():",
            "if self.local is None:\n    return\nfor i, p in enumerate(self.params):",
        ),
    ],
)

slip(
    "The state is copied without the count of steps: Adam believes that it begins anew, and corrects its averages too much.",
    loses=["goes_on_with_other_ranks", "keeps_only_its_share"],
    edits=[
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
        ("copy.deepcopy(state[i])", 'copy.deepcopy(state[i]) | {"step": torch.tensor(0.0)}'),
    ],
)


@mistake(
    "`params` is walked through twice, but `model.parameters()` can be walked through only once: make a list first.",
    loses=["bears_idle_ranks", "runs_on_real_processes", "trains_as_one"],
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        sizes = [p.numel() for p in params]
        if not sizes:
            raise ValueError("there are no parameters to train")
        self.params = list(params)
        self.owners = assign(sizes, dist.get_world_size())
        rank = dist.get_rank()
        self.own = {i: p for i, p in enumerate(self.params) if self.owners[i] == rank}
        self.local = make(list(self.own.values()), **options) if self.own else None

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        if self.local is not None:
            self.local.step()
        for p, owner in zip(self.params, self.owners):
            dist.broadcast(p.detach(), owner)

    def gather_state(self):
        held = {} if self.local is None else self.local.state
        mine = {i: held[p] for i, p in self.own.items() if p in held}
        parts = [None] * dist.get_world_size()
        dist.all_gather_object(parts, mine)
        return {i: state for part in parts for i, state in part.items()}

    def load_state(self, state):
        for i, p in self.own.items():
            self.local.state.pop(p, None)
            if i in state:
                self.local.state[p] = copy.deepcopy(state[i])


slip(
    "`params` is walked through twice, but `model.parameters()` can be walked through only once: make a list first.",
    loses=["bears_idle_ranks", "runs_on_real_processes", "trains_as_one"],
    edits=[
        (
            "self.params = list(params)",
            "self.owners = assign([p.numel() for p in params], dist.get_world_size())\n"
            "self.params = list(params)",
        ),
        ("self.owners = assign([p.numel() for p in self.params], dist.get_world_size())", ""),
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
    ],
)

slip(
    "Without parameters every rank owns nothing, and nothing is trained in silence: raise ValueError.",
    loses=["refuses_to_train_nothing"],
    edits=[
        ('if not self.params:\n    raise ValueError("there are no parameters to train")', ""),
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
    ],
)

slip(
    "The options never reach the optimizer: it steps with torch's defaults. Hand them on as `**options`.",
    loses=[
        "bears_idle_ranks",
        "goes_on_with_other_ranks",
        "keeps_only_its_share",
        "refuses_to_train_nothing",
        "runs_on_real_processes",
        "trains_as_one",
    ],
    edits=[
        ("make(list(self.own.values()), **options)", "make(list(self.own.values()))"),
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
    ],
)

slip(
    "`zero_grad` fills the gradients with zeros; it sets them to None, so that a parameter without a gradient is not stepped.",
    loses=["trains_as_one", "runs_on_real_processes", "bears_idle_ranks"],
    edits=[
        ("p.grad = None", "if p.grad is not None:\n    p.grad.zero_()"),
        ("zip(self.params, self.owners, strict=True)", "zip(self.params, self.owners)"),
    ],
)


@mistake(
    "A gradient that is None is filled with zeros: Adam and momentum then move a parameter that is to stay as it is.",
    loses=["bears_idle_ranks", "gathers_the_state"],
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        self.params = list(params)
        if not self.params:
            raise ValueError("there are no parameters to train")
        self.owners = assign([p.numel() for p in self.params], dist.get_world_size())
        rank = dist.get_rank()
        self.own = {i: p for i, p in enumerate(self.params) if self.owners[i] == rank}
        self.local = make(list(self.own.values()), **options) if self.own else None

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        for p in self.params:
            if p.grad is None:
                p.grad = torch.zeros_like(p)
        if self.local is not None:
            self.local.step()
        for p, owner in zip(self.params, self.owners):
            dist.broadcast(p.detach(), owner)

    def gather_state(self):
        held = {} if self.local is None else self.local.state
        mine = {i: held[p] for i, p in self.own.items() if p in held}
        parts = [None] * dist.get_world_size()
        dist.all_gather_object(parts, mine)
        return {i: state for part in parts for i, state in part.items()}

    def load_state(self, state):
        for i, p in self.own.items():
            self.local.state.pop(p, None)
            if i in state:
                self.local.state[p] = copy.deepcopy(state[i])


@mistake(
    "Each parameter gets an optimizer of its own: one for all that this rank owns is asked for, as torch updates many at once.",
    loses=["keeps_only_its_share"],
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        self.params = list(params)
        if not self.params:
            raise ValueError("there are no parameters to train")
        self.owners = assign([p.numel() for p in self.params], dist.get_world_size())
        rank = dist.get_rank()
        self.own = {i: p for i, p in enumerate(self.params) if self.owners[i] == rank}
        self.each = {i: make([p], **options) for i, p in self.own.items()}

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        for optimizer in self.each.values():
            optimizer.step()
        for p, owner in zip(self.params, self.owners):
            dist.broadcast(p.detach(), owner)

    def gather_state(self):
        mine = {i: self.each[i].state[p] for i, p in self.own.items() if p in self.each[i].state}
        parts = [None] * dist.get_world_size()
        dist.all_gather_object(parts, mine)
        return {i: state for part in parts for i, state in part.items()}

    def load_state(self, state):
        for i, p in self.own.items():
            self.each[i].state.clear()
            if i in state:
                self.each[i].state[p] = copy.deepcopy(state[i])


@mistake(
    "Sorted parameters are dealt out there and back, 0, 1, 1, 0: that levels the shares only while sizes are close. Give each to the rank that holds the fewest numbers so far.",
    loses=["assigns_by_size", "keeps_only_its_share"],
)
def assign(sizes, world):
    if world < 1:
        raise ValueError("there must be at least one rank")
    order = sorted(range(len(sizes)), key=lambda i: -sizes[i])
    turns = [*range(world), *reversed(range(world))]
    owners = [0] * len(sizes)
    for turn, i in enumerate(order):
        owners[i] = turns[turn % len(turns)]
    return owners
