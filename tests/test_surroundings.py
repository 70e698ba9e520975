"""What a program finds around it: files, folders, caches, no screen, nobody who types."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playing import Playground, bound, playground

from torchdojo.catalog import code_of_cells, code_of_text
from torchdojo.players.replies import Raised, Returned

WORKS = {
    "reads a file beside it": "x = open('data.txt').read()\nassert x == '1 2\\n'",
    "reads beside its own path": "from pathlib import Path\n"
    "x = Path(__file__).parent.joinpath('data.txt').read_text()",
    "reads in a folder below": "x = open('sub/deep/more.txt').read()",
    "writes beside itself": "open('out.csv', 'w').write('1')\nx = open('out.csv').read()",
    "changes a file beside it": "open('data.txt', 'a').write('3')\nx = open('data.txt').read()\n"
    "assert x.endswith('3')",
    "makes folders": "import os\nos.makedirs('runs/a')\nopen('runs/a/b', 'w').close()\nx = 1",
    "writes into its home": "from pathlib import Path\nplace = Path.home() / '.config' / 'x'\n"
    "place.mkdir(parents=True)\n(place / 'y').write_text('z')\nx = 1",
    "writes temporary files": "import tempfile\nwith tempfile.NamedTemporaryFile('w') as f:\n"
    "    f.write('x')\nx = tempfile.mkdtemp()",
    "saves and loads tensors": "import torch\ntorch.save({'a': torch.ones(2)}, 'model.pt')\n"
    "x = torch.load('model.pt')['a']\nassert x.sum() == 2",
    "imports a helper": "from my_helper import helps\nx = helps()",
    "imports a package beside it": "from pack.inner import INNER\nx = INNER",
    "imports what it wrote": "open('made.py', 'w').write('M = 3')\nimport made\nx = made.M",
    "changes its folder": "import os\nos.chdir('sub')\nx = open('deep/more.txt').read()",
    "goes up and comes back": "import os\nhere = os.getcwd()\nos.chdir('..')\nos.chdir(here)\n"
    "x = open('data.txt').read()",
    "draws with Tk": "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt\n"
    "plt.plot([1])\nplt.show()\nx = 1",
    "draws with Qt, chosen late": "import matplotlib.pyplot as plt\nplt.switch_backend('QtAgg')\n"
    "plt.figure()\nplt.show(block=True)\nplt.pause(0.01)\nx = 1",
    "draws with settings": "import matplotlib\nmatplotlib.rcParams['backend'] = 'wxagg'\n"
    "import matplotlib.pyplot as plt\nplt.ion()\nfig, ax = plt.subplots()\nfig.savefig('a.pdf')\n"
    "x = 1",
    "compiles": "import torch\n@torch.compile\ndef f(a):\n    return a + 1\n"
    "x = int(f(torch.ones(1)))\nassert x == 2",
    "compiles a model with options": "import torch\nmodel = torch.compile(torch.nn.Linear(2, 2), "
    "mode='reduce-overhead', fullgraph=True)\nx = tuple(model(torch.ones(1, 2)).shape)\n"
    "keys = list(model.state_dict())\nassert keys[0] == '_orig_mod.weight'",
    "scripts": "import torch\n@torch.jit.script\ndef f(a: torch.Tensor) -> torch.Tensor:\n"
    "    return a + 1\nx = int(f(torch.ones(1)))",
    "has caches of its own": "import os\nfor name in ('TORCH_HOME', 'HF_HOME', 'MPLCONFIGDIR', "
    "'TORCHINDUCTOR_CACHE_DIR', 'TRITON_CACHE_DIR', 'XDG_CACHE_HOME'):\n"
    "    os.makedirs(os.environ[name], exist_ok=True)\n"
    "    open(os.path.join(os.environ[name], 'x'), 'w').close()\nx = 1",
    "starts workers by spawning": "import torch\nfrom torch.utils.data import DataLoader\n"
    "class Squares(torch.utils.data.Dataset):\n    def __len__(self): return 4\n"
    "    def __getitem__(self, i): return i * i\n"
    "loader = DataLoader(Squares(), num_workers=2, multiprocessing_context='spawn')\n"
    "x = [int(b) for b in loader]\nassert x == [0, 1, 4, 9]",
    "starts workers by a fork server, to keep": "import torch, multiprocessing\n"
    "from torch.utils.data import DataLoader\n"
    "context = multiprocessing.get_context('forkserver')\n"
    "loader = DataLoader(range(4), num_workers=1, multiprocessing_context=context, "
    "persistent_workers=True)\nx = [[int(b) for b in loader] for _ in range(2)]",
    "sets a way of starting processes": "import torch.multiprocessing as mp\n"
    "mp.set_start_method('spawn')\nwith mp.Pool(2) as pool:\n    x = pool.map(abs, [-1, 2])",
    "uses a pool of processes": "from concurrent.futures import ProcessPoolExecutor\n"
    "def double(n):\n    return 2 * n\nwith ProcessPoolExecutor(2) as pool:\n"
    "    x = list(pool.map(double, [1, 2]))\nassert x == [2, 4]",
    "reads its arguments": "import argparse\nx = argparse.ArgumentParser().parse_args()",
    "looks for a GPU": "import torch\nx = 'cuda' if torch.cuda.is_available() else 'cpu'",
    "writes for TensorBoard, or not": "try:\n"
    "    from torch.utils.tensorboard import SummaryWriter\nexcept ImportError:\n"
    "    SummaryWriter = None\nx = 1",
}  # fmt: skip


@pytest.fixture(scope="module")
def ground() -> Iterator[Playground]:
    """Players of one host."""
    with playground() as ground:
        yield ground


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that each program was handed in with."""
    folder = tmp_path_factory.mktemp("beside")
    (folder / "data.txt").write_text("1 2\n")
    (folder / "my_helper.py").write_text("def helps():\n    return open('data.txt').read()\n")
    (folder / "sub" / "deep").mkdir(parents=True)
    (folder / "sub" / "deep" / "more.txt").write_text("more")
    (folder / "pack").mkdir()
    (folder / "pack" / "__init__.py").touch()
    (folder / "pack" / "inner.py").write_text("INNER = 4\n")
    return folder


@pytest.mark.parametrize("label", WORKS)
def test_a_program_finds_what_it_needs(ground: Playground, folder: Path, label: str) -> None:
    """It runs to its end, and nothing that it writes reaches the student's own files."""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    played = ground.beside(folder, WORKS[label], bound)
    assert played.account == () and "x" in played.value, (played.account, played.printed)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


_DAMAGED = """
import torch
from torch.utils.data import DataLoader, Dataset

class Damaged(Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        return torch.zeros(index)

def batches():
    return list(DataLoader(Damaged(), batch_size=2, num_workers=2))
"""


_FAILED = {
    "at the top": code_of_text(f"{_DAMAGED}\nbatches()\n", "program.py"),
    "at the top, caught": code_of_text(
        f"{_DAMAGED}\ntry:\n    batches()\nexcept RuntimeError:\n    pass\n", "program.py"
    ),
    "in a cell": code_of_cells([(_DAMAGED, ()), ("batches()", ()), ("1 / 0", ())], "program.ipynb"),
    "when asked": code_of_text(_DAMAGED, "program.py"),
}


@pytest.mark.parametrize("where", _FAILED)
def test_workers_of_a_loader_that_failed_end_soon(ground: Playground, where: str) -> None:
    """No later question is kept waiting: a loader that the garbage collector finds waits for each
    of its workers, by torch's own settings for five seconds.
    """

    def asks(module):
        """Loops over batches that do not fit together"""
        return module.batches()

    def collects(module):
        """Collects what is left of the loop"""
        import gc
        import time

        began = time.monotonic()
        gc.collect()
        return time.monotonic() - began

    asked = [asks, collects] if where == "when asked" else [collects, collects]
    first, after = ground.answers(_FAILED[where], *asked)
    if where == "when asked":
        assert isinstance(first, Raised) and first.kind == "RuntimeError", first
    else:
        assert isinstance(first, Returned) and first.value < 2, first
    assert isinstance(after, Returned) and after.value < 2, after


def test_a_player_that_runs_no_notebook_knows_nothing_of_ipython(ground: Playground) -> None:
    """The shell that waits in the host is not to be seen in a plain module."""

    def traces(module):
        """Everything by which a library would take this process for a notebook"""
        import builtins
        import sys

        from IPython import get_ipython

        shown = [hasattr(builtins, name) for name in ("__IPYTHON__", "display", "get_ipython")]
        return [*shown, hasattr(sys, "ps1"), get_ipython() is not None, sys.flags.interactive]

    assert ground.module("x = 1", traces).value == [False, False, False, False, False, 0]


def test_a_host_imports_what_a_program_is_likely_to_need() -> None:
    """Before it forks the program's player; one of another program finds nothing."""

    def imported(module):
        """Whether its player was born with it"""
        return module.BORN_WITH

    text = "import sys\nBORN_WITH = 'torch._' 'dynamo' in sys.modules\n"
    with playground(packages=()) as ground:
        first = ground.module(text, imported)
        second = ground.module(text + "import torch.optim\n", imported)
    assert (first.value, second.value) == (False, True)
