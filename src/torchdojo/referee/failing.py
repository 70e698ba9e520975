"""The question that a check was lost on, for whoever wants to ask it again.

It goes to the one who started the run, by its socket, and never into a report: it is the whole of
what the program was given.
"""

import base64
from typing import Any

import pytest

from torchdojo.players.data import NotData
from torchdojo.players.encoding import encode
from torchdojo.referee.asking import Question
from torchdojo.referee.fixtures import CAST
from torchdojo.referee.lost import SHOWN
from torchdojo.referee.results import Check

_MOST = 4 * 2**20
"""Bytes of arguments; nobody looks at more."""


def failing_question(item: pytest.Item, check: Check) -> dict[str, Any] | None:
    """The question as plain data, if there is one and it is not too large.

    It has ``words``, ``about`` (the function that is called, or the probe), ``source`` and
    ``probe``, ``called`` (whether it is a plain call) and the arguments, ``header`` and ``body``.
    """
    if SHOWN in item.stash:
        return _as_data(item.stash[SHOWN])
    cast = item.stash.get(CAST, None)
    if cast is None or check["outcome"] in ("passed", "skipped") or check["not_started"]:
        return None
    asked = cast.student.actor.asked[: cast.student.evidence]
    if not asked or type(asked[-1][0]) is not Question:
        return None  # a test that judges functions is asked in a way of its own
    return _as_data(asked[-1][0])


def _as_data(question: Question) -> dict[str, Any] | None:
    try:
        header, body = encode(list(question.args))
    except NotData:
        return None
    if len(header) + len(body) > _MOST:
        return None
    return {
        "words": question.words,
        "about": question.about,
        "source": question.source,
        "probe": question.probe,
        "called": question.called,
        "header": header.decode("ascii"),
        "body": base64.b64encode(body).decode("ascii"),
    }
