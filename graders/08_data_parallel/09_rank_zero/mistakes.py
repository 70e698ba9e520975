"""What goes wrong when many ranks report and save as one."""

from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn

from torchdojo.grading import mistake, slip


@mistake(
    "The mean of the ranks' accuracies is not the accuracy: a rank with two examples counts as much as one with ten. Add up counts.",
    loses=["bears_a_rank_without_examples", "counts_every_example_once", "runs_on_real_processes"],
)
def global_accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    total = torch.tensor(len(labels))
    dist.all_reduce(total)
    if not total:
        raise ValueError("no rank has any examples")
    share = (logits.argmax(1) == labels).float().mean().nan_to_num()
    dist.all_reduce(share)
    return share.item() / dist.get_world_size()


@mistake(
    "Each rank returns its own accuracy; add up the counts of all ranks by `dist.all_reduce`.",
    loses=["bears_a_rank_without_examples", "counts_every_example_once", "runs_on_real_processes"],
)
def global_accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    total = torch.tensor(len(labels))
    dist.all_reduce(total)
    if not total:
        raise ValueError("no rank has any examples")
    return (logits.argmax(1) == labels).float().mean().item()


@mistake(
    "The right ones of all ranks are divided by the examples of this rank alone.",
    loses=["bears_a_rank_without_examples", "counts_every_example_once", "runs_on_real_processes"],
)
def global_accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    total = torch.tensor(len(labels))
    dist.all_reduce(total)
    if not total:
        raise ValueError("no rank has any examples")
    right = (logits.argmax(1) == labels).sum()
    dist.all_reduce(right)
    return right.item() / max(len(labels), 1)


@mistake(
    "A rank without examples raises or returns before the collective, and the others wait for it for ever.",
    loses=["bears_a_rank_without_examples"],
)
def global_accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    if not len(labels):
        raise ValueError("no examples")
    counts = torch.stack([(logits.argmax(1) == labels).sum(), torch.tensor(len(labels))])
    dist.all_reduce(counts)
    return (counts[0] / counts[1]).item()


@mistake(
    "Without any examples 0 is divided by 0, and NaN comes back: raise `ValueError` where the total is 0.",
    loses=["bears_a_rank_without_examples"],
)
def global_accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    counts = torch.stack([(logits.argmax(1) == labels).sum(), torch.tensor(len(labels))])
    dist.all_reduce(counts)
    return (counts[0] / counts[1]).item()


slip(
    "It returns a tensor where the contract asks for a float: call `item()`.",
    loses=[
        "bears_a_rank_without_examples",
        "counts_every_example_once",
        "works_alone",
        "runs_on_real_processes",
    ],
    edits=[
        ("right = (logits.argmax(1) == labels).sum()", ""),
        (
            "[right, torch.tensor(len(labels))]",
            "[(logits.argmax(1) == labels).sum(), torch.tensor(len(labels))]",
        ),
        ("(counts[0] / counts[1]).item()", "counts[0] / counts[1]"),
    ],
)


@mistake(
    "Counts are kept in the dtype of the scores: bfloat16 has no 257, float16 no 2049. Add them up as integers.",
    loses=["counts_every_example_once"],
)
def global_accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    hits = (logits.argmax(1) == labels).sum()
    counts = logits.new_tensor([hits.item(), len(labels)])
    dist.all_reduce(counts)
    if counts[1] == 0:
        raise ValueError("no rank has any example")
    return counts[0].item() / counts[1].item()


@mistake(
    "Only rank 0 gets the accuracy, by `reduce`; on the other ranks the counts are not those of all. `all_reduce` tells everybody.",
    loses=["bears_a_rank_without_examples", "counts_every_example_once", "runs_on_real_processes"],
)
def global_accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    total = torch.tensor(len(labels))
    dist.all_reduce(total)
    if not total:
        raise ValueError("no rank has any examples")
    right = (logits.argmax(1) == labels).sum()
    if dist.get_world_size() > 1:
        summed = right.clone()
        dist.reduce(summed, dst=0)
        right = summed if dist.get_rank() == 0 else right
    return right.item() / total.item()


slip(
    "Every rank writes the same file, at the same time: only rank 0 should.",
    loses=["loads_on_every_rank", "writes_once_and_waits"],
    edits=[
        (
            "if dist.get_rank() == 0:\n    torch.save(model.state_dict(), path)",
            "torch.save(model.state_dict(), path)",
        )
    ],
)

slip(
    "Nobody waits for rank 0: other ranks return before the file is complete. Call `dist.barrier()` after writing, on every rank.",
    loses=["writes_once_and_waits"],
    edits=[("dist.barrier()", "")],
)


@mistake(
    "The barrier comes before the file is written, so it makes nobody wait for the file: it belongs after `torch.save`.",
    loses=["writes_once_and_waits"],
)
def save_once(model: nn.Module, path: Path) -> None:
    dist.barrier()
    if dist.get_rank() == 0:
        torch.save(model.state_dict(), path)


@mistake(
    "Only rank 0 calls the barrier, and waits in it for ever: it stands inside the `if`, and belongs after it.",
    loses=["loads_on_every_rank", "runs_on_real_processes", "writes_once_and_waits"],
)
def save_once(model: nn.Module, path: Path) -> None:
    if dist.get_rank() == 0:
        torch.save(model.state_dict(), path)
        dist.barrier()


slip(
    "The last rank writes; the contract asks for rank 0.",
    loses=["loads_on_every_rank", "writes_once_and_waits"],
    edits=[("dist.get_rank() == 0", "dist.get_rank() == dist.get_world_size() - 1")],
)

slip(
    "The file holds parameters only; buffers, such as the running statistics of batch normalisation, are part of the state dict.",
    loses=["loads_on_every_rank", "works_alone", "writes_once_and_waits", "runs_no_code_in_files"],
    edits=[("model.state_dict()", "dict(model.named_parameters())")],
)

slip(
    "If a file is there already, it stays as it is: `torch.save` should replace it.",
    loses=["writes_once_and_waits"],
    edits=[("dist.get_rank() == 0", "dist.get_rank() == 0 and not Path(path).exists()")],
)

slip(
    "Only rank 0 loads the file; the other ranks keep the weights they had.",
    loses=["loads_on_every_rank", "runs_on_real_processes"],
    edits=[
        (
            "model.load_state_dict(torch.load(path, weights_only=True))",
            "if dist.get_rank() == 0:\n"
            "    model.load_state_dict(torch.load(path, weights_only=True))",
        )
    ],
)


@mistake(
    "Only parameters are taken from the file, buffers stay as they were: load the whole state dict.",
    loses=["loads_on_every_rank", "works_alone"],
)
def load_everywhere(model: nn.Module, path: Path) -> None:
    kept = torch.load(path, weights_only=True)
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.copy_(kept[name])


@mistake(
    "Values are paired with parameters by place, but buffers stand among them: use the names, by `load_state_dict`.",
    loses=["loads_on_every_rank", "runs_no_code_in_files", "works_alone"],
)
def load_everywhere(model: nn.Module, path: Path) -> None:
    state = torch.load(path, weights_only=True)
    with torch.no_grad():
        for p, value in zip(model.parameters(), state.values()):
            p.copy_(value)


@mistake(
    "Rank 0 reads the file and sends the parameters only: the other ranks keep their own buffers.",
    loses=["loads_on_every_rank"],
)
def load_everywhere(model: nn.Module, path: Path) -> None:
    if dist.get_rank() == 0:
        model.load_state_dict(torch.load(path, weights_only=True))
    for p in model.parameters():
        dist.broadcast(p.detach(), 0)


slip(
    "With `weights_only=False` a file can hold code, and loading runs it: anybody's file would be a program.",
    loses=["runs_no_code_in_files"],
    edits=[("weights_only=True", "weights_only=False")],
)

slip(
    "The model itself is pickled, with all its code, and `weights_only=True` refuses that: save `model.state_dict()`.",
    loses=[
        "writes_once_and_waits",
        "works_alone",
        "loads_on_every_rank",
        "runs_on_real_processes",
        "runs_no_code_in_files",
    ],
    edits=[("model.state_dict()", "model")],
)
