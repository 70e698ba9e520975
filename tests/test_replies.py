"""What a player may send: exactly a reply, within bounds; everything else is refused, cheaply."""

import contextlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import ROOT

from torchdojo.feedback.compare import difference
from torchdojo.players import data, replies, wire

sys.path.append(str(ROOT / "proof"))
from fuzz_replies import EXPECTED, fuzz, judge


def _sent(reply: replies.Reply) -> wire.Frame:
    frames = wire.Frames()
    frames.feed(replies.encode_reply(reply))
    return frames.take()


RETURNED = b'["dict","status","Returned","value",%s,"devices",["tuple"],"changed",["tuple"]]'


def _with_value(tree: bytes) -> wire.Frame:
    return wire.Frame(RETURNED.replace(b"%s", tree), b"")


@pytest.mark.parametrize(
    "value",
    [
        *EXPECTED,
        torch.zeros(0, 3, dtype=torch.bfloat16),
        torch.ones(2, dtype=torch.complex128) * 1j,
        torch.tensor([2**63], dtype=torch.uint64),
        np.array([1, 2], dtype=np.int16),
        float("-inf"),
        10**300,
        {("a", 1): Path("b"), None: {1.5: ()}},
    ],
)
def test_data_comes_through_as_it_was(value: object) -> None:
    """Every kind of plain data is the same on the other side."""
    reply = replies.decode_reply(_sent(replies.Returned(value, wire.devices(value), (0, 2))))
    assert isinstance(reply, replies.Returned) and reply.changed == (0, 2)
    assert type(reply.value) is type(value) and difference(reply.value, value) is None


REFUSED = {
    "a bare list": b"[1,2]",
    "a bare list of half a pair": b'["\\ud800"]',
    "an object": b'{"list":[]}',
    "a key twice": b'["dict","a",1,"a",2]',
    "a key without a value": b'["dict","a"]',
    "a key that has no hash": b'["dict",["list"],1]',
    "an unknown kind": b'["set",1]',
    "half of a surrogate pair": b'"\\ud800"',
    "half of a pair in a key": b'["dict","\\udfff",1]',
    "half of a pair in a path": b'["path","\\ud800"]',
    "a path with a null": b'["path","a\\u0000"]',
    "a path too long": b'["path","%s"]' % (b"a" * 5000),
    "letters that are not ASCII": '"é"'.encode(),
    "not a number": b"NaN",
    "infinity": b"-Infinity",
    "a float out of range": b"1e999",
    "an integer of 302 digits": b"9" * 302,
    "an integer of 4,300 digits": b"9" * 4300,
    "an integer of a million digits": b"9" * 1_000_000,
    "another float": b'["float","1e5"]',
    "bytes that are no base64": b'["bytes","%%%%"]',
    "bytes with blanks": b'["bytes","YQ ="]',
    "a tensor that is not there": b'["tensor","0","float32"]',
    "a dtype that is an attribute": b'["meta","float32.__class__",1]',
    "a dtype that is a function": b'["meta","load",1]',
    "a size below zero": b'["meta","float32",-1]',
    "a size that is a boolean": b'["meta","float32",true]',
    "a size that is a float": b'["meta","float32",1.0]',
    "a shape that overflows": b'["meta","float32",70368744177664,70368744177664]',
    "too many dimensions": b'["meta","float32"%s]' % (b",1" * 65),
    "lists too deep": b'["list",' * 41 + b"1" + b"]" * 41,
    "brackets without end": b"[" * 1_000_000,
    "too many values": b'["list"%s]' % (b",1" * 200_001),
    "too many keys": b'["dict"%s]' % b"".join(b",%d,1" % n for n in range(2001)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_exactly_data_is_refused(name: str) -> None:
    """It is refused by the decoder, wherever it stands, and nothing else is raised."""
    for tree in (REFUSED[name], b'["list",%s]' % REFUSED[name], b'["dict","k",%s]' % REFUSED[name]):
        with pytest.raises(wire.WireError):
            replies.decode_reply(_with_value(tree))


def _described(tensors: list[str], size: int) -> bytes:
    """A body that says so of its tensors, and has so many bytes."""
    description = f"{{{','.join(tensors)}}}".encode()
    return len(description).to_bytes(8, "little") + description + bytes(size)


def _one(dtype: str, shape: str, offsets: str, name: str = "0") -> str:
    return f'"{name}":{{"dtype":"{dtype}","shape":{shape},"data_offsets":{offsets}}}'


BODIES = {
    "lying offsets": ([_one("F32", "[4]", "[0,4]")], 4),
    "offsets behind the end": ([_one("F32", "[1]", "[4,8]")], 4),
    "an overflow": ([_one("F32", "[4294967296,4294967296]", "[0,0]")], 0),
    "another dtype": ([_one("F64", "[1]", "[0,8]")], 8),
    "an unknown dtype": ([_one("OBJ", "[1]", "[0,4]")], 4),
    "a size too large": ([_one("F32", "[0,9007199254740992]", "[0,0]")], 0),
    "bytes left over": ([_one("F32", "[1]", "[0,4]")], 8),
    "one that is not used": ([_one("F32", "[1]", "[0,4]"), _one("F32", "[1]", "[4,8]", "1")], 8),
    "two in one place": ([_one("F32", "[1]", "[0,4]"), _one("F32", "[1]", "[0,4]", "1")], 4),
}


@pytest.mark.parametrize("name", BODIES)
def test_tensors_that_are_not_as_described_are_refused(name: str) -> None:
    """The description must fit the bytes, and every tensor one place in the value."""
    frame = _with_value(b'["tensor","0","float32"]')
    good = ([_one("F32", "[1]", "[0,4]")], 4)
    assert replies.decode_reply(frame._replace(body=_described(*good)))
    with pytest.raises(wire.WireError):
        replies.decode_reply(frame._replace(body=_described(*BODIES[name])))
    twice = _with_value(b'["list",["tensor","0","float32"],["tensor","0","float32"]]')
    with pytest.raises(wire.WireError):
        replies.decode_reply(twice._replace(body=_described(*good)))


_RETURNED: dict[object, object] = {"status": "Returned", "value": 1, "devices": (), "changed": ()}
_RAISED: dict[object, object] = {"status": "Raised", "kind": "E", "nearest": "KeyError"}
_RAISED |= {"message": ""}
FIELDS: dict[str, dict[object, object]] = {
    "an unknown status": {"status": "passed"},
    "a status of the referee's own": {"status": "TimedOut", "loading": False},
    "a field more": {"status": "Ready", "score": 10},
    "a field less": {"status": "Returned", "value": 1, "devices": ()},
    "a boolean for a number": _RETURNED | {"changed": (True,)},
    "a number that is no argument": _RETURNED | {"changed": (1000,)},
    "a huge number": _RETURNED | {"changed": (10**300,)},
    "numbers out of order": _RETURNED | {"changed": (1, 0)},
    "a list for a tuple": _RETURNED | {"devices": []},
    "a device of its own": _RETURNED | {"devices": ("secret",)},
    "a number for a text": {"status": "Unsendable", "message": 1},
    "a message too long": {"status": "Unsendable", "message": "m" * 2001},
    "an error that Python does not have": _RAISED | {"nearest": "int"},
    "too many frames": _RAISED | {"frames": ("x",) * 4},
    "a tensor for a flag": _RAISED | {"memory": torch.ones(2)},
    "a key that is no text": {"status": "Ready", 1: 2},
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_reply_of_another_form_is_refused(name: str) -> None:
    """Unknown and missing fields, other types, other sizes: none of it becomes a reply."""
    with pytest.raises(wire.WireError):
        replies.decode_reply(wire.Frame(*wire.encode(FIELDS[name])))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (10**400, "an integer of 1329 bits"),
        (object(), "builtins.object"),
        (torch.zeros([1] * 65), "65 dimensions"),
        (torch.zeros(2).to_sparse(), "sparse"),
        (np.array([object()]), "dtype object"),
        ({torch.ones(1): 1}, "a key of a dictionary"),
        (Path("a\0"), "a path"),
    ],
)
def test_what_cannot_be_sent_is_said_in_a_sentence(value: object, words: str) -> None:
    """The player itself refuses what is no data, and names it, so that a student can mend it."""
    with pytest.raises(wire.NotData, match=words):
        wire.encode(value)


BOMBS: dict[str, Callable[[], bytes]] = {
    "brackets": lambda: b"[" * data.MAX_HEADER,
    "empty lists": lambda: b'["list"' + b",[]" * (data.MAX_HEADER // 3 - 9) + b"]",
    "objects": lambda: b'["list"' + b",{}" * (data.MAX_HEADER // 3 - 9) + b"]",
    "short texts": lambda: b'["list"' + b',"ab"' * (data.MAX_HEADER // 5 - 9) + b"]",
    "numbers": lambda: b'["list"' + b",1" * (data.MAX_HEADER // 2 - 9) + b"]",
    "one number": lambda: b"1" * data.MAX_HEADER,
    "one float": lambda: b"0." + b"1" * (data.MAX_HEADER - 9),
    "one text": lambda: b'"' + b"\\u0041" * (data.MAX_HEADER // 6 - 9) + b'"',
    "as many values as there may be": lambda: b'["list"' + b',["list"]' * 199_000 + b"]",
    "keys of one hash": lambda: (
        b'["dict"' + b"".join(b",%d,1" % (n * (2**61 - 1)) for n in range(1, 2000)) + b"]"
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_the_largest_messages_are_read_in_bounded_time(name: str) -> None:
    """Read or refused, and judged if read, within seconds of processor time."""
    start = time.process_time()
    with contextlib.suppress(wire.WireError):
        judge(replies.decode_reply(_with_value(BOMBS[name]())))
    assert time.process_time() - start < 10


def test_random_messages_become_replies_or_are_refused() -> None:
    """Thousands of nearly right messages: no other error, and what is accepted can be judged."""
    found = fuzz(seed=2, count=4000)
    assert found.faults == []
    assert found.kinds["refused"] > 1000 and found.kinds["Returned"] > 300


def test_the_random_messages_would_find_a_hole(monkeypatch: pytest.MonkeyPatch) -> None:
    """If numbers of arguments were not looked at, it would be found."""
    monkeypatch.setattr("torchdojo.players.replies._need_ascending", lambda *_: None)
    assert fuzz(seed=2, count=1500).faults != []


def test_fuzzing_a_million_messages_found_nothing() -> None:
    """The dated result is kept: at least 1,000,000 inputs, no fault."""
    lines = (ROOT / "proof/results/fuzz_replies.jsonl").read_text("utf-8").splitlines()
    results = [json.loads(line) for line in lines]
    assert max(one["inputs"] for one in results) >= 1_000_000
    assert results[-1]["faults"] == 0
