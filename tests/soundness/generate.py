"""Random programs full of loops over lists, tables and dicts: some independent, most not.

Indices are affine, symbolic, negative or looked up; lists have second names, rows are shared, helper
functions change their arguments, scalars are private, folded or carried. Whatever raises is caught.
"""
import random

HELPERS = '''
COUNTS = {"calls": 0}
SHARED = [0] * 40


def bump(xs, i):
    xs[i] += 1
    return xs[i]


def peek(xs, i):
    return xs[i] * 2 + 1


def pure(a, b):
    return (a * 7 + b * 3) % 11


def counted(a):
    COUNTS["calls"] += 1
    return a + COUNTS["calls"]


def first_shared(i):
    return SHARED[i]


class Cell:
    def __init__(self, value):
        self.value = value

    def grow(self, by):
        self.value += by
        return self.value
'''
LISTS = ["xs", "ys", "zs"]


class Program:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines = []

    def pick(self, *options):
        return self.r.choice(options)

    def index(self, names):
        v, r = self.r.choice(names), self.r
        c = r.randint(0, 3)
        return self.pick(v, v, v, f"{v} + {c}", f"{v} - {c}", f"2 * {v}", f"2 * {v} + 1", f"n - 1 - {v}", f"{c}",
                         f"{v} + k", f"{v} % 4", f"-{v} - 1", f"perm[{v}]", f"3 * {v} - {c}", f"{v} + n", "k",
                         f"{v} * k", f"{v} // 2")

    def key(self, names):
        v = self.r.choice(names)
        return self.pick(v, v, f"{v} + 1", f"{v} % 3", "k", f"({v}, k)", f"-{v}", f"xs[{v}]")

    def value(self, names, depth=0):
        v, i = self.r.choice(names), self.index(names)
        if depth < 2 and self.r.random() < 0.25:
            op = self.pick("+", "-", "*", "+")
            return f"({self.value(names, depth + 1)} {op} {self.value(names, depth + 1)}) % 97"
        row = self.index(names)
        return self.pick(v, str(self.r.randint(0, 9)), f"{self.pick(*LISTS)}[{i}]", f"{self.pick(*LISTS)}[{i}]",
                         f"m[{row}][{i}]", f"d.get({self.key(names)}, 0)", f"pure({v}, k)", "k", "len(xs)",
                         f"sum(m[{row}])", f"peek(ys, {i})", "t", f"first_shared({v})", "s" if self.r.random() < 0.2 else v,
                         f"max(ys[{i}], {v})", f"[a + {v} for a in m[{row}]][0]")

    def statement(self, names, depth):
        r, i, e = self.r, self.index(names), self.value(names)
        xs = self.pick(*LISTS)
        choice = r.random()
        if choice < 0.34:
            return [f"{xs}[{i}] {self.pick('=', '=', '+=')} {e}"]
        if choice < 0.44:
            return [f"m[{self.index(names)}][{i}] {self.pick('=', '+=')} {e}"]
        if choice < 0.52:
            return [f"row = m[{self.index(names)}]", f"row[{i}] = {e}"]
        if choice < 0.6:
            return [f"t = {e}", f"{xs}[{i}] = t + 1"]
        if choice < 0.66:
            return [self.pick(f"s += {e}", f"s = max(s, {e})", f"s = s * 3 + {e}", f"s |= {e}")]
        if choice < 0.72:
            return [self.pick(f"out.append({e})", f"seen.add({e})", f"out.insert(0, {e})", f"out.extend([{e}])")]
        if choice < 0.79:
            return [self.pick(f"d[{self.key(names)}] = {e}", f"d[{self.key(names)}] = d.get({self.key(names)}, 0) + 1",
                              f"d.setdefault({self.key(names)}, []).append({e})")]
        if choice < 0.84:
            return [f"if {e} % 2:"] + ["    " + x for x in self.statement(names, depth + 1)]
        if choice < 0.88:
            return [self.pick(f"bump({xs}, {i})", f"SHARED[{i}] = {e}", f"out.append(counted({e}))", f"cell.grow({e})",
                              f"cells[{i}].value = {e}", f"cells[{i}] = Cell({e})", f"last = {e}",
                              f"{xs}[{i}], {xs}[{self.index(names)}] = {xs}[{self.index(names)}], {e}")]
        if choice < 0.93 and depth < 2:
            inner = self.pick("j", "q")
            body = [x for _ in range(r.randint(1, 2)) for x in self.statement(names + [inner], depth + 1)]
            head = self.pick(f"for {inner} in range(k):", f"for {inner} in range({names[0]}):",
                             f"for {inner} in range({names[0]}, n):", f"for {inner} in range(4):")
            return [head] + ["    " + x for x in body]
        if choice < 0.96:
            return [f"tmp = [{e}, 0, 1]", f"tmp[1] = {e}", f"{xs}[{i}] = tmp[0] + tmp[1]"]
        return [self.pick(f"xs = {self.pick('ys', 'list(ys)', 'xs')}", f"out.append([{self.pick(*LISTS)}[b] for b in range(3)])",
                          f"j2 += 1\nys[j2] = {e}".split("\n")[0], f"zs[:{i}] = [{e}]", f"m[{i}] = [{e}] * 40",
                          f"try:\n    {xs}[{i}] = {e}\nexcept IndexError:\n    pass".replace("\n", "\n"))]

    def head(self):
        k = self.r.randint(0, 2)
        return self.pick("for i in range(n):", "for i in range(n):", f"for i in range({k}, n):", "for i in range(n - 1, -1, -1):",
                         "for i in range(0, n, 2):", f"for i in range({k}, n - {k}):", "for i, v in enumerate(ys):",
                         "for i in perm:", "for i in xs[:n]:", "for i in d0:", "for i, v in d0.items():",
                         "for i in sorted(d0):", "for i, row in enumerate(m[:9]):", "for i in {3, 5, 8}:",
                         "for i in range(3, 8, 2):", "for v, i in zip(ys, perm):")

    def function(self, number):
        r = self.r
        table = self.pick("[[0] * 40 for _ in range(40)]", "[[0] * 40 for _ in range(40)]", "[[0] * 40] * 40", "[list(range(40)) for _ in range(40)]",
                          "[base, base] * 20", "[[1] * 40 for _ in range(39)] + [base]")
        open_types = r.random() < 0.2  # parameters: their types are unknown
        out = [f"def f{number}(n=10, k=2):" if open_types else f"def f{number}():\n    n, k = 10, 2", "    base = [1] * 40",
               "    xs = list(range(40))", f"    ys = {self.pick('[2] * 40', '[2] * 40', 'list(range(40))', 'list(range(40))', 'xs', 'base', 'xs[:]')}",
               f"    zs = {self.pick('[0] * 40', '[0] * 40', '[0] * 40', 'ys')}", f"    m = {table}",
               f"    perm = {self.pick('[3, 1, 4, 1, 5, 9, 2, 6, 5, 3]', 'list(range(9, -1, -1))')}",
               "    d, d0 = {}, {2: 1, 5: 2, 7: 3}", "    out, seen, s, t, last = [], set(), 0, 0, 0",
               "    cell = Cell(1)"]
        if r.random() < 0.25:
            out.append(f"    {self.pick('zs = m[2]', 'xs = m[1]', 'm[3] = ys', 'm.append(xs)', 'k = 3', 'n = 10')}")
        body = [x for _ in range(r.choice((1, 1, 2, 3))) for x in self.statement(["i"], 0)]
        if r.random() < 0.12:
            out.append(f"    out = [{self.value(['i'])} for i in range(n)]")
        if r.random() < 0.06:
            body = ["def late():", "    return xs[i]"] + body + ["out.append(late)"]
        if any("cells[" in line for line in body):
            out.append("    cells = [Cell(a) for a in range(40)]")
        out.append("    " + self.head())
        out += ["        " + line for x in body for line in x.split("\n")]
        if r.random() < 0.1:
            out += ["    else:", "        out.append(t)"]
        out.append(f"    return s, out, xs, ys, zs, m, d, seen{self.pick('', ', last', ', t')}")
        return out

    def source(self, functions):
        lines = [HELPERS]
        for i in range(functions):
            lines += self.function(i) + [""]
        lines += ["for function in [" + ", ".join(f"f{i}" for i in range(functions)) + "]:",
                  "    try:", "        function()", "    except Exception:", "        pass"]
        return "\n".join(lines) + "\n"


def program(seed, functions=40):
    return Program(seed).source(functions)
