"""Which cluster a command is to grade on, and what keeps strangers out of it."""

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from torchdojo.errors import DojoError

_LOCAL = re.compile(r"local:(\d{1,4})")
_FORMS = "write `tls://HOST:PORT`, `tcp://127.0.0.1:PORT` or `local:N`"


@dataclass(frozen=True)
class Certificates:
    """Files of TLS, in PEM: of the authority, and of this command."""

    ca: Path
    certificate: Path
    key: Path


@dataclass(frozen=True)
class Address:
    """A scheduler to connect to, or how many workers to start on this machine."""

    scheduler: str = ""
    workers: int = 0
    certificates: Certificates | None = None


def read_address(
    told: str, ca: Path | None = None, certificate: Path | None = None, key: Path | None = None
) -> Address:
    """The cluster that is meant; raises `DojoError` for one that others could use as well.

    A scheduler has its workers run whatever anybody sends it. So it is reached by TLS, or lies on
    this machine.
    """
    local = _LOCAL.fullmatch(told)
    if local is not None:
        if not int(local[1]):
            raise DojoError("`--cluster local:0` has no workers: name at least one.")
        return Address(workers=int(local[1]))
    parts = _parts(told)
    files = [path for path in (ca, certificate, key) if path is not None]
    if parts.scheme == "tls":
        if ca is None or certificate is None or key is None:
            raise DojoError(
                f"{told} is reached by TLS: name its files with --tls-ca, --tls-cert and --tls-key "
                "(docs/many-machines.md says how to make them)."
            )
        return Address(told, certificates=_readable(Certificates(ca, certificate, key)))
    if files:
        raise DojoError(f"{told} does not use TLS: write tls:// in place of tcp://.")
    if not is_loopback(told):
        raise DojoError(
            f"{told} is not on this machine, and without TLS anybody on the network could have its "
            "workers run anything, and read what students handed in: start scheduler and workers "
            "with TLS (docs/many-machines.md), and write tls:// here."
        )
    return Address(told)


def _parts(told: str) -> SplitResult:
    try:
        parts = urlsplit(told)
        right = parts.scheme in ("tcp", "tls") and bool(parts.hostname) and bool(parts.port)
    except ValueError:
        right = False
    if not right or parts.path or parts.query or parts.username:
        raise DojoError(f"`--cluster {told}` is no address of a scheduler: {_FORMS}.")
    return parts


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach `address`, such as ``tcp://127.0.0.1:8786``."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _readable(found: Certificates) -> Certificates:
    for path in (found.ca, found.certificate, found.key):
        try:
            text = path.read_bytes()
        except OSError as error:
            raise DojoError(
                f"{path} cannot be read ({error.strerror}): name a file in PEM."
            ) from error
        if b"-----BEGIN" not in text:
            raise DojoError(f"{path} holds nothing in PEM: name a certificate or key.")
    return found
