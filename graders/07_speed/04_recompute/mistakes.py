"""What goes wrong when a block is computed twice."""

import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks
from torch.utils.checkpoint import checkpoint, checkpoint_sequential

from torchdojo.grading import mistake, slip


@mistake(
    "A tensor that two operations keep is counted twice: count each storage once.",
    loses=["counts_what_is_kept"],
)
def saved_bytes(module, x):
    own = {p.untyped_storage().data_ptr() for p in module.parameters()}
    kept = []

    def pack(t):
        kept.append(t)
        return t

    with saved_tensors_hooks(pack, lambda t: t):
        module(x)
    storages = [t.untyped_storage() for t in kept]
    return sum(storage.nbytes() for storage in storages if storage.data_ptr() not in own)


slip(
    "The weights are counted too; they are there anyway, so leave out the storages of the parameters.",
    loses=["counts_what_is_kept"],
    edits=[
        (
            "for parameter in module.parameters():\n"
            "    sizes.pop(parameter.untyped_storage().data_ptr(), None)",
            "",
        )
    ],
)

slip(
    "These are elements, not bytes: a storage knows its `nbytes()`.",
    loses=["counts_what_is_kept"],
    edits=[("t.untyped_storage().nbytes()", "t.numel()")],
)

slip(
    "Under `no_grad` nothing is kept at all, so there is nothing to count.",
    loses=["counts_what_is_kept"],
    edits=[
        (
            "with saved_tensors_hooks(pack, lambda t: t):",
            "with torch.no_grad(), saved_tensors_hooks(pack, lambda t: t):",
        )
    ],
)


@mistake(
    "The parameters are left out by `isinstance(t, nn.Parameter)`, but a layer keeps a *view* of its weight: compare storages.",
    loses=["counts_what_is_kept"],
)
def saved_bytes(module, x):
    sizes = {}

    def pack(t):
        if not isinstance(t, nn.Parameter):
            sizes[t.untyped_storage().data_ptr()] = t.untyped_storage().nbytes()
        return t

    with saved_tensors_hooks(pack, lambda t: t):
        module(x)
    return sum(sizes.values())


slip(
    "A view is counted by its own size, but the whole storage stays in memory: `untyped_storage().nbytes()`.",
    loses=["counts_what_is_kept"],
    edits=[("t.untyped_storage().nbytes()", "t.nbytes")],
)

slip(
    "Buffers are left out as well, as by `state_dict` or `buffers()`: only the parameters' storages do not count.",
    loses=["counts_what_is_kept"],
    edits=[
        ("for parameter in module.parameters():", "for own in module.state_dict().values():"),
        ("parameter.untyped_storage()", "own.untyped_storage()"),
    ],
)

slip(
    "The block is run as usual: everything in it is kept, and nothing recomputed.",
    loses=["keeps_the_input_alone", "trains_in_segments", "keeps_one_input_per_group"],
    edits=[("checkpoint(block, x, use_reentrant=False)", "block(x)")],
)


@mistake(
    "`no_grad` keeps nothing, but it also cuts off every gradient: use `torch.utils.checkpoint`.",
    loses=[
        "has_the_same_gradients",
        "needs_no_gradient_of_the_input",
        "drops_the_same_twice",
        "keeps_the_input_alone",
        "trains_in_segments",
        "keeps_one_input_per_group",
    ],
)
def recomputed(block, x):
    with torch.no_grad():
        return block(x)


slip(
    "The second run draws new random numbers: dropout drops other elements. Leave `preserve_rng_state` on.",
    loses=["drops_the_same_twice"],
    edits=[
        (
            "checkpoint(block, x, use_reentrant=False)",
            "checkpoint(block, x, use_reentrant=False, preserve_rng_state=False)",
        )
    ],
)


@mistake(
    "A seed of its own makes dropout agree, but `manual_seed` changes all later random numbers: let `checkpoint` do it.",
    loses=["has_the_same_gradients", "needs_no_gradient_of_the_input", "drops_the_same_twice"],
)
def recomputed(block, x):
    seed = int(torch.randint(2**31, ()))

    def run(t):
        torch.manual_seed(seed)
        return block(t)

    return checkpoint(run, x, use_reentrant=False, preserve_rng_state=False)


slip(
    "It recomputes in training mode only, as `Segments` should: `recomputed` does so in either mode of the block.",
    loses=["keeps_the_input_alone"],
    edits=[
        (
            "checkpoint(block, x, use_reentrant=False)",
            "checkpoint(block, x, use_reentrant=False) if block.training else block(x)",
        )
    ],
)

slip(
    "The reentrant variant gives no gradients where the input needs none: use `use_reentrant=False`.",
    loses=[
        "needs_no_gradient_of_the_input",
        "keeps_the_input_alone",
        "trains_in_segments",
        "keeps_one_input_per_group",
    ],
    edits=[("use_reentrant=False", "use_reentrant=True")],
)

slip(
    "The input is detached: the parameters learn, but no gradient flows on to what lies before the block.",
    loses=[
        "has_the_same_gradients",
        "drops_the_same_twice",
        "trains_in_segments",
        "keeps_one_input_per_group",
    ],
    edits=[
        (
            "checkpoint(block, x, use_reentrant=False)",
            "checkpoint(block, x.detach(), use_reentrant=False)",
        )
    ],
)

slip(
    "The blocks are in a plain list: their parameters are not found. Use `nn.ModuleList`.",
    loses=["trains_in_segments", "runs_once_in_evaluation"],
    edits=[
        ('f"a group needs at least one block, not {every}"', '"no group without blocks"'),
        ("nn.ModuleList(blocks)", "list(blocks)"),
    ],
)

slip(
    "Each block is recomputed by itself, whatever `every` says: make groups.",
    loses=["keeps_one_input_per_group"],
    edits=[
        ('f"a group needs at least one block, not {every}"', '"no group without blocks"'),
        ("self.every = every", "self.every = 1"),
    ],
)

slip(
    "All blocks are one group, whatever `every` says, so the second run keeps everything at once.",
    loses=["keeps_one_input_per_group"],
    edits=[
        ('f"a group needs at least one block, not {every}"', '"no group without blocks"'),
        ("self.every = every", "self.every = max(1, len(blocks))"),
    ],
)

slip(
    "The last blocks are lost where `every` does not divide their number: the last group is smaller.",
    loses=["trains_in_segments", "keeps_one_input_per_group", "runs_once_in_evaluation"],
    edits=[
        ('f"a group needs at least one block, not {every}"', '"no group without blocks"'),
        ("len(self.blocks)", "len(self.blocks) - self.every + 1"),
    ],
)

slip(
    "Only full groups are recomputed: the blocks of a smaller last group are a group, too.",
    loses=["trains_in_segments", "keeps_one_input_per_group"],
    edits=[
        ('f"a group needs at least one block, not {every}"', '"no group without blocks"'),
        (
            "x = recomputed(group, x) if self.training else group(x)",
            "full = len(group) == self.every\n"
            "x = recomputed(group, x) if self.training and full else group(x)",
        ),
    ],
)


@mistake(
    "The groups are an iterator, which is used up after the first call: make a list of them.",
    loses=["trains_in_segments", "runs_once_in_evaluation"],
)
class Segments(nn.Module):
    def __init__(self, blocks, every):
        super().__init__()
        if every < 1:
            raise ValueError("no group without blocks")
        self.blocks = nn.ModuleList(blocks)
        starts = range(0, len(blocks), every)
        self.groups = (nn.Sequential(*blocks[start : start + every]) for start in starts)

    def forward(self, x):
        for group in self.groups:
            x = recomputed(group, x) if self.training else group(x)
        return x


slip(
    "A `lambda` in the loop sees the *last* group when it is run again: hand the group itself over.",
    loses=["trains_in_segments", "keeps_one_input_per_group"],
    edits=[
        ('f"a group needs at least one block, not {every}"', '"no group without blocks"'),
        ("recomputed(group, x)", "checkpoint(lambda t: group(t), x, use_reentrant=False)"),
    ],
)

slip(
    "Evaluation recomputes as well: ask `self.training` first.",
    loses=["runs_once_in_evaluation"],
    edits=[
        ('f"a group needs at least one block, not {every}"', '"no group without blocks"'),
        ("recomputed(group, x) if self.training else group(x)", "recomputed(group, x)"),
    ],
)

slip(
    "Nothing is recomputed in training: the groups are called as usual.",
    loses=["trains_in_segments", "keeps_one_input_per_group"],
    edits=[
        ('f"a group needs at least one block, not {every}"', '"no group without blocks"'),
        ("recomputed(group, x) if self.training else group(x)", "group(x)"),
    ],
)

slip(
    "A group of no blocks is not refused: raise ValueError if `every` is less than 1.",
    loses=["keeps_one_input_per_group"],
    edits=[
        (
            'if every < 1:\n    raise ValueError(f"a group needs at least one block, not {every}")',
            "",
        )
    ],
)


@mistake(
    "`checkpoint_sequential` takes the *number* of groups, and runs the last one as usual: recompute every group of `every` blocks.",
    loses=["trains_in_segments", "keeps_one_input_per_group"],
)
class Segments(nn.Module):
    def __init__(self, blocks, every):
        super().__init__()
        if every < 1:
            raise ValueError("a group needs at least one block")
        self.blocks = nn.ModuleList(blocks)
        self.every = every

    def forward(self, x):
        if self.training:
            groups = min(self.every, len(self.blocks))
            return checkpoint_sequential(list(self.blocks), groups, x, use_reentrant=False)
        for block in self.blocks:
            x = block(x)
        return x


slip(
    "The blocks are kept under another name: the attribute `blocks` names the weights.",
    loses=["trains_in_segments", "runs_once_in_evaluation"],
    edits=[
        ("self.blocks = nn.ModuleList(blocks)", "self.layers = nn.ModuleList(blocks)"),
        ("len(self.blocks)", "len(self.layers)"),
        ("self.blocks[start : start + self.every]", "self.layers[start : start + self.every]"),
    ],
)

slip(
    "Nothing is recomputed where the input needs no gradient: the block's weights need theirs, so autograd keeps all of its insides.",
    loses=["keeps_the_input_alone", "trains_in_segments", "keeps_one_input_per_group"],
    edits=[
        (
            "checkpoint(block, x, use_reentrant=False)",
            "checkpoint(block, x, use_reentrant=False) if x.requires_grad else block(x)",
        )
    ],
)
