"""The levels of isolation by name, and how a player enters one."""

import contextlib
import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from torchdojo.players import limits, namespaces, seccomp
from torchdojo.players.limits import Limits

_SYSTEM = (
    "/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts",
    "/etc/mime.types", "/etc/hosts", "/etc/nsswitch.conf", "/etc/passwd", "/proc/self",
    "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/modules", "/sys/devices",
    "/sys/class/net", "/sys/bus/pci", "/dev/urandom", "/dev/random", "/dev/zero",
)  # fmt: skip
_PLACES_OF_SOCKETS = ("/run", "/tmp", "/var", "/home", "/root")
_CUDA = ("/proc/driver/nvidia",)


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
        return (*confined, "user namespace", "pid namespace", "network namespace", "private tmpfs")

    def at_least(self, other: "Level") -> bool:
        """Whether this level is as strong as `other`."""
        order = list(Level)
        return order.index(self) <= order.index(other)


def leave_namespaces(level: Level) -> None:
    """Unshare namespaces where `level` says so; the next fork is inside them."""
    if level is Level.FULL:
        namespaces.unshare()


def settle(level: Level, bounds: Limits, temporary: Path) -> Path:
    """Prepare the process that will be the player; return its temporary directory.

    `temporary` is used where the level has no tmpfs of its own.
    """
    limits.volunteer_for_the_oom_killer()
    if level is not Level.FULL:
        return temporary
    namespaces.die_with_parent()
    namespaces.mount_private_tmpfs(bounds.disk_mb)
    namespaces.raise_loopback()
    if not namespaces.limit_pids(limits.PROCESSES):
        limits.limit_processes()
    home = Path(namespaces.PRIVATE_TMPFS) / "player"
    home.mkdir()
    return home


def confine(
    level: Level, bounds: Limits, home: Path, readable: Sequence[Path], device: str
) -> None:
    """Shut the calling process in for good; raises an error rather than leave a gap."""
    limits.apply_limits(bounds)
    kept = [*_python_roots(), *map(str, readable)]
    if level is Level.FULL:
        namespaces.hide(_PLACES_OF_SOCKETS, kept)
    namespaces.drop_capabilities()
    if level is Level.PROCESS:
        return
    writable = ["/dev/null", str(home), namespaces.PRIVATE_TMPFS, *_device_files(device)]
    roots = [*_SYSTEM, *kept, *(_CUDA if device == "cuda" else ())]
    _landlock([root for root in roots if Path(root).exists()], writable)
    seccomp.refuse_system_calls(network=level is Level.FULL, shared_memory=device == "cuda")


def _landlock(readable: Sequence[str], writable: Sequence[str]) -> None:
    import sandlock

    sandlock.confine(sandlock.Sandbox(fs_readable=list(readable), fs_writable=list(writable)))


def _python_roots() -> list[str]:
    package = str(Path(__file__).parents[1])
    paths = {sys.prefix, sys.base_prefix, package}
    packages = {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    return sorted(paths | packages)


def _device_files(device: str) -> list[str]:
    found = Path("/dev").glob("nvidia*") if device == "cuda" else ()
    return [str(path) for path in found]


def exposed(secret: Path) -> str | None:
    """The place that every player can read and that holds `secret`, if there is one."""
    secret = secret.resolve()
    for root in (*_SYSTEM, *_python_roots()):
        with contextlib.suppress(OSError):
            if secret.is_relative_to(Path(root).resolve()):
                return root
    return None
