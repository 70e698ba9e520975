"""Tensors that travel between processes by value."""

from collections.abc import Iterator

import pytest
from shut_in import Ring

_START = """
import pickle, torch, torchvision
from multiprocessing.reduction import ForkingPickler
from torchdojo.players.sharing import share_by_value
def sent(value):
    data = ForkingPickler.dumps(value)
    return pickle.loads(data), len(data)
"""


@pytest.fixture(scope="module")
def ring() -> Iterator[Ring]:
    """What runs programs in processes of their own: what is registered stays."""
    ring = Ring()
    yield ring
    ring.close()


def run(ring: Ring, program: str) -> str:
    """What a program prints after tensors have been told to travel by value."""
    return ring.run(f"{_START}share_by_value()\n{program}", filtered=False).printed


def test_every_kind_of_tensor_arrives_as_it_was_sent(ring: Ring) -> None:
    """Values, shape, strides, dtype, kind and whether it requires a gradient."""
    program = """
from torchvision import tv_tensors
kinds = [
    torch.arange(6.0).reshape(2, 3), torch.tensor(3), torch.empty(0, 4), torch.ones(3).bfloat16(),
    torch.tensor([True, False]), torch.tensor([1 + 2j]).conj(), torch.randn(3, 4).t(),
    torch.nn.Parameter(torch.ones(2)), torch.ones(2, requires_grad=True), torch.eye(3).to_sparse(),
    torch.arange(10)[3:5], torch.ones(1).expand(4), tv_tensors.Image(torch.zeros(3, 2, 2)),
    torch.ones(3).share_memory_(),
]
for tensor in kinds:
    got, _ = sent(tensor)
    assert type(got) is type(tensor) and got.dtype == tensor.dtype and got.shape == tensor.shape
    assert got.requires_grad == tensor.requires_grad and got.layout == tensor.layout
    dense = (lambda t: t.to_dense()) if tensor.is_sparse else (lambda t: t)
    assert torch.equal(dense(got), dense(tensor)), tensor
nested, _ = sent({"a": [torch.ones(2), (torch.zeros(1), "text")]})
assert nested["a"][0].sum() == 2
assert sent(torch.ones(3).untyped_storage())[0].tolist() == torch.ones(3).untyped_storage().tolist()
print("equal")
"""
    assert run(ring, program) == "equal\n"


def test_a_part_of_a_large_tensor_travels_alone(ring: Ring) -> None:
    """One example of a data set is not sent with all others, which lie in the same storage."""
    assert int(run(ring, "print(sent(torch.zeros(1_000_000, 10)[7])[1])")) < 5_000


def test_a_result_that_is_part_of_a_graph_is_refused_as_ever(ring: Ring) -> None:
    """PyTorch's own sentence says what to do instead."""
    program = """
try:
    sent(torch.ones(2, requires_grad=True) * 2)
except RuntimeError as error:
    print(error)
"""
    assert "detach()" in run(ring, program)


def test_without_it_a_tensor_is_sent_as_a_descriptor(ring: Ring) -> None:
    """That is what a player without sockets cannot receive."""
    program = "print(b'rebuild_storage_fd' in bytes(ForkingPickler.dumps(torch.ones(3))))"
    assert ring.run(_START + program, filtered=False).printed == "True\n"
