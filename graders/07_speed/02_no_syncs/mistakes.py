"""What goes wrong when a loop should not wait."""

import torch

from torchdojo.grading import mistake


@mistake(
    "`loss.item()` in the loop waits for every batch: add up `loss.detach()`, a tensor.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + loss.item() * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = seen if worst is None else torch.maximum(worst, seen)
        count += len(x)
    return torch.stack([seen.new_tensor(total / count), correct.to(seen) / count, worst])


@mistake(
    "`if loss > worst` must know the answer, so it waits: `torch.maximum` compares on the device.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + seen * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        if worst is None or seen > worst:
            worst = seen
        count += len(x)
    return torch.stack([total / count, correct.to(total) / count, worst])


@mistake(
    "`max(worst, loss)` is Python's: it asks which one is larger, and waits. `torch.maximum` does not.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + seen * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = seen if worst is None else max(worst, seen)
        count += len(x)
    return torch.stack([total / count, correct.to(total) / count, worst])


@mistake(
    "The text of a loss needs its number: printing in the loop waits for every batch.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + seen * len(x)
        print(f"loss {seen:.3f}")
        correct = correct + (output.argmax(1) == y).sum()
        worst = seen if worst is None else torch.maximum(worst, seen)
        count += len(x)
    return torch.stack([total / count, correct.to(total) / count, worst])


@mistake(
    "`int(...)` around the right answers reads a number in every step: leave the sum a tensor.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + seen * len(x)
        correct = correct + int((output.argmax(1) == y).sum())
        worst = seen if worst is None else torch.maximum(worst, seen)
        count += len(x)
    return torch.stack([total / count, torch.full_like(total, correct / count), worst])


@mistake(
    "`.cpu()` copies at once, and waits: keep the losses where they are.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + seen.cpu() * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = seen if worst is None else torch.maximum(worst, seen)
        count += len(x)
    return torch.stack([total.to(seen) / count, correct.to(seen) / count, worst])


@mistake(
    "`nonzero` must know how many there are before it can return, and waits: sum the mask instead.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch", "runs_without_numbers"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + seen * len(x)
        correct = correct + len((output.argmax(1) == y).nonzero())
        worst = seen if worst is None else torch.maximum(worst, seen)
        count += len(x)
    return torch.stack([total / count, torch.full_like(total, correct / count), worst])


@mistake(
    "`torch.tensor([...])` of tensors reads each of them; `torch.stack` joins them where they are.",
    loses=["reads_nothing_in_the_loop", "reads_once_per_epoch"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + seen * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = seen if worst is None else torch.maximum(worst, seen)
        count += len(x)
    return torch.tensor(
        [total / count, correct.to(total) / count, worst], dtype=total.dtype, device=total.device
    )


@mistake(
    "The running numbers are made on the CPU, wherever the model is: use the loss's device and dtype.",
    loses=["runs_without_numbers"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = torch.zeros(1), 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + seen * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = seen if worst is None else torch.maximum(worst, seen)
        count += len(x)
    return torch.stack([total[0].to(seen.dtype) / count, correct.to(seen) / count, worst])


@mistake(
    "The sum hangs on the graphs of all batches: `detach()` each loss before you keep it.",
    loses=["keeps_no_graphs"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + loss * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = seen if worst is None else torch.maximum(worst, seen)
        count += len(x)
    return torch.stack([total / count, correct.to(total) / count, worst]).detach()


@mistake(
    "The result still has a graph: `detach()` each loss before you keep it.",
    loses=["keeps_no_graphs"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + loss * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = seen if worst is None else torch.maximum(worst, seen)
        count += len(x)
    return torch.stack([total / count, correct.to(total) / count, worst])


@mistake(
    "This is the mean of the batches' means: weight each loss by the size of its batch.",
    loses=[
        "reports_each_epoch",
        "reads_nothing_in_the_loop",
        "reads_once_per_epoch",
        "keeps_no_graphs",
    ],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, steps, worst = 0.0, 0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + seen
        correct = correct + (output.argmax(1) == y).sum()
        worst = seen if worst is None else torch.maximum(worst, seen)
        count += len(x)
        steps += 1
    return torch.stack([total / steps, correct.to(total) / count, worst])


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


@mistake(
    "`worst` begins at 0, and stays there if all losses are negative: begin with the first loss, or at -inf.",
    loses=["reports_each_epoch"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + seen * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = torch.maximum(torch.zeros_like(seen) if worst is None else worst, seen)
        count += len(x)
    return torch.stack([total / count, correct.to(total) / count, worst])


@mistake(
    "A count of integers divided by an int is float32, with 7 digits: cast it to the loss's dtype first.",
    loses=["reports_each_epoch"],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + seen * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = seen if worst is None else torch.maximum(worst, seen)
        count += len(x)
    return torch.stack([total / count, correct / count, worst])


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


@mistake(
    "`worst` is the smallest loss of a batch; it should be the largest: `torch.maximum`.",
    loses=[
        "reports_each_epoch",
        "reads_nothing_in_the_loop",
        "reads_once_per_epoch",
        "keeps_no_graphs",
    ],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + seen * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = seen if worst is None else torch.minimum(worst, seen)
        count += len(x)
    return torch.stack([total / count, correct.to(total) / count, worst])


@mistake(
    "The gradients are never cleared: `backward()` adds to those of the batch before.",
    loses=[
        "trains_as_it_should",
        "reports_each_epoch",
        "reads_nothing_in_the_loop",
        "reads_once_per_epoch",
        "keeps_no_graphs",
    ],
)
def train_epoch(model, batches, loss_fn, optimizer) -> torch.Tensor:
    total, correct, count, worst = 0.0, 0, 0, None
    for x, y in batches:
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        seen = loss.detach()
        total = total + seen * len(x)
        correct = correct + (output.argmax(1) == y).sum()
        worst = seen if worst is None else torch.maximum(worst, seen)
        count += len(x)
    return torch.stack([total / count, correct.to(total) / count, worst])


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


@mistake(
    "`float` of each of the three numbers waits three times per epoch: `tolist()` reads them together.",
    loses=["reads_once_per_epoch"],
)
def fit(model, batches, loss_fn, optimizer, epochs):
    history = []
    for _ in range(epochs):
        numbers = train_epoch(model, batches, loss_fn, optimizer)
        history.append(dict(zip(["loss", "accuracy", "worst"], map(float, numbers))))
    return history


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


@mistake(
    "The dictionaries hold tensors: read them back, once per epoch, as Python floats.",
    loses=["reports_each_epoch", "reads_once_per_epoch"],
)
def fit(model, batches, loss_fn, optimizer, epochs):
    history = []
    for _ in range(epochs):
        numbers = train_epoch(model, batches, loss_fn, optimizer)
        history.append(dict(zip(["loss", "accuracy", "worst"], numbers)))
    return history


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
