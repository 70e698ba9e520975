"""How commands end when the user, or an exercise's author, can mend something."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from torchdojo.errors import DojoError, GraderError


def speaks_plainly(command: Callable[..., Any]) -> Callable[..., Any]:
    """End `command` with one clear sentence in place of a traceback."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except (DojoError, GraderError) as error:
            raise click.ClickException(str(error)) from error

    return wrapped
