"""What goes wrong in a wrapper that sends gradients while they are computed."""

import contextlib

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from torchdojo.grading import mistake, slip

slip(
    "Buffers are not copied from rank 0, only parameters are.",
    loses=["wraps_rank_zeros_module"],
    edits=[
        ("for t in [*module.parameters(), *module.buffers()]:", "for p in module.parameters():"),
        ("t.detach()", "p.detach()"),
    ],
)


@mistake(
    "Every rank keeps its own random weights: averaged gradients do not bring them together. Broadcast rank 0's.",
    loses=[
        "wraps_rank_zeros_module",
        "averages_gradients",
        "sends_during_backward",
        "no_sync_sends_nothing",
        "nests_no_sync",
        "sends_a_shared_weight_once",
        "bears_unused_and_frozen_parameters",
        "trains_with_the_real_one",
    ],
)
def _copy_from_rank_zero(module):
    pass


@mistake(
    "A weight that two layers share is sent twice: the list of parameters has it twice. `parameters()` gives each one once.",
    loses=["sends_a_shared_weight_once"],
)
def _trained(module):
    named = module.named_parameters(remove_duplicate=False)
    return [p for _, p in named if p.requires_grad]


slip(
    "The order is that of `parameters()`: the backward pass reaches the first layer last, so everything waits for it. Send in the reverse order.",
    loses=["sends_during_backward"],
    edits=[
        (
            "[p for p in module.parameters() if p.requires_grad]",
            "[p for p in module.parameters() if p.requires_grad][::-1]",
        )
    ],
)


@mistake(
    "The hook waits until the sum is there: the backward pass stands still until every other rank has come as far. Use `async_op=True` and wait in `finish`.",
    loses=["sends_during_backward"],
)
def _start(p):
    if p.grad is None:
        p.grad = torch.zeros_like(p)
    done = torch.futures.Future()
    dist.all_reduce(p.grad)
    done.set_result(None)
    return done


@mistake(
    "What was gathered under `no_sync` is lost where the last micro-batch does not use the parameter: send its `.grad`, and zeros only if that is None.",
    loses=["no_sync_sends_nothing"],
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        _copy_from_rank_zero(module)
        self._order = _trained(module)[::-1]
        self._ready, self._works, self._syncs = set(), [], True
        for p in self._order:
            p.register_post_accumulate_grad_hook(self._note)

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if not self._syncs:
            return
        for p in self._order[len(self._works) :]:
            if p not in self._ready:
                p.grad = None
            self._works.append(_start(p))
        for p, work in zip(self._order, self._works):
            _end(p, work)
        self._works.clear()
        self._ready.clear()

    @contextlib.contextmanager
    def no_sync(self):
        before, self._syncs = self._syncs, False
        try:
            yield
        finally:
            self._syncs = before

    def _note(self, p):
        if self._syncs:
            self._ready.add(p)
            for following in self._order[len(self._works) :]:
                if following not in self._ready:
                    break
                self._works.append(_start(following))


slip(
    "Gradients are added up over the ranks, but never divided: divide by the number of ranks.",
    loses=[
        "averages_gradients",
        "sends_during_backward",
        "no_sync_sends_nothing",
        "nests_no_sync",
        "sends_a_shared_weight_once",
        "bears_unused_and_frozen_parameters",
        "trains_with_the_real_one",
    ],
    edits=[("p.grad /= dist.get_world_size()", "")],
)


@mistake(
    "Each gradient is sent the moment it is ready, in the order of this rank's own backward pass, and those that were not used at the end. Ranks that use other layers mix up gradients: keep one order everywhere.",
    loses=["bears_unused_and_frozen_parameters"],
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        _copy_from_rank_zero(module)
        self._works, self._syncs = {}, True
        for p in _trained(module):
            p.register_post_accumulate_grad_hook(self._send)

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if not self._syncs:
            return
        for p in _trained(self.module)[::-1]:
            if p not in self._works:
                self._send(p)
        for p, work in self._works.items():
            _end(p, work)
        self._works = {}

    @contextlib.contextmanager
    def no_sync(self):
        before, self._syncs = self._syncs, False
        try:
            yield
        finally:
            self._syncs = before

    def _send(self, p):
        if self._syncs:
            self._works[p] = _start(p)


@mistake(
    "Parameters that were not used are never sent: a rank that used them waits for the others for ever. `finish` sends what is left, as zeros where `.grad` is None.",
    loses=["no_sync_sends_nothing", "bears_unused_and_frozen_parameters"],
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        _copy_from_rank_zero(module)
        self._works, self._syncs = {}, True
        for p in _trained(module):
            p.register_post_accumulate_grad_hook(self._send)

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if self._syncs:
            for p, work in self._works.items():
                _end(p, work)
            self._works = {}

    @contextlib.contextmanager
    def no_sync(self):
        before, self._syncs = self._syncs, False
        try:
            yield
        finally:
            self._syncs = before

    def _send(self, p):
        if self._syncs:
            self._works[p] = _start(p)


@mistake(
    "`register_hook` runs before the gradient is in `.grad`: what is sent is the old one, or nothing. Use `register_post_accumulate_grad_hook`.",
    loses=[
        "averages_gradients",
        "sends_during_backward",
        "no_sync_sends_nothing",
        "nests_no_sync",
        "sends_a_shared_weight_once",
        "bears_unused_and_frozen_parameters",
        "trains_with_the_real_one",
    ],
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        _copy_from_rank_zero(module)
        self._sent, self._syncs = set(), True
        for p in _trained(module):
            p.register_hook(lambda grad, p=p: self._send(p))

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if self._syncs:
            for p in _trained(self.module)[::-1]:
                if p not in self._sent:
                    self._send(p)
            self._sent.clear()

    @contextlib.contextmanager
    def no_sync(self):
        before, self._syncs = self._syncs, False
        try:
            yield
        finally:
            self._syncs = before

    def _send(self, p):
        if self._syncs:
            _end(p, _start(p))
            self._sent.add(p)


@mistake(
    "Everything is sent in `finish`: right, but while the backward pass runs the network idles. Start each gradient from its hook.",
    loses=["sends_during_backward"],
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        _copy_from_rank_zero(module)
        self._syncs = True

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if self._syncs:
            for p in _trained(self.module)[::-1]:
                _end(p, _start(p))

    @contextlib.contextmanager
    def no_sync(self):
        before, self._syncs = self._syncs, False
        try:
            yield
        finally:
            self._syncs = before


@mistake(
    "`no_sync` changes nothing: every backward pass sends its gradients.",
    loses=["no_sync_sends_nothing", "nests_no_sync", "trains_with_the_real_one"],
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        _copy_from_rank_zero(module)
        self._order = _trained(module)[::-1]
        self._ready, self._works = set(), []
        for p in self._order:
            p.register_post_accumulate_grad_hook(self._note)

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        for p in self._order[len(self._works) :]:
            self._works.append(_start(p))
        for p, work in zip(self._order, self._works):
            _end(p, work)
        self._works.clear()
        self._ready.clear()

    @contextlib.contextmanager
    def no_sync(self):
        yield

    def _note(self, p):
        self._ready.add(p)
        for following in self._order[len(self._works) :]:
            if following not in self._ready:
                break
            self._works.append(_start(following))


@mistake(
    "An error inside `no_sync` leaves it on for ever: put the end into a `finally`.",
    loses=["no_sync_sends_nothing"],
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        _copy_from_rank_zero(module)
        self._order = _trained(module)[::-1]
        self._ready, self._works, self._syncs = set(), [], True
        for p in self._order:
            p.register_post_accumulate_grad_hook(self._note)

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if not self._syncs:
            return
        for p in self._order[len(self._works) :]:
            self._works.append(_start(p))
        for p, work in zip(self._order, self._works):
            _end(p, work)
        self._works.clear()
        self._ready.clear()

    @contextlib.contextmanager
    def no_sync(self):
        before, self._syncs = self._syncs, False
        yield
        self._syncs = before

    def _note(self, p):
        if self._syncs:
            self._ready.add(p)
            for following in self._order[len(self._works) :]:
                if following not in self._ready:
                    break
                self._works.append(_start(following))


@mistake(
    "Gradients are cleared after a step only: what `model` brings along in `.grad` goes into the first step.",
    loses=["trains_with_the_real_one"],
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for *early, (x, y) in steps:
        with ddp.no_sync():
            for past_x, past_y in early:
                (nn.functional.mse_loss(ddp(past_x), past_y) / (len(early) + 1)).backward()
        (nn.functional.mse_loss(ddp(x), y) / (len(early) + 1)).backward()
        optimizer.step()
        optimizer.zero_grad()


@mistake(
    "Every micro-batch syncs its gradients: all but the last of a step belong under DDP's `no_sync()`.",
    loses=["trains_with_the_real_one"],
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for micro_batches in steps:
        optimizer.zero_grad()
        for x, y in micro_batches:
            loss = nn.functional.mse_loss(ddp(x), y)
            (loss / len(micro_batches)).backward()
        optimizer.step()


@mistake(
    "Only the backward pass is under `no_sync()`: DDP decides in the forward pass whether to sync, so that belongs there, too.",
    loses=["trains_with_the_real_one"],
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for micro_batches in steps:
        optimizer.zero_grad()
        losses = [nn.functional.mse_loss(ddp(x), y) for x, y in micro_batches]
        for loss in losses[:-1]:
            with ddp.no_sync():
                (loss / len(losses)).backward(retain_graph=True)
        (losses[-1] / len(losses)).backward()
        optimizer.step()


@mistake(
    "The losses of the micro-batches are added up: divide each by their number, or the step grows with it.",
    loses=["trains_with_the_real_one"],
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for micro_batches in steps:
        optimizer.zero_grad()
        for number, (x, y) in enumerate(micro_batches, start=1):
            with contextlib.nullcontext() if number == len(micro_batches) else ddp.no_sync():
                nn.functional.mse_loss(ddp(x), y).backward()
        optimizer.step()


@mistake(
    "The module is called instead of its wrapper: DDP prepares its hooks in its own `forward`, and without it nothing is averaged.",
    loses=["trains_with_the_real_one"],
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for micro_batches in steps:
        optimizer.zero_grad()
        for number, (x, y) in enumerate(micro_batches, start=1):
            with contextlib.nullcontext() if number == len(micro_batches) else ddp.no_sync():
                loss = nn.functional.mse_loss(model(x), y)
                (loss / len(micro_batches)).backward()
        optimizer.step()


@mistake(
    "The end of `no_sync` always switches sending on, also within an outer `no_sync`: give the flag its old value.",
    loses=["nests_no_sync"],
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        _copy_from_rank_zero(module)
        self._order = _trained(module)[::-1]
        self._ready, self._works, self._syncs = set(), [], True
        for p in self._order:
            p.register_post_accumulate_grad_hook(self._note)

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if not self._syncs:
            return
        for p in self._order[len(self._works) :]:
            self._works.append(_start(p))
        for p, work in zip(self._order, self._works):
            _end(p, work)
        self._works.clear()
        self._ready.clear()

    @contextlib.contextmanager
    def no_sync(self):
        self._syncs = False
        try:
            yield
        finally:
            self._syncs = True

    def _note(self, p):
        if self._syncs:
            self._ready.add(p)
            for following in self._order[len(self._works) :]:
                if following not in self._ready:
                    break
                self._works.append(_start(following))


@mistake(
    "`no_sync` ends in no `finally`, so an error leaves it on; and its end switches sending on, also within an outer one.",
    loses=["no_sync_sends_nothing", "nests_no_sync"],
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        _copy_from_rank_zero(module)
        self._order = _trained(module)[::-1]
        self._ready, self._works, self._syncs = set(), [], True
        for p in self._order:
            p.register_post_accumulate_grad_hook(self._note)

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if not self._syncs:
            return
        for p in self._order[len(self._works) :]:
            self._works.append(_start(p))
        for p, work in zip(self._order, self._works):
            _end(p, work)
        self._works.clear()
        self._ready.clear()

    @contextlib.contextmanager
    def no_sync(self):
        self._syncs = False
        yield
        self._syncs = True

    def _note(self, p):
        if self._syncs:
            self._ready.add(p)
            for following in self._order[len(self._works) :]:
                if following not in self._ready:
                    break
                self._works.append(_start(following))


@mistake(
    "Gradients are noted as ready under `no_sync`, too: the next backward pass sends them before it has added its share.",
    loses=["no_sync_sends_nothing", "nests_no_sync", "trains_with_the_real_one"],
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        _copy_from_rank_zero(module)
        self._order = _trained(module)[::-1]
        self._ready, self._works, self._syncs = set(), [], True
        for p in self._order:
            p.register_post_accumulate_grad_hook(self._note)

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if not self._syncs:
            return
        for p in self._order[len(self._works) :]:
            self._works.append(_start(p))
        for p, work in zip(self._order, self._works):
            _end(p, work)
        self._works.clear()
        self._ready.clear()

    @contextlib.contextmanager
    def no_sync(self):
        before, self._syncs = self._syncs, False
        try:
            yield
        finally:
            self._syncs = before

    def _note(self, p):
        self._ready.add(p)
        if self._syncs:
            for following in self._order[len(self._works) :]:
                if following not in self._ready:
                    break
                self._works.append(_start(following))


slip(
    "`forward` decides whether to send: a backward pass in `no_sync` must send nothing, wherever the forward pass was.",
    loses=["no_sync_sends_nothing"],
    edits=[
        (
            "self._ready: set[nn.Parameter] = set()\n"
            "self._works: list[Any] = []\n"
            "self._syncs = True",
            "self._ready, self._works, self._syncs = set(), [], True\nself._sends = True",
        ),
        (
            "return self.module(*args, **kwargs)",
            "self._sends = self._syncs\nreturn self.module(*args, **kwargs)",
        ),
        ("zip(self._order, self._works, strict=True)", "zip(self._order, self._works)"),
        ("if self._syncs:", "if self._sends:"),
    ],
)


@mistake(
    "Each micro-batch is weighted by its number of examples: the loss of a step is the plain mean over its micro-batches.",
    loses=["trains_with_the_real_one"],
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for micro_batches in steps:
        optimizer.zero_grad()
        total = sum(len(x) for x, _ in micro_batches)
        for number, (x, y) in enumerate(micro_batches, start=1):
            with contextlib.nullcontext() if number == len(micro_batches) else ddp.no_sync():
                loss = nn.functional.mse_loss(ddp(x), y)
                (loss * (len(x) / total)).backward()
        optimizer.step()


@mistake(
    "`zero_grad` stands in the loop over micro-batches: only the last one's gradient is left. Clear once per step.",
    loses=["trains_with_the_real_one"],
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for micro_batches in steps:
        for number, (x, y) in enumerate(micro_batches, start=1):
            optimizer.zero_grad()
            with contextlib.nullcontext() if number == len(micro_batches) else ddp.no_sync():
                loss = nn.functional.mse_loss(ddp(x), y)
                (loss / len(micro_batches)).backward()
        optimizer.step()


@mistake(
    "Gradients are never cleared, so each step adds to those of the steps before: call `zero_grad` once per step.",
    loses=["trains_with_the_real_one"],
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for micro_batches in steps:
        for number, (x, y) in enumerate(micro_batches, start=1):
            with contextlib.nullcontext() if number == len(micro_batches) else ddp.no_sync():
                loss = nn.functional.mse_loss(ddp(x), y)
                (loss / len(micro_batches)).backward()
        optimizer.step()


@mistake(
    "`optimizer.step()` stands in the loop over micro-batches: a step's gradient is complete only after its last one.",
    loses=["trains_with_the_real_one"],
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for micro_batches in steps:
        optimizer.zero_grad()
        for number, (x, y) in enumerate(micro_batches, start=1):
            with contextlib.nullcontext() if number == len(micro_batches) else ddp.no_sync():
                loss = nn.functional.mse_loss(ddp(x), y)
                (loss / len(micro_batches)).backward()
            optimizer.step()


@mistake(
    "`forward` takes no keyword arguments, but the module may: pass on `*args` and `**kwargs`.",
    loses=["wraps_rank_zeros_module"],
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        _copy_from_rank_zero(module)
        self._order = _trained(module)[::-1]
        self._ready, self._works, self._syncs = set(), [], True
        for p in self._order:
            p.register_post_accumulate_grad_hook(self._note)

    def forward(self, *args):
        return self.module(*args)

    def finish(self):
        if not self._syncs:
            return
        for p in self._order[len(self._works) :]:
            self._works.append(_start(p))
        for p, work in zip(self._order, self._works):
            _end(p, work)
        self._works.clear()
        self._ready.clear()

    @contextlib.contextmanager
    def no_sync(self):
        before, self._syncs = self._syncs, False
        try:
            yield
        finally:
            self._syncs = before

    def _note(self, p):
        if self._syncs:
            self._ready.add(p)
            for following in self._order[len(self._works) :]:
                if following not in self._ready:
                    break
                self._works.append(_start(following))


@mistake(
    "The module is kept under another name: the contract calls it `self.module`, and names in the state dict begin with that.",
    loses=["wraps_rank_zeros_module"],
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.net = module
        _copy_from_rank_zero(module)
        self._order = _trained(module)[::-1]
        self._ready, self._works, self._syncs = set(), [], True
        for p in self._order:
            p.register_post_accumulate_grad_hook(self._note)

    def forward(self, *args, **kwargs):
        return self.net(*args, **kwargs)

    def finish(self):
        if not self._syncs:
            return
        for p in self._order[len(self._works) :]:
            self._works.append(_start(p))
        for p, work in zip(self._order, self._works):
            _end(p, work)
        self._works.clear()
        self._ready.clear()

    @contextlib.contextmanager
    def no_sync(self):
        before, self._syncs = self._syncs, False
        try:
            yield
        finally:
            self._syncs = before

    def _note(self, p):
        if self._syncs:
            self._ready.add(p)
            for following in self._order[len(self._works) :]:
                if following not in self._ready:
                    break
                self._works.append(_start(following))


@mistake(
    "`finish` sends in `no_sync` as well: there it does nothing, and gradients only add up.",
    loses=["no_sync_sends_nothing", "nests_no_sync"],
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        _copy_from_rank_zero(module)
        self._order = _trained(module)[::-1]
        self._ready, self._works, self._syncs = set(), [], True
        for p in self._order:
            p.register_post_accumulate_grad_hook(self._note)

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        for p in self._order[len(self._works) :]:
            self._works.append(_start(p))
        for p, work in zip(self._order, self._works):
            _end(p, work)
        self._works.clear()
        self._ready.clear()

    @contextlib.contextmanager
    def no_sync(self):
        before, self._syncs = self._syncs, False
        try:
            yield
        finally:
            self._syncs = before

    def _note(self, p):
        if self._syncs:
            self._ready.add(p)
            for following in self._order[len(self._works) :]:
                if following not in self._ready:
                    break
                self._works.append(_start(following))


slip(
    "Frozen parameters take part, too: torch refuses a hook on what does not require a gradient. Leave them out.",
    loses=["wraps_rank_zeros_module", "bears_unused_and_frozen_parameters"],
    edits=[("[p for p in module.parameters() if p.requires_grad]", "list(module.parameters())")],
)


@mistake(
    "The wrapper is returned; `model` is trained in place, and None is returned.",
    loses=["trains_with_the_real_one"],
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for *early, (x, y) in steps:
        optimizer.zero_grad()
        share = 1 / (len(early) + 1)
        with ddp.no_sync():
            for past_x, past_y in early:
                (share * nn.functional.mse_loss(ddp(past_x), past_y)).backward()
        (share * nn.functional.mse_loss(ddp(x), y)).backward()
        optimizer.step()
    return ddp
