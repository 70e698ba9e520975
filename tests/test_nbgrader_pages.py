"""What students put into notebooks reaches nobody's browser, and costs nobody else anything."""

import http.server
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader_course import ROOT, Course

from torchdojo.catalog import Collection
from torchdojo.catalog.checks import read_checks

SPLIT, WELCOME = "10_split_and_chunk", "00_welcome"
IDS = {name: f"01_tensors/{name}" for name in (SPLIT, WELCOME)}
DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)
HONEST = (
    "## My notes\n\n**bold**, `a < b` and $a < b$\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    f"![plot](data:image/png;base64,{DOT})\n\n![drawn](attachment:dot.png)\n"
)
CALL = "document.title='ran';fetch('@/ran')"
HOSTILE = (
    "<script>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x></svg>",
    "<math><mtext><table><mglyph><style><!--</style>"
    '<img title="--&gt;&lt;img src=1 onerror={}&gt;">',
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    '<iframe src="javascript:{}"></iframe>',
    "<object data='javascript:{}'></object><embed src='javascript:{}'>",
    "<details open ontoggle={}><summary>x</summary></details>",
    "<body onload={}>",
    "<link rel=stylesheet href=@/ran><meta http-equiv=refresh content='0;url=@/ran'>",
    "<base href=@/>",
    "<style>body {{ background: url(@/ran) }}</style>",
    "<div style='background: url(@/ran); position: fixed; inset: 0'>over all</div>",
    "<form action=@/ran><input id=interleaves autofocus onfocus={}></form>",
    "![x](@/ran)",
    '![x](x" onerror="{})',
    "![x](@/ran.png)",
    "<img srcset=@/ran>",
    "<video poster=@/ran></video><audio src=@/ran autoplay></audio>",
    "$$\\href{{javascript:{}}}{{x}}$$ $</script><script>{}</script>$",
    "```html\n</code></pre><script>{}</script>\n```",
    "<script type='text/x-mathjax-config'>{}</script>",
    "<script type=module>import '@/ran'</script>",
    "<template><script>{}</script></template><noscript><p title='</noscript><script>{}</script>'>",
    '![x][y]\n\n[y]: javascript:{} "<script>{}</script>"',
    "# <img src=x onerror={}>",
    '![alt"><script>{}</script>](attachment:evil.svg)',
)


class _Server(http.server.ThreadingHTTPServer):
    """Notes what is asked of it: nothing should be."""

    asked: list[str]


class _Noting(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, _Server)
        self.server.asked.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[_Server]:
    """A server of the test's own that scripts would call."""
    made = _Server(("127.0.0.1", 0), _Noting)
    made.asked = []
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()


def _payloads(server: _Server) -> list[str]:
    address = f"http://127.0.0.1:{server.server_port}"
    call = CALL.replace("@", address)
    return [text.replace("{}", call).replace("{{", "{").replace("}}", "}").replace("@", address)
            for text in HOSTILE]  # fmt: skip


def _hostile(notebook: Any, payloads: list[str]) -> Any:
    """Every payload in every field that a page may show, and an honest note."""
    script = payloads[0]
    notebook.cells.insert(2, new_markdown_cell(HONEST, attachments={"dot.png": {"image/png": DOT}}))
    for text in payloads:
        svg = {"evil.svg": {"image/svg+xml": f"<svg xmlns='x'>{script}</svg>"}}
        notebook.cells.append(new_markdown_cell(text, attachments=svg))
        raw = nbformat.v4.new_raw_cell(text)
        raw.metadata["raw_mimetype"] = "text/html"
        notebook.cells.append(raw)
    shown = {
        kind: "\n".join(payloads)
        for kind in ("text/html", "text/markdown", "image/svg+xml", "application/javascript",
                     "text/latex", "text/vnd.mermaid", "application/vnd.jupyter.widget-view+json")
    }  # fmt: skip
    cell = new_code_cell("print('<script>1</script>')", metadata={"tags": [f"x\"'>{script}"]})
    cell.outputs = [nbformat.v4.new_output("display_data", data=shown)]
    cell["id"] = f"x\"'>{script}"
    cell.metadata["magics_language"] = script
    notebook.cells.append(cell)
    state = {"application/vnd.jupyter.widget-state+json": {"state": {"a": {"value": script}}}}
    notebook.metadata |= {"title": f"</title>{script}", "widgets": state}
    notebook.metadata["language_info"] = {"name": f'x">{script}', "pygments_lexer": script}
    return notebook


MANY_CELLS = 900_000


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, server: _Server) -> Course:
    """A course with a hostile notebook, damaged ones, a page handed in, and right work."""
    made = Course(tmp_path_factory.mktemp("pages") / "course")
    made.init("--assignment", "week1=split_and_chunk,00_welcome")
    made.run("nbgrader", "generate_assignment", "week1")
    right, welcome = made.solved(SPLIT), made.solved(WELCOME)
    made.hand_in("ann", SPLIT, json.dumps(_hostile(made.solved(SPLIT), _payloads(server))))
    page = made.hand_in("ann", WELCOME, "").with_suffix(".html")
    page.with_suffix(".ipynb").unlink()
    page.write_text(_payloads(server)[0])
    made.hand_in("carl", SPLIT, "<<<<<<< HEAD\n{}\n=======\n")
    made.hand_in("carl", WELCOME, welcome)
    cell = '{"cell_type": "code", "metadata": {}, "source": "", "outputs": []}'
    many = f'{{"nbformat": 4, "nbformat_minor": 5, "metadata": {{}}, "cells": [{cell}'
    made.hand_in("dora", SPLIT, many + f", {cell}" * (MANY_CELLS // 2) + "]}")
    made.hand_in("dora", WELCOME, welcome)
    made.hand_in("zoe", SPLIT, right)
    (made.folder / "said").write_text(made.run("nbgrader", "autograde", "week1"))
    made.run("nbgrader", "generate_feedback", "week1")
    return made


def _page(course: Course, student: str, name: str = SPLIT) -> Path:
    return course.folder / f"feedback/{student}/week1/{name}.html"


@pytest.mark.parametrize(("student", "words"), [("carl", "merge marker"), ("dora", "5000 cells")])
def test_a_damaged_notebook_costs_itself_alone(course: Course, student: str, words: str) -> None:
    """The other one keeps marks and feedback; one line in the log names the file and the remedy."""
    assert set(course.marks(student, SPLIT).values()) == {0.0}
    assert sum(course.marks(student, WELCOME).values()) == 3
    said = (course.folder / "said").read_text()
    told = [line for line in said.splitlines() if f"submitted/{student}/week1/{SPLIT}" in line]
    assert [words in line for line in told if "Converting" not in line and "Sanitizing" not in line
            ] == [True]  # fmt: skip
    assert f"nbgrader autograde week1 --student {student} --force" in said
    assert "Traceback" not in said and "not recognized" not in said
    page = BeautifulSoup(_page(course, student).read_text(), "html.parser")
    assert re.search(f"Not graded. .*{words}", page.select_one(".rendered_html").get_text())
    assert "Passed: " in _page(course, student, WELCOME).read_text()


def test_those_after_it_are_graded(course: Course) -> None:
    """Also the author of the hostile notebook, whose work is right."""
    assert sum(course.marks("zoe", SPLIT).values()) == 10
    assert sum(course.marks("ann", SPLIT).values()) == 10


_NEVER = [
    "script", "style", "iframe", "object", "embed", "form", "input", "svg", "math", "link", "meta",
    "base", "video", "audio", "template",
]  # fmt: skip


def _faults(html: str) -> list[str]:
    """What in a page could run or load something: of nbgrader's own, nothing is named here."""
    page = BeautifulSoup(html, "html.parser")
    body = page.find("body")
    found = [str(one)[:80] for one in body.find_all(_NEVER)]
    for one in body.find_all(True):
        for name, value in one.attrs.items():
            if name.startswith("on") or name in ("srcdoc", "srcset", "poster", "action"):
                found.append(f"{one.name} {name}")
            if name in ("src", "href") and not re.match(r"data:image/png|#|https?://", value):
                found.append(f"{one.name} {name}={value[:60]}")
            if name == "src" and not value.startswith("data:image/png"):
                found.append(f"loads {value[:60]}")
            if name == "style" and "url" in value:
                found.append(f"{one.name} style={value[:60]}")
    return found


def test_nothing_of_a_student_s_runs_in_a_feedback_page(course: Course) -> None:
    """No script, handler, frame, form, style or address to load is left of any payload."""
    html = _page(course, "ann").read_text()
    assert _faults(html) == []
    assert "document.title" not in html.split("<body")[0]


def test_of_what_a_cell_shows_pages_have_text_and_pictures(course: Course) -> None:
    """Whatever else it brings, as in a notebook that an instructor has run, is left out."""
    path = course.folder / f"autograded/zoe/week1/{SPLIT}.ipynb"
    before, notebook = path.read_text(), nbformat.read(path, as_version=4)
    data = dict.fromkeys(("text/html", "application/javascript", "text/latex"), "<b>EVIL</b>")
    shown = nbformat.v4.new_output("display_data", data=data | {"text/plain": "as text"})
    next(cell for cell in notebook.cells if cell.cell_type == "code").outputs.append(shown)
    path.chmod(0o644)
    path.write_text(nbformat.writes(notebook))
    html = _rendered_for_the_grader(course, "zoe")
    path.write_text(before)
    assert "as text" in html and "EVIL" not in html


def test_a_page_that_was_handed_in_is_not_handed_on(course: Course) -> None:
    """A student's own HTML does not stand where feedback is looked for."""
    assert not _page(course, "ann", WELCOME).exists()


def test_honest_markdown_looks_as_it_should(course: Course) -> None:
    """Emphasis, code, formulas, tables, pictures in the text and attached."""
    page = BeautifulSoup(_page(course, "ann").read_text(), "html.parser")
    note = next(one for one in page.select(".rendered_html") if "My notes" in one.get_text())
    assert note.find("strong").get_text() == "bold" and note.find("code").get_text() == "a < b"
    assert "$a < b$" in note.get_text() and len(note.select("td")) == 2
    pictures = [image["src"] for image in note.select("img")]
    assert pictures == [f"data:image/png;base64,{DOT}"] * 2


def _rendered_for_the_grader(course: Course, student: str) -> str:
    """The page of formgrader, by its own exporter and settings."""
    script = (
        "import os, sys\n"
        "from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension\n"
        "from nbconvert.exporters import HTMLExporter\n"
        "app = FormgradeExtension()\napp.root_dir = os.getcwd()\napp.initialize([])\n"
        "told = dict(assignment_id='a', notebook_id='n', submission_id='1', index=0, total=1,\n"
        "            base_url='', student='s', last_name='', first_name='', notebook_path='p')\n"
        "made = HTMLExporter(config=app.config)\n"
        "sys.stdout.write('PAGE' + made.from_filename(sys.argv[1], resources=told)[0])\n"
    )
    path = course.folder / f"autograded/{student}/week1/{SPLIT}.ipynb"
    said = course.run("python", "-c", script, str(path))
    return said.partition("PAGE")[2]


def test_nothing_of_a_student_s_runs_in_formgrader(course: Course) -> None:
    """The page on which an instructor grades by hand has nbgrader's own scripts only."""
    html = _rendered_for_the_grader(course, "ann")
    own = _rendered_for_the_grader(course, "zoe")
    assert "My notes" in html
    assert sorted(set(_faults(html))) == sorted(set(_faults(own)))
    assert html.count("<script") == own.count("<script")


_BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.mark.skipif(_BROWSER is None, reason="looked at where there is a browser")
def test_a_browser_runs_nothing(course: Course, server: _Server, tmp_path: Path) -> None:
    """Chromium opens the page: its title stays, and nobody is called. It would be, otherwise."""
    bad = tmp_path / "bad.html"
    bad.write_text(f"<body>{_payloads(server)[0]}")
    for page, runs in ((bad, True), (_page(course, "ann"), False)):
        server.asked.clear()
        done = subprocess.run(
            [str(_BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
             "--virtual-time-budget=5000", f"--user-data-dir={tmp_path / 'profile'}",
             page.as_uri()],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert ("<title>ran</title>" in done.stdout, bool(server.asked)) == (runs, runs)


def test_hidden_checks_are_named_nowhere(course: Course) -> None:
    """Neither in the notebook that students get nor in a page; the list has the requirements."""
    checks = read_checks(Collection(ROOT).find(IDS[SPLIT]).graders)
    hidden = [check.name for check in checks if check.hidden]
    assert hidden
    texts = [(course.folder / f"release/week1/{SPLIT}.ipynb").read_text()]
    texts += [_page(course, student).read_text() for student in ("ann", "carl", "zoe")]
    assert [name for name in hidden for text in texts if name in text] == []
    page = BeautifulSoup(texts[-1], "html.parser")
    listed = [link.get_text() for link in page.select("#toc a")]
    assert listed == [check.requirement.replace("`", "") for check in checks]
