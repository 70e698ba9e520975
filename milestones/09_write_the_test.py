"""Your tests judge a gallery of wrong programs

Each program looks right, and each is wrong in one way: which of them do your tests let through?
"""

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset

from torchdojo.learner.milestones import Table, Words

STAYS = "Its gallery holds a right dataset and a right training loop."
NEEDS = {"softmax": "01_judge_softmax", "data": "02_judge_dataset", "loop": "03_judge_training"}


def verdict(test, program):
    """Whether a test accepts a program; if not, why not."""
    torch.manual_seed(1)
    try:
        test(program)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # pytest's own failures are no `Exception`
        return ["rejects", " ".join(f"{type(error).__name__}: {error}".split()).strip(": ")]
    return ["ACCEPTS", ""]


def on_softmax(mine):
    """Has the test of softmax judge a right program and some wrong ones"""

    def overflowing(z, dim):
        return z.exp() / z.exp().sum(dim, keepdim=True)

    def last_only(z, dim):
        return torch.softmax(z, -1)

    def changing(z, dim):
        with torch.no_grad():
            z.sub_(z.amax(dim, keepdim=True))
        return torch.softmax(z, dim)

    def detached(z, dim):
        return torch.softmax(z, dim).detach()

    def single(z, dim):
        return torch.softmax(z.float(), dim)

    gallery = {
        "right": torch.softmax,
        "overflows for large scores": overflowing,
        "always the last dimension": last_only,
        "changes its argument": changing,
        "cuts off the gradient": detached,
        "always float32": single,
    }
    return {name: verdict(mine.softmax.test_softmax, one) for name, one in gallery.items()}


def on_datasets(mine):
    """Has the test of datasets judge a right class and some wrong ones"""

    class Counted:
        def __init__(self, items):
            self.items, self.reads = items, 0

        def __len__(self):
            return len(self.items)

        def __getitem__(self, i):
            self.reads += 1
            return self.items[i]

    class Right(Dataset):
        def __init__(self, x, y):
            if len(x) != len(y):
                raise ValueError(len(x), len(y))
            self.sides = x, y

        def __len__(self):
            return len(self.sides[0])

        def __getitem__(self, i):
            if i >= len(self):
                raise IndexError(i)
            return tuple(side[i] for side in self.sides)

    class AsList(Right):
        def __getitem__(self, i):
            return list(super().__getitem__(i))

    class Endless(Right):
        def __getitem__(self, i):
            return super().__getitem__(i % len(self))

    class Lenient(Right):
        def __init__(self, x, y):
            self.sides = x, y

        def __len__(self):
            return min(map(len, self.sides))

    class Copying(Right):
        def __init__(self, x, y):
            super().__init__([x[i] + 0 for i in range(len(x))], [y[i] + 0 for i in range(len(y))])

    class Plain:
        __init__, __len__, __getitem__ = Right.__init__, Right.__len__, Right.__getitem__

    def laboratory(make):
        def run(x, y, index=0, add=0, watched=False):
            x, y = x.clone(), y.clone()
            pair = (Counted(x), Counted(y)) if watched else (x, y)
            data = make(*pair)
            early = sum(part.reads for part in pair) if watched else 0
            x += add
            y += add
            loop = [one for one, _ in zip(data, range(len(x) + 3), strict=False)]
            kind = isinstance(data, Dataset)
            told = {"is_dataset": kind, "length": len(data), "early": early}
            return told | {"pair": data[index], "loop": loop}

        return run

    gallery = {
        "right": Right,
        "pairs are lists": AsList,
        "never ends": Endless,
        "takes lengths that differ": Lenient,
        "reads and copies all at once": Copying,
        "is no Dataset": Plain,
    }
    judge = mine.data.test_dataset
    return {name: verdict(judge, laboratory(one)) for name, one in gallery.items()}


def on_training(mine):
    """Has the test of training loops judge a right loop and some wrong ones"""

    def loop(zero=True, train=True, weigh=True, step=True, late=False):
        def train_epoch(model, loader, loss_fn, optimizer):
            if train:
                model.train()
            total = count = 0
            for x, y in loader:
                if zero:
                    optimizer.zero_grad()
                loss = loss_fn(model(x), y)
                loss.backward()
                if step:
                    optimizer.step()
                if late:
                    loss = loss_fn(model(x), y)
                size = len(x) if weigh else 1
                total, count = total + loss.item() * size, count + size
            return total / count

        return train_epoch

    def laboratory(train_epoch):
        def run(weight, bias, x, y, batch_size, lr, momentum=0.0, epochs=1, drop_last=False):
            model = nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype)
            model.load_state_dict({"weight": weight, "bias": bias})
            for parameter in model.parameters():
                parameter.grad = torch.ones_like(parameter)
            model.eval()
            loader = DataLoader(TensorDataset(x, y), batch_size, drop_last=drop_last)
            optimizer = torch.optim.SGD(model.parameters(), lr, momentum)
            losses = [train_epoch(model, loader, nn.MSELoss(), optimizer) for _ in range(epochs)]
            trained = {name: value.detach() for name, value in model.named_parameters()}
            return trained | {"losses": losses, "training": model.training}

        return run

    gallery = {
        "right": loop(),
        "forgets zero_grad": loop(zero=False),
        "stays in evaluation mode": loop(train=False),
        "a small batch counts like a full one": loop(weigh=False),
        "never steps": loop(step=False),
        "measures after the step": loop(late=True),
    }
    judge = mine.loop.test_train_epoch
    return {name: verdict(judge, laboratory(one)) for name, one in gallery.items()}


def milestone(work):
    """A table for each test, then how many wrong programs got through."""
    through = wrong = 0
    for title, probe in (
        ("softmax", on_softmax),
        ("datasets", on_datasets),
        ("loops", on_training),
    ):
        found = work.run(probe)
        through += sum(said == "ACCEPTS" for name, (said, _) in found.items() if name != "right")
        wrong += len(found) - 1
        rows = [[name, said, why[:60]] for name, (said, why) in found.items()]
        yield Table(f"Your test of {title}", ("program", "your test", "and says"), rows)
    yield Words(
        f"{wrong - through} of {wrong} wrong programs are rejected. A test is worth "
        "what it rejects, as long as it accepts what is right."
    )
