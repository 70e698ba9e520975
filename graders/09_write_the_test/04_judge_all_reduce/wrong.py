"""Functions that `test_all_reduce` must reject: a docstring says what is wrong."""

import torch
import torch.distributed as dist

from .probes import exchange, owners


def multiplies(t):
    """It multiplies by the number of ranks: right only where all of them hold the same."""
    t *= dist.get_world_size()


def adds_neighbours(t):
    """It adds what the next rank and its own hold, as if there were only two."""
    rank, world = dist.get_rank(), dist.get_world_size()
    parts = exchange([t] * world, [t.contiguous()] * world)
    t.copy_(parts[rank] + parts[(rank + 1) % world] if world > 1 else t)


def first_alone(t):
    """Only rank 0 has the sum in the end: the others keep what they had."""
    before = t.clone()
    owners(t)
    if dist.get_rank() > 0:
        t.copy_(before)


def all_but_first(t):
    """Every rank but the first has the sum in the end."""
    before = t.clone()
    owners(t)
    if dist.get_rank() == 0:
        t.copy_(before)


def returns_it(t):
    """It returns the sum, and leaves the tensor as it was."""
    total = t.clone()
    owners(total)
    return total


def leaves_a_rest(t):
    """What is left over when the elements are shared out among the ranks is not added up."""
    flat = t.flatten()
    even = flat[: len(flat) // dist.get_world_size() * dist.get_world_size()]
    owners(even)
    t.copy_(flat.view_as(t))


def needs_an_element_for_each(t):
    """It refuses tensors with fewer elements than there are ranks."""
    if t.numel() < dist.get_world_size():
        raise ValueError("some ranks would have nothing to do")
    owners(t)


def needs_company(t):
    """It refuses to run on one rank alone."""
    if dist.get_world_size() == 1:
        raise ValueError("nobody to talk to")
    owners(t)


def needs_a_power_of_two(t):
    """It pairs the ranks off by halves, and refuses any number that is not a power of two."""
    if dist.get_world_size().bit_count() > 1:
        raise ValueError("a rank has no partner")
    owners(t)


def through_float32(t):
    """Everything is added up in float32: float64 and large integers lose digits."""
    total = t.float()
    owners(total)
    t.copy_(total)


def loses_large_integers(t):
    """Integers are added up as float32: above 2 ** 24, they lose digits."""
    total = t.clone() if t.is_floating_point() else t.float()
    owners(total)
    t.copy_(total)


def adds_in_its_own_order(t):
    """Each rank adds up in an order of its own: floats of many digits differ in their last bits."""
    own = 64 * t
    owners(t)
    t.copy_((t - own) + own)


def drifts(t):
    """Floating-point sums differ from rank to rank in their last bits: models would drift apart."""
    owners(t)
    if t.is_floating_point():
        t *= 1 + dist.get_rank() * torch.finfo(t.dtype).eps


def sends_all_to_all(t):
    """Every rank sends its whole tensor to every other one."""
    world = dist.get_world_size()
    parts = exchange([t] * world, [t.contiguous()] * world)
    t.copy_(sum(parts))


def crowds_one_line(t):
    """The last rank adds everything up, so that it sends whole tensors to all the others."""
    rank, last = dist.get_rank(), dist.get_world_size() - 1
    total = t.contiguous().clone()
    for other in range(last):
        if rank == last:
            part = torch.empty_like(total)
            dist.recv(part, other)
            total += part
        elif rank == other:
            dist.send(total, last)
    for other in range(last):
        if rank == last:
            dist.send(total, other)
        elif rank == other:
            dist.recv(total, last)
    t.copy_(total)


def goes_round_too_often(t):
    """Its pieces go on where they are not needed any more: a rank sends 2N of them."""
    owners(t)
    rank, world = dist.get_rank(), dist.get_world_size()
    sent = t.numel() + (world - 2) * -(-t.numel() // world)
    extra = t.new_zeros(2 * world * -(-t.numel() // world) - sent)
    outgoing, incoming = [[t.new_empty(0)] * world for _ in range(2)]
    outgoing[(rank + 1) % world] = incoming[(rank - 1) % world] = extra
    exchange(outgoing, incoming)


def needs_contiguous(t):
    """The sum of a tensor that is not contiguous stays in a copy of it."""
    owners(t.contiguous())
