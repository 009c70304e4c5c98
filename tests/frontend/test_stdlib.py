"""A fixed sample of the standard library, and layouts of it, against CPython."""
import ast
import io
import re
import tokenize

import pytest

import frontend
from frontend import check

SAMPLE = 150
HEADERS = frontend.ROOT / "include/hasten"


@pytest.fixture(scope="module")
def driver():
    it = frontend.Driver()
    yield it
    assert it.close() == 0


def sample(count, limit):
    """Evenly spread over the sorted list of files up to `limit` bytes."""
    files = [f for f in frontend.python_files("/usr/lib/python3.11")
             if 0 < f.stat().st_size <= limit]
    return [files[i * len(files) // count] for i in range(count)]


def test_stdlib__sample_is_what_cpython_sees(driver):
    verdicts = {}
    for path in sample(SAMPLE, 60000):
        verdict, detail, _ = frontend.judge(driver, path.read_bytes())
        verdicts.setdefault(verdict, []).append("%s %s" % (path, detail))
    assert "wrong tree" not in verdicts, verdicts["wrong tree"]
    assert "wrong scopes" not in verdicts, verdicts["wrong scopes"]
    assert len(verdicts.get("refused", ())) <= 1, verdicts["refused"]
    assert len(verdicts["same"]) > SAMPLE * 9 // 10


def crlf(source):
    return source.replace(b"\n", b"\r\n")


def lone_cr(source):
    return source.replace(b"\n", b"\r")


def byte_order_mark(source):
    return b"\xef\xbb\xbf" + source


def odd_comments(source):
    """A comment at an odd column behind every line end inside brackets and statements."""
    edits = []
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        if token.type in (tokenize.NL, tokenize.NEWLINE) and token.string:
            edits.append(token.end[0] if token.end[1] == 0 else token.end[0] + 1)
    lines = source.split(b"\n")
    for number in sorted(set(edits), reverse=True):
        if number <= len(lines):
            lines.insert(number - 1, b" " * (number % 7) + b"# odd (")
    return b"\n".join(lines)


def continuation_lines(source):
    """A backslash and a line end in front of every `=` and `+` between tokens of one line."""
    lines = source.split(b"\n")
    places = []
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        if token.type == tokenize.OP and token.string in ("=", "+", "=="):
            places.append(token.start)
    for row, column in sorted(places, reverse=True):
        line = lines[row - 1].decode()
        lines[row - 1] = (line[:column] + "\\\n" + line[column:]).encode()
    return b"\n".join(lines)


@pytest.mark.parametrize("mutate", [crlf, lone_cr, byte_order_mark, odd_comments,
                                    continuation_lines])
def test_layout__tree_is_the_same(driver, mutate):
    for path in sample(25, 20000):
        source = path.read_bytes()
        if b"\r" in source or source.startswith(b"\xef") or \
                frontend.judge(driver, source)[0] != "same":
            continue
        verdict, detail, _ = frontend.judge(driver, mutate(source))
        assert verdict == "same", (path, detail)


def definitions(name, macro):
    text = re.sub(r"/\*.*?\*/", "", (HEADERS / name).read_text(), flags=re.S)
    return re.findall(macro + r"\((\w+)", text)


def test_check__tables_are_those_of_the_headers():
    assert check.KINDS == definitions("py_kinds.def", "PY_KIND")
    enum = re.search(r"enum py_op \{(.*?)\}", (HEADERS / "python.h").read_text(), re.S).group(1)
    names = [n.strip() for n in enum.replace("\n", " ").split(",") if n.strip()]
    assert [n.split("_", 1)[1].lower() for n in names[1:]] == [n.lower() for n in check.OPS[1:]]


def test_check__every_node_class_has_a_plan():
    for name in check.KINDS:
        if name not in ("cmpop", "identifier"):
            assert check._plan(getattr(ast, name))[0] == check.KINDS.index(name)


class Channel:
    def __init__(self):
        self.replies = []

    def receive(self):
        return None

    def reply(self, data):
        self.replies.append(data)


@pytest.mark.parametrize("source, message, line", [
    (b"x = (\n", b"was never closed", 1), (b"x = 1\ny = = 2\n", b"invalid syntax", 2),
    (b"return\n", b"outside function", 1), (b"a\0b", b"null bytes", 0),
    (b"(" * 300, b"nested", 1), (b"x" + b"+x" * 100000, b"recursion", 0),
], ids=["bracket", "operator", "return", "nul", "nesting", "chain"])
def test_check__errors_are_cpythons(source, message, line):
    channel = Channel()
    check.check(channel, source)
    assert channel.replies[0][:1] == b"E" and message in channel.replies[0]
    assert b'"line": %d' % line in channel.replies[0]


def test_check__valid_source_is_dumped():
    channel = Channel()
    check.check(channel, b"pass\n")
    assert channel.replies == [b"K" + check.dump_tree(b"pass\n")]
    assert len(channel.replies[0]) == 21
