"""What a player must be able to run, one test each: everything that exercises will need."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch

from torchdojo.catalog import code_of_text
from torchdojo.players.client import Troupe
from torchdojo.players.connection import HostConnection
from torchdojo.players.host_process import HostProcess
from torchdojo.players.isolation import Level
from torchdojo.players.limits import Limits
from torchdojo.players.replies import Answer, Judged, Returned
from torchdojo.referee.asking import Actor, Question
from torchdojo.referee.examination import Examination, Specimen
from torchdojo.referee.pool import Pool, Setting

Play = Callable[..., Answer]


def _value(reply: Answer) -> Any:
    assert isinstance(reply, Returned), reply
    return reply.value


@pytest.fixture(scope="module")
def troupe() -> Iterator[Troupe]:
    """Players at the strongest level of this machine, from one warm host."""
    process = HostProcess()
    connection = HostConnection(process.connection, process)
    troupe = Troupe(connection)
    yield troupe
    troupe.close()
    connection.close()
    process.stop()


@pytest.fixture
def play(troupe: Troupe) -> Play:
    """Ask a program (its text) one probe and return the player's reply."""

    def run(text: str, probe: Any, *args: Any, device: str = "cpu", seconds: float = 60) -> Answer:
        question = probe if isinstance(probe, Question) else Question.of_probe(probe, args)
        setting = Setting("track/exercise", 7, device, Limits(seconds=seconds), ())
        actor = Actor(Pool(troupe, 0), code_of_text(text, "exercise.py"), setting, 7)
        try:
            return actor.ask(question)
        finally:
            actor.close()

    return run


def test_a_function_and_a_class(play: Play) -> None:
    """A probe calls a function and makes an object of a class."""

    def both(module, t):
        return module.double(t), module.Counter(3).next()

    text = (
        "def double(t):\n    return t * 2\n\n"
        "class Counter:\n    def __init__(self, n):\n        self.n = n\n\n"
        "    def next(self):\n        self.n += 1\n        return self.n\n"
    )
    doubled, number = _value(play(text, both, torch.ones(2)))
    assert torch.equal(doubled, torch.full((2,), 2.0)) and number == 4


def test_files_on_disk(play: Play) -> None:
    """A probe lays files in the player's own folder and the program reads them."""

    def count(module, files):
        import tempfile
        from pathlib import Path

        folder = Path(tempfile.mkdtemp())
        for name, data in files.items():
            (folder / name).write_bytes(data)
        return module.sizes(folder)

    text = "def sizes(folder):\n    return {p.name: p.stat().st_size for p in folder.iterdir()}\n"
    assert _value(play(text, count, {"a": b"123", "b": b""})) == {"a": 3, "b": 0}


def test_a_training_loop(play: Play) -> None:
    """Adam trains a model whose weights go in and come back as tensors."""

    def train(module, weight, x, y):
        from torch import nn

        model = nn.Linear(3, 1, dtype=torch.float64)
        with torch.no_grad():
            model.weight.copy_(weight)
        return module.fit(model, x, y), model.state_dict()

    text = (
        "import torch\nfrom torch import nn\n\ndef fit(model, x, y):\n"
        "    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)\n"
        "    for _ in range(50):\n        optimizer.zero_grad()\n"
        "        loss = nn.functional.mse_loss(model(x), y)\n"
        "        loss.backward()\n        optimizer.step()\n    return loss.item()\n"
    )
    x = torch.randn(20, 3, dtype=torch.float64)
    weight = torch.zeros(1, 3, dtype=torch.float64)
    loss, state = _value(play(text, train, weight, x, x.sum(1, keepdim=True)))
    assert loss < 0.5 and state["weight"].shape == (1, 3) and state["weight"].abs().min() > 0.1


def test_saving_and_loading(play: Play) -> None:
    """`torch.save` and `torch.load` work in the player's own folder."""

    def round_trip(module, t):
        import tempfile

        return module.save_and_load(t, tempfile.mkdtemp() + "/t.pt")

    text = (
        "import torch\n\ndef save_and_load(t, path):\n    torch.save({'t': t}, path)\n"
        "    return torch.load(path, weights_only=True)['t']\n"
    )
    assert _value(play(text, round_trip, torch.arange(3))).tolist() == [0, 1, 2]


def test_a_loader_with_two_workers(play: Play) -> None:
    """A DataLoader's worker processes run inside the player."""

    def load(module, t):
        import os

        from torch.utils.data import DataLoader, TensorDataset

        loader = DataLoader(TensorDataset(t), batch_size=2, num_workers=2)
        return [batch[0] for batch in loader], os.getpid() > 0

    batches, _ = _value(play("", load, torch.arange(5)))
    assert [batch.tolist() for batch in batches] == [[0, 1], [2, 3], [4]]


def test_matplotlib(play: Play) -> None:
    """A figure is drawn and saved without a screen."""

    def draw(module):
        import tempfile
        from pathlib import Path

        import matplotlib.pyplot as plt

        figure, axes = plt.subplots()
        axes.plot([1, 2], label="é")
        axes.legend()
        path = Path(tempfile.mkdtemp()) / "plot.png"
        figure.savefig(path)
        return path.read_bytes()[:4]

    assert _value(play("", draw)) == b"\x89PNG"


def test_two_ranks_on_gloo(play: Play, troupe: Troupe) -> None:
    """Two forked ranks reduce over the loopback of the player's own network namespace."""
    if troupe.level is not Level.FULL:
        pytest.skip("only the full level has a network of its own")

    def reduce(module):
        import tempfile

        import torch.multiprocessing as mp

        context = mp.get_context("fork")
        queue = context.SimpleQueue()
        store = f"file://{tempfile.mkdtemp()}/store"
        ranks = [context.Process(target=module.rank, args=(r, store, queue)) for r in range(2)]
        for rank in ranks:
            rank.start()
        sums = [queue.get() for _ in ranks]
        for rank in ranks:
            rank.join()
        return sums

    text = (
        "import torch\nimport torch.distributed as dist\n\n"
        "def rank(number, store, queue):\n"
        "    dist.init_process_group('gloo', init_method=store, rank=number, world_size=2)\n"
        "    t = torch.tensor([number + 1.0])\n    dist.all_reduce(t)\n    queue.put(t.item())\n"
        "    dist.destroy_process_group()\n"
    )
    assert _value(play(text, reduce)) == [3.0, 3.0]


def test_the_meta_device(play: Play) -> None:
    """Tensors without data go in and come back with shape and dtype."""

    def forward(module, t):
        return module.f(t)

    t = torch.empty(2, 5, device="meta")
    value = _value(play("def f(t):\n    return t.mT.double()\n", forward, t))
    assert (value.device.type, value.shape, value.dtype) == ("meta", (5, 2), torch.float64)


def test_a_missing_device_is_no_students_fault(play: Play) -> None:
    """What the program does on a device is told by the devices of what it returns."""

    def devices(module, t):
        return module.f(t)

    reply = play("def f(t):\n    return [t, t.to('meta')]\n", devices, torch.ones(1))
    assert isinstance(reply, Returned) and reply.devices == ("cpu", "meta")


def test_the_global_generators_are_seeded(play: Play) -> None:
    """The same setting gives the same random numbers, whatever the program drew while loading."""

    def draw(module):
        import random

        import numpy as np

        return torch.rand(2), np.random.rand(), random.random()

    first = _value(play("import torch\ntorch.rand(5)\n", draw))
    second = _value(play("", draw))
    assert torch.equal(first[0], second[0]) and first[1:] == second[1:]


def _counts(module: Any) -> int:
    """Counts how often it was asked"""
    module.asked = getattr(module, "asked", 0) + 1
    return int(module.asked)


def _ask_twice(pool: Pool, text: str, probe: Any, *, keep: bool) -> list[Answer]:
    """The replies to `probe` of two checks, one after the other."""
    setting = Setting("track/exercise", 7, "cpu", Limits(seconds=60), ())
    replies = []
    for seed in (1, 2):
        actor = Actor(pool, code_of_text(text, "exercise.py"), setting, seed)
        replies.append(actor.ask(Question.of_probe(probe, ())))
        actor.close(keep=keep)
    pool.close()
    return replies


def test_a_player_is_kept_from_check_to_check(troupe: Troupe) -> None:
    """The next check of a program finds it loaded; after a failure it gets a fresh player."""
    for keep, seen in ((True, [1, 2]), (False, [1, 1])):
        replies = _ask_twice(Pool(troupe, 2), "", _counts, keep=keep)
        assert [_value(reply) for reply in replies] == seen


def test_a_kept_player_starts_each_check_alike(troupe: Troupe) -> None:
    """Torch's global settings and the working directory are as they were; seeds are its own."""

    def changed(module: Any) -> Any:
        """Looks at global settings, then changes them"""
        import os
        from pathlib import Path

        import torch

        seen = (str(torch.get_default_dtype()), torch.is_grad_enabled(), str(Path.cwd()))
        drawn = torch.rand(()).item()
        torch.set_default_dtype(torch.float64)
        torch.set_grad_enabled(False)
        os.chdir("/")
        return seen, drawn

    first, second = (_value(r) for r in _ask_twice(Pool(troupe, 2), "", changed, keep=True))
    assert first[0] == second[0] and first[0][:2] == ("torch.float32", True)
    assert first[1] != second[1]


def test_a_pool_ends_the_player_that_waited_longest(troupe: Troupe) -> None:
    """No more players are kept than were asked for."""
    pool = Pool(troupe, 1)
    setting = Setting("track/exercise", 7, "cpu", Limits(seconds=60), ())
    players = []
    for text in ("a = 1\n", "a = 2\n"):
        code = code_of_text(text, "exercise.py")
        players.append(pool.take(code, setting))
        pool.give_back(code, setting, players[-1])
    assert [player.closed for player in players] == [True, False]
    pool.close()
    assert players[1].closed


_TEST = """
import pytest
import torch


def test_scale(scale):
    x = torch.arange(3.0, dtype=torch.float64).requires_grad_()
    torch.testing.assert_close(scale(x, by=2), 2 * x)
    scale(x, by=3).backward(torch.tensor([1.0, 10.0, 100.0], dtype=torch.float64))
    assert x.grad.tolist() == [3.0, 30.0, 300.0]
    y = torch.ones(2)
    scale(y, by=5)
    assert y.tolist() == [1.0, 1.0]
    with pytest.raises(ValueError) as raised:
        scale(y, by=0)
    assert "zero" not in str(raised.value)
    assert not hasattr(scale, "__code__")
"""
_SCALE = """
def scale(x, by):
    if by == 0:
        raise ValueError("zero is not allowed")
    return x * by
"""


def test_functions_that_live_elsewhere(play: Play) -> None:
    """A student's test sees values, gradients, kinds of errors and changes of functions in another
    player, and nothing else of them.
    """
    changed = {
        "as it is": _SCALE,
        "no gradient": _SCALE.replace("x * by", "x.detach() * by"),
        "another error": _SCALE.replace("ValueError", "TypeError"),
        "no error": _SCALE.replace("by == 0", "by is None"),
        "in place": _SCALE.replace("x * by", "x.mul_(by) if by == 5 else x * by"),
        "wrong value": _SCALE.replace("x * by", "x * by + 1e-3"),
        "no number": _SCALE.replace("x * by", "None"),
    }
    specimens = [Specimen(text, "", name) for name, text in changed.items()]
    question = Examination.of("test_scale", "scale", specimens, [[n] for n in (*range(7), 0, 1)])
    reply = play(_TEST, question)
    assert isinstance(reply, Judged), reply
    assert reply.accepted == (True, *[False] * 6, True, False), reply
    assert reply.calls[0] == 5


def test_functions_that_take_more_than_data(play: Play) -> None:
    """A probe stands between the test and functions that take a model."""

    def through(module, weight, x):
        from torch import nn

        layer = nn.Linear(2, 1, bias=False)
        layer.weight.data.copy_(weight)
        return module.apply(layer, x)

    test = """
import torch

def test_apply(apply):
    assert apply(torch.tensor([[2.0, 3.0]]), torch.ones(1, 2)).item() == 5
"""
    texts = ["def apply(layer, x):\n    return layer(x)\n", "def apply(layer, x):\n    return x\n"]
    specimens = [Specimen(text, "", "") for text in texts]
    question = Examination.of("test_apply", "apply", specimens, [[1, 0]], through)
    reply = play(test, question)
    assert isinstance(reply, Judged) and reply.accepted == (False, True), reply
