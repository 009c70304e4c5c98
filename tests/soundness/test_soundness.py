"""The short version of `make soundness`, and proof that the tracer sees what it is there to see."""
import pathlib
import textwrap

import pytest
import soundness

CARRIED = {
    "scalar": "s = 0\nt = 0\nfor i in range(9):\n    t = s\n    s = i\nprint(t)\n",
    "element": "xs = [0] * 20\nfor i in range(9):\n    xs[i + 1] = xs[i] + 1\n",
    "shared_rows": "m = [[0] * 9] * 9\nfor i in range(9):\n    m[i][0] = i\n",
    "second_name": "xs = [0] * 20\nys = xs\nfor i in range(9):\n    xs[i + 1] = ys[i]\n",
    "wrapping_index": "xs = [0] * 9\nfor i in range(9):\n    xs[i - 1] = xs[i]\n",
    "dict": "d = {}\nfor i in range(9):\n    d[i % 2] = d.get(0, 0) + i\n",
    "attribute": "class C: n = 0\nc = C()\nfor i in range(9):\n    c.n += 1\n",
    "list_method": "xs = []\nfor i in range(9):\n    xs.append(len(xs))\n",
    "output": "for i in range(9):\n    print(i)\n",
    "random": "import random\nfor i in range(9):\n    random.random()\n",
    "callee": "d = {'n': 0}\ndef f():\n    d['n'] += 1\nfor i in range(9):\n    f()\n",
    "walrus": "t = 0\nxs = [t := t + i for i in range(9)]\n",
    "iterator": "it = iter(range(99))\nfor i in range(9):\n    next(it)\n",
}


def run(tmp_path, source, monkeypatch, lie):
    path = tmp_path / "program.py"
    path.write_text(source)
    said = soundness.analyze(path)
    for loop in said["loops"]:
        loop["verdict"] = lie or loop["verdict"]
        loop["reductions"] = [] if lie else loop["reductions"]
    for function in said["functions"]:
        function.update({"pure": True, "effects": []} if lie else {})
    monkeypatch.setattr(soundness, "analyze", lambda _: said)
    return soundness.contradictions([soundness.trace("script", str(path), [path])])


@pytest.mark.parametrize("name", CARRIED)
def test_tracer__finds_what_a_wrong_answer_denies(name, tmp_path, monkeypatch):
    assert run(tmp_path, CARRIED[name], monkeypatch, "independent")


@pytest.mark.parametrize("name", CARRIED)
def test_analysis__is_not_contradicted(name, tmp_path, monkeypatch):
    assert run(tmp_path, CARRIED[name], monkeypatch, None) == []


def test_tracer__finds_a_function_that_is_not_pure(tmp_path, monkeypatch):
    source = textwrap.dedent("""
        def grow(xs):
            xs[0] = 1
            return xs
        grow([0])
    """)
    assert "function grow called pure" in run(tmp_path, source, monkeypatch, "independent")[0]


def test_tracer__leaves_independent_iterations_alone(tmp_path, monkeypatch):
    source = "xs = list(range(20))\nys = [0] * 20\nfor i in range(20):\n    t = xs[i]\n    ys[i] = t + 1\n"
    assert run(tmp_path, source, monkeypatch, "independent") == []


def test_programs__are_not_contradicted():
    results = soundness.run(["--quick", "generated", "examples", "bisect"])
    assert soundness.contradictions(results) == []
    loops = [lo for lo in soundness.merged(results) if lo["longest"] > 1]
    assert len(loops) > 150
    assert pathlib.Path(loops[0]["path"]).name.endswith(".py")


def test_tracer__knows_that_an_exception_has_left_a_comprehension(tmp_path, monkeypatch):
    source = textwrap.dedent("""
        def halves(xs):
            return [1 / x for x in xs]
        for xs in ([1, 0],):
            try:
                halves(xs)
            except ZeroDivisionError as error:
                print(error)
    """)
    found = run(tmp_path, source, monkeypatch, "independent")
    assert not [c for c in found if ":3 " in c]
    assert [c for c in found if ":4 " in c]  # the loop around it prints
