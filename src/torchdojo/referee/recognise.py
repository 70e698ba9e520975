"""Naming a mistake: running the probes of a failed check on the recorded mistakes."""

import re
from collections.abc import Callable, Sequence

from torchdojo.catalog import Variant
from torchdojo.feedback.compare import difference
from torchdojo.players.replies import Answer, Judged, Raised, Returned, TimedOut
from torchdojo.referee.asking import Asked, Question
from torchdojo.referee.recorded import veil, veiled

Dialogue = Sequence[tuple[Question, Answer]]
_NUMBER = re.compile(r"\d+")


def recognised(
    asked: Dialogue, mistakes: Sequence[Variant], check: str, act: Callable[[Variant], Asked]
) -> list[Variant]:
    """The mistakes that answer every question of `asked` as the student did.

    Only mistakes that are recorded to lose `check` are tried.
    """
    if not is_telling(asked):
        return []
    return [m for m in mistakes if check in m.loses and fits(asked, m, act)]


def is_telling(asked: Dialogue) -> bool:
    """Whether the answers say anything of what the program computes."""
    last = asked[-1][1] if asked else None
    return last is not None and not (isinstance(last, TimedOut) and (last.loading or last.earlier))


def fits(asked: Dialogue, mistake: Variant, act: Callable[[Variant], Asked]) -> bool:
    """Whether `mistake` answers every question of `asked` as the student did."""
    timed_out = isinstance(asked[-1][1], TimedOut)
    if mistake.hangs or timed_out:
        return mistake.hangs and timed_out
    actor = act(mistake)
    try:
        return all(alike(reply, actor.ask(question)) for question, reply in asked)
    finally:
        actor.close(keep=True)


def alike(one: Answer, other: Answer) -> bool:
    """Whether two replies are the same evidence; a release knows messages by their digests."""
    match one, other:
        case Returned(), Returned():
            same = one.changed == other.changed and one.devices == other.devices
            return same and difference(one.value, other.value) is None
        case Judged(), Judged():
            return one.accepted == other.accepted and one.fingerprint == other.fingerprint
        case Raised(), Raised():
            same = all(getattr(one, name) == getattr(other, name) for name in _TELLING)
            return same and ((_refused(one) and _refused(other)) or _said_alike(one, other))
    return veiled(one) == veiled(other)


_TELLING = ("kind", "loading", "absent")
"""Of an error; not the lines that it went through, which differ between programs."""


def _refused(reply: Raised) -> bool:
    """Whether a program's own line raised the error: then the message is in its own words."""
    return bool(reply.frames) and ": raise " in reply.frames[-1]


def _said_alike(one: Raised, other: Raised) -> bool:
    """Whether two errors of the same kind have the same message, or, in the same line of the same
    function, one that differs in its numbers alone."""
    if veil(one.message) == veil(other.message):
        return True
    places = [_NUMBER.sub("0", r.frames[-1]) if r.frames else "" for r in (one, other)]
    words = [_NUMBER.sub("0", r.message) for r in (one, other)]
    return bool(places[0]) and places[0] == places[1] and words[0] == words[1]
