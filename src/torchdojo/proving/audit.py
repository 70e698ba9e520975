"""The audit of contracts: for each sentence, a recorded program that does not keep it and loses."""

from collections import Counter
from collections.abc import Iterator

from torchdojo.catalog import Exercise, Variant, read_foreign, read_mistakes
from torchdojo.catalog.contract import Promise, read_contract, sentences_of


def breakers(exercise: Exercise) -> dict[str, Variant]:
    """The recorded programs that lose points, by id: of the bank, and wrong ones by strangers."""
    text = exercise.source.text
    strangers = [v for v in read_foreign(exercise.graders, text) if v.kind == "wrong"]
    found = [*(v for v in strangers if not v.open), *read_mistakes(exercise.graders, text)]
    return {variant.id: variant for variant in found}


def begun(exercise: Exercise) -> list[Promise]:
    """A record with every sentence of the contract, and what is said of it so far.

    Answers for sentences that are worded otherwise by now stand at the end.
    """
    known = {promise.says: promise for promise in read_contract(exercise.graders) or []}
    listed = [known.pop(s, Promise(s)) for s in sentences_of(exercise.source.lesson)]
    return [*listed, *(p for p in known.values() if p.broken_by or p.explains)]


def unaudited(exercise: Exercise) -> Iterator[str]:
    """What is wrong with the record of an exercise's contract, if it has one."""
    promises = read_contract(exercise.graders)
    if promises is None:
        return
    sentences, known = sentences_of(exercise.source.lesson), breakers(exercise)
    said = Counter(promise.says for promise in promises)
    for sentence in sentences:
        if not said[sentence]:
            yield f"contract.toml does not answer for `{sentence}`"
    for sentence, times in said.items():
        if sentence not in sentences:
            yield f"contract.toml answers for what the contract does not say: `{sentence}`"
        elif times > 1:
            yield f"contract.toml answers {times} times for `{sentence}`"
    for promise in promises:
        if not (promise.broken_by or promise.explains):
            yield f"nothing that is recorded breaks `{promise.says}`"
        for id in promise.broken_by:
            if id not in known:
                yield f"contract.toml names `{id}`, which is no recorded program that loses points"
