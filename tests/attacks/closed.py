"""What students may be told of hidden checks: the whole vocabulary, written down a second time."""

import re
from functools import cache

from attacks.corpus import EXERCISES

from torchdojo.catalog import Collection, read_alternatives, read_mistakes
from torchdojo.players.data import DTYPES
from torchdojo.players.replies import ERRORS
from torchdojo.referee.verdict import EITHER

_DTYPE = f"(?:{'|'.join(DTYPES)})"
_ERROR = f"(?:{'|'.join(ERRORS)})"
_SHAPE = r"(?:\((?:\d+(?:, \d+){0,7},?)?\)|another one)"
_KIND = (
    f"(?:an? {_DTYPE} tensor|an? NumPy {_DTYPE} array|None|another value|"
    "an? (?:bool|int|float|str|bytes|list|tuple|dict|Path))"
)
_NAMES = "split_even|split_sizes|interleave|softmax|test_softmax"
_NAME = f"(?:`(?:{_NAMES})`|A name that the exercise asks for)"
_MODE = "(?:in (?:training|evaluation) mode|with only some parts in training mode)"
_GRADIENTS = "with(?:out)? gradients"
_DOES = (
    f"(?:runs the model(?: again)?(?: {_MODE})?(?:,? {_GRADIENTS})?"
    "|runs an?(?:other)? backward pass(?: that adds to the gradients from before)?"
    r"|computes gradients by `torch\.autograd\.grad`(?: again)?"
    "|steps the optimizer(?: again)?(?: without any gradients)?"
    "|steps the learning rate scheduler(?: again)?"
    "|loads a state into (?:a module|an optimizer)(?: again)?"
    "|does nothing more)"
)
_WAY = (
    f"(?:runs (?:{_MODE}|{_GRADIENTS})|starts from cleared gradients"
    r"|adds to gradients that are left from before|is one of `torch\.autograd\.grad`"
    "|finds gradients|finds no gradients, only None or zeros)"
)
_EVENT = (
    "(?:an? (?:forward pass|backward pass|optimizer step)|loading a state|a step of the scheduler)"
)
_RIGHT = "every right program recorded(?: that does the same until then)?"
_FIRST = "The first difference in what your program does: "
_LINES = (
    f"{_FIRST}{_EVENT} {_WAY}; in {_RIGHT} it {_WAY}(?: or {_WAY})?\\.",
    f"{_FIRST}(?:after {_EVENT}|at the very beginning) it {_DOES}; "
    f"{_RIGHT} {_DOES}(?: or {_DOES})? there\\.",
    f"{_KIND} came back, expected {_KIND}\\.",
    r"The value is another\.",
    r"Elements differ\.",
    f"The dtype is {_DTYPE}, expected {_DTYPE}\\.",
    f"The shape is {_SHAPE}, expected {_SHAPE}\\.",
    r"The (?:list|tuple) has (?:\d|another number of) items, expected \d+\.",
    r"The dict has other keys than expected\.",
    f"It raised (?:no error|{_ERROR}), expected {_ERROR}\\.",
    f"It raised {_ERROR}\\.",
    f"It cannot be called as the exercise asks: {_ERROR}\\.",
    f"Your file cannot be loaded: {_ERROR}\\.",
    f"{_NAME} is not defined in your file: keep its name as it was in the exercise\\.",
    f"{_NAME} is not defined in your file\\.",
    f"A cell of your notebook stopped with (?:an error|{_ERROR})\\.",
    r"What came back is not what the exercise asks for\.",
    f"{_NAME} is not defined in your file, because of that\\.",
    r"A statement outside of functions (?:was still running at the time limit|ends the program)\.",
    r"Your file cannot be loaded: an error\.",
    r"Your code (?:ended its process|raised an error)\.",
    r"Your file cannot be read as Python: an expression in it is nested too deeply\.",
    r"Your file is not loaded within \d+(?:\.\d)? s: does a loop outside of functions end\?",
    r"No answer within \d+(?:\.\d)? s: is there a loop that never ends\?",
    r"Not tried: your program ran out of time in an earlier check of this exercise; mend that "
    r"first\.",
    r"It needs more memory than an exercise may use\.",
    r"Your answer could not be read\.",
    r"Your answer could not be judged: it is not what the exercise asks for\.",
    r"Return what the exercise asks for\. If you do, tell your instructor of this sentence\.",
    r"The result cannot be graded\.",
    r"Return plain data: tensors, arrays, numbers, strings, lists, tuples or dictionaries\.",
    r"An argument was changed: leave the caller's data as it is\.",
    r"An argument that should be changed in place was left as it was\.",
    r"The result is not on the device where it belongs\.",
    r"Not written yet: replace `raise NotImplementedError` by your code\.",
    r"NaN came back (?:everywhere|wherever it is not as expected): a division 0 / 0, inf - inf or "
    r"0 \* inf\?",
    r"Zero came back everywhere, whatever was expected\.",
    r"What came back is (?:argument \d|`\w+`) as it was given\.",
    r"Every item holds what only the last should: one tensor, changed in place later\?",
    r"Each item that differs is what the one (?:before|after) it should be\.",
    r"The same came back each time, where each time another was expected\.",
    r"Everything has the opposite sign\.",
    r"What came back is the absolute value of what is expected\.",
    r"The sizes are right; only signs are not\.",
    r"Everything is off by a factor: a mean for a sum, or the wrong divisor\?",
    r"Each number is one too (?:large|small)\.",
    r"Each value is off by one and the same number\.",
    r"Each (?:column|row) is off by a number of its own: something added per (?:column|row)\?",
    r"Each (?:column|row) is off by a factor of its own: a division by (?:column|row)\?",
    r"These are the right (?:rows|columns|values) in another order\.",
    f"The values are rounded to {_DTYPE} on the way\\.",
    r"The fractions are cut off: a division by //, or whole numbers\?",
    r"Everything is within 0\.1 %: something small is added, or rounded\.",
    r"The values are right, but dimensions are swapped\.",
    r"The values are right, but there is another number of dimensions of size 1\.",
    r"The values are right, one after the other, but in another shape\.",
    r"Items are missing at the beginning or at the end\.",
    r"What came back is what is expected, summed or averaged once more\.",
    r"It is to be summed or averaged over one more dimension\.",
    r"Your test calls `softmax` too often; at most \d+ are allowed\.",
)
_KNOWN = re.compile("|".join(_LINES), re.IGNORECASE)
_JUDGED = ("Your test rejects a right function, written ", "Your test accepts a wrong function: ")


def beyond(collection: Collection, told: str) -> list[str]:
    """The lines of what a student is told that are no part of the vocabulary."""
    sentences = _sentences(collection)
    return [
        line
        for line in told.splitlines()
        if not _KNOWN.fullmatch(line)
        and not all(_bare(part) in sentences for part in line.split(EITHER))
    ]


def _bare(line: str) -> str:
    for beginning in _JUDGED:
        line = line.removeprefix(beginning)
    return line.removeprefix("otherwise: ").rstrip(".")


@cache
def _sentences(collection: Collection) -> frozenset[str]:
    """The recorded sentences: those of mistakes, and how right functions are written."""
    found = {"as in its solution"}
    for id in EXERCISES.values():
        exercise = collection.exercises[id]
        text = exercise.source.text
        recorded = [
            *read_mistakes(exercise.graders, text),
            *read_alternatives(exercise.graders, text),
        ]
        found |= {one.sentence.rstrip(".") for one in recorded}
    return frozenset(found)
