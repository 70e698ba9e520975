"""What goes wrong when a model is judged."""

from contextlib import contextmanager

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "The model stays in evaluation mode: from here on it would train without dropout.",
    loses=["leaves_each_part_in_its_mode", "makes_a_block_safe", "restores_after_an_error"],
)
@contextmanager
def evaluating(model):
    model.eval()
    with torch.no_grad():
        yield


@mistake(
    "`model.train()` at the end puts every part into training mode, whatever it was in before.",
    loses=["leaves_each_part_in_its_mode", "makes_a_block_safe", "restores_after_an_error"],
)
@contextmanager
def evaluating(model):
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        model.train()


@mistake(
    "Only the mode of the model as a whole is remembered: parts that were in another one lose theirs. Ask `model.modules()`.",
    loses=["leaves_each_part_in_its_mode", "makes_a_block_safe", "restores_after_an_error"],
)
@contextmanager
def evaluating(model):
    before = model.training
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        model.train(before)


@mistake(
    "`train` also sets the mode of all that is inside a module: a part that two parents share ends in the second one's mode.",
    loses=["makes_a_block_safe", "restores_after_an_error"],
)
@contextmanager
def evaluating(model):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for module, mode in modes:
            module.train(mode)


@mistake(
    "`eval()` is skipped where the model as a whole is not in training: parts of it may be.",
    loses=["makes_a_block_safe"],
)
@contextmanager
def evaluating(model):
    modes = [(module, module.training) for module in model.modules()]
    if model.training:
        model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for module, mode in modes:
            module.training = mode


@mistake(
    "`model.eval()` is missing: dropout drops, and batch normalisation learns from what it should only see. `no_grad` does not change that.",
    loses=["makes_a_block_safe", "restores_after_an_error", "touches_nothing"],
)
@contextmanager
def evaluating(model):
    modes = [(module, module.training) for module in model.modules()]
    try:
        with torch.no_grad():
            yield
    finally:
        for module, mode in modes:
            module.training = mode


@mistake(
    "`eval()` alone records a graph for every batch: `torch.no_grad()` is another switch, and it is missing.",
    loses=["makes_a_block_safe", "records_no_graph", "restores_after_an_error"],
)
@contextmanager
def evaluating(model):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


@mistake(
    "Without `try` and `finally`, an error in the block skips what should be restored.",
    loses=["restores_after_an_error"],
)
@contextmanager
def evaluating(model):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        yield
    for module, mode in modes:
        module.training = mode


@mistake(
    "The error is swallowed: the caller never hears of the broken batch.",
    loses=["restores_after_an_error"],
)
@contextmanager
def evaluating(model):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            yield
    except Exception:
        pass
    finally:
        for module, mode in modes:
            module.training = mode


@mistake(
    "Gradients are switched on at the end, also for a caller who had them off: restore what was, as `with torch.no_grad()` does.",
    loses=["makes_a_block_safe"],
)
@contextmanager
def evaluating(model):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    torch.set_grad_enabled(False)
    try:
        yield
    finally:
        torch.set_grad_enabled(True)
        for module, mode in modes:
            module.training = mode


@mistake(
    "These are means of the batches' means: a last batch of one example counts as much as a full one.",
    loses=["averages_over_examples", "touches_nothing"],
)
def evaluate(model, loader, loss_fn):
    losses, accuracies = [], []
    with evaluating(model):
        for x, y in loader:
            logits = model(x)
            losses.append(loss_fn(logits, y).item())
            accuracies.append((logits.argmax(dim=1) == y).double().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)


@mistake(
    "The accuracy is a mean of the batches' accuracies: a last batch of one example counts as much as a full one.",
    loses=["averages_over_examples", "touches_nothing"],
)
def evaluate(model, loader, loss_fn):
    loss, accuracies, count = 0.0, [], 0
    with evaluating(model):
        for x, y in loader:
            logits = model(x)
            loss += loss_fn(logits, y).item() * len(x)
            accuracies.append((logits.argmax(dim=1) == y).double().mean().item())
            count += len(x)
    return loss / count, sum(accuracies) / len(accuracies)


@mistake(
    "The loss is a mean of the batches' means: a last batch of one example counts as much as a full one.",
    loses=["averages_over_examples", "touches_nothing"],
)
def evaluate(model, loader, loss_fn):
    losses, right, count = [], 0, 0
    with evaluating(model):
        for x, y in loader:
            logits = model(x)
            losses.append(loss_fn(logits, y).item())
            right += (logits.argmax(dim=1) == y).sum().item()
            count += len(x)
    return sum(losses) / len(losses), right / count


slip(
    "The losses are means already: summed up and divided by the number of examples, they have to be weighted by their batch's size.",
    loses=["averages_over_examples", "counts_what_it_was_given", "touches_nothing"],
    edits=[("loss_fn(logits, y).item() * len(x)", "loss_fn(logits, y).item()")],
)

slip(
    "`len(loader.dataset)` also counts the examples of a batch that the loader drops.",
    loses=["counts_what_it_was_given"],
    edits=[("0.0, 0, 0", "0.0, 0, len(loader.dataset)"), ("count += len(x)", "")],
)

slip(
    "`argmax(dim=0)` finds the best example of each class; the best class of each example is along dimension 1.",
    loses=[
        "averages_over_examples",
        "counts_what_it_was_given",
        "leaves_each_part_in_its_mode",
        "records_no_graph",
        "touches_nothing",
    ],
    edits=[("logits.argmax(dim=1)", "logits.argmax(dim=0)")],
)

slip(
    "Tensors are returned, not Python floats: take `.item()` of what you sum up.",
    loses=["averages_over_examples", "counts_what_it_was_given", "touches_nothing"],
    edits=[
        ("loss_fn(logits, y).item()", "loss_fn(logits, y)"),
        ("(logits.argmax(dim=1) == y).sum().item()", "(logits.argmax(dim=1) == y).sum()"),
    ],
)


@mistake(
    "`evaluate` does without `evaluating`, which switches both the mode and the recording of graphs.",
    loses=["records_no_graph", "touches_nothing"],
)
def evaluate(model, loader, loss_fn):
    loss, right, count = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        loss += loss_fn(logits, y).item() * len(x)
        right += (logits.argmax(dim=1) == y).sum().item()
        count += len(x)
    return loss / count, right / count


slip(
    "`evaluate` leaves dropout and batch normalisation at work, which `no_grad()` does not change: use `evaluating`.",
    loses=["touches_nothing"],
    of="evaluate",
    edits=[("evaluating(model)", "torch.no_grad()")],
)

slip(
    "`evaluate` leaves the model in evaluation mode: use `evaluating`, which restores the modes.",
    loses=["leaves_each_part_in_its_mode", "restores_after_an_error"],
    of="evaluate",
    edits=[("with evaluating(model):", "model.eval()\nwith torch.no_grad():")],
)

slip(
    "`torch.stack` wants pieces of equal size: the smaller last batch does not fit. Join with `torch.cat`.",
    loses=[
        "leaves_each_part_in_its_mode",
        "predicts_in_order",
        "records_no_graph",
        "touches_nothing",
    ],
    edits=[
        (
            "torch.cat([model(x).argmax(dim=1) for x, _ in loader])",
            "torch.stack([model(x).argmax(dim=1) for x, _ in loader]).flatten()",
        )
    ],
)


@mistake(
    "Only the classes of the last batch come back: collect those of every batch.",
    loses=["counts_what_it_was_given", "predicts_in_order", "touches_nothing"],
)
def predict(model, loader):
    with evaluating(model):
        for x, _ in loader:
            classes = model(x).argmax(dim=1)
    return classes


slip(
    "These are the logits: the class is the index of the largest one, `argmax(dim=1)`.",
    loses=["counts_what_it_was_given", "predicts_in_order", "touches_nothing"],
    edits=[("model(x).argmax(dim=1)", "model(x)")],
)

slip(
    "`predict` leaves dropout and batch normalisation at work, which `no_grad()` does not change: use `evaluating`.",
    loses=["touches_nothing"],
    of="predict",
    edits=[("evaluating(model)", "torch.no_grad()")],
)

slip(
    "`predict` leaves the model in evaluation mode: use `evaluating`, which restores the modes.",
    loses=["leaves_each_part_in_its_mode", "restores_after_an_error"],
    of="predict",
    edits=[("with evaluating(model):", "model.eval()\nwith torch.no_grad():")],
)

slip(
    "`predict` does without `evaluating`, which switches both the mode and the recording of graphs.",
    loses=["records_no_graph", "touches_nothing"],
    edits=[
        (
            "with evaluating(model):\n"
            "    return torch.cat([model(x).argmax(dim=1) for x, _ in loader])",
            "return torch.cat([model(x).argmax(dim=1) for x, _ in loader])",
        )
    ],
)


@mistake(
    "The result is made for the whole dataset: places of examples that the loader drops keep zeros.",
    loses=["counts_what_it_was_given"],
)
def predict(model, loader):
    classes = torch.zeros(len(loader.dataset), dtype=torch.int64)
    start = 0
    with evaluating(model):
        for x, _ in loader:
            classes[start : start + len(x)] = model(x).argmax(dim=1)
            start += len(x)
    return classes


@mistake(
    "`evaluate` restores the modes only if no batch is broken: use `evaluating`, or `try` and `finally`.",
    loses=["restores_after_an_error"],
)
def evaluate(model, loader, loss_fn):
    modes = [(module, module.training) for module in model.modules()]
    loss, right, count = 0.0, 0, 0
    model.eval()
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            loss += loss_fn(logits, y).item() * len(x)
            right += (logits.argmax(dim=1) == y).sum().item()
            count += len(x)
    for module, mode in modes:
        module.training = mode
    return loss / count, right / count


@mistake(
    "`predict` restores the modes only if no batch is broken: use `evaluating`, or `try` and `finally`.",
    loses=["restores_after_an_error"],
)
def predict(model, loader):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        classes = torch.cat([model(x).argmax(dim=1) for x, _ in loader])
    for module, mode in modes:
        module.training = mode
    return classes


@mistake(
    "Predictions come from a second pass over the loader: it costs twice, and if the loader shuffles, they meet the classes of other examples.",
    loses=["leaves_each_part_in_its_mode", "records_no_graph"],
)
def evaluate(model, loader, loss_fn):
    loss, count, classes = 0.0, 0, []
    with evaluating(model):
        for x, y in loader:
            loss += loss_fn(model(x), y).item() * len(x)
            count += len(x)
            classes.append(y)
        guesses = torch.cat([model(x).argmax(dim=1) for x, _ in loader])
    return loss / count, (guesses == torch.cat(classes)).sum().item() / count


@mistake(
    "Only the model and its direct children get their modes back: `children()` does not go deeper. Ask `model.modules()`.",
    loses=["leaves_each_part_in_its_mode", "makes_a_block_safe", "restores_after_an_error"],
)
@contextmanager
def evaluating(model):
    modes = [(module, module.training) for module in (model, *model.children())]
    model.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for module, mode in modes:
            module.training = mode


slip(
    "The gradients in `.grad` are cleared: an evaluation between `backward()` and `step()` would lose them.",
    loses=["touches_nothing"],
    edits=[("loss, right, count = 0.0, 0, 0", "model.zero_grad()\nloss, right, count = 0.0, 0, 0")],
)


@mistake(
    "The classes are written into `torch.zeros(n)`, which is float32: class numbers are int64.",
    loses=["predicts_in_order", "touches_nothing", "counts_what_it_was_given"],
)
def predict(model, loader):
    with evaluating(model):
        found = [model(x).argmax(dim=1) for x, _ in loader]
    result, start = torch.zeros(sum(len(part) for part in found)), 0
    for part in found:
        result[start : start + len(part)] = part
        start += len(part)
    return result
