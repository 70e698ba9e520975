"""What a training program does otherwise than all right ones, told where nothing else is known."""

import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from attacks.closed import beyond
from conftest import ROOT
from small_collection import COMMAND, hand_in
from torch import nn
from torch.nn.modules import module as modules
from torch.optim.lr_scheduler import LRScheduler, StepLR

from torchdojo.catalog import Collection, code_of_text
from torchdojo.feedback.events import parted
from torchdojo.players import tracing
from torchdojo.players.events import MOST_EVENTS, Event, Trace, read_trace
from torchdojo.proving.running import grade_programs
from torchdojo.referee.programs import Program

COLLECTION = Collection(ROOT)
EPOCH, EVALUATE = "05_training/03_one_epoch", "05_training/04_evaluate"
FIRST = "The first difference in what your program does: "
CLEAR, LOSS, BACK = "optimizer.zero_grad()", "loss = loss_fn(model(x), y)", "loss.backward()"
STEP = "optimizer.step()"


def epoch(*lines: str) -> str:
    """An epoch with these lines for each batch, and a wrong result that no mistake has."""
    body = "".join(f"        {line}\n" for line in lines)
    return (
        "def train_epoch(model, loader, loss_fn, optimizer):\n"
        "    model.train()\n"
        "    total, count = 0.0, 0\n"
        f"    for x, y in loader:\n{body}"
        "        total += loss.item() * len(x)\n"
        "        count += len(x)\n"
        "    return (total / count) ** 1.01\n"
    )


def evaluation(mode: str, within: str) -> str:
    """An evaluation in a certain mode, and a wrong result that no mistake has."""
    return (
        "def evaluate(model, loader, loss_fn):\n"
        "    modes = [part.training for part in model.modules()]\n"
        f"    {mode}\n"
        "    total, right, count = 0.0, 0, 0\n"
        f"    with {within}:\n"
        "        for x, y in loader:\n"
        "            out = model(x)\n"
        "            total += loss_fn(out, y).item() * len(x)\n"
        "            right += (out.argmax(1) == y).sum().item()\n"
        "            count += len(x)\n"
        "    for part, mode in zip(model.modules(), modes):\n"
        "        part.training = mode\n"
        "    return (total / count) ** 1.01, right / count\n"
    )


SLIPS = {
    "the gradients are not cleared": (
        EPOCH,
        epoch(LOSS, BACK, STEP),
        "backward pass no. 1 adds to gradients that are left from before; in every right program "
        "recorded it starts from cleared gradients.",
    ),
    "a step before the backward pass": (
        EPOCH,
        epoch(CLEAR, LOSS, STEP, BACK),
        "after forward pass no. 1 it steps the optimizer without any gradients; every right "
        "program recorded runs a backward pass there.",
    ),
    "two backward passes": (
        EPOCH,
        epoch(CLEAR, LOSS, "loss.backward(retain_graph=True)", BACK, STEP),
        "after backward pass no. 1 it runs another backward pass that adds to the gradients from "
        "before; every right program recorded steps the optimizer there.",
    ),
    "two backward passes, of which the second raises": (
        EPOCH,
        epoch(CLEAR, LOSS, BACK, BACK, STEP),
        "after backward pass no. 1 it runs another backward pass that adds to the gradients from "
        "before; every right program recorded steps the optimizer there.",
    ),
    "cleared between backward pass and step": (
        EPOCH,
        epoch("model.zero_grad()", LOSS, BACK, CLEAR, STEP),
        "optimizer step no. 1 finds no gradients, only None or zeros; in every right program "
        "recorded it finds gradients.",
    ),
    "two steps": (
        EPOCH,
        epoch(CLEAR, LOSS, BACK, STEP, STEP),
        "after optimizer step no. 1 it steps the optimizer again; every right program recorded "
        "runs the model there.",
    ),
    "evaluated in training mode": (
        EVALUATE,
        evaluation("model.train()", "torch.no_grad()"),
        "forward pass no. 1 runs in training mode; in every right program recorded it runs in "
        "evaluation mode.",
    ),
    "evaluated with gradients": (
        EVALUATE,
        evaluation("model.eval()", "torch.enable_grad()"),
        "forward pass no. 1 runs with gradients; in every right program recorded it runs without "
        "gradients.",
    ),
}
NONE_LEFT = "[p.grad.zero_() for p in model.parameters() if p.grad is not None]"
RIGHT = {
    "cleared late, by hand": (EPOCH, epoch(LOSS, NONE_LEFT, BACK, STEP)),
    "gradients by torch.autograd.grad": (
        EPOCH,
        epoch(
            LOSS,
            "parameters = list(model.parameters())",
            "for p, grad in zip(parameters, torch.autograd.grad(loss, parameters)):",
            "    p.grad = grad",
            STEP,
            "model.zero_grad()",
        ),
    ),
    "evaluated as it should be": (EVALUATE, evaluation("model.eval()", "torch.inference_mode()")),
}
FORGED = (
    "import torchdojo.players.tracing as tracing\n"
    "tracing.traced = lambda *_: {'events': [8] * 99_999, 'ended': 'yes'}\n\n\n"
)


def program(label: str, exercise: str, text: str) -> Program:
    """The solution of an exercise with some of it written anew."""
    found = COLLECTION.find(exercise)
    code = code_of_text(f"{found.source.text}\n\n{text}", f"{found.name}.py")
    return Program(exercise, label, code)


@pytest.fixture(scope="module")
def failed() -> dict[str, list[dict[str, Any]]]:
    """The failed checks of each program, by its label."""
    programs = [program(label, *slip[:2]) for label, slip in SLIPS.items()]
    programs += [program(label, *right) for label, right in RIGHT.items()]
    programs.append(program("forged", EPOCH, FORGED + SLIPS["two steps"][1]))
    scored = grade_programs(COLLECTION, programs, ("--device", "cpu"), workers=1)
    return {
        label: [c for c in one["checks"] if c["outcome"] not in ("passed", "skipped")]
        for (_, label), one in scored.items()
    }


@pytest.mark.parametrize("label", SLIPS)
def test_the_first_event_that_no_right_program_has_is_named(
    failed: dict[str, Any], label: str
) -> None:
    """Before the difference that it makes, and in words with a place."""
    told = [c for c in failed[label] if c["visible"] and c["diagnosis"]["kind"] == "event"]
    assert told, [c["diagnosis"] for c in failed[label]]
    for check in told:
        first, second, *_ = check["feedback"].splitlines()
        assert first == check["diagnosis"]["sentence"] == FIRST + first.removeprefix(FIRST)
        assert any(word in second for word in (" is ", " came back", "ifferent", "RuntimeError"))
    assert FIRST + SLIPS[label][2] in [check["diagnosis"]["sentence"] for check in told]


def test_of_a_hidden_check_the_place_is_not_told(failed: dict[str, Any]) -> None:
    """A program could choose it, to spell out what it was asked."""
    checks = (c for checks in failed.values() for c in checks if not c["visible"])
    told = [c["told"].splitlines()[0] for c in checks if c["diagnosis"]["kind"] == "event"]
    assert told
    assert not any(sign.isdigit() for sentence in told for sign in sentence)


@pytest.mark.parametrize("label", RIGHT)
def test_of_what_is_only_done_otherwise_nothing_is_said(failed: dict[str, Any], label: str) -> None:
    """The result is wrong; what happens on the way has the right effect."""
    assert failed[label]
    assert not [c for c in failed[label] if c["diagnosis"]["kind"] == "event"]


def test_a_program_that_forges_its_events_only_loses_the_sentence(failed: dict[str, Any]) -> None:
    """What it fails is what the honest one fails."""
    forged, honest = failed["forged"], failed["two steps"]
    assert [c["name"] for c in forged] == [c["name"] for c in honest]
    assert [c["outcome"] for c in forged] == [c["outcome"] for c in honest]
    assert not [c for c in forged if c["diagnosis"]["kind"] == "event"]


def test_a_release_says_the_same(tmp_path: Path) -> None:
    """What right programs do in its visible checks is recorded with their answers."""
    folder, work, said = tmp_path / "release", tmp_path / "work", []
    command = [COMMAND, "release", str(folder), "--exercise", EPOCH]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    hand_in(work, EPOCH, f"{COLLECTION.find(EPOCH).source.text}\n\n{SLIPS['two steps'][1]}")
    for place, *options in ((folder,), (ROOT, "--visible", "--seed", "1")):
        report = tmp_path / "report.json"
        subprocess.run(
            [sys.executable, "-m", "pytest", f"graders/{EPOCH}", "--device", "cpu", *options]
            + ["--submission", str(work), "--score-report", str(report)],
            cwd=place, check=False, capture_output=True,
        )  # fmt: skip
        checks = json.loads(report.read_text("utf-8"))["exercises"][EPOCH]["checks"]
        said.append([check["diagnosis"] for check in checks if check["outcome"] == "failed"])
    assert said[0] == said[1]
    assert {one["sentence"] for one in said[0]} >= {FIRST + SLIPS["two steps"][2]}


F, B, S = Event.FORWARD_TRAINING, Event.BACKWARD, Event.STEP
ONTO, APART = Event.BACKWARD_ONTO, Event.BACKWARD_APART


def done(*events: Event, ended: bool = True) -> Trace:
    """A trace."""
    return Trace(events, ended)


@pytest.mark.parametrize(
    ("mine", "right"),
    [
        (done(F, B, S), [done(F, B, S)]),
        (done(F, APART, S), [done(F, B, S)]),
        (done(F, APART, S), [done(F, ONTO, S)]),
        (done(F, B, S), [done(F, APART, S)]),
        (done(Event.FORWARD, B), [done(F, B)]),
        (done(F, B), [done(Event.FORWARD, B)]),
        (
            done(Event.LOAD_OPTIMIZER, Event.LOAD_MODEL),
            [done(Event.LOAD_MODEL, Event.LOAD_OPTIMIZER)],
        ),
        (done(F, B, ended=False), [done(F, B, S)]),
        (done(F, B, S), [done(F, B, ended=False)]),
        (done(), [done(F, B, S)]),
        (done(F, B, S), []),
        # another one has this event after the same one, elsewhere
        (done(F, B, S, S), [done(F, B, S), done(F, S, S)]),
        # any of three is right there
        (done(F, ONTO), [done(F, B), done(F, S), done(F, F)]),
    ],
)
def test_where_nothing_is_certain_nothing_is_said(mine: Trace, right: list[Trace]) -> None:
    """Not of what is as good, nor of what may be right in another place."""
    assert parted(mine, right) is None


def test_right_programs_that_part_among_themselves_are_told_apart() -> None:
    """What is expected is what those do that are like the program until then."""
    found = parted(done(F, ONTO, S), [done(F, B, S), done(F, S), done(B, S)])
    assert found is not None and found.id == "backward_onto-for-backward-for-step"
    assert "in every right program" not in found.sentence
    assert "every right program recorded that does the same until then " in found.sentence
    assert found.sentence.endswith("runs a backward pass or steps the optimizer there.")
    other = parted(done(F, Event.FORWARD_EVALUATION_NO_GRAD), [done(F, F)])
    assert other is not None and other.sentence.endswith(
        "after forward pass no. 1 it runs the model again in evaluation mode without gradients; "
        "every right program recorded runs the model in training mode there."
    )
    ends = parted(done(F, B), [done(F, B, S)])
    assert ends is not None and "it does nothing more; every right" in ends.sentence


def every_pair() -> Iterator[tuple[Event | None, Event | None]]:
    """Whatever may be done in place of whatever."""
    yield from itertools.permutations([*Event, None], 2)


def test_every_difference_has_its_words() -> None:
    """Without gaps, and in the closed vocabulary without numbers."""
    for mine, right in every_pair():
        one, other = (done(F, *([event] if event is not None else [])) for event in (mine, right))
        if (found := parted(one, [other])) is not None:
            assert beyond(COLLECTION, found.told) == []
            assert not any(sign.isdigit() for sign in found.told + found.id)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"events": []},
        {"events": [1], "ended": 1},
        {"events": [True], "ended": True},
        {"events": [len(Event)], "ended": True},
        {"events": [-1], "ended": True},
        {"events": ["0"], "ended": True},
        {"events": (0,), "ended": True},
        {"events": [0] * (MOST_EVENTS + 1), "ended": True},
        {"events": [], "ended": True, "more": 1},
    ],
)
def test_what_is_no_trace_is_not_read(value: object) -> None:
    """A player may send anything."""
    assert read_trace(value) is None


def recorded(probe: str) -> list[Event]:
    """The events of a probe, given as the lines of a function."""
    lines = "".join(f"    {line}\n" for line in probe.splitlines())
    source = f"import torch\nfrom torch import nn\ndef probe(module):\n{lines}"
    trace = read_trace(tracing.traced(modules, source, "probe", []))
    assert trace is not None
    return list(trace.events)


MODEL = "model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.0))\nx = torch.ones(1, 2)\n"


@pytest.mark.parametrize(
    ("probe", "events"),
    [
        ("nn.Softmax(0)(torch.ones(2))", []),
        ("nn.Linear(2, 2).eval()(torch.ones(2))", [Event.FORWARD]),
        ("class Own(nn.Linear): pass\nOwn(2, 2)(torch.ones(2))", [F]),
        (MODEL + "model(x)", [F]),
        (MODEL + "model[1].eval()\nmodel(x)", [Event.FORWARD_MIXED]),
        (MODEL + "model.eval()\nwith torch.no_grad(): model(x)", [Event(5)]),
        (MODEL + "loss = model(x).sum()\nloss.backward(retain_graph=True)\nloss.backward()",
         [F, B, ONTO]),
        (MODEL + "for _ in 'ab':\n    model.zero_grad()\n    model(x).sum().backward()",
         [F, B, F, B]),
        (MODEL + "w = model[0].weight\ntorch.autograd.grad(model(x).sum(), w)", [F, APART]),
        (MODEL + "torch.optim.SGD(model.parameters()).step()", [Event.STEP_CLEARED]),
        (MODEL + "o = torch.optim.SGD(model.parameters())\n"
         "def closure():\n    loss = model(x).sum()\n    loss.backward()\n    return loss\n"
         "o.step(closure)", [F, B, S]),
        (MODEL + "o = torch.optim.SGD(model.parameters())\n"
         "s = torch.optim.lr_scheduler.StepLR(o, 1)\no.step()\ns.step()",
         [Event.STEP_CLEARED, Event.SCHEDULE]),
        (MODEL + "o = torch.optim.SGD(model.parameters())\nmodel.load_state_dict("
         "model.state_dict())\no.load_state_dict(o.state_dict())",
         [Event.LOAD_MODEL, Event.LOAD_OPTIMIZER]),
        ("e = nn.Embedding(3, 2, sparse=True)\no = torch.optim.SGD(e.parameters())\n"
         "e(torch.tensor([1])).sum().backward()\no.step()", [Event.FORWARD, B, S]),
        ("from torch.utils.checkpoint import checkpoint\n" + MODEL
         + "checkpoint(model, x.requires_grad_(), use_reentrant=False).sum().backward()", [F, B]),
    ],
)  # fmt: skip
def test_events_are_told_by_their_effect(probe: str, events: list[Event]) -> None:
    """Those of parts, and what a backward pass computes anew, do not count."""
    assert recorded(probe) == events


def test_nothing_is_left_of_the_recording() -> None:
    """Whether the probe came to its end or not."""
    before = (torch.autograd._engine_run_backward, nn.Module.load_state_dict, LRScheduler.step)
    assert recorded(MODEL + "model(x)\nraise SystemExit") == [F]
    assert before == (
        torch.autograd._engine_run_backward,
        nn.Module.load_state_dict,
        LRScheduler.step,
    )
    assert not modules._global_forward_hooks and not modules._global_forward_pre_hooks
    assert StepLR.step is LRScheduler.step


def test_a_loop_without_end_is_recorded_up_to_a_bound() -> None:
    """And then it is not known whether the program does more."""
    events = recorded(MODEL + f"for _ in range({MOST_EVENTS} + 9): model(x)")
    assert len(events) == MOST_EVENTS
    assert parted(Trace(tuple(events), ended=True), [done(*events, ended=False)]) is None
