"""Small modules, each with something that a naive way of running statements would get wrong."""

PROGRAMS = {
    "names": "a = 1\nb, (c, *d) = 2, (3, 4, 5)\nfor i in range(3):\n    pass\n",
    "docstring": '"""What it is for."""\nx = 1\n',
    "docstring and strings": '"""The first."""\n"a second"\nx = 1\n"a third"\n',
    "no docstring": "x = 1\n'not the first statement'\n",
    "an f-string is no docstring": "f'{1}'\nx = 1\n",
    "docstring and future": '"""Doc."""\nfrom __future__ import annotations\n'
    "def f(x: NotThere) -> 'int':\n    return x\n",
    "annotations": "x: int = 1\ny: 'float'\nclass C:\n    z: str = ''\nw: list[int] = []\n",
    "annotations read before they are there": "seen = dict(__annotations__)\nx: int = 1\n"
    "later = dict(__annotations__)\n",
    "annotations in a block": "if True:\n    x: int = 1\nelse:\n    y: str = ''\n",
    "future annotations": "from __future__ import annotations\nx: NotThere = 1\n"
    "def f(a: int) -> str: ...\n",
    "two futures": "from __future__ import annotations, generator_stop\n"
    "from __future__ import division\ndef f(a: X): ...\n",
    "line numbers": "x = 1\n\n\ndef boom():\n    y = 2\n    return y / 0\n",
    "line numbers after a long statement": "x = [\n    1,\n    2,\n]\n\ndef boom():\n"
    "    raise ValueError(\n        'here'\n    )\n",
    "line numbers with backslashes": "x = 1 + \\\n    2\ndef boom():\n    assert x == 4, \\\n"
    "        'no'\n",
    "semicolons": "a = 1; b = 2; c = a + b\ndef boom(): x = 1; return x / 0\n",
    "source of functions": "def f(a,\n      b=2):\n    # a comment\n    return a + b\n\n"
    "class C:\n    def m(self):\n        return 1\n",
    "source of decorated": "import functools\n\n@functools.lru_cache(\n    maxsize=None\n)\n"
    "def f(n):\n    return n\n\n@functools.total_ordering\nclass C:\n    def __lt__(self, o):\n"
    "        return False\n    def __eq__(self, o):\n        return True\n",
    "lambda": "f = lambda x: x + 1\ng = [(lambda: i)() for i in range(2)]\n",
    "dataclass": "from dataclasses import dataclass, field\n@dataclass(order=True)\nclass P:\n"
    "    x: int\n    y: list = field(default_factory=list)\np = P(1)\n",
    "dataclass with future": "from __future__ import annotations\n"
    "from dataclasses import dataclass\n"
    "from typing import ClassVar\n@dataclass\nclass P:\n    n: ClassVar[int] = 0\n    x: int = 1\n"
    "p = P(3)\n",
    "enum": "import enum\nclass E(enum.Enum):\n    A = 1\n    B = enum.auto()\n",
    "named tuple": "from typing import NamedTuple\nclass T(NamedTuple):\n"
    "    a: int\n    b: str = ''\nt = T(1)\n",
    "type hints": "from typing import Optional\nclass Node:\n    next: 'Optional[Node]'\n"
    "def f(n: 'Node') -> 'list[Node]': ...\n",
    "type checking": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"
    "    from no_such import Thing\ndef f(x: 'Thing'): ...\n",
    "conditional import": "try:\n    import no_such\nexcept ImportError:\n    no_such = None\n"
    "else:\n    never = 1\nfinally:\n    always = 2\n",
    "star import": "from math import *\nx = floor(pi)\n",
    "all": "__all__ = ['f']\ndef f(): ...\ndef g(): ...\n",
    "del": "x = 1\ny = 2\ndel x\n",
    "global": "def f():\n    global made\n    made = 1\nf()\n",
    "nonlocal": "def f():\n    n = 0\n    def g():\n        nonlocal n\n        n += 1\n"
    "        return n\n    return g()\nx = f()\n",
    "walrus": "if (n := 10) > 5:\n    y = [m := k for k in range(3)]\n",
    "match": "match {'a': 1, 'b': 2}:\n    case {'a': int(x), **rest}:\n        kind = 'dict'\n"
    "    case [first, *others]:\n        kind = 'list'\n",
    "async": "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    return 3\n"
    "x = asyncio.run(f())\n",
    "type alias": "from typing import TypeAlias\nVector: TypeAlias = 'list[float]'\n"
    "def f(v: Vector) -> Vector: ...\n",
    "assert": "try:\n    assert 1 == 2, 'no'\nexcept AssertionError as error:\n"
    "    said = str(error)\n",
    "folded constants": "a = 2 ** 10\nb = 'x' * 3\nc = (1, 2, (3,))\nd = -1\ndef f():\n"
    "    return 60 * 60\n",
    "the same object": "a = 'some text'\nb = 'some text'\nsame = a is b\nt = (1, 2)\nu = (1, 2)\n",
    "comprehensions see names": "n = 3\nx = [n for _ in range(n)]\ny = {k: n for k in 'ab'}\n",
    "class body": "n = 2\nclass C:\n    n = 3\n    x = [i for i in range(n)]\n"
    "    def f(self): return n\ny = C().f()\n",
    "metaclass": "class M(type):\n    def __new__(c, name, bases, ns):\n"
    "        ns['seen'] = sorted(k for k in ns if not k.startswith('_'))\n"
    "        return super().__new__(c, name, bases, ns)\nclass C(metaclass=M):\n    a = 1\n",
    "with": "import contextlib\nwith contextlib.suppress(ZeroDivisionError):\n"
    "    x = 1\n    1 / 0\n    y = 2\nz = 3\n",
    "nested ifs": "x = 3\nif x > 2:\n    if x > 5:\n        a = 1\n    elif x > 4:\n        b = 1\n"
    "    else:\n        c = 1\n        def boom():\n            return 1 / 0\n",
    "try star": "try:\n    raise ExceptionGroup('g', [ValueError(1), TypeError(2)])\n"
    "except* ValueError as e:\n    a = len(e.exceptions)\nexcept* TypeError:\n    b = 1\n",
    "main guard": "x = 1\nif __name__ == '__main__':\n    y = 2\n",
    "name": "name = __name__\nspec = __spec__\nhas_file = __file__.endswith('.py')\n",
    "globals": "x = 1\nkeys = sorted(k for k in globals() if not k.startswith('_'))\n",
    "exec and eval": "exec('a = 1\\nb = 2')\nc = eval('a + b')\n",
    "setattr on itself": "import sys\nsetattr(sys.modules[__name__], 'made', 5)\n",
    "module getattr": "def __getattr__(name):\n    if name == 'lazy':\n        return 7\n"
    "    raise AttributeError(name)\n",
    "unicode": "größe = 1\nπ = 3.14\nﬁ = 'ligature'\nname = '終わり'\n",
    "form feed and tabs": "x = 1\n\x0c\ndef f():\n\treturn 1\ny = f()\n",
    "nothing": "",
    "only comments": "# one\n# two\n",
    "only a docstring": "'''alone'''\n",
    "raises in the middle": "a = 1\ndef f(): ...\nint('x')\nb = 2\n",
    "raises in a function": "a = 1\ndef f(n):\n    return 1 // n\nf(1)\nf(0)\nb = 2\n",
    "raises in a block": "a = 1\nif a:\n    b = 2\n    c = d\n    e = 3\nf = 4\n",
    "ends": "import sys\na = 1\nsys.exit(3)\nb = 2\n",
    "a syntax error": "a = 1\ndef f(:\n    pass\n",
    "return outside": "a = 1\nreturn 3\n",
    "await outside": "a = 1\nawait a\n",
    "a late syntax error": "a = 1\ndef f():\n    x = 1\n    global x\n",
    "indentation": "a = 1\n  b = 2\n",
    "pickled": "import enum\nclass C:\n    def __init__(self): self.x = 1\n"
    "class D(C):\n    class E:\n        pass\ndef f(): return 2\nobject_ = D()\n",
    "generic": "from typing import Generic, TypeVar\nT = TypeVar('T')\nclass Box(Generic[T]):\n"
    "    item: T\n    def get(self) -> T: ...\n",
    "overload": "from typing import overload\n@overload\ndef f(x: int) -> int: ...\n@overload\n"
    "def f(x: str) -> str: ...\ndef f(x): return x\n",
    "property and slots": "class C:\n    __slots__ = ('a',)\n    @property\n    def p(self):\n"
    "        return 1\n    @staticmethod\n    def s(): return 2\n",
    "a name of ours": "import builtins\nours = [n for n in globals() if 'dojo' in n]\n",
    "a bare expression": "1\n[2]\n(lambda: 3)()\n...\nNone\nx = 1\n",
    "print and del of builtins": "len = 3\ndel len\nx = len('abc')\n",
}


def describe(module):
    """Everything about a module that depends on how it was run"""
    import inspect
    import pickle
    import types
    import typing

    def safely(function, *args):
        try:
            return str(function(*args))
        except BaseException as error:
            return f"{type(error).__name__}"

    def of_function(function):
        return {
            "line": function.__code__.co_firstlineno,
            "flags": function.__code__.co_flags,
            "constants": [c for c in function.__code__.co_consts if isinstance(c, int | str)],
            "doc": function.__doc__,
            "hints": safely(typing.get_type_hints, function),
            "annotations": str(function.__annotations__),
        }

    found = {}
    for name, value in sorted(vars(module).items()):
        if name.startswith("__") and name not in ("__doc__", "__annotations__", "__all__"):
            continue
        known = {"type": type(value).__name__}
        if isinstance(value, int | str | float | bool | dict | list | tuple | None):
            known["value"] = str(value)
        if isinstance(value, types.FunctionType):
            known |= of_function(value)
        if isinstance(value, types.FunctionType | type):
            known["source"] = safely(inspect.getsource, value)
            known["qualname"] = value.__qualname__
        if isinstance(value, type) and value.__module__ == module.__name__:
            known["members"] = sorted(k for k in vars(value) if not k.startswith("__"))
            known["hints"] = safely(typing.get_type_hints, value)
        if getattr(value, "__module__", "") == module.__name__:
            known["pickles"] = safely(lambda v=value: type(pickle.loads(pickle.dumps(v))).__name__)
        if name.startswith("boom"):
            try:
                value()
            except BaseException as error:
                lines, step = [], error.__traceback__
                while step is not None:
                    lines.append(step.tb_lineno)
                    step = step.tb_next
                known["passed"] = lines[1:]
        found[name] = known
    found["lazy"] = safely(getattr, module, "lazy")
    return found
