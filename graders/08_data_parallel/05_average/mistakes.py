"""What goes wrong when gradients are averaged over ranks."""

import torch
import torch.distributed as dist

from torchdojo.grading import mistake, slip

slip(
    "The gradients are added up over the ranks but never divided: the step grows with the number of ranks.",
    loses=[
        "bears_a_rank_without_examples",
        "bears_unused_and_frozen_parameters",
        "equals_the_whole_batch",
        "runs_on_real_processes",
        "weighs_uneven_shares",
    ],
    edits=[
        ("n_total = _total(n_local)", "_total(n_local)"),
        (
            "grad = torch.zeros_like(p) if p.grad is None else p.grad\n"
            "p.grad = grad * (n_local / n_total)",
            "p.grad = torch.zeros_like(p) if p.grad is None else p.grad",
        ),
    ],
)

slip(
    "The gradients are divided by the number of ranks: a mean of means, in which an example of a small share counts more. Weigh each rank by `n_local`.",
    loses=[
        "bears_a_rank_without_examples",
        "bears_unused_and_frozen_parameters",
        "runs_on_real_processes",
        "weighs_uneven_shares",
    ],
    edits=[
        ("n_total = _total(n_local)", "_total(n_local)"),
        (
            "grad = torch.zeros_like(p) if p.grad is None else p.grad",
            "p.grad = torch.zeros_like(p) if p.grad is None else p.grad",
        ),
        ("p.grad = grad * (n_local / n_total)", ""),
        ("dist.all_reduce(p.grad)", "dist.all_reduce(p.grad)\np.grad /= dist.get_world_size()"),
    ],
)

slip(
    "Each gradient is multiplied by its number of examples, but the sum is never divided by the number of all.",
    loses=[
        "bears_a_rank_without_examples",
        "bears_unused_and_frozen_parameters",
        "equals_the_whole_batch",
        "runs_on_real_processes",
        "weighs_uneven_shares",
        "works_alone",
    ],
    edits=[
        ("n_total = _total(n_local)", "_total(n_local)"),
        (
            "grad = torch.zeros_like(p) if p.grad is None else p.grad\n"
            "p.grad = grad * (n_local / n_total)",
            "p.grad = torch.zeros_like(p) if p.grad is None else p.grad * n_local",
        ),
    ],
)

slip(
    "Parameters whose `.grad` is None are skipped: a rank that has none makes fewer calls than the others, and they wait for it for ever. Send zeros.",
    loses=["bears_a_rank_without_examples", "bears_unused_and_frozen_parameters"],
    edits=[
        ("p.requires_grad", "p.grad is not None"),
        (
            "grad = torch.zeros_like(p) if p.grad is None else p.grad\n"
            "p.grad = grad * (n_local / n_total)",
            "p.grad *= n_local / n_total",
        ),
    ],
)

slip(
    "A rank without examples takes no part: the others wait for ever for it in the collectives. Send zeros.",
    loses=["bears_a_rank_without_examples", "refuses_an_empty_batch"],
    edits=[
        (
            "def sync_gradients(model: nn.Module, n_local: int) -> None:",
            "def sync_gradients(model: nn.Module, n_local: int) -> None:\n"
            "    if n_local == 0:\n"
            "        return",
        )
    ],
)


@mistake(
    "Frozen parameters get gradients, too: only those that require one take part.",
    loses=["bears_unused_and_frozen_parameters"],
)
def sync_gradients(model, n_local):
    n_total = _total(n_local)
    for p in model.parameters():
        grad = torch.zeros_like(p) if p.grad is None else p.grad
        p.grad = grad * (n_local / n_total)
        dist.all_reduce(p.grad)


slip(
    "Only rank 0 gets the averaged gradients, by `reduce`: every rank makes a step, so all need them. That is `all_reduce`.",
    loses=[
        "bears_a_rank_without_examples",
        "bears_unused_and_frozen_parameters",
        "equals_the_whole_batch",
        "runs_on_real_processes",
        "weighs_uneven_shares",
    ],
    edits=[
        ("p.grad = grad * (n_local / n_total)", "total = grad * (n_local / n_total)"),
        (
            "dist.all_reduce(p.grad)",
            "dist.reduce(total, dst=0)\np.grad = total if dist.get_rank() == 0 else grad",
        ),
    ],
)

slip(
    "The loss is the mean of the ranks' means: weigh each by its number of examples.",
    loses=[
        "bears_a_rank_without_examples",
        "leaves_the_loss_alone",
        "runs_on_real_processes",
        "weighs_uneven_shares",
    ],
    edits=[
        ("n_total = _total(n_local)", "_total(n_local)"),
        ("loss.detach() * n_local", "loss.detach().clone()"),
        ("summed.item() / n_total", "summed.item() / dist.get_world_size()"),
    ],
)

slip(
    "The loss of a rank without examples is multiplied by 0, but it is NaN, and NaN times 0 is NaN: leave it out.",
    loses=["bears_a_rank_without_examples"],
    edits=[
        (
            "loss.detach() * n_local if n_local else torch.zeros_like(loss)",
            "loss.detach() * n_local",
        )
    ],
)

slip(
    "The caller's loss is overwritten by the sum over the ranks: `all_reduce` works in place, and `detach()` makes no copy.",
    loses=["leaves_the_loss_alone"],
    edits=[
        (
            "summed = loss.detach() * n_local if n_local else torch.zeros_like(loss)",
            "summed = loss.detach() if n_local else torch.zeros_like(loss)\nsummed *= n_local",
        )
    ],
)

slip(
    "It returns a tensor where the contract asks for a float: call `item()`.",
    loses=[
        "bears_a_rank_without_examples",
        "equals_the_whole_batch",
        "leaves_the_loss_alone",
        "runs_on_real_processes",
        "weighs_uneven_shares",
        "works_alone",
    ],
    edits=[("summed.item()", "summed")],
)


@mistake(
    "An empty batch is divided by 0 examples: raise `ValueError` if the total is 0.",
    loses=["refuses_an_empty_batch"],
)
def _total(n_local):
    n = torch.tensor(float(n_local))
    dist.all_reduce(n)
    return n.item() or float("nan")


slip(
    "Every NaN or infinity counts as 0, also that of a rank that has examples: leave out only the loss of a rank without any, by `n_local`, not by its value.",
    loses=["leaves_the_loss_alone", "weighs_uneven_shares"],
    edits=[
        (
            "loss.detach() * n_local if n_local else torch.zeros_like(loss)",
            "torch.nan_to_num(loss.detach(), nan=0.0, posinf=0.0, neginf=0.0) * n_local",
        )
    ],
)

slip(
    "Every NaN counts as 0, also that of a rank that has examples: leave out only the loss of a rank without any.",
    loses=["leaves_the_loss_alone", "weighs_uneven_shares"],
    edits=[
        (
            "loss.detach() * n_local if n_local else torch.zeros_like(loss)",
            "torch.zeros_like(loss) if loss.isnan() else loss.detach() * n_local",
        )
    ],
)

slip(
    "`nan_to_num` makes a NaN 0 and an infinity a very large number, also of ranks with examples: leave out only the loss of a rank without any.",
    loses=["leaves_the_loss_alone", "weighs_uneven_shares"],
    edits=[
        (
            "loss.detach() * n_local if n_local else torch.zeros_like(loss)",
            "torch.nan_to_num(loss.detach()) * n_local",
        )
    ],
)


@mistake(
    "Only the examples of ranks that used the parameter are counted: the others count as zeros, so divide by all examples.",
    loses=["bears_unused_and_frozen_parameters"],
)
def sync_gradients(model, n_local):
    _total(n_local)
    for p in model.parameters():
        if p.requires_grad:
            count = torch.tensor(float(n_local if p.grad is not None else 0))
            p.grad = torch.zeros_like(p) if p.grad is None else p.grad * n_local
            dist.all_reduce(p.grad)
            dist.all_reduce(count)
            p.grad /= count.clamp(min=1)


@mistake(
    "Zeros are sent only by a rank without examples: one whose examples do not use a parameter has no gradient either, and must send zeros too.",
    loses=["bears_unused_and_frozen_parameters", "refuses_an_empty_batch"],
)
def sync_gradients(model, n_local):
    total = torch.tensor(n_local)
    dist.all_reduce(total)
    if total == 0:
        raise ValueError("no rank has any example")
    for p in model.parameters():
        if not p.requires_grad:
            continue
        if n_local == 0:
            p.grad = torch.zeros_like(p)
        if p.grad is not None:
            p.grad.mul_(n_local / total.item())
            dist.all_reduce(p.grad)


slip(
    "Zeros are sent where `.grad` is None, but the mean is not put there: that rank makes its step without it.",
    loses=["bears_a_rank_without_examples", "bears_unused_and_frozen_parameters"],
    edits=[
        ("p.grad = grad * (n_local / n_total)", "grad.mul_(n_local / n_total)"),
        ("dist.all_reduce(p.grad)", "dist.all_reduce(grad)"),
    ],
)

slip(
    "`nan_to_num` hides the NaN and infinities in gradients: an example that spoils them must stay visible.",
    loses=["weighs_uneven_shares"],
    edits=[("grad * (n_local / n_total)", "grad.nan_to_num() * (n_local / n_total)")],
)
