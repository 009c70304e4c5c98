"""Texts for parameters: out of the constants and regular expressions of the code, by name, or words."""

try:
    from re import _constants as ops, _parser as parser
except ImportError:  # before 3.11
    import sre_constants as ops
    import sre_parse as parser

WORDS = ("", "a", "ab", "abc", "hello", "aba", "racecar", "HELLO world", "the quick brown fox",
         "12345", "1010", "a-b_c", "((()))", "{[()]}", "AbCd123", "1,2,3", "XIV", "3 + 4", "naïve ß",
         "key=value", "3.14", "-7", "true", "a b\nc d\n", "  x\n    y\n", "0x1F", "[1, 2]", "a.b.c",
         "a\tb", "one two  three", "A", "x y", "z1", "#c", "'q'", '"q"', "1 2 3\n4 5 6\n")
# Words in a parameter's name and texts of that kind.
NAMED = tuple((frozenset(words.split()), texts) for words, texts in (
    ("url uri link href", ("http://example.org/a/b?x=1&y=2#z", "https://u:p@host:8080/", "/a/b",
                           "mailto:a@b.org", "ftp://h/x;type=a")),
    ("path file filename dir directory", ("a/b/c.txt", "/usr/lib/x.py", "../a", "a", "", "/", "a//b/./c",
                                          "C:\\x\\y.txt", "archive.tar.gz", "~/x")),
    ("date day when", ("2020-02-29", "2021-12-31T23:59:58", "1 Jan 2020", "Mon, 01 Jan 2024 10:00:00 GMT")),
    ("time clock duration", ("12:30:45", "00:00", "1h30m", "23:59:59.999")),
    ("version ver", ("1.2.3", "2.0rc1", "1.0.0-beta+x", "3", "0.9a1.dev2")),
    ("html xml markup doc", ("<a href='x'>b</a>", "<p>one<br/>two</p>", "&lt;x&gt;", "<!-- c --><b/>")),
    ("json", ('{"a": [1, 2.5, null]}', "[]", '"x"', "true")),
    ("ip addr address host", ("127.0.0.1", "::1", "10.0.0.0/8", "host:80", "256.1.1.1", "a@b.org")),
    ("email mail", ("a@b.org", "A B <a@b.org>", "nobody")),
    ("num number digits value int hex", ("42", "-17", "3.5e2", "007", "ff", "1_000", "1/2")),
    ("expr expression formula equation code source src", ("1 + 2 * 3", "(a + b) / c", "x = 1\ny = x\n",
                                                          "f(x, y)", "a and not b", "n==1 ? 0 : 1")),
    ("lines text content body", ("one\ntwo\nthree\n", "  a\n  b\n", "k: v\nl: w\n\nbody\n")),
    ("encoding charset codec", ("utf-8", "ascii", "latin-1", "utf-16")),
    ("dna rna", ("ACGTACGT", "GATTACA", "AAAA", "ACGU")),
    ("roman", ("XIV", "MCMXCIX", "I", "")),
    ("binary bits", ("1011", "0", "1111", "100000")),
    ("lang language locale", ("en", "de_DE", "pt-BR", "en_US.UTF-8", "C")),
    ("color colour", ("#ff8800", "red", "#abc", "rgb(1,2,3)")),
    ("mode flags", ("r", "w", "rb", "a+")),
    ("fmt format spec", ("%d %s", "{:>10.2f}", "%Y-%m-%d", "<3i")),
    ("name key attr ident", ("name", "first_name", "ClassName", "x1", "_private", "a-b")),
))
PIECES = ("a", "b1", "12", "x", " ", "7", "foo", "\n", "0a", "ff", "Name", "1.5")
MOST = 60


def from_pattern(pattern, draw, depth=0):
    """A text (or bytes) that a regular expression is likely to match."""
    try:
        tree = parser.parse(pattern)
        out = "".join(map(str, _walk(tree, draw, {}, 0)))[:400]
    except Exception:
        return None
    return out.encode("latin-1", "replace") if type(pattern) is bytes else out


def _walk(tree, draw, groups, depth):
    for op, argument in tree:
        yield from _emit(op, argument, draw, groups, depth)


def _emit(op, argument, draw, groups, depth):
    if op is ops.LITERAL:
        yield chr(argument)
    elif op is ops.NOT_LITERAL:
        yield "a" if argument != ord("a") else "b"
    elif op is ops.ANY:
        yield draw.choice("abc 1.")
    elif op is ops.IN:
        yield _one_of(argument, draw)
    elif op is ops.CATEGORY:
        yield _of_category(argument, draw)
    elif op is ops.BRANCH:
        yield from _walk(draw.choice(argument[1]), draw, groups, depth)
    elif op is ops.SUBPATTERN:
        text = "".join(_walk(argument[-1], draw, groups, depth))
        groups[argument[0]] = text
        yield text
    elif op is ops.GROUPREF:
        yield groups.get(argument, "")
    elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT) or op.name == "POSSESSIVE_REPEAT":
        least, most, inner = argument
        for _ in range(draw.randint(least, min(int(most), least + (3 if depth < 3 else 1)))):
            yield from _walk(inner, draw, groups, depth + 1)
    elif op.name == "ATOMIC_GROUP":
        yield from _walk(argument, draw, groups, depth)


def _one_of(members, draw):
    if members and members[0][0] is ops.NEGATE:
        taken = {value for op, value in members if op is ops.LITERAL}
        free = [c for c in "aZ5 _-x.," if ord(c) not in taken]
        return draw.choice(free or ["q"])
    op, value = draw.choice(members)
    if op is ops.RANGE:
        return chr(draw.randint(value[0], min(value[1], value[0] + 60)))
    return chr(value) if op is ops.LITERAL else _of_category(value, draw)


def _of_category(category, draw):
    name = category.name
    choices = {"CATEGORY_DIGIT": "0123456789", "CATEGORY_SPACE": "  \t\n", "CATEGORY_WORD": "abcXYZ_09",
               "CATEGORY_NOT_DIGIT": "ab-", "CATEGORY_NOT_SPACE": "ab1-", "CATEGORY_NOT_WORD": " -."}
    return draw.choice(choices.get(name, "a"))


def by_name(names, draw):
    """A text that a parameter of one of these names could hold, None when they say nothing."""
    words = {word for name in names for word in name.lower().split("_")}
    rows = [texts for row, texts in NAMED if row & words]
    return draw.choice(draw.choice(rows)) if rows else None


def spliced(constants, draw, counts=()):
    """Constants of the code and short words one after the other: what parsers look for. Or so many
    words as the code counts, with one of the constants between them."""
    if draw.random() < 0.35:
        between = [text for text in constants if len(text) < 4] or constants
        few = [count for count in counts if 1 < count < 9]
        number = draw.choice(few) if few and draw.random() < 0.6 else draw.choice((2, 2, 3, 4, 6))
        return draw.choice(between).join(draw.choice(PIECES) for _ in range(number))
    pieces = []
    for _ in range(draw.choice((1, 1, 2, 3, 4, 6))):
        pieces.append(draw.choice(constants if draw.random() < 0.6 else PIECES)[:MOST])
    return "".join(pieces)
