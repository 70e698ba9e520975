"""Whether a check is lost because a program's top level has changed one of torch's switches.

It is tried, not guessed: the program is loaded once more without that statement and asked the same.
"""

from torchdojo.players.account import Fate
from torchdojo.referee.asking import Actor
from torchdojo.referee.loading_words import switches
from torchdojo.referee.pool import Pool
from torchdojo.referee.recognise import alike

_MOST = 3


def switch_that_matters(actor: Actor) -> Fate | None:
    """The statement that changes a switch, and without which the program answers otherwise."""
    found = switches(actor.account)[:_MOST]
    if not found or not _answers_alike(actor, ()):  # it answers otherwise each time anyway
        return None
    return next((fate for fate in found if not _answers_alike(actor, (fate.number,))), None)


def _answers_alike(actor: Actor, left_out: tuple[int, ...]) -> bool:
    """Whether the program, without some of its statements, answers as `actor` did."""
    known = actor.pool.left_out.get(actor.code.digest, ())
    pool = Pool(actor.pool.troupe, 0, left_out={actor.code.digest: (*known, *left_out)})
    other = Actor(pool, actor.code, actor.setting, actor.seed)
    try:
        return all(alike(reply, other.ask(question)) for question, reply in actor.asked)
    finally:
        other.close()
