"""What goes wrong when a loop should not wait."""

import torch

from torchdojo.grading import mistake, slip

slip(
    "`loss.item()` in the loop waits for every batch: add up `loss.detach()`, a tensor.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
    edits=[
        ("seen * len(x)", "loss.item() * len(x)"),
        (
            "[total / count, correct.to(total) / count, worst]",
            "[seen.new_tensor(total / count), correct.to(seen) / count, worst]",
        ),
    ],
)

slip(
    "`if loss > worst` must know the answer, so it waits: `torch.maximum` compares on the device.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
    edits=[
        (
            "worst = seen if worst is None else torch.maximum(worst, seen)",
            "if worst is None or seen > worst:\n    worst = seen",
        )
    ],
)

slip(
    "`max(worst, loss)` is Python's: it asks which one is larger, and waits. `torch.maximum` does not.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
    edits=[("torch.maximum(worst, seen)", "max(worst, seen)")],
)

slip(
    "The text of a loss needs its number: printing in the loop waits for every batch.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
    edits=[
        (
            "total = total + seen * len(x)",
            'total = total + seen * len(x)\nprint(f"loss {seen:.3f}")',
        )
    ],
)

slip(
    "`int(...)` around the right answers reads a number in every step: leave the sum a tensor.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
    edits=[
        ("(output.argmax(1) == y).sum()", "int((output.argmax(1) == y).sum())"),
        ("correct.to(total) / count", "torch.full_like(total, correct / count)"),
    ],
)

slip(
    "`.cpu()` copies at once, and waits: keep the losses where they are.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
    edits=[
        ("seen * len(x)", "seen.cpu() * len(x)"),
        (
            "[total / count, correct.to(total) / count, worst]",
            "[total.to(seen) / count, correct.to(seen) / count, worst]",
        ),
    ],
)

slip(
    "`nonzero` must know how many there are before it can return, and waits: sum the mask instead.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
    edits=[
        ("(output.argmax(1) == y).sum()", "len((output.argmax(1) == y).nonzero())"),
        ("correct.to(total) / count", "torch.full_like(total, correct / count)"),
    ],
)

slip(
    "`torch.tensor([...])` of tensors reads each of them; `torch.stack` joins them where they are.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch"],
    edits=[
        (
            "torch.stack([total / count, correct.to(total) / count, worst])",
            "torch.tensor(\n"
            "    [total / count, correct.to(total) / count, worst], dtype=total.dtype, device=total.device\n"
            ")",
        )
    ],
)

slip(
    "The running numbers are made on the CPU, wherever the model is: use the loss's device and dtype.",
    loses=["runs_without_numbers"],
    edits=[
        ("0.0, 0, 0, None", "torch.zeros(1), 0, 0, None"),
        (
            "[total / count, correct.to(total) / count, worst]",
            "[total[0].to(seen.dtype) / count, correct.to(seen) / count, worst]",
        ),
    ],
)

slip(
    "The sum hangs on the graphs of all batches: `detach()` each loss before you keep it.",
    loses=["keeps_no_graphs"],
    edits=[
        ("seen * len(x)", "loss * len(x)"),
        (
            "torch.stack([total / count, correct.to(total) / count, worst])",
            "torch.stack([total / count, correct.to(total) / count, worst]).detach()",
        ),
    ],
)

slip(
    "The result still has a graph: `detach()` each loss before you keep it.",
    loses=["keeps_no_graphs"],
    edits=[("seen * len(x)", "loss * len(x)")],
)

slip(
    "This is the mean of the batches' means: weight each loss by the size of its batch.",
    loses=[
        "reports_each_epoch",
        "reads_nothing_in_the_loop",
        "reads_once_per_epoch",
        "keeps_no_graphs",
    ],
    edits=[
        (
            "total, correct, count, worst = 0.0, 0, 0, None",
            "total, correct, count, steps, worst = 0.0, 0, 0, 0, None",
        ),
        ("seen * len(x)", "seen"),
        ("count += len(x)", "count += len(x)\nsteps += 1"),
        ("total / count", "total / steps"),
    ],
)


@mistake(
    "Loss and accuracy are means of the batches' means: weight each batch by its size.",
    loses=[
        "reports_each_epoch",
        "reads_nothing_in_the_loop",
        "reads_once_per_epoch",
        "keeps_no_graphs",
    ],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    losses, shares = [], []
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        shares.append((output.argmax(1) == y).to(loss.dtype).mean())
    losses = torch.stack(losses)
    return torch.stack([losses.mean(), torch.stack(shares).mean(), losses.max()])


slip(
    "`worst` begins at 0, and stays there if all losses are negative: begin with the first loss, or at -inf.",
    loses=["reports_each_epoch"],
    edits=[
        (
            "seen if worst is None else torch.maximum(worst, seen)",
            "torch.maximum(torch.zeros_like(seen) if worst is None else worst, seen)",
        )
    ],
)

slip(
    "A count of integers divided by an int is float32, with 7 digits: cast it to the loss's dtype first.",
    loses=["reports_each_epoch"],
    edits=[("correct.to(total)", "correct")],
)


@mistake(
    "The batches are gone through once to count, and then to train: an iterator is used up. Count while training.",
    loses=["reads_nothing_in_the_loop"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    count = sum(len(x) for x, _ in batches)
    losses, parts, hits = [], [], []
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        parts.append(loss.detach() * (len(x) / count))
        hits.append((output.argmax(1) == y).sum())
    losses = torch.stack(losses)
    accuracy = torch.stack(hits).sum().to(losses.dtype) / count
    return torch.stack([torch.stack(parts).sum(), accuracy, losses.max()])


slip(
    "`worst` is the smallest loss of a batch; it should be the largest: `torch.maximum`.",
    loses=[
        "reports_each_epoch",
        "reads_nothing_in_the_loop",
        "reads_once_per_epoch",
        "keeps_no_graphs",
    ],
    edits=[("torch.maximum(worst, seen)", "torch.minimum(worst, seen)")],
)

slip(
    "The gradients are never cleared: `backward()` adds to those of the batch before.",
    loses=[
        "trains_as_it_should",
        "reports_each_epoch",
        "reads_nothing_in_the_loop",
        "reads_once_per_epoch",
        "keeps_no_graphs",
    ],
    edits=[("optimizer.zero_grad()", "")],
)


@mistake(
    "Three numbers are read one by one, which waits three times: read the tensor once, with `tolist()`.",
    loses=["reads_once_per_epoch"],
)
def fit(model, batches, loss_fn, optimizer, epochs):
    history = []
    for _ in range(epochs):
        numbers = train_epoch(model, batches, loss_fn, optimizer)
        history.append(
            {
                "loss": numbers[0].item(),
                "accuracy": numbers[1].item(),
                "worst": numbers[2].item(),
            }
        )
    return history


slip(
    "`float` of each of the three numbers waits three times per epoch: `tolist()` reads them together.",
    loses=["reads_once_per_epoch"],
    edits=[
        (
            "loss, accuracy, worst = train_epoch(model, batches, loss_fn, optimizer).tolist()",
            "numbers = train_epoch(model, batches, loss_fn, optimizer)",
        ),
        (
            '{"loss": loss, "accuracy": accuracy, "worst": worst}',
            'dict(zip(["loss", "accuracy", "worst"], map(float, numbers)))',
        ),
    ],
)


@mistake(
    "For 0 epochs there is nothing to stack, and `torch.stack` raises an error: return an empty list.",
    loses=["reports_each_epoch"],
)
def fit(model, batches, loss_fn, optimizer, epochs):
    rows = [train_epoch(model, batches, loss_fn, optimizer) for _ in range(epochs)]
    return [
        {"loss": loss, "accuracy": accuracy, "worst": worst}
        for loss, accuracy, worst in torch.stack(rows).tolist()
    ]


slip(
    "The dictionaries hold tensors: read them back, once per epoch, as Python floats.",
    loses=["reports_each_epoch", "reads_once_per_epoch"],
    edits=[
        (
            "loss, accuracy, worst = train_epoch(model, batches, loss_fn, optimizer).tolist()",
            "numbers = train_epoch(model, batches, loss_fn, optimizer)",
        ),
        (
            '{"loss": loss, "accuracy": accuracy, "worst": worst}',
            'dict(zip(["loss", "accuracy", "worst"], numbers))',
        ),
    ],
)


@mistake(
    "`step()` stands behind the loop: one update for the epoch, not one for every batch.",
    loses=[
        "trains_as_it_should",
        "reports_each_epoch",
        "reads_nothing_in_the_loop",
        "reads_once_per_epoch",
        "keeps_no_graphs",
    ],
)
def train_epoch(model, batches, loss_fn, optimizer):
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        seen = loss.detach()
        total = total + seen * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = seen if worst is None else torch.maximum(worst, seen)
        count += len(x)
    optimizer.step()
    return torch.stack([total / count, correct.to(total) / count, worst])


slip(
    "Gradients are cleared after a step only: what the model brings along in `.grad` goes into the first step. Clear them before each backward pass.",
    loses=["trains_as_it_should", "reports_each_epoch"],
    edits=[
        ("optimizer.zero_grad()", ""),
        ("optimizer.step()", "optimizer.step()\noptimizer.zero_grad()"),
    ],
)
