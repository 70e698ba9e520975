"""The root of its own in which a player lives at `full`: what is not needed there is absent.

The host builds one *tree* in its own mount namespace: an empty tmpfs with read-only binds of
Python, its packages, the engine's code and a few files of the system. A player copies the tree,
adds a tmpfs of its own at ``/player`` (where ``/tmp`` and ``/dev/shm`` lead to) and a procfs of
its own processes, makes that its root and detaches the old one. So solutions, graders, other
students' work, sockets and the grader's own files are not forbidden but not there.
"""

import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from torchdojo.players import kernel

OWN = "/player"
HOME = f"{OWN}/home"
USER = "player"
"""The name that a player has, in its environment as in its passwd."""
_PROC = ".proc"
_OLD = ".old"
_SHOWN = ".shown"
_OWN_PLACES = {"tmp": "tmp", "var/tmp": "tmp", "dev/shm": "shm"}
_SYSTEM = (
    "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/usr/bin", "/usr/sbin", "/usr/lib",
    "/usr/lib32", "/usr/lib64", "/usr/libx32", "/usr/libexec", "/usr/local/lib",
    "/usr/local/lib64", "/usr/local/cuda", "/usr/share/fonts", "/usr/share/fontconfig",
    "/usr/share/zoneinfo", "/usr/share/mime", "/usr/share/matplotlib", "/etc/ld.so.cache",
    "/etc/localtime", "/etc/timezone", "/etc/fonts", "/etc/mime.types", "/etc/alternatives",
    "/etc/os-release", "/sys/devices/system/cpu", "/sys/devices/system/node",
)  # fmt: skip
_OF_A_PREFIX = ("bin", "lib", "lib64", "libexec", "share", "etc", "ssl", "pyvenv.cfg")
_DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")
"""Not /dev/zero: a shared mapping of it is memory that no limit counts."""
_OF_PROC = ("cpuinfo", "version", "filesystems")
_OF_PROC_ONCE = ("meminfo", "stat", "loadavg", "uptime")
"""Shown as they were when the host started: by counters of the whole machine a program would see
what others do, and leave word for those that come after it.
"""
_LINKS = {
    "tmp": f"{OWN}/tmp",
    "var/tmp": f"{OWN}/tmp",
    "dev/shm": f"{OWN}/shm",
    "dev/fd": "/proc/self/fd",
    "dev/stdin": "/proc/self/fd/0",
    "dev/stdout": "/proc/self/fd/1",
    "dev/stderr": "/proc/self/fd/2",
    "etc/passwd": f"{OWN}/etc/passwd",
    "etc/group": f"{OWN}/etc/group",
}
_TEXTS = {
    "etc/hosts": "127.0.0.1 localhost player\n::1 localhost\n",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "etc/resolv.conf": "",
}
_MOST_PROCESSES = 512
_CUDA = ("/sys", "/proc/driver/nvidia")


@dataclass(frozen=True)
class Tree:
    """A tree that is ready to be copied, at a path of the host's mount namespace."""

    path: str
    links: tuple[tuple[str, str], ...] = ()
    """In a player's own places: what leads from them to something that is shown."""

    def plant(self, megabytes: int, user: int) -> None:
        """In a player's other namespaces: copy the tree and add what is the player's own.

        `user` is who the player will be. Raises `OSError`.
        """
        kernel.unshare(kernel.NEWNS)
        kernel.mount("none", "/", None, kernel.REC | kernel.PRIVATE)
        kernel.mount(self.path, self.path, None, kernel.BIND | kernel.REC)
        own = self.path + OWN
        options = f"size={megabytes}m,nr_inodes=20000,mode=755"
        kernel.mount("tmpfs", own, "tmpfs", kernel.NOSUID | kernel.NODEV, options)
        for name, mode in (("tmp", 0o1777), ("shm", 0o1777), ("home", 0o755), ("etc", 0o755)):
            os.mkdir(f"{own}/{name}")
            os.chmod(f"{own}/{name}", mode)
        for name, target in self.links:
            os.symlink(target, f"{own}/{name}")
        if os.geteuid() == 0:
            os.chown(f"{own}/home", user, user)
        _write(f"{own}/etc/passwd", f"{USER}:x:{user}:{user}::{HOME}:/bin/sh\n")
        _write(f"{own}/etc/group", f"{USER}:x:{user}:\n")
        flags = kernel.NOSUID | kernel.NODEV | kernel.NOEXEC
        kernel.mount("proc", f"{self.path}/{_PROC}", "proc", flags, "subset=pid")

    def enter(self, device: str) -> None:
        """Make the planted tree this process's root; whatever was outside is gone."""
        if device == "cuda":
            for path in _device_files():
                kernel.mount(path, self.path + path, None, kernel.BIND)
            for path in _CUDA:
                kernel.bind_read_only(path, self.path + path)
        kernel.make_read_only(self.path, recursively=False)  # the tree's own tmpfs is everybody's
        kernel.change_root(self.path, _OLD)


def build(path: str, readable: Iterable[str], secrets: Iterable[str]) -> Tree:
    """Mount a tree at the empty folder `path`, with the folders `readable` in it.

    Of `secrets`, and of any collection that lies inside what is shown, nothing but empty folders
    is left. This process needs a mount namespace of its own. Raises `OSError`.
    """
    kernel.mount("none", "/", None, kernel.REC | kernel.SLAVE)
    kernel.mount("tmpfs", path, "tmpfs", kernel.NOSUID | kernel.NODEV, "size=4m,mode=755")
    shown = _outermost([*_SYSTEM, *_python(), _engine(), *readable])
    for source in shown:
        _show(source, path)
    for source in _DEVICES:
        _file(path + source)
        kernel.mount(source, path + source, None, kernel.BIND)
    for name in (OWN[1:], _PROC, _OLD, "sys", "proc/driver/nvidia"):
        os.makedirs(f"{path}/{name}", exist_ok=True)
    for source in _device_files():
        _file(path + source)
    _fill(path)
    for secret in _hidden(shown, secrets):
        place = path + _place_of(secret)
        kernel.mount("tmpfs", place, "tmpfs", kernel.RDONLY | kernel.NOSUID, "mode=755")
    return Tree(path, tuple(sorted(set(filter(None, map(_link_to, shown))))))


def _fill(path: str) -> None:
    """The links, texts and files of ``/proc`` that all players have alike."""
    for name in _OF_PROC:
        if os.path.exists(f"/proc/{name}"):
            _file(f"{path}/proc/{name}")
            kernel.mount(f"/proc/{name}", f"{path}/proc/{name}", None, kernel.BIND)
    for name in _OF_PROC_ONCE:
        if os.path.exists(f"/proc/{name}"):
            _write(f"{path}/proc/{name}", Path(f"/proc/{name}").read_text())
    for name in ("self", "thread-self", *range(1, _MOST_PROCESSES)):
        os.symlink(f"/{_PROC}/{name}", f"{path}/proc/{name}")
    for name in ("mounts", "net"):
        os.symlink(f"self/{name}", f"{path}/proc/{name}")
    for name, target in _LINKS.items():
        os.makedirs(os.path.dirname(f"{path}/{name}"), exist_ok=True)
        os.symlink(target, f"{path}/{name}")
    for name, text in _TEXTS.items():
        _write(f"{path}/{name}", text)


def _place_of(source: str) -> str:
    """Where `source` is shown: where it is, unless players have a place of their own there."""
    own = any(source.startswith(f"/{place}/") for place in _OWN_PLACES)
    return f"/{_SHOWN}{source}" if own else source


def _link_to(source: str) -> tuple[str, str] | None:
    """The link in a player's own place, by its name there, that leads to what is shown."""
    for place, name in _OWN_PLACES.items():
        if source.startswith(f"/{place}/"):
            first = source.removeprefix(f"/{place}/").split("/")[0]
            return f"{name}/{first}", f"/{_SHOWN}/{place}/{first}"
    return None


def _show(source: str, path: str) -> None:
    target = path + _place_of(source)
    if not os.path.lexists(source) or os.path.lexists(target):
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.islink(source):
        os.symlink(os.readlink(source), target)
        return
    if os.path.isdir(source):
        os.makedirs(target)
    else:
        _file(target)
    kernel.bind_read_only(source, target)


def _file(path: str) -> None:
    """An empty file to mount something on."""
    _write(path, "")


def _write(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def _python() -> Iterator[str]:
    """The parts of the environment that Python needs; an environment may lie in a collection."""
    prefixes = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}
    for prefix in prefixes - {"/usr", "/usr/local"}:
        yield from (f"{prefix}/{name}" for name in _OF_A_PREFIX)
    yield from (sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib"))
    for place in sys.path:
        if place.endswith(("site-packages", "dist-packages")):
            yield place


def _engine() -> str:
    return str(Path(__file__).parents[1])


def _outermost(paths: Sequence[str]) -> list[str]:
    """Those of `paths`, and of the places that they lead to, that lie in none of the others."""
    every = {os.path.normpath(path) for path in paths if os.path.exists(path)}
    every |= {os.path.realpath(path) for path in every}
    unique = sorted(every)
    found: list[str] = []
    for path in unique:
        real = os.path.realpath(os.path.dirname(path)) + "/" + os.path.basename(path)
        inside = any(real.startswith(other + "/") for other in found)
        if not inside or (real != path and not any(path.startswith(o + "/") for o in found)):
            found.append(path)
    return found


def _hidden(shown: Sequence[str], secrets: Iterable[str]) -> list[str]:
    """The folders inside what is `shown` that players may not see."""
    inside = {os.path.realpath(secret) for secret in secrets}
    inside |= set(_installed_collections())
    return sorted(p for p in inside if any(p.startswith(place + "/") for place in shown))


def _installed_collections() -> Iterator[str]:
    """The graders and solutions of collections among the packages of this environment."""
    for place in sys.path:
        if not place.endswith(("site-packages", "dist-packages")) or not os.path.isdir(place):
            continue
        for folder in _folders(place):
            for one in (folder, *_folders(folder)):
                if os.path.isdir(f"{one}/graders") and os.path.isdir(f"{one}/solutions"):
                    yield from (f"{one}/graders", f"{one}/solutions")


def _folders(place: str) -> list[str]:
    try:
        with os.scandir(place) as entries:
            return [entry.path for entry in entries if entry.is_dir()]
    except OSError:
        return []


def _device_files() -> list[str]:
    return [str(path) for path in Path("/dev").glob("nvidia*") if not path.is_dir()]
