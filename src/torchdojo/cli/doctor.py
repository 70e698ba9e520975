"""`torchdojo doctor`: what is installed, what this machine can do, and how to mend faults."""

import importlib.metadata
import platform
import subprocess
import sys
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape

from torchdojo.errors import NO_WINDOWS, DojoError, GraderError

_NEEDED = ("pytest", "numpy", "pillow", "nbformat", "safetensors", "click", "rich")
_TESTED = {"2.14": "0.29", "2.11": "0.26", "2.6": "0.21"}
_PAIR = (
    "torch and torchvision do not fit together: install the pair that is tested, with "
    "`pip install --force-reinstall -c constraints.txt torch torchvision`."
)


@dataclass(frozen=True)
class Finding:
    """One line of the examination, and what to do about it if it is wrong."""

    what: str
    wrong: bool = False
    remedy: str = ""


def examine() -> list[Finding]:
    """Look at Python, packages, torch, isolation and devices, in this order."""
    system, pair = _system(), examine_torch()
    found = [system, _python(), *_packages(), *pair]
    if not any(finding.wrong for finding in (system, *pair)):
        found += [*_isolation(), _devices()]
    return found


def _system() -> Finding:
    name = platform.system()
    windows = name == "Windows"
    return Finding(f"{name} {platform.release()}", windows, NO_WINDOWS if windows else "")


def _python() -> Finding:
    old = sys.version_info < (3, 11)
    remedy = "Python 3.11 or newer is needed: make a virtual environment with it."
    return Finding(f"Python {platform.python_version()}", old, remedy if old else "")


def _packages() -> list[Finding]:
    found = []
    for name in _NEEDED:
        try:
            found.append(Finding(f"{name} {importlib.metadata.version(name)}"))
        except importlib.metadata.PackageNotFoundError:
            found.append(Finding(f"{name} is missing", True, f"Install it: `pip install {name}`."))
    return found


def examine_torch(python: str = sys.executable) -> list[Finding]:
    """Import the pair in a process of its own, so that a broken one can be told from none."""
    code = (
        "import torch; print(torch.__version__); import torchvision; print(torchvision.__version__)"
    )
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    versions = done.stdout.split()
    if done.returncode != 0:
        return [_broken_pair(versions, done.stderr)]
    torch, vision = versions
    minor, vision_minor = (".".join(v.split(".")[:2]) for v in (torch, vision))
    note = "" if _TESTED.get(minor) == vision_minor else " (works, but is not a tested pair)"
    return [Finding(f"torch {torch} with torchvision {vision}{note}")]


def _broken_pair(versions: list[str], said: str) -> Finding:
    last = (said.strip().splitlines() or ["no message"])[-1]
    if "torchvision::nms" in said or (versions and "torchvision" in last and "operator" in last):
        return Finding(f"torch {versions[0]} beside a torchvision built for another", True, _PAIR)
    if "No module named 'torch" in last:
        remedy = "Install both: `pip install -c constraints.txt torch torchvision`."
        return Finding(f"torch or torchvision is missing ({last})", True, remedy)
    return Finding(f"torch or torchvision cannot be imported ({last})", True, _PAIR)


def _isolation() -> list[Finding]:
    from torchdojo.players.connection import HostConnection
    from torchdojo.players.detect import best_starter
    from torchdojo.players.host_process import HostProcess

    if sys.platform != "linux":
        try:
            best_starter(["process"]).close()
        except DojoError as error:
            return [Finding(str(error), True, "Reinstall torchdojo.")]
        return [Finding("isolation process: yes"), Finding("no stronger level on this system")]
    process = HostProcess()
    try:
        connection = HostConnection(process.connection, process)
    except (DojoError, GraderError) as error:
        return [Finding(f"no player can be started: {error}", True, "Reinstall torchdojo.")]
    finally:
        process.stop()
    weaker = [
        Finding(f"isolation {level.value}: no ({why})", False, _remedy(why))
        for level, why in connection.problems.items()
    ]
    layers = ", ".join(connection.level.layers)
    return [*weaker, Finding(f"isolation {connection.level.value}: yes ({layers})")]


def _remedy(why: str) -> str:
    if "unshare" in why or "uid_map" in why or "mount" in why:
        return (
            "User namespaces are not allowed here: on the machine itself, "
            "`sysctl kernel.unprivileged_userns_clone=1` (Debian) or "
            "`sysctl kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu) allows them."
        )
    if "andlock" in why:
        return "Landlock is missing: it needs Linux 5.13 or newer with `lsm=landlock` enabled."
    return ""


def _devices() -> Finding:
    from torchdojo.referee.session import accelerator

    return Finding(f"devices: cpu, {accelerator() or 'no accelerator (device checks are skipped)'}")


def show(findings: list[Finding]) -> None:
    """Print every finding, the wrong ones with their remedy."""
    console = Console(highlight=False, soft_wrap=True)
    for finding in findings:
        mark = "[red]wrong[/]" if finding.wrong else "[green]ok[/]   "
        console.print(f"{mark} {escape(finding.what)}")
        if finding.remedy:
            console.print(f"      {escape(finding.remedy)}")
