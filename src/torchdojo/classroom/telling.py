"""Recorded answers that tell what a program calls: names of torch's where none was asked for.

A check may ask whether something named in it was used. What else a program calls, and in which
order, is its code in other words.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

import torch
from torch import nn

from torchdojo.catalog import Exercise
from torchdojo.players.replies import Returned
from torchdojo.proving.leaks import public
from torchdojo.referee.asking import Answers
from torchdojo.referee.recorded import REFERENCE, said

_OPERATORS = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "div",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
    ast.USub: "neg",
}
_FULL = re.compile(r"\b(aten|prims|torchvision)::\w")
_WORD = re.compile(r"\w+")


def calls_told(exercise: Exercise, answers: Mapping[str, Answers]) -> Iterator[str]:
    """The texts in recorded answers that name what the solution calls and students are not told.

    In the solution's answers every such name counts. A mistake is the solution but for one
    function: there a name counts if the solution has it as well.
    """
    told = _words(public(exercise))
    names = _names() - told
    shared = names & _used(exercise.source.text)
    for label, replies in answers.items():
        counting = names if label == REFERENCE else shared
        values: Answers = {
            key: replace(reply, devices=())
            for key, reply in replies.items()
            if isinstance(reply, Returned)
        }
        yield from sorted(text for text in set(said({label: values})) if _is_log(text, counting))


def _is_log(text: str, names: set[str]) -> bool:
    """Whether `text` is one of torch's full names, or made of `names`, such as ``exp_, sum``."""
    if _FULL.search(text):
        return True
    parts = {part.strip("_") for part in re.split(r"[\s,;]+", text)} - {""}
    return bool(parts & names) and parts <= _names()


def _words(text: str) -> set[str]:
    return {word.strip("_") for word in _WORD.findall(text)}


@cache
def _names() -> set[str]:
    """What torch calls its operations, functions, layers, losses and optimizers."""
    schemas = {s.name.rpartition("::")[2] for s in torch._C._jit_get_all_schemas()}
    places = (torch, torch.Tensor, nn, nn.functional, torch.optim, torch.linalg, torch.special)
    public = {name for place in places for name in dir(place)}
    return {name.strip("_") for name in schemas | public} - {""}


def _used(text: str) -> set[str]:
    """The names, attributes and operators that a program has."""
    return {name.strip("_") for node in ast.walk(ast.parse(text)) for name in _named(node)}


def _named(node: ast.AST) -> Iterable[str]:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return (name,)
        case ast.BinOp(op=op) | ast.UnaryOp(op=op) | ast.AugAssign(op=op):
            return (_OPERATORS.get(type(op), ""),)
    return ()
