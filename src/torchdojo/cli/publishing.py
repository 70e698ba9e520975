"""What `torchdojo selfcheck --publish` keeps of what it measured."""

from collections.abc import Collection as Collected
from collections.abc import Sequence

from torchdojo.catalog import Collection, proof
from torchdojo.proving.selfcheck import Summary

WRITTEN = (proof.STRENGTH, proof.FOREIGN_STRENGTH)


def publish(collection: Collection, summaries: Sequence[Summary], thorough: Collected[str]) -> None:
    """Keep the results of the exercises that were thoroughly examined and have no fault."""
    faultless = [one for one in summaries if one.exercise in thorough and not one.findings]
    for name, print_of, results in (
        (proof.STRENGTH, proof.fingerprint, _strength),
        (proof.FOREIGN_STRENGTH, proof.foreign_fingerprint, _foreign),
    ):
        known = proof.read_proof(collection, name)
        for summary in faultless:
            mark = print_of(collection.exercises[summary.exercise])
            known[summary.exercise] = {"fingerprint": mark, **results(summary)}
        kept = {id: known[id] for id in collection.exercises if id in known}
        proof.write_proof(collection, name, kept)


def _strength(summary: Summary) -> dict[str, int]:
    kinds = {"killed": "mutant", "mistakes": "mistake", "alternatives": "alternative"}
    counts = {key: summary.right[kind] for key, kind in kinds.items()}
    counts |= {"mutants": summary.made["mutant"], "equivalent": summary.equivalent}
    return counts | {"worthless": summary.right["degenerate"]}


def _foreign(summary: Summary) -> dict[str, dict[str, dict[str, int]]]:
    return {"rounds": {str(round): dict(c) for round, c in sorted(summary.strangers.items())}}
