"""Rewrites a Python module so that it reports what it reads and writes while it runs.

Every load and store of a variable, attribute or item, every call, and every round of a `for` loop
or of a list, set or dict comprehension becomes a call of the recorder (record.py), which is passed in
as the builtin `_hz_`. What the program computes stays the same. The rewriting knows Python's scopes
and nothing of hasten's analysis.

Loops of generators and coroutines run interleaved with their consumers; they are not traced as loops,
but what they read and write counts for the loops that run them.
"""
import ast

HOOK = "_hz_"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
LOOPS = (ast.For, ast.AsyncFor, ast.While) + COMPREHENSIONS
# These look at the frame that calls them.
FRAME_READERS = {"super", "locals", "globals", "vars", "eval", "exec", "dir", "__import__"}


def loops_of(tree):
    """All loops in the order in which `hasten analyze` lists them."""
    found = [n for n in ast.walk(tree) if isinstance(n, LOOPS)]
    return sorted(found, key=lambda n: (n.lineno, n.col_offset, -n.end_lineno, -n.end_col_offset))


def own_nodes(node):
    """The nodes of a function or class that belong to no function inside it."""
    todo = list(ast.iter_child_nodes(node))
    while todo:
        child = todo.pop()
        yield child
        if not isinstance(child, FUNCTIONS + (ast.ClassDef,)):
            todo.extend(ast.iter_child_nodes(child))


def suspends(node):
    return isinstance(node, ast.AsyncFunctionDef) or any(
        isinstance(n, (ast.Yield, ast.YieldFrom, ast.Await)) for n in own_nodes(node))


def bound_names(node):
    """Names that the statements of a scope bind; targets of comprehensions are not among them."""
    names, inside = set(), set()
    for n in own_nodes(node):
        if isinstance(n, COMPREHENSIONS):
            for g in n.generators:
                inside.update(id(t) for t in ast.walk(g.target))
    for n in own_nodes(node):
        if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load) and id(n) not in inside:
            names.add(n.id)
        elif isinstance(n, FUNCTIONS[:2] + (ast.ClassDef,)):
            names.add(n.name)
        elif isinstance(n, (ast.Import, ast.ImportFrom)):
            names.update((a.asname or a.name).split(".")[0] for a in n.names)
        elif isinstance(n, ast.ExceptHandler) and n.name:
            names.add(n.name)
        elif isinstance(n, (ast.MatchAs, ast.MatchStar)) and n.name:
            names.add(n.name)
        elif isinstance(n, ast.MatchMapping) and n.rest:
            names.add(n.rest)
    return names


def parameters(node):
    a = node.args
    every = a.posonlyargs + a.args + a.kwonlyargs + [p for p in (a.vararg, a.kwarg) if p]
    return [p.arg for p in every]


class Scope:
    def __init__(self, kind, parent, names, number=0):
        self.kind, self.parent, self.names, self.number = kind, parent, names, number
        self.outer = set()  # declared global or nonlocal
        self.globals = set()

    def home(self, name):
        """The scope that owns the variable, as seen from here; None for untracked ones."""
        if name in self.globals:
            return self.root()
        scope, first = self, True
        while scope:
            hidden = scope.kind == "class" and not first
            if name in scope.names and name not in scope.outer and not hidden:
                return None if scope.kind in ("class", "comprehension") else scope
            scope, first = scope.parent, False
        return None

    def root(self):
        return self if self.parent is None else self.parent.root()


class Instrument(ast.NodeTransformer):
    """`loops` maps id(node) to the index of the loop; `functions` collects (line, name, node)."""

    def __init__(self, tree):
        self.loops = {id(n): i for i, n in enumerate(loops_of(tree))}
        self.functions = []
        self.scope = Scope("module", None, bound_names(tree))
        self.in_async = False

    # ---- making calls

    def hook(self, name, *args, at):
        call = ast.Call(ast.Attribute(ast.Name(HOOK, ast.Load()), name, ast.Load()), list(args), [])
        return ast.fix_missing_locations(ast.copy_location(call, at))

    def activation(self, scope):
        if scope.kind == "module":
            return ast.Constant(0)
        return ast.Name(f"{HOOK}a{scope.number}", ast.Load())

    def place(self, name, at):
        """The arguments that say which variable: activation, name, line. None: not tracked."""
        home = self.scope.home(name)
        if home is None or name.startswith("__") or name == HOOK:
            return None
        return [self.activation(home), ast.Constant(name), ast.Constant(at.lineno)]

    def statement(self, call):
        return ast.copy_location(ast.Expr(call), call)

    def writes_of(self, targets, at):
        out = []
        for name in targets:
            place = self.place(name, at)
            if place:
                out.append(self.statement(self.hook("wv", *place, at=at)))
        return out

    @staticmethod
    def stored_names(node):
        return [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)]

    # ---- scopes

    def visit_function(self, node):
        outer_nodes = [d for d in getattr(node, "decorator_list", [])]
        node.args.defaults = [self.visit(d) for d in node.args.defaults]
        node.args.kw_defaults = [d and self.visit(d) for d in node.args.kw_defaults]
        if outer_nodes:
            node.decorator_list = [self.visit(d) for d in node.decorator_list]
        if isinstance(node, ast.Lambda):
            scope = Scope("lambda", self.scope, set(parameters(node)))
            scope.kind = "comprehension"  # its parameters are not tracked
            self.scope = scope
            body = self.visit(node.body)
            self.scope = scope.parent
            if not suspends(node):  # the hook tells whether it was called, or runs by itself
                nothing = ast.arguments([], [], None, [], [], None, [])
                body = self.hook("lam", ast.Lambda(nothing, body), at=node)
            node.body = body
            return node
        number = len(self.functions) + 1
        scope = Scope("function", self.scope, bound_names(node) | set(parameters(node)), number)
        for n in own_nodes(node):
            if isinstance(n, (ast.Global, ast.Nonlocal)):
                scope.outer.update(n.names)
                if isinstance(n, ast.Global):
                    scope.globals.update(n.names)
        lazy = suspends(node)
        self.functions.append((node.lineno, node.name, lazy))
        self.scope = scope
        docstring = node.body[:1] if ast.get_docstring(node, clean=False) is not None else []
        body = self.block(node.body[len(docstring):])
        self.scope = scope.parent
        names = ast.Tuple([ast.Name(p, ast.Load()) for p in parameters(node)], ast.Load())
        enter = ast.Assign([ast.Name(f"{HOOK}a{number}", ast.Store())],
                           self.hook("enter", ast.Constant(number), names, at=node))
        ast.copy_location(enter, node)
        if lazy or not body:
            node.body = docstring + [enter] + body
        else:
            leave = self.statement(self.hook("leave", ast.Name(f"{HOOK}a{number}", ast.Load()), at=node))
            guard = ast.copy_location(ast.Try(body, [], [], [leave]), node)
            node.body = docstring + [enter, guard]
        return ast.fix_missing_locations(node)

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = visit_function

    def visit_ClassDef(self, node):
        node.decorator_list = [self.visit(d) for d in node.decorator_list]
        node.bases = [self.visit(b) for b in node.bases]
        node.keywords = [self.visit(k) for k in node.keywords]
        self.scope = Scope("class", self.scope, bound_names(node))
        for n in own_nodes(node):
            if isinstance(n, (ast.Global, ast.Nonlocal)):
                self.scope.outer.update(n.names)
        node.body = self.block(node.body)
        self.scope = self.scope.parent
        return node

    # ---- statements

    def block(self, statements):
        out = []
        for s in statements:
            new = self.visit(s)
            out.extend(new if isinstance(new, list) else [new])
        return out

    def visit_Module(self, node):
        head = 0
        while head < len(node.body) and (
                isinstance(node.body[head], ast.ImportFrom) and node.body[head].module == "__future__" or
                isinstance(node.body[head], ast.Expr) and isinstance(node.body[head].value, ast.Constant)):
            head += 1
        node.body = node.body[:head] + self.block(node.body[head:])
        return node

    def fields(self, node):
        """Visits blocks with block() and expressions one by one."""
        for field, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                setattr(node, field, self.block(value))
            elif isinstance(value, list):
                setattr(node, field, [self.visit(v) if isinstance(v, ast.AST) else v for v in value])
            elif isinstance(value, ast.AST):
                setattr(node, field, self.visit(value))

    def generic_visit(self, node):
        self.fields(node)
        return node

    def stores(self, node):
        names = [n for t in ast.iter_child_nodes(node) for n in self.stored_names(t)] if not isinstance(
            node, ast.Assign) else [n for t in node.targets for n in self.stored_names(t)]
        if isinstance(node, ast.Assign) and any(isinstance(t, (ast.Tuple, ast.List)) for t in node.targets):
            self.fields(node)
            node.value = self.hook("rw", node.value, ast.Constant(node.lineno), at=node.value)
        else:
            self.fields(node)
        return [node] + self.writes_of(names, node)

    visit_Assign = visit_AnnAssign = visit_Delete = stores

    def visit_AugAssign(self, node):
        target = node.target
        before, after = [], []
        if isinstance(target, ast.Name):
            place = self.place(target.id, node)
            if place:
                before = [self.statement(self.hook("ag", ast.Name(target.id, ast.Load()), *place, at=node))]
                after = self.writes_of([target.id], node)
        elif isinstance(target, ast.Attribute):
            target.value = self.hook("xa", self.visit(target.value), ast.Constant(target.attr),
                                     ast.Constant(node.lineno), at=node)
        else:
            node.target = self.proxy(target, "xi")
        node.value = self.visit(node.value)
        return before + [node] + after

    def visit_Import(self, node):
        return [node] + self.writes_of([(a.asname or a.name).split(".")[0] for a in node.names if a.name != "*"], node)

    visit_ImportFrom = visit_Import

    def visit_With(self, node):
        names = [n for i in node.items if i.optional_vars for n in self.stored_names(i.optional_vars)]
        self.fields(node)
        node.body = self.writes_of(names, node) + node.body
        return node

    visit_AsyncWith = visit_With

    def visit_ExceptHandler(self, node):
        self.fields(node)
        if node.name:
            node.body = self.writes_of([node.name], node) + node.body
        node.body = [self.statement(self.hook("caught", at=node))] + node.body
        return node

    def visit_tested(self, node):
        self.fields(node)
        node.test = self.hook("rl", node.test, ast.Constant(node.test.lineno), at=node.test)
        return node

    visit_If = visit_While = visit_IfExp = visit_tested

    def visit_Match(self, node):
        return node  # patterns are left alone, and so is what they guard

    def visit_For(self, node):
        names = self.stored_names(node.target)
        number = self.loops[id(node)]
        inside = any(isinstance(n, (ast.Yield, ast.YieldFrom, ast.Await)) for n in own_nodes(node))
        unpacks = isinstance(node.target, (ast.Tuple, ast.List))
        self.fields(node)
        name = "lazy" if inside else "loop"
        node.iter = self.hook(name, ast.Constant(number), node.iter, ast.Constant(unpacks), at=node.iter)
        node.body = self.writes_of(names, node) + node.body
        return node

    def visit_AsyncFor(self, node):
        self.fields(node)
        return node

    # ---- expressions

    def comprehension(self, node):
        number = self.loops[id(node)]
        targets = {n for g in node.generators for n in self.stored_names(g.target)}
        first = self.visit(node.generators[0].iter)
        self.scope = Scope("comprehension", self.scope, targets)
        for i, g in enumerate(node.generators):
            g.iter = first if i == 0 else self.visit(g.iter)
            g.target = self.visit(g.target)
            g.ifs = [self.visit(c) for c in g.ifs]
        for field in ("elt", "key", "value"):
            if hasattr(node, field):
                setattr(node, field, self.visit(getattr(node, field)))
        self.scope = self.scope.parent
        g = node.generators[0]
        if not g.is_async:
            whole = len(node.generators) == 1 and not isinstance(node, ast.GeneratorExp)
            unpacks = isinstance(g.target, (ast.Tuple, ast.List))
            g.iter = self.hook("loop" if whole else "lazy", ast.Constant(number), g.iter,
                               ast.Constant(unpacks), at=g.iter)
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = comprehension

    def visit_Name(self, node):
        place = self.place(node.id, node) if isinstance(node.ctx, ast.Load) else None
        return self.hook("rv", node, *place, at=node) if place else node

    def visit_NamedExpr(self, node):
        place = self.place(node.target.id, node)
        node.value = self.visit(node.value)
        return self.hook("wx", node, *place, at=node) if place else node

    def visit_Attribute(self, node):
        hook = {ast.Load: "ra", ast.Store: "wa", ast.Del: "wa"}[type(node.ctx)]
        node.value = self.hook(hook, self.visit(node.value), ast.Constant(node.attr),
                               ast.Constant(node.lineno), at=node)
        return node

    def index(self, node):
        if isinstance(node, ast.Slice):
            parts = [self.visit(p) if p else ast.Constant(None) for p in (node.lower, node.upper, node.step)]
            return ast.copy_location(ast.Call(ast.Name("slice", ast.Load()), parts, []), node)
        if isinstance(node, ast.Tuple) and any(isinstance(e, (ast.Slice, ast.Starred)) for e in node.elts):
            if any(isinstance(e, ast.Starred) for e in node.elts):
                return self.visit(node)
            return ast.copy_location(ast.Tuple([self.index(e) for e in node.elts], ast.Load()), node)
        return self.visit(node)

    def proxy(self, node, hook):
        value, index = self.visit(node.value), self.index(node.slice)
        call = self.hook(hook, value, index, ast.Constant(node.lineno), at=node)
        new = ast.Subscript(call, ast.Constant(0), node.ctx)
        return ast.fix_missing_locations(ast.copy_location(new, node))

    def visit_Subscript(self, node):
        if not isinstance(node.ctx, ast.Load):
            return self.proxy(node, "wi")
        value, index = self.visit(node.value), self.index(node.slice)
        return ast.fix_missing_locations(
            self.hook("gi", value, index, ast.Constant(node.lineno), at=node))

    def visit_Call(self, node):
        if isinstance(node.func, ast.Name) and node.func.id in FRAME_READERS:
            return node if node.func.id == "super" else self.generic_visit(node)
        self.fields(node)
        line = ast.Constant(node.lineno)
        call = ast.Call(ast.Attribute(ast.Name(HOOK, ast.Load()), "c", ast.Load()),
                        [node.func, line] + node.args, node.keywords)
        return ast.fix_missing_locations(ast.copy_location(call, node))

    def visit_BinOp(self, node):
        self.fields(node)
        if not isinstance(node.op, ast.Mod):
            node.left = self.hook("rw", node.left, ast.Constant(node.lineno), at=node.left)
        node.right = self.hook("rw", node.right, ast.Constant(node.lineno), at=node.right)
        return node

    def visit_Compare(self, node):
        self.fields(node)
        if not all(isinstance(o, (ast.Is, ast.IsNot)) for o in node.ops):
            node.left = self.hook("rw", node.left, ast.Constant(node.lineno), at=node.left)
            node.comparators = [self.hook("rw", c, ast.Constant(node.lineno), at=c) for c in node.comparators]
        return node

    def visit_BoolOp(self, node):
        self.fields(node)
        node.values = [self.hook("rl", v, ast.Constant(node.lineno), at=v) for v in node.values]
        return node

    def visit_UnaryOp(self, node):
        self.fields(node)
        if isinstance(node.op, ast.Not):
            node.operand = self.hook("rl", node.operand, ast.Constant(node.lineno), at=node.operand)
        return node

    def visit_Starred(self, node):
        self.fields(node)
        if isinstance(node.ctx, ast.Load):
            node.value = self.hook("rw", node.value, ast.Constant(node.lineno), at=node.value)
        return node

    def visit_FormattedValue(self, node):
        return node  # columns inside f-strings are unreliable; names in them are read only

    def visit_JoinedStr(self, node):
        return node


def instrument(source, filename):
    """(code object, loops as [(line, kind)], functions as [(line, name, lazy)])"""
    tree = ast.parse(source, filename)
    rewriter = Instrument(tree)
    kinds = [(n.lineno, "while" if isinstance(n, ast.While) else
              "comprehension" if isinstance(n, COMPREHENSIONS) else "for") for n in loops_of(tree)]
    fold_lines = {}
    for n in ast.walk(tree):
        if isinstance(n, (ast.Assign, ast.AugAssign)):
            for target in n.targets if isinstance(n, ast.Assign) else [n.target]:
                if isinstance(target, ast.Name):
                    fold_lines.setdefault(target.id, set()).update(range(n.lineno, n.end_lineno + 1))
    tree = ast.fix_missing_locations(rewriter.visit(tree))
    return compile(tree, filename, "exec", dont_inherit=True), kinds, rewriter.functions, fold_lines
