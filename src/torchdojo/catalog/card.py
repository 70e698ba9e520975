"""The card of an exercise in a students' release: what the engine must know without a solution."""

import json
from collections.abc import Sequence
from pathlib import Path

from torchdojo.catalog.bank import Variant
from torchdojo.catalog.source import Source

CARD = "card.json"


def card_of(
    source: Source,
    mistakes: Sequence[Variant],
    visible: Sequence[str],
    given: Sequence[str],
    stub: str = "",
) -> str:
    """The card as JSON: the header, and of the mistakes that lose a visible check the sentences.

    `given` is the code of the stub in its forms, by which it is known again; `stub` the stub
    itself, which a student may want back.
    """
    data = {
        "title": source.title,
        "form": source.form,
        "start": source.start,
        "difficulty": source.difficulty,
        "minutes": source.minutes,
        "hints": list(source.hints),
        "mistakes": [
            {"sentence": m.sentence, "loses": kept, "hangs": m.hangs, "start": m.starts, "id": m.id}
            for m in mistakes
            if (kept := [name for name in m.loses if name in visible])
        ],
        "given": list(given),
        "stub": stub,
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def read_card(graders: Path) -> Source:
    """A source that has a header and nothing else."""
    data = json.loads((graders / CARD).read_text(encoding="utf-8"))
    header = {key: data[key] for key in ("title", "form", "start", "difficulty", "minutes")}
    hints = tuple(data["hints"])
    return Source(**header, hints=hints, lesson="", lesson_code="", cells=(), text="")


def card_mistakes(graders: Path) -> list[Variant]:
    """The mistakes of a card: sentences without programs."""
    data = json.loads((graders / CARD).read_text(encoding="utf-8"))
    return [
        Variant(
            *("mistake", m["sentence"], tuple(m["loses"]), m["hangs"], m.get("start", False), ""),
            number,
            id=m.get("id", ""),
        )
        for number, m in enumerate(data["mistakes"])
    ]


def recorded_codes(graders: Path) -> list[str]:
    """The code of the stub in its forms; none in a release by an earlier torchdojo."""
    data = json.loads((graders / CARD).read_text(encoding="utf-8"))
    return list(map(str, data.get("given", ())))


def card_stub(graders: Path) -> str | None:
    """The stub; None in a release by an earlier torchdojo."""
    stub = json.loads((graders / CARD).read_text(encoding="utf-8")).get("stub")
    return str(stub) if stub else None
