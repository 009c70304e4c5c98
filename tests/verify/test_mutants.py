"""The faults that are planted: where, which, and that none of them is no fault."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "core/verify/harness"))
import mutants  # noqa: E402

# A line of a function, and what one of its mutants must look like.
LINES = [
    ("return a < b", "return (a <= b)"),
    ("return a < b", "return (a >= b)"),
    ("return a == b", "return (a != b)"),
    ("return a in b", "return (a not in b)"),
    ("return a is None", "return (a is not None)"),
    ("return a + b", "return (a - b)"),
    ("return a // b", "return (a / b)"),
    ("a += b", "a -= b"),
    ("a += b", "pass"),
    ("return a[0]", "return a[(1)]"),
    ("return 7", "return (6)"),
    ("return 'ab'", "return ('aba')"),
    ("return True", "return (False)"),
    ("return not a", "return (a)"),
    ("return -a", "return (a)"),
    ("return a and b", "return (a or b)"),
    ("return a and b", "return (b)"),
    ("return a if b else 0", "return (0 if b else a)"),
    ("return a[b]", "return (a[b - 1])"),
    ("return a[1:b]", "return a[1 + 1:b]"),
    ("return a[1:b]", "return a[1:b - 1]"),
    ("return list(range(a))", "return list((range(a - 1)))"),
    ("return divmod(a, b)", "return (divmod(b, a))"),
    ("return min(a, b)", "return (max(a, b))"),
    ("return a", "return None"),
    ("print(a)", "pass"),
    ("raise ValueError(a)", "pass"),
    ("return [x for x in a if x]", "return [x for x in a if (not x)]"),
    ("a.b = 1", "pass"),
]


@pytest.mark.parametrize("line,mutant", LINES)
def test_mutants__operators(line, mutant):
    source = f"def f(a, b):\n    {line}\n"
    texts = [text.decode().splitlines()[1].strip() for _, _, text, *_ in mutants.mutants_of(source.encode(), {2}, 99)]
    assert mutant in texts


def test_mutants__conditions_and_loops():
    source = b"def f(a):\n    while a:\n        if a:\n            break\n        continue\n"
    texts = {text for _, _, text, *_ in mutants.mutants_of(source, {2, 3, 4, 5}, 99)}
    for old, new in ((b"while a", b"while (not a)"), (b"if a", b"if (not a)"), (b"break", b"continue")):
        assert source.replace(old, new) in texts


def test_mutants__stay_within_the_lines():
    source = "def f(a):\n    a += 1\n    é = a * 2; return é + 1\n    return a - 1\n".encode()
    for line, _, text, *_ in mutants.mutants_of(source, {3}, 99):
        assert line == 3
        before, after = source.split(b"\n"), text.split(b"\n")
        assert [at for at, pair in enumerate(zip(before, after)) if pair[0] != pair[1]] == [2]


def test_mutants__bytecode_that_is_the_same_is_no_mutant():
    source = b"def f(a):\n    if 0:\n        a + 1\n    return a\n"
    assert not [what for line, what, *_ in mutants.mutants_of(source, {3}, 99)]


def test_mutants__docstrings_annotations_and_f_strings_are_left_alone():
    source = b'def f(a: "int" = 1) -> "int":\n    "text"\n    b: "int"\n    return f"{a + 1}"\n'
    assert {what for _, what, *_ in mutants.mutants_of(source, {1, 2, 3, 4}, 99)} == {"None returned"}


def test_mutants__every_line_gets_one_before_any_gets_two():
    source = b"def f(a, b):\n" + b"    a = a + b * 2 - 1\n" * 8 + b"    return a\n"
    lines = [line for line, *_ in mutants.mutants_of(source, set(range(2, 10)), 8)]
    assert sorted(lines) == list(range(2, 10))


def test_mutants__module_level_and_functions_are_apart():
    source = b"A = 1 + 2\ndef f(a):\n    return a + 1\nprint(A + 3)\n"
    inside = {line for line, *_ in mutants.mutants_of(source, {1, 2, 3, 4}, 99)}
    outside = {line for line, *_ in mutants.mutants_of(source, {1, 2, 3, 4}, 99, in_functions=False)}
    assert inside == {3} and outside == {1, 4}


def test_mutants__the_original_again():
    original, source = b"def f(a, b):\n    return a < b + 1\n", b"def f(a, b):\n    return a <= b + 1\n"
    undone = {what for _, what, _, undone, _ in mutants.mutants_of(source, {2}, 99, original=original) if undone}
    assert undone == {"Lt for LtE"}


def test_mutants__conditions_are_numbered():
    source = b"def f(a, b):\n    if a < 3:\n        return 0\n    return 1 if b else 2\n"
    found = {(what, condition) for _, what, _, _, condition in mutants.mutants_of(source, {2, 3, 4}, 99)}
    assert {("LtE for Lt", "0"), ("4 for 3", "0"), ("condition negated", "0!"), ("branches swapped", "1!"),
            ("1 for 0", "")} <= found
