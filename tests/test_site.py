"""`torchdojo site`: what is on its pages, and what is not; built once for a small collection."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from small_collection import COMMAND, SPLIT, edit, small_collection

from torchdojo.catalog import Collection, read_mistakes
from torchdojo.catalog.checks import read_checks
from torchdojo.classroom.release import lay_out
from torchdojo.learner.lessons import lesson
from torchdojo.proving.leaks import found, secrets_of
from torchdojo.site.by_hand import drawn_by_hand
from torchdojo.site.lesson_page import has_picture, lesson_page
from torchdojo.site.sessions import drawing_of

pytest.importorskip("furo")
SOFTMAX = "06_activations/02_softmax"


@dataclass(frozen=True)
class Site:
    """A built site, its pages parsed, and the collection that it shows."""

    folder: Path
    collection: Collection
    pages: dict[str, BeautifulSoup]

    def lesson(self, id: str = SPLIT) -> BeautifulSoup:
        return self.pages[f"lessons/{id}.html"]


def command(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """`torchdojo site`, as a user runs it in the collection at `root`."""
    return subprocess.run(
        [COMMAND, "site", *arguments], cwd=root, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Of two exercises and the documents of this repository."""
    root = small_collection(tmp_path_factory.mktemp("site") / "collection", SPLIT, SOFTMAX)
    for name in ("README.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "docs", root / "docs", ignore=shutil.ignore_patterns("mistakes"))
    shutil.copytree(ROOT / "site", root / "site")
    folder = root.parent / "made"
    done = command(root, str(folder))
    assert done.returncode == 0, done.stderr
    assert "index.html" in done.stdout
    paths = sorted(folder.rglob("*.html"))
    pages = {
        path.relative_to(folder).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in paths
    }
    return Site(folder, Collection(root), pages)


def links(site: Site) -> Iterator[tuple[str, str]]:
    """Pages, and where they link to or what they load."""
    for page, soup in site.pages.items():
        for tag in soup.find_all(True):
            for name in ("href", "src", "action", "poster", "data"):
                if tag.get(name):
                    yield page, str(tag[name])


def test_no_page_holds_anything_of_a_solution_a_hidden_check_or_a_mistake(site: Site) -> None:
    """Nor the sources of the pages, which are not written."""
    secrets = secrets_of(list(site.collection.exercises.values()))
    texts = {name: soup.get_text() for name, soup in site.pages.items()}
    for lines in secrets.values():
        kept = {line for line in lines if not line.startswith(("### ", "@pytest"))}
        assert len(kept) > 20
        assert not [(name, line) for name, text in texts.items() for line in found(kept, text)]
    hidden = [c for e in site.collection.exercises.values() for c in read_checks(e.graders)]
    for check in (check for check in hidden if check.hidden):
        for file in (path for path in site.folder.rglob("*") if path.is_file()):
            text = file.read_text("utf-8", errors="replace")
            assert check.name not in text and check.requirement not in text
    assert not list(site.folder.rglob("*.md*")) and not list(site.folder.rglob(".buildinfo*"))


def test_the_site_refuses_to_be_made_where_a_lesson_gives_the_solution_away(
    tmp_path: Path,
) -> None:
    """Before anything is written."""
    root = small_collection(tmp_path / "collection")
    line = "return [piece.clone() for piece in torch.split(t, sizes)]"
    (root / "docs").mkdir()
    (root / "docs/tricks.md").write_text(f"# Tricks\n\n```python\n{line}\n```\n")
    done = command(root, str(tmp_path / "made"))
    assert done.returncode == 1 and "docs/tricks.md holds" in done.stderr
    assert not (tmp_path / "made").exists()


def test_a_page_loads_nothing_from_elsewhere(site: Site) -> None:
    """No script, style, font, picture or frame; links that a reader follows are the reader's."""
    for page, soup in site.pages.items():
        for tag in soup.find_all(["script", "link", "img", "iframe", "object", "embed", "source"]):
            address = str(tag.get("src") or tag.get("href") or "")
            assert not re.match(r"(?:https?:)?//", address), (page, address)
    for file in (*site.folder.rglob("*.css"), *site.folder.rglob("*.js")):
        text = file.read_text("utf-8")
        assert not re.search(r"(?:url\(|@import )['\"]?(?:https?:)?//", text), file
        assert not re.search(r"(?:fetch|import)\(['\"`]https?://", text), file


def test_every_internal_link_leads_somewhere(site: Site) -> None:
    """To a file of the site, and to a place in it where one is named."""
    count = 0
    for page, address in links(site):
        if re.match(r"[a-z]+:", address) or address.startswith("data:"):
            continue
        path, _, part = address.partition("#")
        target = (
            (site.folder / page).parent / path.partition("?")[0] if path else site.folder / page
        )
        assert target.resolve().is_relative_to(site.folder.resolve()), (page, address)
        assert target.is_file(), (page, address)
        name = target.resolve().relative_to(site.folder.resolve()).as_posix()
        if part and name in site.pages:
            assert site.pages[name].find(id=part) or part in ("", "top"), (page, address)
        count += 1
    assert count > 200


def test_a_lesson_has_its_text_its_signatures_its_stub_and_what_is_checked(site: Site) -> None:
    """All of it from the sources that the commands read."""
    exercise = site.collection.exercises[SPLIT]
    text = " ".join(site.lesson().find("article").get_text().split())
    for part in ("Split, chunk, interleave", "25 minutes", "What chunk really does"):
        assert part in text
    assert "def interleave(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor" in text
    assert "Return the rows of a and b" in text
    assert "# YOUR CODE HERE raise NotImplementedError" in text
    for check in read_checks(exercise.graders):
        assert (check.requirement.replace("`", "") in text) == (not check.hidden)
    assert "There are hidden checks as well" in text
    assert site.lesson().find("span", role="img")["aria-label"] == "difficulty 2 of 4"


def test_hints_are_folded_one_inside_the_other(site: Site) -> None:
    """So that they unfold one after the other, by keyboard too, without a script."""
    first = site.lesson().find("details", class_="dojo-hint")
    folds = [first, *first.find_all("details")]
    hints = site.collection.exercises[SPLIT].source.hints
    assert [fold.find("summary").get_text() for fold in folds] == [
        f"Hint {number} of 3" for number in (1, 2, 3)
    ]
    assert not any(fold.has_attr("open") for fold in folds)
    for fold, hint in zip(folds, hints, strict=True):
        assert fold.find("p").get_text() == hint.replace("`", "")


def test_exercises_follow_each_other(site: Site) -> None:
    """From the last of a track to the next track."""
    following = site.lesson().find("a", class_="next-page")
    assert following["href"].endswith("06_activations/index.html")


def test_the_front_page_is_a_map_and_says_how_to_start_as_the_readme_does(site: Site) -> None:
    """Tracks in order, with difficulty and time; one source of what to type."""
    front = site.pages["index.html"]
    titles = [item.a.get_text() for item in front.select(".dojo-map li")]
    assert titles == ["Split, chunk, interleave", "Softmax: scores into probabilities"]
    assert "25 min" in front.select_one(".dojo-map li").get_text()
    readme = (ROOT / "README.md").read_text("utf-8")
    install = re.search(r"python3 -m venv .*", readme.partition("## Start")[2])
    assert install and install[0] in front.get_text()


def test_every_recorded_sentence_is_found_on_one_page_with_its_exercise(site: Site) -> None:
    """Also without a script, where the search field is not shown."""
    page = site.pages["sentences.html"]
    for exercise in site.collection.exercises.values():
        told = [m.sentence for m in read_mistakes(exercise.graders, exercise.source.text)]
        section = page.find("a", string=exercise.source.title, class_=False).find_parent("section")
        shown = {item.get_text() for item in section.find_all("li")}
        assert {re.sub(r"[`*]", "", one) for one in told} == {s.replace("*", "") for s in shown}
        assert section.find("a")["href"] == f"lessons/{exercise.id}.html"
    assert page.find("form", class_="dojo-search").has_attr("hidden")


def test_pages_can_be_read_by_ear(site: Site) -> None:
    """A language, one title, headings without gaps, and words for each picture."""
    for name, soup in site.pages.items():
        assert soup.html["lang"] == "en"
        if name in ("search.html", "genindex.html"):
            continue
        article = soup.find("article")
        levels = [int(tag.name[1]) for tag in article.find_all(re.compile("^h[1-6]$"))]
        assert levels[0] == 1 and levels.count(1) == 1, name
        assert all(b - a <= 1 for a, b in pairwise(levels)), (name, levels)
        for picture in article.find_all("svg"):
            assert picture.get("aria-label")
        for picture in article.find_all("img"):
            assert picture.get("alt")


def test_a_lesson_shows_its_example_in_a_picture(site: Site) -> None:
    """The numbers that stand in the lesson, with a caption."""
    figure = site.lesson().find("figure")
    assert "given: torch.arange(5)" in figure.find("svg")["aria-label"]
    assert figure.find("figcaption").get_text().startswith("What this example takes and gives")


def test_documents_leave_out_what_only_those_may_see_who_may_see_solutions(site: Site) -> None:
    """The changes that no check has to catch, the names of checks, what still has full marks."""
    strength = site.pages["docs/strength.html"].find("article").get_text()
    assert "mutants" in strength and "Equivalent mutants, and why" not in strength
    assert "with full marks to this day" not in strength
    coverage = site.pages["docs/coverage.html"].find("article")
    assert coverage.find("table") and "Used in" not in coverage.get_text()


def test_edited_pages_are_kept_and_old_ones_go(site: Site, tmp_path: Path) -> None:
    """The second site is that of one exercise."""
    folder = tmp_path / "made"
    shutil.copytree(site.folder, folder)
    edit(folder / "index.html", "</body>", "<p>Room 4</p></body>")
    done = command(site.collection.root, str(folder), "--exercise", "split")
    assert (
        done.returncode == 1 and "index.html differs from what torchdojo last wrote" in done.stderr
    )
    assert "Room 4" in (folder / "index.html").read_text("utf-8")
    assert not (folder / f"lessons/{SOFTMAX}.html").exists()
    assert (folder / f"lessons/{SPLIT}.html").is_file()


def test_a_folder_with_something_else_in_it_is_refused(site: Site, tmp_path: Path) -> None:
    """Nothing is written there."""
    (tmp_path / "thesis.txt").write_text("mine")
    done = command(site.collection.root, str(tmp_path))
    assert done.returncode == 1 and "name a new or empty folder" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_what_other_commands_wrote_is_not_the_sites_to_remove(site: Site, tmp_path: Path) -> None:
    """Such as the archive that `pack` makes, or stubs that `reset` brings."""
    root = site.collection.root
    packed = tmp_path / "pages/handin.zip"
    packed.parent.mkdir()
    edit(root / f"exercises/{SPLIT}.py", "raise NotImplementedError", "return [t]")
    words = [COMMAND, "pack", "--to", str(packed)]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    assert packed.is_file(), done.stderr
    refused = command(root, str(packed.parent), "--track", "06_activations")
    assert "holds something else than a site" in refused.stderr and packed.is_file()
    made = tmp_path / "made"
    shutil.copytree(site.folder, made)
    done = subprocess.run([*words[:3], str(made / "handin.zip")], cwd=root, check=False)
    again = command(root, str(made))
    assert again.returncode == 0 and (made / "handin.zip").is_file(), again.stderr


def test_missing_packages_are_one_sentence(tmp_path: Path) -> None:
    """With the command that installs them."""
    root = small_collection(tmp_path / "collection")
    code = (
        "import sys; from importlib import util; real = util.find_spec\n"
        "util.find_spec = lambda name, *a: None if name == 'furo' else real(name, *a)\n"
        f"sys.argv = ['torchdojo', 'site', {str(tmp_path / 'made')!r}]\n"
        "from torchdojo.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "A site needs furo: install" in done.stderr
    assert "Traceback" not in done.stderr and not (tmp_path / "made").exists()


def test_a_release_has_the_same_lesson_pages(site: Site, tmp_path: Path) -> None:
    """From its cards and stubs; except that it knows no hidden check, and draws nothing by hand."""
    exercises = [site.collection.exercises[SPLIT]]
    lay_out(tmp_path / "release", site.collection, exercises, 1)
    (released,) = Collection(tmp_path / "release").exercises.values()
    assert released.released
    assert lesson_page(released) == lesson_page(exercises[0])
    done = command(tmp_path / "release", str(tmp_path / "made"))
    assert done.returncode == 0, done.stderr
    front = BeautifulSoup((tmp_path / "made/index.html").read_text("utf-8"), "html.parser")
    assert "pip install" in front.find(id="start").get_text()


def test_a_session_is_drawn_from_its_text_and_never_run() -> None:
    """Colours say where a number comes from, if each is there once; one row alone is not drawn."""
    drawing = drawing_of(
        ">>> t = torch.tensor([[1, 2], [3, 4]])\n>>> t.T   # turned\n"
        "tensor([[1, 3],\n        [2, 4]])\n>>> undefined()\n[True, False]\n"
    )
    assert drawing is not None
    given, turned, told = drawing.picture.grids
    assert (given.role, given.title, given.rows) == ("given", "t", (("1", "2"), ("3", "4")))
    assert given.origins == ((0, 0), (1, 1)) and "Values keep the colour" in drawing.caption
    assert (turned.title, turned.origins) == ("t.T", ((0, 1), (0, 1)))
    assert told.rows == (("True", "False"),) and not told.origins
    chance = drawing_of(">>> [len(p) for p in torch.arange(5).chunk(3)]\n[2, 2, 1]\n")
    assert chance is not None and not any(one.origins for one in chance.picture.grids)
    changed = drawing_of(
        ">>> t = torch.zeros(2)\n>>> t += 1\n>>> t\ntensor([1., 1.])\n>>> t * 2\ntensor([2., 2.])\n"
    )
    assert changed is not None and [one.role for one in changed.picture.grids] == ["gives"] * 2
    for nothing in (
        ">>> 1 + 1\n2\n",
        ">>> f()\n<object at 0x7f>\n",
        "no session",
        ">>> x\n[]\n",
        ">>> f()\n[1, 2]\n",
    ):
        assert drawing_of(nothing) is None


def test_every_lesson_has_a_picture() -> None:
    """Of its examples, or from `site/pictures/`, where each is that of an exercise."""
    collection = Collection(ROOT)
    exercises = list(collection.exercises.values())
    drawn = drawn_by_hand(ROOT, exercises)
    assert [e.id for e in exercises if not has_picture(e, drawn.get(e.id))] == []
    named = {path.stem: path for path in (ROOT / "site/pictures").glob("*.py")}
    count = sum(text.count(": picture(") for text in (p.read_text("utf-8") for p in named.values()))
    assert named.keys() == {e.track for e in exercises} and len(drawn) == count


def test_lessons_write_formulas_as_code(site: Site) -> None:
    """So no renderer of mathematics is needed; a formula in TeX would be shown as it stands."""
    for exercise in Collection(ROOT).exercises.values():
        prose = re.sub(r"```.*?```|`[^`]*`", "", lesson(exercise), flags=re.S)
        assert "$" not in prose, exercise.id
    assert not any("mathjax" in str(soup).lower() for soup in site.pages.values())
