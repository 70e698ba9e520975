"""What goes wrong when three losses are compared."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from torchdojo.grading import mistake, slip


@mistake(
    "The variant `logits` has a softmax at its end: `nn.CrossEntropyLoss` applies one of its own.",
    loses=["builds_three_variants", "compares_fairly"],
)
def make_variant(name, hidden):
    layers = [nn.Linear(4, hidden), nn.Sigmoid(), nn.Linear(hidden, 3)]
    if name == "logits":
        return nn.Sequential(*layers, nn.Softmax(dim=1)), nn.CrossEntropyLoss()
    if name == "softmax":
        return nn.Sequential(*layers, nn.Softmax(dim=1)), nn.CrossEntropyLoss()
    if name == "log_softmax":
        return nn.Sequential(*layers, nn.LogSoftmax(dim=1)), nn.NLLLoss()
    raise ValueError("no such variant")


@mistake(
    "`nn.NLLLoss` picks from *logarithms* of probabilities: behind a plain softmax it is no logarithm at all.",
    loses=["builds_three_variants", "compares_fairly"],
)
def make_variant(name, hidden):
    layers = [nn.Linear(4, hidden), nn.Sigmoid(), nn.Linear(hidden, 3)]
    if name == "logits":
        return nn.Sequential(*layers), nn.CrossEntropyLoss()
    if name == "softmax":
        return nn.Sequential(*layers, nn.Softmax(dim=1)), nn.CrossEntropyLoss()
    if name == "log_softmax":
        return nn.Sequential(*layers, nn.Softmax(dim=1)), nn.NLLLoss()
    raise ValueError("no such variant")


@mistake(
    "`nn.CrossEntropyLoss` behind a log-softmax gives the right number by luck: applied twice, log-softmax changes nothing. Its own loss is `nn.NLLLoss`.",
    loses=["builds_three_variants"],
)
def make_variant(name, hidden):
    layers = [nn.Linear(4, hidden), nn.Sigmoid(), nn.Linear(hidden, 3)]
    if name == "logits":
        return nn.Sequential(*layers), nn.CrossEntropyLoss()
    if name == "softmax":
        return nn.Sequential(*layers, nn.Softmax(dim=1)), nn.CrossEntropyLoss()
    if name == "log_softmax":
        return nn.Sequential(*layers, nn.LogSoftmax(dim=1)), nn.CrossEntropyLoss()
    raise ValueError("no such variant")


@mistake(
    "Softmax runs over the flowers of a batch, dimension 0: the classes are dimension 1.",
    loses=["builds_three_variants", "compares_fairly", "refuses_other_names"],
)
def make_variant(name, hidden):
    layers = [nn.Linear(4, hidden), nn.Sigmoid(), nn.Linear(hidden, 3)]
    if name == "logits":
        return nn.Sequential(*layers), nn.CrossEntropyLoss()
    if name == "softmax":
        return nn.Sequential(*layers, nn.Softmax(dim=0)), nn.CrossEntropyLoss()
    if name == "log_softmax":
        return nn.Sequential(*layers, nn.LogSoftmax(dim=0)), nn.NLLLoss()
    raise ValueError("no such variant")


@mistake(
    "A name that is no variant's gets a network all the same: a misspelt name should raise ValueError.",
    loses=["refuses_other_names"],
)
def make_variant(name, hidden):
    layers = [nn.Linear(4, hidden), nn.Sigmoid(), nn.Linear(hidden, 3)]
    if name == "logits":
        return nn.Sequential(*layers), nn.CrossEntropyLoss()
    if name == "softmax":
        return nn.Sequential(*layers, nn.Softmax(dim=1)), nn.CrossEntropyLoss()
    if name == "log_softmax":
        return nn.Sequential(*layers, nn.LogSoftmax(dim=1)), nn.NLLLoss()
    return nn.Sequential(*layers), nn.CrossEntropyLoss()


slip(
    "An unknown name is looked up in a dictionary, which raises KeyError: check it, and raise ValueError.",
    loses=["refuses_other_names"],
    edits=[
        (
            "if name not in ends:\n"
            "    raise ValueError(f\"no variant {name!r}: choose one of {', '.join(ends)}\")",
            "",
        )
    ],
)


@mistake(
    "The outputs of `softmax` are probabilities already: a second softmax makes them flatter.",
    loses=["knows_what_outputs_mean", "compares_fairly"],
)
def probabilities(name, outputs):
    return outputs.exp() if name == "log_softmax" else outputs.softmax(dim=1)


@mistake(
    "Logarithms are no probabilities: take `exp` of what `log_softmax` returns.",
    loses=["knows_what_outputs_mean", "compares_fairly"],
)
def probabilities(name, outputs):
    return outputs.softmax(dim=1) if name == "logits" else outputs


@mistake(
    "`exp` of large logits is inf, and inf / inf is nan: `softmax` subtracts the largest one first.",
    loses=["knows_what_outputs_mean"],
)
def probabilities(name, outputs):
    if name == "softmax":
        return outputs
    powers = outputs.exp()
    return powers / powers.sum(dim=1, keepdim=True)


slip(
    "The gradients are never cleared: `backward()` adds, so each step repeats all earlier ones.",
    loses=["fits_as_it_should", "compares_fairly"],
    edits=[("optimizer.zero_grad()", "")],
)

slip(
    "The history holds means of the batches' means: weight loss and accuracy by the size of the batch.",
    loses=["fits_as_it_should", "compares_fairly"],
    edits=[
        ("loss.item() * len(x)", "loss.item()"),
        ("(outputs.argmax(dim=1) == y).sum()", "(outputs.argmax(dim=1) == y).double().mean()"),
        ("count += len(x)", "count += 1"),
    ],
)

slip(
    "The accuracy is counted in percent; the contract asks for the part, between 0 and 1.",
    loses=["fits_as_it_should"],
    edits=[
        (
            "(outputs.argmax(dim=1) == y).sum().item()",
            "100 * (outputs.argmax(dim=1) == y).sum().item()",
        )
    ],
)

slip(
    "The accuracy takes the largest output of each class over the flowers: `argmax(dim=1)` goes over the classes.",
    loses=["fits_as_it_should"],
    edits=[("(outputs.argmax(dim=1) == y).sum()", "sum(outputs.argmax(dim=0)[y] == y)")],
)

slip(
    "The accuracy is of outputs computed again after the step: take those that were computed for training.",
    loses=["fits_as_it_should"],
    edits=[("outputs.argmax(dim=1)", "model(x).argmax(dim=1)")],
)


@mistake(
    "Cells that occur twice are increased once: `matrix[truth, guess] += 1` reads all cells before it writes. Use `bincount`.",
    loses=["counts_who_is_taken_for_whom"],
)
def confusion_matrix(truth, guess, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    matrix[truth.long(), guess] += 1
    return matrix


slip(
    "Rows and columns have changed places: the row is the true class.",
    loses=["counts_who_is_taken_for_whom"],
    edits=[("truth * num_classes + guess", "guess * num_classes + truth")],
)

slip(
    "Without `minlength`, `bincount` ends at the largest cell that occurs: K * K numbers are needed.",
    loses=["counts_who_is_taken_for_whom"],
    edits=[
        (
            "torch.bincount(truth * num_classes + guess, minlength=num_classes**2)",
            "torch.bincount(truth * num_classes + guess)",
        )
    ],
)

slip(
    "The matrix is divided by the number of examples: it holds counts.",
    loses=["counts_who_is_taken_for_whom"],
    edits=[
        (
            "cells.reshape(num_classes, num_classes)",
            "cells.reshape(num_classes, num_classes) / len(truth)",
        )
    ],
)

slip(
    "This is the precision: recall divides by the sums of the rows, the examples of each class.",
    loses=["knows_the_recall", "leaves_empty_classes_open"],
    edits=[("matrix.sum(dim=1)", "matrix.sum(dim=0)")],
)

slip(
    "This is the accuracy, one number: recall is a number for each class.",
    loses=["knows_the_recall", "leaves_empty_classes_open"],
    edits=[
        (
            "matrix.diagonal().double() / matrix.sum(dim=1)",
            "matrix.diagonal().double().sum() / matrix.sum()",
        )
    ],
)

slip(
    "A class without examples gets 0, as if every one had been missed: nothing is known about it, which is nan.",
    loses=["leaves_empty_classes_open"],
    edits=[("matrix.sum(dim=1)", "matrix.sum(dim=1).clamp(min=1)")],
)

slip(
    "One generator serves all variants: each sees the flowers in another order, and the comparison is unfair.",
    loses=["compares_fairly"],
    edits=[
        (
            "for name in VARIANTS:",
            "dice = torch.Generator().manual_seed(seed)\n"
            'for name in ("logits", "softmax", "log_softmax"):',
        ),
        ("dice = torch.Generator().manual_seed(seed)", ""),
    ],
)

slip(
    "Each variant begins where the one before has stopped: load the weights `start` anew for each.",
    loses=["compares_fairly"],
    edits=[
        ("for name in VARIANTS:", 'for name in ("logits", "softmax", "log_softmax"):'),
        (
            "history = fit(model, loader, loss_fn, optimizer, epochs)",
            "history = fit(model, loader, loss_fn, optimizer, epochs)\nstart = model.state_dict()",
        ),
    ],
)

slip(
    "`assign=True` makes the tensors of `start` the model's own: training changes them for the next variant.",
    loses=["compares_fairly"],
    edits=[
        ("for name in VARIANTS:", 'for name in ("logits", "softmax", "log_softmax"):'),
        (
            'model.to(start["0.bias"].dtype).load_state_dict(start)',
            "model.load_state_dict(start, assign=True)",
        ),
    ],
)

slip(
    "The loss of the first epoch is reported; asked for is the last.",
    loses=["compares_fairly"],
    edits=[
        ("for name in VARIANTS:", 'for name in ("logits", "softmax", "log_softmax"):'),
        ('history["loss"][-1]', 'history["loss"][0]'),
    ],
)

slip(
    "The confidence is that in the model's own answer; asked for is the probability of the *right* class.",
    loses=["compares_fairly"],
    edits=[
        ("for name in VARIANTS:", 'for name in ("logits", "softmax", "log_softmax"):'),
        ("chances.gather(1, test_y.unsqueeze(1))", "chances.amax(dim=1)"),
    ],
)


@mistake(
    "The model is judged by the flowers that it was trained with.",
    loses=["compares_fairly"],
)
def compare(x, y, test_x, test_y, start, lr, epochs, seed):
    results = {}
    for name in ("logits", "softmax", "log_softmax"):
        model, loss_fn = make_variant(name, len(start["0.bias"]))
        model.to(start["0.bias"].dtype).load_state_dict(start)
        dice = torch.Generator().manual_seed(seed)
        loader = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True, generator=dice)
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        history = fit(model, loader, loss_fn, optimizer, epochs)
        with torch.no_grad():
            chances = probabilities(name, model(x))
        results[name] = {
            "loss": history["loss"][-1],
            "accuracy": (chances.argmax(dim=1) == y).double().mean().item(),
            "confidence": chances.gather(1, y.unsqueeze(1)).mean().item(),
        }
    return results


slip(
    "This is SGD: the contract asks for `torch.optim.Adam`.",
    loses=["compares_fairly"],
    edits=[
        ("for name in VARIANTS:", 'for name in ("logits", "softmax", "log_softmax"):'),
        (
            "torch.optim.Adam(model.parameters(), lr=lr)",
            "torch.optim.SGD(model.parameters(), lr=lr)",
        ),
    ],
)

slip(
    "The hidden layer ends in ReLU: the contract asks for `nn.Sigmoid`.",
    loses=["builds_three_variants", "compares_fairly", "refuses_other_names"],
    edits=[("nn.Sigmoid()", "nn.ReLU()")],
)

slip(
    "`float()` is float32: a float64 tensor is asked for, `double()`.",
    loses=["knows_the_recall", "leaves_empty_classes_open"],
    edits=[("matrix.diagonal().double()", "matrix.diagonal().float()")],
)

slip(
    "The variants are compared in the order of the alphabet: keep that of the table.",
    loses=["compares_fairly"],
    edits=[("for name in VARIANTS:", 'for name in ("log_softmax", "logits", "softmax"):')],
)

slip(
    "The batches are not of 16 examples.",
    loses=["compares_fairly"],
    edits=[
        ("for name in VARIANTS:", 'for name in ("logits", "softmax", "log_softmax"):'),
        ("batch_size=16", "batch_size=32"),
    ],
)

slip(
    "The loader of each variant shuffles by the global random numbers: hand it a new generator with this seed.",
    loses=["compares_fairly"],
    edits=[
        ("for name in VARIANTS:", 'for name in ("logits", "softmax", "log_softmax"):'),
        ("dice = torch.Generator().manual_seed(seed)", "torch.manual_seed(seed)"),
        (
            "DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True, generator=dice)",
            "DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True)",
        ),
    ],
)


@mistake(
    "`step()` stands behind the loop over the batches: one update for the epoch, by the last batch alone.",
    loses=["fits_as_it_should", "compares_fairly"],
)
def fit(model, loader, loss_fn, optimizer, epochs):
    history: dict[str, list[float]] = {"loss": [], "accuracy": []}
    model.train()
    for _ in range(epochs):
        total, right, count = 0.0, 0, 0
        for x, y in loader:
            optimizer.zero_grad()
            outputs = model(x)
            loss = loss_fn(outputs, y)
            loss.backward()
            total += loss.item() * len(x)
            right += (outputs.argmax(dim=1) == y).sum().item()
            count += len(x)
        optimizer.step()
        history["loss"].append(total / count)
        history["accuracy"].append(right / count)
    return history
