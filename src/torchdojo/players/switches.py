"""torch's global switches: how they are found, who changed them, and setting them back.

Before each probe they are torch's own: what a program's top level does to them would otherwise
change what the probe measures, and not what the program's functions are.
"""

import random
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.utils._device

Setter = Callable[[Any], object]


def _device() -> tuple[Any, str]:
    """Where new tensors are made: by `torch.set_default_device`, and by the default tensor type.

    `torch.get_default_device` makes a tensor, which raises where there is no such device.
    """
    return torch.utils._device.CURRENT_DEVICE, torch._C._get_default_device()


def _set_device(state: tuple[Any, str]) -> None:
    if _device()[1] != state[1]:
        torch._C._set_default_tensor_type(torch.FloatTensor)  # and so the default dtype comes next
    torch.set_default_device(state[0])


def _autocast() -> tuple[Any, ...]:
    started = torch.cuda.is_initialized()  # type: ignore[no-untyped-call]
    kinds = ("cpu", "cuda") if started else ("cpu",)
    return tuple((k, torch.is_autocast_enabled(k), torch.get_autocast_dtype(k)) for k in kinds)


def _set_autocast(states: Any) -> None:
    for kind, enabled, dtype in states:
        torch.set_autocast_enabled(kind, enabled)
        torch.set_autocast_dtype(kind, dtype)


def _anomaly() -> tuple[bool, bool]:
    return torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()


def _deterministic() -> tuple[bool, bool]:
    return (
        torch.are_deterministic_algorithms_enabled(),
        torch.is_deterministic_algorithms_warn_only_enabled(),
    )


def _set_deterministic(state: Any) -> None:
    torch.use_deterministic_algorithms(state[0], warn_only=state[1])


def _backends() -> tuple[bool, ...]:
    cuda, cudnn = torch.backends.cuda.matmul, torch.backends.cudnn
    return (cuda.allow_tf32, cudnn.allow_tf32, cudnn.deterministic, cudnn.benchmark)


def _set_backends(state: Any) -> None:
    cuda, cudnn = torch.backends.cuda.matmul, torch.backends.cudnn
    cuda.allow_tf32, cudnn.allow_tf32, cudnn.deterministic, cudnn.benchmark = state


def _print_options() -> tuple[Any, ...]:
    options = torch._tensor_str.PRINT_OPTS
    return tuple(sorted(vars(options).items(), key=lambda pair: pair[0]))


def _set_print_options(state: Any) -> None:
    vars(torch._tensor_str.PRINT_OPTS).update(state)


def _filters() -> tuple[Any, ...]:
    return tuple(warnings.filters)


def _set_filters(state: Any) -> None:
    warnings.filters[:] = state  # type: ignore[index]
    getattr(warnings, "_filters_mutated", lambda: None)()


_SWITCHES: dict[str, tuple[Callable[[], Any], Setter]] = {
    "the default device": (_device, _set_device),
    "the default dtype": (torch.get_default_dtype, torch.set_default_dtype),
    "gradients": (torch.is_grad_enabled, torch.set_grad_enabled),
    "anomaly detection": (_anomaly, lambda s: torch.autograd.set_detect_anomaly(*s)),
    "the number of threads": (torch.get_num_threads, torch.set_num_threads),
    "deterministic algorithms": (_deterministic, _set_deterministic),
    "the precision of matrix products": (
        torch.get_float32_matmul_precision,
        torch.set_float32_matmul_precision,
    ),
    "autocast": (_autocast, _set_autocast),
    "the backends of CUDA": (_backends, _set_backends),
    "print options": (_print_options, _set_print_options),
    "filters of warnings": (_filters, _set_filters),
    "NumPy's handling of errors": (np.geterr, lambda s: np.seterr(**s)),
}
_HAS_ACCELERATOR = sys.platform == "darwin" or any(
    Path("/dev", name).exists() for name in ("nvidiactl", "dxg", "kfd", "dri")
)
_TELLING = tuple(list(_SWITCHES)[:4]) + ("deterministic algorithms", "autocast")
"""Those that can change a value or a gradient, and so may cost a point."""


def state() -> dict[str, Any]:
    """Where the switches are now."""
    return {name: get() for name, (get, _) in _SWITCHES.items()}


def telling() -> tuple[Any, ...]:
    """Where those are that can matter to a result; fast enough to ask after each statement."""
    return (*(_SWITCHES[name][0]() for name in _TELLING), torch.is_inference_mode_enabled())


def changed(before: tuple[Any, ...], after: tuple[Any, ...]) -> tuple[str, ...]:
    """What the words for the switches are that differ."""
    names = (*_TELLING, "inference mode")
    return tuple(n for n, a, b in zip(names, before, after, strict=True) if a != b)


def set_back(own: dict[str, Any]) -> None:
    """Set the switches to what they were in `own`; those that are there already are left alone."""
    for name, (get, put) in _SWITCHES.items():
        if get() != own[name]:
            put(own[name])
    torch.set_flush_denormal(False)


def seed(number: int) -> None:
    """Set every generator of random numbers that a program may draw from."""
    random.seed(number)
    np.random.seed(number % 2**32)
    torch_seed(number)


def torch_seed(number: int) -> None:
    """`torch.manual_seed`, which without an accelerator notes a stack for each that might come."""
    if _HAS_ACCELERATOR:
        torch.manual_seed(number)
    else:
        torch.default_generator.manual_seed(number)
