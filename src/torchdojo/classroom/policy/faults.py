"""What is wrong in ``course.toml``, in a sentence: pydantic's findings in an instructor's words."""

from collections.abc import Sequence
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from torchdojo.classroom.policy import settings

_DATE = "write date and time, such as 2026-11-20T23:59:00"


def sentence(error: ValidationError) -> str:
    """The first of the faults, and how many more there are."""
    first, *more = error.errors(include_url=False)
    rest = f" {len(more)} more of its keys are wrong." if more else ""
    key = _key_path(first["loc"])
    return closed(f"`{key}` {_fault(first)}") + rest


def closed(text: str) -> str:
    """`text` with a full stop, unless it ends in a question."""
    return text if text.endswith("?") else f"{text}."


def _key_path(loc: Sequence[int | str]) -> str:
    """A key's path as people write it, entries counted from 1: ``override[2].points``."""
    path = ""
    for part in loc:
        path += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".") or "the file"


def _fault(error: ErrorDetails) -> str:
    match error["type"]:
        case "extra_forbidden":
            return f"is no setting{_near(error['loc'])}"
        case "missing":
            return "is missing: add it"
        case "model_type":
            key = _key_path(error["loc"])
            return f"is no table: begin it with a line `[{key}]`"
        case "tuple_type":
            key = _key_path(error["loc"])
            return f"is no list of tables: begin each with a line `[[{key}]]`"
        case "string_too_short":
            return "is empty: fill it in"
        case "datetime_type":
            return f"is no date with a time: {_DATE}"
        case "value_error":
            return f"cannot be: {error['msg'].removeprefix('Value error, ')}"
    said = error["msg"].removeprefix("Input ")
    return f"{said[0].lower()}{said[1:]}, not {repr(error['input'])[:60]}"


def _near(loc: Sequence[int | str]) -> str:
    """The settings that there are in the place of an unknown one."""
    model: type[BaseModel] = settings.CourseSettings
    for part in loc[:-1]:
        if isinstance(part, str):
            model = _models().get(part, model)
    names = list(model.model_fields)
    near = get_close_matches(str(loc[-1]), names, n=1)
    return f": did you mean `{near[0]}`?" if near else f": there are {', '.join(names)}"


def _models() -> dict[str, type[BaseModel]]:
    return {
        "late": settings.LateSettings,
        "deadline": settings.DeadlineSettings,
        "extension": settings.ExtensionSettings,
        "weight": settings.WeightSettings,
        "drop": settings.DropSettings,
        "override": settings.OverrideSettings,
        "comment": settings.CommentSettings,
        "handed_in": settings.HandedInSettings,
    }
