"""Your own DDP trains on four processes, and shows what they did when

Your `MiniDDP` wraps a network on each of four real processes, which talk by gloo; your
`RankSampler` deals the digits. The clock shows which messages were on their way while the backward
pass still computed.
"""

import time
from functools import partial

import torch
import torch.distributed as dist
from torch import nn
from torchvision.datasets import MNIST

from torchdojo.learner.milestones import Chart, Kind, Lane, Line, Span, Timeline, Words
from torchdojo.ranks import spawn

NEEDS = {"ddp": "07_mini_ddp", "sampler": "02_sampler"}
RANKS, EPOCHS, WIDE, DIGITS = 4, 8, 12, 96
KINDS = (
    Kind("forward", "f", "#ffffff"),
    Kind("backward", "B", "#a6cee3"),
    Kind("waiting in finish", "w", "#eeeeee", dashes="3 2"),
    Kind("step", "s", "#b2df8a"),
    Kind("a message on its way", "=", "#fdbf6f", dashes="1 1"),
)


def watched(mine, notes):
    """Has the messages of the student's module note when they begin and when they have ended."""
    real = dist.all_reduce

    def all_reduce(*args, **options):
        note = [time.perf_counter(), None]
        notes.append(note)
        work = real(*args, **options)
        if work is None:
            note[1] = time.perf_counter()
        else:
            work.get_future().add_done_callback(partial(ended, note))
        return work

    def ended(note, future):
        note[1] = time.perf_counter()

    dist.all_reduce = all_reduce
    for name, value in list(vars(mine.ddp).items()):
        if value is real:
            setattr(mine.ddp, name, all_reduce)


def trained(mine, x, y, ranks, epochs, wide):
    """Trains on several processes; notes the losses, and of the last step what happened when"""

    def one(rank, mine):
        notes, losses = [], []
        watched(mine, notes)
        torch.manual_seed(100 + rank)
        layers = [nn.Conv2d(1, wide, 3, padding=1), nn.ReLU()]
        for _ in range(2):
            layers += [nn.Conv2d(wide, wide, 3, padding=1), nn.ReLU()]
        layers += [nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(16 * wide, 10)]
        model = nn.Sequential(*layers)
        net = mine.ddp.MiniDDP(model)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
        sampler = mine.sampler.RankSampler(x, ranks, rank, seed=3)
        for number in range(epochs):
            sampler.set_epoch(number)
            share = list(sampler)
            optimizer.zero_grad()
            dist.barrier()
            notes.clear()
            marks = [time.perf_counter()]
            loss = nn.functional.cross_entropy(net(x[share]), y[share])
            marks.append(time.perf_counter())
            loss.backward()
            marks.append(time.perf_counter())
            net.finish()
            marks.append(time.perf_counter())
            optimizer.step()
            marks.append(time.perf_counter())
            losses += [loss.item()]
        time.sleep(0.01)  # the last message's end is noted by a thread of gloo's
        found = [[a, b if b is not None else marks[3]] for a, b in notes]
        weights = torch.cat([p.detach().flatten() for p in model.parameters()])
        return losses, marks, found, float(weights.double().sum()), weights.numel()

    return spawn(one, ranks, mine)


def digits(folder, count):
    """The first pictures of datasets/digits, and what they show."""
    data = MNIST(folder / "digits", train=True)
    return data.data[:count, None].float() / 255, data.targets[:count]


def milestone(work):
    """The time line of the last step, the loss, and whether the ranks agree."""
    x, y = digits(work.datasets, DIGITS)
    found = work.run(trained, x, y, RANKS, EPOCHS, WIDE)
    begin = min(marks[0] for _, marks, *_ in found)

    def clock(moment):
        return 1000 * (moment - begin)

    lanes = [
        Lane(
            f"rank {rank}",
            [
                Span(kind.name, clock(a), clock(b))
                for kind, a, b in zip(KINDS, marks, marks[1:], strict=False)
            ],
            [Span(KINDS[4].name, clock(a), clock(b)) for a, b in messages],
        )
        for rank, (_, marks, messages, *_) in enumerate(found)
    ]
    line = Timeline(f"The last step on {RANKS} processes", KINDS, lanes)
    yield line
    losses = [sum(each) / RANKS for each in zip(*(one[0] for one in found), strict=True)]
    yield Chart("Loss, mean over the ranks", [Line("loss", range(1, EPOCHS + 1), losses)], "step")
    same = len({total for *_, total, _ in found}) == 1
    numbers = found[0][4]
    yield Words(
        f"{line.overlap('backward'):.0%} of the time that messages were on their way, the backward "
        f"pass went on beside them. {len(found[0][2])} messages carried {numbers} gradients for "
        f"each rank. After {EPOCHS} steps the weights of the ranks are "
        f"{'the same' if same else 'not the same'}."
    )
