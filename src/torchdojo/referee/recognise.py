"""Naming a mistake: running the probes of a failed check on the recorded mistakes."""

from collections.abc import Callable, Sequence

from torchdojo.catalog import Variant
from torchdojo.feedback.compare import difference
from torchdojo.players.replies import Answer, Judged, Raised, Returned, TimedOut
from torchdojo.referee.asking import Asked, Question
from torchdojo.referee.recorded import veiled

Dialogue = Sequence[tuple[Question, Answer]]


def recognised(
    asked: Dialogue, mistakes: Sequence[Variant], check: str, act: Callable[[Variant], Asked]
) -> list[Variant]:
    """The mistakes that answer every question of `asked` as the student did.

    Only mistakes that are recorded to lose `check` are tried.
    """
    if not asked or _never_loaded(asked[-1][1]):
        return []
    return [m for m in mistakes if check in m.loses and _fits(asked, m, act)]


def _never_loaded(reply: Answer) -> bool:
    return isinstance(reply, TimedOut) and reply.loading


def _fits(asked: Dialogue, mistake: Variant, act: Callable[[Variant], Asked]) -> bool:
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
    one, other = veiled(one), veiled(other)
    match one, other:
        case Returned(), Returned():
            same = one.changed == other.changed and one.devices == other.devices
            return same and difference(one.value, other.value) is None
        case Judged(), Judged():
            return one.accepted == other.accepted and one.fingerprint == other.fingerprint
        case Raised(), Raised():
            telling = _TELLING if _refused(one) and _refused(other) else (*_TELLING, "message")
            return all(getattr(one, name) == getattr(other, name) for name in telling)
    return one == other


_TELLING = ("kind", "loading", "absent")
"""Of an error; not the lines that it went through, which differ between programs."""


def _refused(reply: Raised) -> bool:
    """Whether a program's own line raised the error: then the message is in its own words."""
    return bool(reply.frames) and ": raise " in reply.frames[-1]
