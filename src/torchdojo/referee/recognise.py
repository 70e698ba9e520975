"""Naming a mistake: running the probes of a failed check on the recorded mistakes."""

from collections.abc import Callable, Sequence

from torchdojo.catalog import Variant
from torchdojo.referee.asking import Asked, Question, Reply
from torchdojo.referee.compare import difference

Dialogue = Sequence[tuple[Question, Reply]]


def recognised(
    asked: Dialogue, mistakes: Sequence[Variant], check: str, act: Callable[[Variant], Asked]
) -> list[str]:
    """The sentences of the mistakes that answer every question of `asked` as the student did.

    Only mistakes that are recorded to lose `check` are tried.
    """
    if not asked or _never_loaded(asked[-1][1]):
        return []
    fitting = [m for m in mistakes if check in m.loses and _fits(asked, m, act)]
    return [mistake.sentence for mistake in fitting]


def _never_loaded(reply: Reply) -> bool:
    return reply["status"] == "timeout" and bool(reply.get("loading"))


def _fits(asked: Dialogue, mistake: Variant, act: Callable[[Variant], Asked]) -> bool:
    timed_out = asked[-1][1]["status"] == "timeout"
    if mistake.hangs or timed_out:
        return mistake.hangs and timed_out
    actor = act(mistake)
    try:
        return all(alike(reply, actor.ask(question)) for question, reply in asked)
    finally:
        actor.close(keep=True)


def alike(one: Reply, other: Reply) -> bool:
    """Whether two replies are the same evidence."""
    if one["status"] != other["status"]:
        return False
    if one["status"] == "returned":
        same = one["changed"] == other["changed"] and one["devices"] == other["devices"]
        same = same and one.get("fingerprint") == other.get("fingerprint")
        return same and difference(one["value"], other["value"]) is None
    if one["status"] == "raised":
        return all(one.get(k) == other.get(k) for k in ("type", "message", "loading", "absent"))
    return one.get("code") == other.get("code") and one.get("message") == other.get("message")
