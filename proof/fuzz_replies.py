"""Feeds the decoder of replies with what no player should send, and judges what it lets through.

Run as ``python proof/fuzz_replies.py --count 1000000``; the same seed makes the same inputs. For
each input the decoder must give a reply or refuse with `WireError`, in bounded time and memory.
What it accepts is then treated like any student's: compared, worded for instructor and student,
and put into a JSON report, an HTML page and a CSV table. Anything else that is raised is a fault.
"""

import argparse
import csv
import io
import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from torchdojo.errors import GraderError
from torchdojo.feedback.compare import difference
from torchdojo.jupyter.page import page
from torchdojo.players import replies, wire
from torchdojo.players.account import ENDED, NOBODY, RAISED, RUNNING, Fate, Place
from torchdojo.referee.actors import aside
from torchdojo.referee.asking import Question
from torchdojo.referee.examination import papers
from torchdojo.referee.judging import value_of
from torchdojo.referee.recognise import alike
from torchdojo.referee.rerun import shown_of
from torchdojo.referee.settling import settled
from torchdojo.referee.verdict import Outcome, Verdict

SLOWEST = 5.0
"""Seconds of processor time that no single input may take, judging included."""
MOST_MEMORY = 2 * 2**30
"""Bytes that the process may grow to."""
_QUESTION = Question.of_call("f", (torch.ones(2), 3))
EXPECTED: tuple[Any, ...] = (
    torch.arange(6.0).view(2, 3),
    torch.tensor([1, 2]),
    torch.tensor(2.5, dtype=torch.float64),
    torch.empty(2, 3, device="meta"),
    np.arange(3.0),
    [torch.zeros(2), 1, "a"],
    (1, 2.5, None),
    {"a": torch.ones(1), "b": [1]},
    1,
    2.5,
    float("nan"),
    "text",
    True,
    None,
    b"x",
    ["ValueError"],
)
ACCOUNT = (
    Fate(RAISED, 1, 2, "import x", 0, ("f",), "E", "ImportError", "m", frames=("line 1",)),
    Fate(RUNNING, 3, 0, "while True:", 4, ("g", "*")),
    Fate(ENDED, 5, 0, "exit()", 6, columns=(1, 2), switches=("grad",), unwritten=True),
)
_MUTANTS = (
    *(b"[", b"]", b"[]", b"{}", b'{"a":1}', b"null", b"true", b"-1", b"1e999", b"-1e999", b"NaN"),
    *(b"Infinity", b"9" * 320, b"9" * 4301, b"0.1", b"[" * 2000, b'["list"]', b'["x",1]'),
    *(b'"\\ud800"', b'"\\u0000"', b'"\x80"', b'"' + b"k" * 5000 + b'"', b'[["list"],1]'),
    *(b'["tensor"]', b'["tensor","0"]', b'["tensor","0","float32"]', b'["tensor",0,0]'),
    *(b'["array","0","bfloat16"]', b'["array","0","float32"]', b'["meta"]', b'["meta","load"]'),
    *(b'["meta","float32",true]', b'["meta","float32",-1]', b'["meta","float32.__class__",1]'),
    b'["meta","float32",4611686018427387904,4611686018427387904]',
    *(b'["float","nan"]', b'["float","1e5"]', b'["bytes","%%%"]', b'["bytes","YQ=="]'),
    *(b'["path","a"]', b'["path","\\u0000"]', b'["path","\\ud800"]', b'["tuple",["list"]]'),
    *(b'["dict","a"]', b'["dict","a",1,"a",2]', b'["dict",["list"],1]'),
    *(b'["dict",["tuple",1,["float","nan"]],1]', b'["list",' * 60 + b"1" + b"]" * 60),
    *(b'"status"', b'"Returned"', b'"Raised"', b'"Ready"', b'"Judged"', b'"Broken"', b'"meta"'),
    *(b'"Unsendable"', b'"value"', b'"changed"', b'"nearest"', b'"ValueError"', b'"int"', b'"cpu"'),
)


@dataclass
class Findings:
    """What became of the inputs."""

    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0


def seeds(draw: random.Random) -> Iterator[replies.Reply]:
    """Replies as players send them, of every kind."""
    yield from (replies.Ready(), replies.Loaded(), replies.Loaded(ACCOUNT), replies.Broken("it"))
    yield replies.At(3, 7, 0, "while True:")
    for value in (*EXPECTED, *_strange(draw)):
        changed = tuple(sorted(draw.sample(range(4), draw.randrange(3))))
        yield replies.Returned(value, wire.devices(value), changed)
    for flag in ("missing", "memory", "signature", "loading"):
        yield replies.Raised("E", "ValueError", "m", ("line 1, in f: x",), **{flag: True})
    place = Place("class", 3, 0, "class Solution:")
    for blame in range(NOBODY, len(ACCOUNT)):
        yield replies.Raised("E", "AttributeError", "", absent="f", blame=blame, elsewhere=place)
        yield replies.Raised("E", "NameError", "x", blame=blame, suggestion="y", loading=True)
    yield replies.Unsendable("it holds a `thing`")


def _strange(draw: random.Random) -> Iterator[Any]:
    for dtype in (torch.bool, torch.uint8, torch.bfloat16, torch.complex64, torch.complex128,
                  torch.uint64, torch.float8_e5m2):  # fmt: skip
        yield torch.zeros([draw.randrange(4) for _ in range(draw.randrange(4))]).to(dtype)
    yield torch.zeros([1] * 64)
    yield [float("inf"), -0.0, 10**300, -(10**300), "\ud800\x1b[31m<script>", b"\0", Path("a/b")]
    yield {1: 1, 2.5: 2, None: 3, b"k": 4, ("a", 1): 5, "a": {"b": {"c": {}}}}
    yield [[[[[[]]]]], (), {}, [torch.tensor(1)]]
    yield np.array(7, dtype=np.int16)


def inputs(seed: int, count: int) -> Iterator[wire.Frame]:
    """Frames that are nearly right: whole ones, and ones that were changed in a few places."""
    draw = random.Random(seed)
    originals = [_split(replies.encode_reply(reply)) for reply in seeds(draw)]
    for _ in range(count):
        frame = draw.choice(originals)
        for _ in range(draw.choice((0, 1, 1, 1, 2, 3, 8))):
            frame = draw.choice(_CHANGES)(frame, draw, originals)
        yield frame


def _split(data: bytes) -> wire.Frame:
    frames = wire.Frames()
    frames.feed(data)
    return frames.take()


Change = Callable[[wire.Frame, random.Random, list[wire.Frame]], wire.Frame]


def _places(header: bytes) -> list[tuple[int, int]]:
    """Where the values of a JSON text begin and end, roughly."""
    found, start = [], 0
    for place, byte in enumerate(header):
        if byte in b",[]":
            if place > start:
                found.append((start, place))
            start = place + 1
    return found or [(0, len(header))]


def _other_value(frame: wire.Frame, draw: random.Random, _: Any) -> wire.Frame:
    start, end = draw.choice(_places(frame.header))
    return frame._replace(header=frame.header[:start] + draw.choice(_MUTANTS) + frame.header[end:])


def _value_from_elsewhere(
    frame: wire.Frame, draw: random.Random, originals: list[wire.Frame]
) -> wire.Frame:
    other = draw.choice(originals).header
    mine, theirs = draw.choice(_places(frame.header)), draw.choice(_places(other))
    header = frame.header[: mine[0]] + other[theirs[0] : theirs[1]] + frame.header[mine[1] :]
    return frame._replace(header=header)


def _value_gone(frame: wire.Frame, draw: random.Random, _: Any) -> wire.Frame:
    start, end = draw.choice(_places(frame.header))
    return frame._replace(header=frame.header[:start] + frame.header[end + 1 :])


def _value_twice(frame: wire.Frame, draw: random.Random, _: Any) -> wire.Frame:
    start, end = draw.choice(_places(frame.header))
    part = frame.header[start:end] + b","
    return frame._replace(
        header=frame.header[:start] + part * draw.randrange(1, 5) + frame.header[start:]
    )


def _other_byte(frame: wire.Frame, draw: random.Random, _: Any) -> wire.Frame:
    part = draw.choice(("header", "body"))
    data = bytearray(getattr(frame, part) or b"\0")
    data[draw.randrange(len(data))] = draw.randrange(256)
    return frame._replace(**{part: bytes(data)})


def _cut(frame: wire.Frame, draw: random.Random, _: Any) -> wire.Frame:
    part = draw.choice(("header", "body"))
    data = getattr(frame, part)
    return frame._replace(**{part: data[: draw.randrange(len(data) + 1)]})


def _other_body(frame: wire.Frame, draw: random.Random, originals: list[wire.Frame]) -> wire.Frame:
    return frame._replace(body=draw.choice(originals).body)


def _other_description(frame: wire.Frame, draw: random.Random, _: Any) -> wire.Frame:
    """Tensors whose shape, dtype or place in the data is another than it is."""
    if len(frame.body) < 8:
        return frame
    length = int.from_bytes(frame.body[:8], "little")
    if not 0 <= length <= len(frame.body) - 8:
        return frame
    text = frame.body[8 : 8 + length]
    numbers = [i for i, byte in enumerate(text) if byte in b"0123456789"]
    if not numbers:
        return frame
    place = draw.choice(numbers)
    new = draw.choice((b"0", b"1", b"9", b"-1", b"99999999", b"18446744073709551615", b"1e3"))
    text = text[:place] + new + text[place + 1 :]
    if draw.random() < 0.3:
        text = text.replace(b"F32", draw.choice((b"F64", b"I8", b"BOOL", b"BF16", b"C64", b"X")))
    return frame._replace(body=len(text).to_bytes(8, "little") + text + frame.body[8 + length :])


_CHANGES: tuple[Change, ...] = (
    _other_value, _other_value, _other_value, _value_from_elsewhere, _value_gone, _value_twice,
    _other_byte, _cut, _other_body, _other_description, _other_description,
)  # fmt: skip


def judge(reply: replies.Reply) -> None:
    """Treat an accepted reply as the referee does, on every way that a reply can take."""
    if isinstance(reply, replies.Loaded):
        _judge_account(reply.account)
    if isinstance(reply, replies.Ready | replies.At | replies.Loaded | replies.Broken):
        return
    alike(reply, reply)
    shown_of(reply)
    if isinstance(reply, replies.Returned):
        papers(reply.value)
    kept = _split(replies.encode_reply(reply))
    assert type(replies.decode_noted(kept)) is type(reply)
    _settle([*_verdicts(reply, ()), *_verdicts(reply, ACCOUNT), None])


def _judge_account(account: tuple[Fate, ...]) -> None:
    """Word each statement as the one that is to blame, for each way to fail."""
    for blame in range(NOBODY, len(account)):
        for more in ({"absent": "f"}, {"loading": True}, {}):
            reply = replies.Raised("E", "NameError", "m", blame=blame, **more)
            _settle(list(_verdicts(reply, account)))


def _settle(verdicts: Sequence[Verdict | None]) -> None:
    for visible in (True, False):
        _write([_check(verdict, visible=visible) for verdict in verdicts])


def _verdicts(reply: replies.Answer, account: Sequence[Fate]) -> Iterator[Verdict]:
    try:
        value = value_of(_QUESTION, reply, 10.0, account)
    except Verdict as verdict:
        yield verdict
        return
    for expected in EXPECTED:
        right = replies.Returned(expected, (), (0,))
        found = difference(value, expected) or aside(reply, right)
        if found is not None:
            yield Verdict(Outcome.FAILED, [found.sentence], told=[found.told])


def _check(verdict: Verdict | None, *, visible: bool) -> dict[str, Any]:
    ended = settled(verdict, points=1.0, visible=visible).as_data()
    return ended | {"name": "n", "requirement": "r", "visible": visible, "points": 1.0}


def _write(checks: list[dict[str, Any]]) -> None:
    """A JSON report, a student's page and a table, in bytes as they are written."""
    json.dumps(checks, ensure_ascii=False).encode()
    shown = [check | {"feedback": check["told"]} for check in checks]
    page("a/b", {"score": 0.0, "max_score": 1.0, "checks": shown}).encode()
    table = io.StringIO()
    csv.writer(table).writerows([check["feedback"], check["told"]] for check in checks)
    table.getvalue().encode()


def fuzz(seed: int, count: int) -> Findings:
    """Decode and judge so many inputs."""
    found = Findings()
    for number, frame in enumerate(inputs(seed, count)):
        start = time.process_time()
        try:
            reply = replies.decode_reply(frame)
            found.kinds[type(reply).__name__] += 1
            judge(reply)
        except wire.WireError:
            found.kinds["refused"] += 1
        except GraderError as error:
            found.faults.append(f"{number}: {error}")
        except Exception as error:
            found.faults.append(f"{number}: {type(error).__name__}: {error}: {frame!r:.300}")
        took = time.process_time() - start
        found.slowest = max(found.slowest, took)
        if took > SLOWEST:
            found.faults.append(f"{number}: took {took:.1f} s: {frame!r:.300}")
    return found


def main() -> int:
    """Fuzz, and write down what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results", type=Path, help="a file to append a line to")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    torch.set_num_threads(1)
    start = time.process_time()
    found = fuzz(options.seed, options.count)
    said = {
        "date": time.strftime("%Y-%m-%d"),
        "seed": options.seed,
        "inputs": options.count,
        "became": dict(found.kinds.most_common()),
        "faults": len(found.faults),
        "slowest_seconds": round(found.slowest, 3),
        "peak_memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "processor_seconds": round(time.process_time() - start),
    }
    print(json.dumps(said, indent=2), *found.faults[:20], sep="\n")
    if options.results:
        with options.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
