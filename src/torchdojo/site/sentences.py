"""The page "I get this sentence": all that feedback may say first, to be searched."""

from collections.abc import Iterable

from torchdojo.catalog import Exercise
from torchdojo.learner.lessons import wrong_answers
from torchdojo.site.inline import inline
from torchdojo.site.links import relative
from torchdojo.site.places import SENTENCES, anchor, html_of, page_of

_HEAD = """\
# I get this sentence

Where a common mistake is in your code, the first line of the feedback names it. Here are all
{count} of these sentences. Paste yours, or a few words of it.

<form class="dojo-search" role="search" hidden> \
<label for="dojo-words">Words of the sentence</label> \
<input id="dojo-words" type="search" autocomplete="off" spellcheck="false"> \
<p id="dojo-count" role="status"></p><ul id="dojo-found"></ul></form>

"""


def sentences_page(exercises: Iterable[Exercise]) -> str:
    """The page in Markdown; the list is all that the search has to look through."""
    told = [(exercise, wrong_answers(exercise)) for exercise in exercises]
    head = _HEAD.format(count=sum(len(sentences) for _, sentences in told))
    return head + "\n".join(_section(*one) for one in told if one[1])


def _section(exercise: Exercise, sentences: list[str]) -> str:
    title, link = exercise.source.title, relative(page_of(exercise), SENTENCES)
    name = f'<a href="{html_of(link)}">{inline(title)}</a>'
    items = "".join(f"<li>{inline(sentence)}</li>" for sentence in sentences)
    return (
        f'<section class="dojo-sentences" id="{anchor(exercise)}"><h2>{name}</h2>'
        f"<ul>{items}</ul></section>\n"
    )
