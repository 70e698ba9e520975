"""The levels of isolation by name, and how a player enters the one of its host."""

import contextlib
import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from torchdojo.players import kernel, landlock, limits, seccomp
from torchdojo.players.limits import Limits
from torchdojo.players.root import HOME, OWN, Tree, build

_SYSTEM = (
    "/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts",
    "/etc/mime.types", "/etc/hosts", "/etc/nsswitch.conf", "/etc/passwd", "/proc/self",
    "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/modules", "/sys/devices",
    "/sys/class/net", "/sys/bus/pci", "/dev/urandom", "/dev/random",
)  # fmt: skip
_CUDA = ("/proc/driver/nvidia",)
_SHARED_MEMORY = "/dev/shm"
_NAMESPACES = kernel.NEWPID | kernel.NEWNET | kernel.NEWIPC | kernel.NEWUTS | kernel.NEWCGROUP
_INSIDE = 1000
_COUNTED_SINCE = (5, 14)
"""Since then a limit of processes counts those of a user namespace, not all of the user's."""


class Level(Enum):
    """How well a player is shut in, strongest first."""

    FULL = "full"
    CONFINED = "confined"
    PROCESS = "process"

    @property
    def layers(self) -> tuple[str, ...]:
        """What is in force at this level, in words for the report."""
        shared = ("separate process", "time limit", "memory limit")
        confined = (*shared, "landlock", "seccomp")
        if self is Level.PROCESS:
            return shared
        if self is Level.CONFINED:
            return (*confined, "no network")
        return (*confined, "root of its own", "namespaces of its own", "limit of processes")

    def at_least(self, other: "Level") -> bool:
        """Whether this level is as strong as `other`."""
        order = list(Level)
        return order.index(self) <= order.index(other)


@dataclass(frozen=True)
class Enclosure:
    """How all players of a host are shut in: decided when it starts, by no request."""

    level: Level
    folder: Path
    """Where players that have no tmpfs of their own get their homes."""
    tree: Tree | None = None

    @property
    def user(self) -> int:
        """Who the player will be at `full`; for a grader that is root, somebody without rights."""
        return _nobody(os.getpid()) if os.geteuid() == 0 else _INSIDE

    def leave(self) -> None:
        """Unshare namespaces; the next process to be forked is the first one inside.

        The one of mounts is left to that process: this one keeps the root that it has.
        """
        if self.level is not Level.FULL:
            return
        if os.geteuid() == 0:
            kernel.unshare(_NAMESPACES)
        else:
            user, group = os.geteuid(), os.getegid()
            kernel.unshare(_NAMESPACES | kernel.NEWUSER)
            kernel.map_user(user, group, _INSIDE)

    def settle(self, bounds: Limits, user: int, home: Path) -> Path:
        """Prepare the process that will be the player; return its home.

        `home` is used where the player gets no root of its own.
        """
        limits.volunteer_for_the_oom_killer()
        if sys.platform == "linux":
            kernel.die_with_parent()
        if self.tree is None:
            return home
        self.tree.plant(bounds.disk_mb, user)
        kernel.raise_loopback()
        socket.sethostname("player")
        return Path(self.tree.path + HOME)

    def confine(
        self,
        bounds: Limits,
        user: int,
        home: Path,
        readable: Sequence[Path],
        device: str,
        *,
        talks: bool = True,
    ) -> tuple[Path, int | None]:
        """Shut the calling process in for good; raises an error rather than leave a gap.

        Unless it `talks`, nothing can be sent by what network it has of its own.
        Returns its home as it is called from now on, and a descriptor that tells of system calls
        that were refused.
        """
        limits.apply_limits(bounds)
        if self.tree is not None:
            if not talks:
                kernel.lower_loopback()
            home = self._own_root(user, device)
        elif sys.platform == "linux":
            kernel.keep_capabilities(kernel.DAC_OVERRIDE)
        if self.level is Level.PROCESS:
            return home, None
        if self.tree is not None:
            readable, writable = [Path("/")], [OWN, "/dev/null"]
        else:
            roots = [*_SYSTEM, *python_roots(), *map(str, readable)]
            readable = [Path(root) for root in roots + [*(_CUDA if device == "cuda" else ())]]
            writable = ["/dev/null", str(home), _SHARED_MEMORY]
        shown = [str(root) for root in readable if root.exists()]
        own, cuda = self.tree is not None, device == "cuda"
        writable += _device_files(device)
        abi = _landlock(shown, writable, network=own, devices=cuda)
        filtered = seccomp.install(
            network=own, shared_memory=cuda, own_root=own, devices=cuda, landlock=abi
        )
        return home, filtered

    def _own_root(self, user: int, device: str) -> Path:
        assert self.tree is not None
        limits.limit_processes()
        self.tree.enter(device)
        if os.geteuid() == 0:
            kernel.become(user, kernel.DAC_READ_SEARCH)
            kernel.die_with_parent()
        else:
            kernel.keep_capabilities(0)
        return Path(HOME)


def enclosure(
    level: Level, folder: Path, readable: Sequence[str] = (), secrets: Sequence[str] = ()
) -> Enclosure:
    """Prepare this process to fork players at `level`; raises `OSError` if it cannot.

    At `full`, players see the folders `readable`, and never what is in `secrets`.
    """
    if level is not Level.PROCESS:
        own = level is Level.FULL
        seccomp.prepare(network=own, shared_memory=False, own_root=own, landlock=landlock.abi())
    if level is not Level.FULL:
        return Enclosure(level, folder)
    _leave_for_the_tree()
    place = folder / "tree"
    place.mkdir()
    return Enclosure(level, folder, build(str(place), readable, secrets))


def _leave_for_the_tree() -> None:
    """Give this process a mount namespace in which it may mount."""
    if os.geteuid() == 0:
        if not kernel.capabilities() & kernel.SYS_ADMIN:
            raise OSError("root without CAP_SYS_ADMIN cannot be told apart from its players")
        kernel.unshare(kernel.NEWNS)
        return
    if kernel.version() < _COUNTED_SINCE:
        wanted = ".".join(map(str, _COUNTED_SINCE))
        raise OSError(f"the number of processes cannot be limited before Linux {wanted}")
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(kernel.NEWUSER | kernel.NEWNS)
    kernel.map_user(user, group)


def _nobody(number: int) -> int:
    """An id that belongs to nobody, another one for each player; `number` tells players apart."""
    ranges = [line.split() for line in Path("/proc/self/uid_map").read_text().splitlines()]
    end = max(int(inside) + int(length) for inside, _, length in ranges)
    return 0x7000_0000 + number if end > 0x7800_0000 else max(1, end - 1000 - number % 20_000)


def _landlock(readable: list[str], writable: list[str], *, network: bool, devices: bool) -> int:
    """The second layer behind a root of its own, the first without one."""
    if network and landlock.abi() == 0:
        return 0
    return landlock.restrict(readable, writable, network=network, devices=devices)


def python_roots() -> list[str]:
    """The folders of Python, of its packages and of the engine."""
    package = str(Path(__file__).parents[1])
    paths = {sys.prefix, sys.base_prefix, package}
    packages = {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    return sorted(paths | packages)


def _device_files(device: str) -> list[str]:
    found = Path("/dev").glob("nvidia*") if device == "cuda" else ()
    return [str(path) for path in found]


def exposed(secret: Path) -> str | None:
    """The place that holds `secret` and that players without a root of their own can read."""
    secret = secret.resolve()
    for root in (*_SYSTEM, *python_roots()):
        with contextlib.suppress(OSError):
            if secret.is_relative_to(Path(root).resolve()):
                return root
    return None
