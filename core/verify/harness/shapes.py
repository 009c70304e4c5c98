"""What a parameter of untyped code must be like, read off what the code does with it.

A Shape gathers votes for kinds of values (kinds.py) and the shapes of what can be taken out of the
value: items, keys, fields at a fixed place, attributes, results of calling it. The body is walked once,
in order, with an environment from names to shapes; assignments, loops and calls of other functions of
the module hand shapes on, so that `for row in table: total += row["price"]` makes `table` a list
of dicts with a number under "price". Nothing is proved: votes are where trying starts, and values.py
changes them by what the calls come to.
"""

import ast
import collections
import inspect
import itertools
import textwrap

from kinds import ATTRIBUTES, CALLS, CLASSES, ITERABLE, METHODS, NAMES, NUMBER, TEXT

MAX_VISITS = 60   # function bodies walked for one target
MAX_DEPTH = 3     # calls deep
MAX_IMPORTED = 12 # functions of other modules that are looked into


class Shape:
    __slots__ = ("votes", "items", "keys", "named", "fields", "attributes", "result", "constants",
                 "patterns", "names", "classes", "arguments", "square", "prefixes", "suffixes", "belief")

    def __init__(self, name=""):
        self.votes = collections.Counter()
        self.belief = {}       # kind -> what trying has told, see making.py
        self.items = self.keys = self.result = None  # shapes, made when something is taken out
        self.named, self.fields, self.attributes = {}, {}, {}
        self.constants = []    # what it is compared with
        self.prefixes, self.suffixes = [], []
        self.patterns = []     # regular expressions it is matched against
        self.names = set()
        self.classes = []      # names of classes it is tested for
        self.arguments = 0     # when it is called
        self.square = False
        if name:
            self.name(name)

    def name(self, name):
        """Names vote once: the first two rows that hold a word of it."""
        if name in self.names:
            return
        self.names.add(name)
        words = {word for word in name.lower().split("_") if len(word) > 1 or word == name.lower()}
        words |= {word[:-1] for word in words if len(word) > 3 and word.endswith("s")} - {"clas"}
        found = 0
        plural = len(name) > 3 and name.endswith("s") and not name.endswith("ss")
        for row, votes in NAMES:
            if words & row and found < 2:
                found += 1
                self.vote(**votes)
        if plural and not self.votes["list"]:
            self.vote(list=1.5)

    def vote(self, **votes):
        for kind, weight in votes.items():
            self.votes[kind] += weight

    def item(self):
        if self.items is None:
            self.items = Shape()
        return self.items

    def key(self):
        if self.keys is None:
            self.keys = Shape()
        return self.keys

    def call(self):
        if self.result is None:
            self.result = Shape()
        return self.result

    def part(self, table, name):
        return table.setdefault(name, Shape(name if type(name) is str else ""))

    def compare(self, constant):
        if constant is None:
            self.vote(none=1.2)
        elif constant is not ... and len(self.constants) < 40:
            kind = CLASSES.get(type(constant).__name__, {})
            self.vote(**{name: weight * 0.75 for name, weight in kind.items()})
            self.constants.append(constant)

    def ranked(self):
        return [kind for kind, weight in self.votes.most_common() if weight > 0]


def constant_of(node):
    """Its value when the expression is a literal or a sign before one, else ..."""
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return ...


class Walk(ast.NodeVisitor):
    """Walks one function body; `program` knows the other functions and the compiled patterns."""

    def __init__(self, program, environment, depth):
        self.program, self.env, self.depth = program, environment, depth

    # ---- expressions: the shape behind one, None when it is not a parameter's

    def shape(self, node):
        method = getattr(self, "of_" + type(node).__name__, None)
        return method(node) if method else None

    def of_Name(self, node):
        return self.env.get(node.id)

    def of_Starred(self, node):
        return self.shape(node.value)

    def of_NamedExpr(self, node):
        return self.shape(node.value)

    def of_Attribute(self, node):
        owner = self.shape(node.value)
        return owner and owner.part(owner.attributes, node.attr)

    def of_BoolOp(self, node):
        return next(filter(None, map(self.shape, node.values)), None)

    def of_IfExp(self, node):
        return self.shape(node.body) or self.shape(node.orelse)

    def of_Subscript(self, node):
        owner = self.shape(node.value)
        if owner is None:
            return None
        if isinstance(node.slice, ast.Slice):
            return owner
        index = constant_of(node.slice)
        if type(index) is str:
            return owner.part(owner.named, index)
        if type(index) is int and 0 <= index < 8 and owner.votes["dict"] <= 4:
            return owner.part(owner.fields, index)
        return owner.item()

    def of_Call(self, node):
        """The shape of what a call gives back, where that is a part of an argument."""
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if isinstance(node.func, ast.Attribute) and (owner := self.shape(node.func.value)):
            return self._method_result(owner, name, node)
        if name in ("sorted", "list", "tuple", "set", "iter", "reversed", "deque", "copy", "deepcopy",
                    "islice", "frozenset", "dict") and node.args:
            return self.shape(node.args[0])
        if name in ("next", "min", "max", "heappop", "choice") and node.args:
            first = self.shape(node.args[0])
            return first and first.item()
        if isinstance(node.func, ast.Name) and (owner := self.env.get(name)):
            return owner.call()
        return None

    def _method_result(self, owner, name, node):
        if name in ("items", "values", "keys"):
            return self._view(owner, name)
        if name in ("get", "pop", "setdefault") and node.args:
            key = constant_of(node.args[0])
            return owner.part(owner.named, key) if type(key) is str else owner.item()
        if name in ("pop", "popleft"):
            return owner.item()
        if name in ("copy", "strip", "lower", "upper", "lstrip", "rstrip"):
            return owner
        return owner.part(owner.attributes, name).call() if name not in METHODS else None

    @staticmethod
    def _view(owner, name):
        if name == "values":
            view = Shape()
            view.items = owner.item()
        else:
            view = Shape()
            view.items = owner.key() if name == "keys" else Shape()
            if name == "items":
                view.items.fields = {0: owner.key(), 1: owner.item()}
        return view

    # ---- statements that hand shapes on

    def bind(self, target, shape):
        if shape is None:
            return
        if isinstance(target, ast.Name):
            if self.env.get(target.id) is None or target.id not in self.program.parameters:
                self.env[target.id] = shape
                if target.id != "key":  # that of a dict, where a parameter of the name is a function
                    shape.name(target.id)
        elif isinstance(target, (ast.Tuple, ast.List)):
            shape.vote(tuple=3, list=1)
            for at, inner in enumerate(target.elts):
                self.bind(inner, shape.part(shape.fields, at))

    def visit_Assign(self, node):
        self.generic_visit(node)
        for target in node.targets:
            self.bind(target, self.shape(node.value))

    def iterate(self, target, iterator):
        name = getattr(getattr(iterator, "func", None), "id", "")
        if name == "enumerate" and isinstance(target, ast.Tuple) and len(target.elts) == 2:
            return self.iterate(target.elts[1], iterator.args[0])
        if name == "zip" and isinstance(target, ast.Tuple):
            for inner, argument in zip(target.elts, iterator.args):
                self.iterate(inner, argument)
            return None
        shape = self.shape(iterator)
        if shape is None:
            return None
        shape.vote(**ITERABLE)
        item = shape.items
        if item is None and shape.votes["dict"] > shape.votes["list"]:
            item = shape.key()
        return self.bind(target, item or shape.item())

    def visit_For(self, node):
        self.iterate(node.target, node.iter)
        self.generic_visit(node)

    def visit_comprehension(self, node):
        self.iterate(node.target, node.iter)
        self.generic_visit(node)

    def _comprehension(self, node):
        for generator in node.generators:
            self.visit(generator)
        self.generic_visit(node)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def visit_With(self, node):
        for item in node.items:
            shape = self.shape(item.context_expr)
            if shape is not None:
                shape.vote(text_file=2, byte_file=1)
                if item.optional_vars is not None:
                    self.bind(item.optional_vars, shape)
        self.generic_visit(node)

    def visit_YieldFrom(self, node):
        if shape := self.shape(node.value):
            shape.vote(**ITERABLE)
        self.generic_visit(node)

    # ---- uses

    def visit_Attribute(self, node):
        owner = self.shape(node.value)
        if owner is not None:
            votes = METHODS.get(node.attr) or ATTRIBUTES.get(node.attr)
            owner.vote(**(votes or dict(object=3)))
            owner.part(owner.attributes, node.attr)
        self.generic_visit(node)

    def visit_Subscript(self, node):
        owner = self.shape(node.value)
        if owner is None and (index := self.shape(node.slice)) is not None:
            index.constants += self.program.members(node.value)
            index.vote(int=1, text=1)
        if owner is not None:
            index = constant_of(node.slice)
            if isinstance(node.slice, ast.Slice):
                owner.vote(list=2, text=2, bytes=0.5)
            elif type(index) is str:
                owner.vote(dict=5)
            elif type(index) is int:
                owner.vote(list=2, tuple=2, text=1, bytes=0.3)
            elif isinstance(node.ctx, ast.Load):
                owner.vote(list=2, dict=1.2, text=1, bytes=0.3)
            else:
                owner.vote(list=3, dict=2.5)
            if isinstance(node.value, ast.Subscript) and (outer := self.shape(node.value.value)):
                outer.vote(list=3)
                outer.square = True
            for part in ast.walk(node.slice):
                inner = self.shape(part)
                if inner is not None and type(index) is type(...):
                    inner.vote(int=1.5, text=0.4)
        self.generic_visit(node)

    def visit_BinOp(self, node):
        for side, other in ((node.left, node.right), (node.right, node.left)):
            shape = self.shape(side)
            if shape is not None:
                shape.vote(**self._operand(node.op, side is node.left, other))
        if isinstance(node.op, ast.Mod) and type(constant_of(node.left)) is str:
            self._formatted(node.left.value, node.right)
        self.generic_visit(node)

    def _operand(self, operator, is_left, other):
        constant = constant_of(other)
        if isinstance(operator, (ast.BitAnd, ast.BitOr, ast.BitXor, ast.LShift, ast.RShift, ast.Invert)):
            return dict(int=3.5, set=0.7)
        if type(constant) in (int, float) and not isinstance(operator, ast.Mult):
            return dict(int=3, real=2) if type(constant) is int else dict(real=3, int=2)
        if type(constant) is str or isinstance(other, ast.JoinedStr):
            return dict(text=3) if isinstance(operator, ast.Add) else {}
        if type(constant) is bytes:
            return dict(bytes=4)
        if isinstance(other, (ast.List, ast.ListComp)):
            return dict(list=3) if isinstance(operator, ast.Add) else dict(int=3)
        if isinstance(other, ast.Tuple) and isinstance(operator, ast.Add):
            return dict(tuple=3)
        if isinstance(operator, ast.Mod) and is_left:
            return dict(int=3, text=0.7)
        if isinstance(operator, (ast.Div, ast.Sub, ast.Pow, ast.FloorDiv)):
            return dict(int=2.5, real=2)
        return dict(int=1.2, real=0.8, text=0.3, list=0.2)

    def _formatted(self, layout, values):
        kinds = [letter for letter in layout.split("%")[1:] if letter]
        values = values.elts if isinstance(values, ast.Tuple) else [values]
        for spec, value in zip(kinds, values):
            shape = self.shape(value)
            letter = next((c for c in spec if c.isalpha()), "s")
            if shape is not None:
                shape.vote(**(dict(int=3) if letter in "dxXoc" else dict(real=3) if letter in "feg"
                              else dict(text=0.5)))

    def visit_UnaryOp(self, node):
        shape = self.shape(node.operand)
        if shape is not None:
            shape.vote(**(dict(list=0.3, text=0.3, flag=0.4) if isinstance(node.op, ast.Not)
                          else dict(int=2, real=1)))
        self.generic_visit(node)

    def _tested(self, node):
        if shape := self.shape(node.test):
            shape.vote(flag=0.8, none=0.8, int=0.6, text=0.6, list=0.4)
        self.generic_visit(node)

    visit_If = visit_While = visit_IfExp = _tested

    def visit_Compare(self, node):
        sides = [node.left, *node.comparators]
        for side, other, operator in zip(sides, sides[1:], node.ops):
            self._compared(side, other, operator)
            if not isinstance(operator, (ast.In, ast.NotIn)):
                self._compared(other, side, operator)
            elif container := self.shape(other):
                constant = constant_of(side)
                container.vote(list=2, dict=0.6, text=1.5 if type(constant) is str else 0.3, set=0.7)
                self._element(container, self.shape(side))
                if type(constant) is str:
                    container.constants.append(constant)
        self.generic_visit(node)

    @staticmethod
    def _element(container, shape):
        """What is looked for in a container is like what is in it."""
        if shape is not None and shape is not container:
            container.items = container.items or shape
            container.keys = container.keys or shape

    def _compared(self, side, other, operator):
        shape, constant = self.shape(side), constant_of(other)
        if shape is None:
            return
        if constant is ...:
            constant = self.program.constant(other)
        if isinstance(operator, (ast.In, ast.NotIn)):
            if type(constant) is str:
                shape.vote(text=2)
                shape.constants += [*constant[:12], constant]
            elif type(constant) in (tuple, list, set):
                for value in list(constant)[:12]:
                    shape.compare(value)
            elif members := self.program.members(other):
                for value in members[:6]:
                    shape.compare(value)
                shape.constants += members[6:]
            else:
                shape.vote(text=0.5, int=0.5)
        elif constant is not ...:
            shape.compare(constant)
        elif isinstance(operator, (ast.Lt, ast.Gt, ast.LtE, ast.GtE)):
            shape.vote(int=1.5, real=1)

    def visit_AugAssign(self, node):
        target, value = self.shape(node.target), self.shape(node.value)
        if target is not None:
            target.vote(**self._operand(node.op, True, node.value))
        if value is not None:
            value.vote(**self._operand(node.op, False, node.target))
        self.generic_visit(node)

    def visit_FormattedValue(self, node):
        shape = self.shape(node.value)
        if shape is not None and node.format_spec is not None:
            spec = ast.unparse(node.format_spec)
            shape.vote(**(dict(int=3) if "d" in spec else dict(real=3) if "f'" in spec else {}))
        self.generic_visit(node)

    def visit_Call(self, node):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        called = self.shape(node.func) if isinstance(node.func, ast.Name) else None
        if called is not None:
            called.vote(callable=5)
            called.arguments = max(called.arguments, len(node.args))
        if isinstance(node.func, ast.Attribute):
            self._method_call(node, name)
            self._numpy_call(node)
        for at, argument in enumerate(node.args):
            if isinstance(argument, (ast.GeneratorExp, ast.ListComp)):
                self._collected(name, argument)
            shape = self.shape(argument)
            if shape is None:
                continue
            if isinstance(argument, ast.Starred):
                shape.vote(list=2.5, tuple=2)
            elif name == "isinstance" and at == 0 and len(node.args) == 2:
                self._tested_for(shape, node.args[1])
            elif name in CALLS and (at == 0 or name not in ("isinstance", "sorted", "map", "filter",
                                                            "setattr", "getattr", "hasattr")):
                shape.vote(**CALLS[name])
                if name in ("sum", "fsum", "mean", "prod"):
                    shape.item().vote(int=2, real=1)
        for word in node.keywords:
            if word.arg is None and (shape := self.shape(word.value)):
                shape.vote(dict=4)
        if name in ("hasattr", "getattr", "setattr") and len(node.args) > 1:
            owner, attribute = self.shape(node.args[0]), constant_of(node.args[1])
            if owner is not None and type(attribute) is str:
                owner.part(owner.attributes, attribute)
        self._enter(node)
        self.generic_visit(node)

    def _collected(self, name, comprehension):
        """sum(e for …), "".join(e for …): what e is."""
        for generator in comprehension.generators:
            self.iterate(generator.target, generator.iter)
        shape = self.shape(comprehension.elt)
        if shape is not None and name in ("sum", "fsum", "prod", "join"):
            shape.vote(**(TEXT if name == "join" else NUMBER))

    def _numpy_call(self, node):
        """np.empty(len(x)), np.zeros_like(x): what an array is made alike is one."""
        if getattr(node.func.value, "id", "") not in ("np", "numpy"):
            return
        for argument in node.args[:1]:
            if isinstance(argument, ast.Call) and getattr(argument.func, "id", "") == "len" and argument.args:
                argument = argument.args[0]
            shape = self.shape(argument)
            if shape is not None and (argument is not node.args[0] or node.func.attr.endswith("_like")):
                shape.vote(array=6)

    def _method_call(self, node, name):
        """What the receiver says about the arguments: text methods, compiled patterns."""
        arguments = list(filter(None, map(self.shape, node.args)))
        receiver = node.func.value
        pattern = self.program.pattern(receiver)
        if pattern is None and getattr(receiver, "id", "") == "re" and node.args:
            pattern = constant_of(node.args[0])
        for shape in arguments:
            if type(pattern) in (str, bytes):
                shape.vote(**(dict(text=4) if type(pattern) is str else dict(bytes=4)))
                shape.patterns.append(pattern)
            elif name == "join":
                shape.vote(list=3)
                shape.item().vote(text=3)
            elif name in ("startswith", "endswith", "split", "find", "replace", "strip", "partition"):
                shape.vote(text=2)
        owner = self.shape(receiver)
        if owner is not None:
            self._receiver(owner, name, node.args)
            owner.constants += [value for value in map(constant_of, node.args)
                                if type(value) is str][:4]
            owner.part(owner.attributes, name).vote(callable=1)

    def _receiver(self, owner, name, arguments):
        """What arguments say about the receiver: bytes are split by bytes, a prefix is wanted."""
        for argument in arguments:
            constant = constant_of(argument)
            if constant is ...:
                constant = self.program.constant(argument)
            if type(constant) is bytes:
                owner.vote(bytes=5)
                owner.constants.append(constant)
            elif name in ("startswith", "endswith"):
                ends = constant if type(constant) is tuple else (constant,)
                getattr(owner, "prefixes" if name == "startswith" else "suffixes").extend(
                    end for end in ends if type(end) is str)

    def _tested_for(self, shape, classes):
        for node in ast.walk(classes):
            name = getattr(node, "id", getattr(node, "attr", ""))
            if name in CLASSES:
                shape.vote(**CLASSES[name])
            elif name in self.program.classes or self.program.is_class(name):
                shape.vote(object=4)
                shape.classes.append(name)

    def _enter(self, node):
        """A call of another function of the module: its body tells about the argument."""
        if self.depth >= MAX_DEPTH or self.program.visits >= MAX_VISITS:
            return
        function = self.program.function(node.func)
        if function is None:
            return
        arguments = function.args.posonlyargs + function.args.args
        if arguments and (isinstance(node.func, ast.Attribute) or arguments[0].arg == "self"):
            arguments = arguments[1:]
        given = {parameter.arg: shape for parameter, argument in zip(arguments, node.args)
                 if (shape := self.shape(argument)) is not None}
        given |= {word.arg: shape for word in node.keywords
                  if word.arg and (shape := self.shape(word.value)) is not None}
        if given:
            self.program.walk(function, given, self.depth + 1)

    def visit_FunctionDef(self, node):
        for statement in node.body:
            self.visit(statement)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node):
        pass


class Program:
    """The functions, classes and compiled patterns of a module, by name."""

    def __init__(self, tree):
        self.functions, self.classes, self.patterns = {}, {}, {}
        self.module = None      # the program once it is loaded
        self._imported = {}     # name -> syntax tree of a function from another module, or None
        self.owner = None       # the class whose method is looked at
        self.parameters = ()
        self.visits = 0
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                function = node.value.func
                if getattr(function, "attr", getattr(function, "id", "")) == "compile" and node.value.args:
                    pattern = constant_of(node.value.args[0])
                    for target in node.targets:
                        self.patterns[getattr(target, "id", getattr(target, "attr", ""))] = pattern
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.functions[node.name] = node
            elif isinstance(node, ast.ClassDef):
                self.classes[node.name] = node

    # ---- what names of the module stand for, once it is loaded

    def value(self, node):
        return self.module.__dict__.get(node.id) if self.module and isinstance(node, ast.Name) else None

    def constant(self, node):
        value = self.value(node)
        return value if type(value) in (int, float, str, bytes, tuple) else ...

    def members(self, node):
        """Keys or elements of a container of the module that are plain values."""
        value = self.value(node)
        if type(value) is str:
            return [value, *value[:20]]
        found = list(itertools.islice(value, 30)) if type(value) in (
            dict, set, frozenset, list, tuple) else []
        return [item for item in found if type(item) in (int, float, str, bytes)]

    def is_class(self, name):
        return self.module is not None and isinstance(self.module.__dict__.get(name), type)

    def imported(self, name):
        """The source of a function that the program imported, parsed."""
        if name not in self._imported and len(self._imported) < MAX_IMPORTED:
            self._imported[name] = None
            function = self.module.__dict__.get(name) if self.module else None
            if inspect.isfunction(function) and function.__module__ != self.module.__name__:
                try:
                    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
                    if isinstance(tree.body[0], ast.FunctionDef):
                        self._imported[name] = tree.body[0]
                except (OSError, TypeError, SyntaxError):
                    pass
        return self._imported.get(name)

    def texts(self, function, depth=2):
        """Text constants of a function and of those of the module that it calls."""
        found, waiting, seen = [], [(function, depth)], set()
        while waiting and len(seen) < 12:
            node, left = waiting.pop(0)
            if node is None or id(node) in seen:
                continue
            seen.add(id(node))
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call) and left:
                    waiting.append((self.function(inner.func), left - 1))
                value = inner.value if isinstance(inner, ast.Constant) else self.value(inner)
                if type(value) is str and 0 < len(value) < 40 and value.isprintable():
                    found.append(value)
                elif type(value) is bytes and 0 < len(value) < 20:
                    found.append(value.decode("latin-1"))
        return found[:80]

    def pattern(self, node):
        """The regular expression behind a name, or behind a bound method of a compiled one."""
        return self.patterns.get(getattr(node, "id", getattr(node, "attr", "")))

    def method(self, owner, name):
        """A method of a class of the module or of its bases there."""
        node = self.classes.get(owner)
        for inner in node.body if node else ():
            if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)) and inner.name == name:
                return inner
        for base in node.bases if node else ():
            if getattr(base, "id", owner) != owner and (found := self.method(base.id, name)):
                return found
        return None

    def function(self, node):
        if isinstance(node, ast.Name):
            return self.functions.get(node.id) or self.method(node.id, "__init__") or (
                self.imported(node.id))
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in ("self", "cls"):
            return self.method(self.owner, node.attr)
        return None

    def walk(self, function, environment, depth):
        self.visits += 1
        outer, self.parameters = self.parameters, frozenset(environment)
        walk = Walk(self, dict(environment), depth)
        try:
            for _ in range(2 if depth == 0 else 1):  # a loop hands shapes back to its start
                before = walk.env
                for statement in function.body:
                    walk.visit(statement)
                if len(walk.env) == len(before):
                    break
        except RecursionError:
            pass
        self.parameters = outer

    def infer(self, function, owner=None):
        """name -> Shape of every parameter; `owner` is the class of a method."""
        self.owner, self.visits = owner, 0
        arguments = function.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        shapes = {argument.arg: Shape(argument.arg) for argument in every}
        self.walk(function, shapes, 0)
        positional = arguments.posonlyargs + arguments.args
        defaults = zip(positional[len(positional) - len(arguments.defaults):], arguments.defaults)
        for argument, default in (*defaults, *zip(arguments.kwonlyargs, arguments.kw_defaults)):
            if default is not None:
                shapes[argument.arg].compare(constant_of(default))
        return shapes
