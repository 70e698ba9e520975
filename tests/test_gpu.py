"""Players with a CUDA device; skipped where there is none. `tests/on_gpu.sh` runs them."""

from collections.abc import Iterator

import pytest
import torch
from isolated import Stage, players

from torchdojo.players.replies import Returned

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """Players with a root of their own."""
    with players("full") as made:
        yield made


def device_files(module):
    """Which device files there are"""
    import os

    found = []
    for folder, _, names in os.walk("/dev"):
        found += [os.path.join(folder, name) for name in names]
    return sorted(found)


def trains(module):
    """Trains a layer on the device"""
    import torch

    layer = torch.nn.Linear(8, 3, device="cuda")
    optimizer = torch.optim.Adam(layer.parameters())
    layer(torch.ones(4, 8, device="cuda")).sum().backward()
    optimizer.step()
    torch.cuda.synchronize()
    return layer.weight.detach().cpu().isfinite().all().item()


def changes_devices(module):
    """Which attempts to change or to make device files succeed"""
    import os
    import stat

    done = []
    for path in [f"/dev/{name}" for name in os.listdir("/dev") if name.startswith("nvidia")]:
        before = os.stat(path)
        for what in (os.chmod, os.utime, os.unlink):
            try:
                what(path, 0o777) if what is os.chmod else what(path)
            except OSError:
                continue
        if not os.path.exists(path) or os.stat(path).st_mode != before.st_mode:
            done.append(path)
    for major, minor in ((1, 1), (195, 0), (8, 0), (226, 0)):
        try:
            os.mknod(f"node{major}", 0o666 | stat.S_IFCHR, os.makedev(major, minor))
            done.append(f"node {major}")
        except OSError:
            continue
    return done


def breaks_the_device(module):
    """Reads out of bounds on the device"""
    import torch

    table = torch.nn.Embedding(4, 4, device="cuda")
    table(torch.full((8,), 10_000_000, device="cuda"))
    torch.cuda.synchronize()


def looks_for_others(module):
    """Which numbers of others are found in fresh memory of the device"""
    import torch

    fresh = torch.empty(64 * 2**20, dtype=torch.int32, device="cuda")
    return int((fresh == 314159265).sum())


def fills(module):
    """Fills memory of the device"""
    import torch

    torch.full((64 * 2**20,), 314159265, dtype=torch.int32, device="cuda")
    torch.cuda.synchronize()
    return True


def test_a_player_without_a_device_sees_no_device_file(stage: Stage) -> None:
    """The nodes are there for checks that ask for the device, and for no others."""
    opened = stage.value(_opens)
    assert not any("nvidia" in path for path in opened)


def _opens(module):
    """Which device files can be opened"""
    import os

    found = []
    for name in os.listdir("/dev"):
        try:
            os.close(os.open(f"/dev/{name}", os.O_RDWR | os.O_NONBLOCK))
            found.append(name)
        except OSError:
            continue
    return found


def test_a_player_with_a_device_computes(stage: Stage) -> None:
    """At `full`, with system calls filtered, a layer is trained."""
    assert stage.value(trains, device="cuda") is True


def test_device_files_cannot_be_changed_or_made(stage: Stage) -> None:
    """Modes, names and nodes stay as they are."""
    assert stage.value(changes_devices, device="cuda") == []


def test_a_fault_on_the_device_costs_its_player_alone(stage: Stage) -> None:
    """The next player computes as before."""
    assert not isinstance(stage.ask(breaks_the_device, device="cuda"), Returned)
    assert stage.value(trains, device="cuda") is True


def test_memory_of_the_device_does_not_tell_of_others(stage: Stage) -> None:
    """What one player left in it, the next one does not find."""
    assert stage.value(fills, device="cuda") is True
    assert stage.value(looks_for_others, device="cuda") == 0
