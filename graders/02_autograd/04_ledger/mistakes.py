"""What goes wrong in an account of losses."""

import torch

from torchdojo.grading import mistake, slip

slip(
    "The sum remembers how every loss was computed, and keeps all these records in memory: add `loss.detach()`.",
    loses=["lets_go_of_records"],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        (
            'f"one mean loss is needed, not a tensor of shape {list(loss.shape)}"',
            '"the loss must be a single number"',
        ),
        ("loss.detach()", "loss"),
        ('ValueError("nothing has been added")', 'ValueError("an empty ledger has no mean")'),
    ],
)


@mistake(
    "`add` takes the number out by `.item()`: a GPU waits for it after every batch, and a float comes back where a tensor is asked for.",
    loses=[
        "returns_the_mean_so_far",
        "waits_for_nothing",
        "counts_on_in_bfloat16",
        "lets_go_of_records",
    ],
)
class Ledger:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, loss, n):
        if loss.shape:
            raise ValueError("the loss must be a single number")
        self.total = self.total + loss.item() * n
        self.count += n
        return self.total / self.count

    def mean(self):
        if not self.count:
            raise ValueError("an empty ledger has no mean")
        return float(self.total / self.count)

    def reset(self):
        self.total, self.count = 0.0, 0


@mistake(
    "`.item()` in the middle of `add` makes the program wait for the device, even if its result becomes a tensor again.",
    loses=["waits_for_nothing"],
)
class Ledger:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, loss, n):
        if loss.shape:
            raise ValueError("the loss must be a single number")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        self.total = self.total + loss.item() * n
        self.count += n
        return torch.tensor(self.total / self.count, dtype=dtype, device=loss.device)

    def mean(self):
        if not self.count:
            raise ValueError("an empty ledger has no mean")
        return float(self.total / self.count)

    def reset(self):
        self.total, self.count = 0.0, 0


@mistake(
    "This is the mean of the batches' means: a last batch of one example counts as much as a full one.",
    loses=[
        "weights_by_examples",
        "returns_the_mean_so_far",
        "starts_anew",
        "counts_on_in_bfloat16",
        "leaves_the_loss_alone",
        "waits_for_nothing",
    ],
)
class Ledger:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, loss, n):
        if loss.shape:
            raise ValueError("the loss must be a single number")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        self.total = self.total + loss.detach().to(dtype)
        self.count += 1
        return self.total / self.count

    def mean(self):
        if not self.count:
            raise ValueError("an empty ledger has no mean")
        return float(self.total / self.count)

    def reset(self):
        self.total, self.count = 0.0, 0


slip(
    "Means are added up and divided by the number of examples: multiply each one by `n` first.",
    loses=[
        "weights_by_examples",
        "returns_the_mean_so_far",
        "starts_anew",
        "counts_on_in_bfloat16",
        "leaves_the_loss_alone",
        "lets_go_of_records",
        "waits_for_nothing",
    ],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        (
            'f"one mean loss is needed, not a tensor of shape {list(loss.shape)}"',
            '"the loss must be a single number"',
        ),
        ("loss.detach().to(dtype) * n", "loss.detach().to(dtype)"),
        ('ValueError("nothing has been added")', 'ValueError("an empty ledger has no mean")'),
    ],
)

slip(
    "The old mean and the new loss are averaged half and half: the last batches count far too much.",
    loses=[
        "weights_by_examples",
        "returns_the_mean_so_far",
        "starts_anew",
        "counts_on_in_bfloat16",
        "leaves_the_loss_alone",
        "lets_go_of_records",
        "waits_for_nothing",
    ],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        (
            'f"one mean loss is needed, not a tensor of shape {list(loss.shape)}"',
            '"the loss must be a single number"',
        ),
        (
            "self.total = self.total + loss.detach().to(dtype) * n\nself.count += n",
            "value = loss.detach().to(dtype)\n"
            "self.total = (self.total + value) / 2 if self.count else value\n"
            "self.count = 1",
        ),
        ('ValueError("nothing has been added")', 'ValueError("an empty ledger has no mean")'),
    ],
)

slip(
    "`add` returns the sum so far; asked for is the mean.",
    loses=[
        "returns_the_mean_so_far",
        "counts_on_in_bfloat16",
        "lets_go_of_records",
        "waits_for_nothing",
    ],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        (
            'f"one mean loss is needed, not a tensor of shape {list(loss.shape)}"',
            '"the loss must be a single number"',
        ),
        ("return self.total / self.count", "return self.total"),
        ('ValueError("nothing has been added")', 'ValueError("an empty ledger has no mean")'),
    ],
)

slip(
    "`mean` returns a tensor: what is printed and stored at the end of an epoch is a Python float.",
    loses=["weights_by_examples", "starts_anew", "counts_on_in_bfloat16", "leaves_the_loss_alone"],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        (
            'f"one mean loss is needed, not a tensor of shape {list(loss.shape)}"',
            '"the loss must be a single number"',
        ),
        ('ValueError("nothing has been added")', 'ValueError("an empty ledger has no mean")'),
        ("float(self.total / self.count)", "self.total / self.count"),
    ],
)


@mistake(
    "`detach()` shares the number with the loss, and `+=` or `*=` on it changes the loss itself: compute a new tensor.",
    loses=["leaves_the_loss_alone"],
)
class Ledger:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, loss, n):
        if loss.shape:
            raise ValueError("the loss must be a single number")
        value = loss.detach().to(torch.promote_types(loss.dtype, torch.float32))
        value *= n
        self.total = self.total + value
        self.count += n
        return self.total / self.count

    def mean(self):
        if not self.count:
            raise ValueError("an empty ledger has no mean")
        return float(self.total / self.count)

    def reset(self):
        self.total, self.count = 0.0, 0


@mistake(
    "The account is kept in the dtype of the losses, and a sum in bfloat16 soon stops growing: convert to float32.",
    loses=["counts_on_in_bfloat16"],
)
class Ledger:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, loss, n):
        if loss.shape:
            raise ValueError("the loss must be a single number")
        self.total = self.total + loss.detach() * n
        self.count += n
        return self.total / self.count

    def mean(self):
        if not self.count:
            raise ValueError("an empty ledger has no mean")
        return float(self.total / self.count)

    def reset(self):
        self.total, self.count = 0.0, 0


@mistake(
    "Losses in float64 are cut to float32: keep what is more precise already.",
    loses=["returns_the_mean_so_far"],
)
class Ledger:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, loss, n):
        if loss.shape:
            raise ValueError("the loss must be a single number")
        self.total = self.total + loss.detach().float() * n
        self.count += n
        return self.total / self.count

    def mean(self):
        if not self.count:
            raise ValueError("an empty ledger has no mean")
        return float(self.total / self.count)

    def reset(self):
        self.total, self.count = 0.0, 0


@mistake(
    "The lists belong to the class, so all ledgers share them: make them in `__init__`.",
    loses=["starts_anew"],
)
class Ledger:
    losses = []
    sizes = []

    def __init__(self):
        self.reset()

    def add(self, loss, n):
        if loss.shape:
            raise ValueError("the loss must be a single number")
        self.losses.append(loss.detach().to(torch.promote_types(loss.dtype, torch.float32)) * n)
        self.sizes.append(n)
        return torch.stack(self.losses).sum() / sum(self.sizes)

    def mean(self):
        if not self.losses:
            raise ValueError("an empty ledger has no mean")
        return float(torch.stack(self.losses).sum() / sum(self.sizes))

    def reset(self):
        self.losses.clear()
        self.sizes.clear()


slip(
    "`reset` empties the sum but not the number of examples: the next epoch is divided by all examples ever seen.",
    loses=["starts_anew", "refuses_what_has_no_mean"],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        (
            'f"one mean loss is needed, not a tensor of shape {list(loss.shape)}"',
            '"the loss must be a single number"',
        ),
        ('ValueError("nothing has been added")', 'ValueError("an empty ledger has no mean")'),
        ("self.total, self.count = 0.0, 0", "self.total = 0.0"),
    ],
)

slip(
    "An empty ledger divides by zero: it has no mean, so raise ValueError.",
    loses=["refuses_what_has_no_mean"],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        (
            'f"one mean loss is needed, not a tensor of shape {list(loss.shape)}"',
            '"the loss must be a single number"',
        ),
        ('if not self.count:\n    raise ValueError("nothing has been added")', ""),
    ],
)

slip(
    "An empty ledger says 0, which looks like a perfect model: raise ValueError.",
    loses=["refuses_what_has_no_mean"],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        (
            'f"one mean loss is needed, not a tensor of shape {list(loss.shape)}"',
            '"the loss must be a single number"',
        ),
        (
            "if not self.count:\n"
            '    raise ValueError("nothing has been added")\n'
            "return float(self.total / self.count)",
            "return float(self.total / self.count) if self.count else 0.0",
        ),
    ],
)

slip(
    "A loss for each example is averaged in silence, and `n` may not be their number: raise ValueError for any shape but ().",
    loses=["refuses_what_has_no_mean"],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        (
            "if loss.shape:\n"
            '    raise ValueError(f"one mean loss is needed, not a tensor of shape {list(loss.shape)}")',
            "loss = loss.mean()",
        ),
        ('ValueError("nothing has been added")', 'ValueError("an empty ledger has no mean")'),
    ],
)

slip(
    "A tensor of shape (1,) is let through, and the mean then has shape (1,) as well: only shape () is a number.",
    loses=["refuses_what_has_no_mean"],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        ("if loss.shape:", "if loss.numel() != 1:"),
        (
            'f"one mean loss is needed, not a tensor of shape {list(loss.shape)}"',
            '"the loss must be a single number"',
        ),
        ('ValueError("nothing has been added")', 'ValueError("an empty ledger has no mean")'),
    ],
)

slip(
    "`loss * n` is rounded, or overflows, in the few digits of the loss: `to(dtype)` comes before it.",
    loses=["counts_on_in_bfloat16"],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        (
            'f"one mean loss is needed, not a tensor of shape {list(loss.shape)}"',
            '"the loss must be a single number"',
        ),
        ("loss.detach().to(dtype) * n", "(loss.detach() * n).to(dtype)"),
        ('ValueError("nothing has been added")', 'ValueError("an empty ledger has no mean")'),
    ],
)

slip(
    "A total of 0 is no empty ledger: losses may be 0, or cancel. Ask the number of examples.",
    loses=["weights_by_examples"],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        (
            'f"one mean loss is needed, not a tensor of shape {list(loss.shape)}"',
            '"the loss must be a single number"',
        ),
        ("not self.count", "not self.total"),
        ('ValueError("nothing has been added")', 'ValueError("an empty ledger has no mean")'),
    ],
)

slip(
    "The examples are counted before the shape is checked: a loss that is refused still counts. Check first.",
    loses=["refuses_what_has_no_mean"],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        (
            "if loss.shape:\n"
            '    raise ValueError(f"one mean loss is needed, not a tensor of shape {list(loss.shape)}")',
            "self.count += n\n"
            "if loss.shape:\n"
            '    raise ValueError("the loss must be a single number")',
        ),
        ("self.count += n", ""),
        ('ValueError("nothing has been added")', 'ValueError("an empty ledger has no mean")'),
    ],
)

slip(
    "The loss is added before its shape is checked: one that is refused is in the sum. Check first.",
    loses=["refuses_what_has_no_mean"],
    edits=[
        ("self.reset()", "self.total, self.count = 0.0, 0"),
        (
            "if loss.shape:\n"
            '    raise ValueError(f"one mean loss is needed, not a tensor of shape {list(loss.shape)}")',
            "",
        ),
        (
            "self.count += n",
            "self.count += n\n"
            "if loss.shape:\n"
            '    raise ValueError("the loss must be a single number")',
        ),
        ('ValueError("nothing has been added")', 'ValueError("an empty ledger has no mean")'),
    ],
)


@mistake(
    "`detach()` copies nothing: the first loss itself becomes the account, and the next `add` writes into it. Clone.",
    loses=["leaves_the_loss_alone"],
)
class Ledger:
    def __init__(self):
        self.average, self.count = None, 0

    def add(self, loss, n):
        if loss.shape:
            raise ValueError("the loss must be a single number")
        value = loss.detach().to(torch.promote_types(loss.dtype, torch.float32))
        self.count += n
        if self.average is None:
            self.average = value
        else:
            self.average += (value - self.average) * (n / self.count)
        return self.average.clone()

    def mean(self):
        if self.average is None:
            raise ValueError("an empty ledger has no mean")
        return self.average.item()

    def reset(self):
        self.average, self.count = None, 0


@mistake(
    "`add` returns the account itself and goes on writing into it: earlier results change. Return a new tensor.",
    loses=[
        "returns_the_mean_so_far",
        "counts_on_in_bfloat16",
        "lets_go_of_records",
        "waits_for_nothing",
    ],
)
class Ledger:
    def __init__(self):
        self.average, self.count = None, 0

    def add(self, loss, n):
        if loss.shape:
            raise ValueError("the loss must be a single number")
        value = loss.detach().to(torch.promote_types(loss.dtype, torch.float32))
        self.count += n
        if self.average is None:
            self.average = value.clone()
        else:
            self.average += (value - self.average) * (n / self.count)
        return self.average

    def mean(self):
        if self.average is None:
            raise ValueError("an empty ledger has no mean")
        return self.average.item()

    def reset(self):
        self.average, self.count = None, 0


@mistake(
    "The account is kept in the dtype of the losses, and a sum in bfloat16 soon stops growing: convert to float32.",
    loses=["counts_on_in_bfloat16"],
)
class Ledger:
    def __init__(self):
        self.total, self.count = None, 0

    def add(self, loss, n):
        if loss.shape:
            raise ValueError("the loss must be a single number")
        value = loss.detach() * n
        self.total = value if self.total is None else self.total + value
        self.count += n
        return self.total / self.count

    def mean(self):
        if not self.count:
            raise ValueError("an empty ledger has no mean")
        return float(self.total) / self.count

    def reset(self):
        self.total, self.count = None, 0


@mistake(
    "Only the result is detached: the sum inside still knows how every loss was computed. Detach what is added.",
    loses=["lets_go_of_records"],
)
class Ledger:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, loss, n):
        if loss.shape:
            raise ValueError("the loss must be a single number")
        dtype = torch.promote_types(loss.dtype, torch.float32)
        self.total = self.total + loss.to(dtype) * n
        self.count += n
        return (self.total / self.count).detach()

    def mean(self):
        if not self.count:
            raise ValueError("an empty ledger has no mean")
        return float(self.total / self.count)

    def reset(self):
        self.total, self.count = 0.0, 0


slip(
    "`reset` empties the sum but not the number of examples: the next epoch is divided by all examples ever seen.",
    loses=["starts_anew"],
    edits=[
        ("self.reset()", "self.total, self.count = None, 0"),
        (
            "self.total = self.total + loss.detach().to(dtype) * n",
            "self.total = (0.0 if self.total is None else self.total) + loss.detach().to(dtype) * n",
        ),
        ("not self.count", "self.total is None"),
        ("self.total, self.count = 0.0, 0", "self.total = None"),
    ],
)
