def _finder(items, *path, either=None, form="items", width=None, grows=False):
    """Give a function that finds the items of a list whose value at `path`, or at `either`, is the wanted one.

    A path holds keys and positions, an attribute as (name,), and functions of a str. Where exact builtin
    types do not make it certain which items are meant, all of them are given; their order stays.
    """
    from bisect import bisect_left

    if type(items) is not list or len(items) < 24 and not grows:
        return None
    plain = {int, float, bool, str, type(None)}
    groups, kinds, stored, seen, calls = {}, set(), {}, 0, 0

    def is_plain(value):
        return type(value) in plain or type(value) is tuple and plain.issuperset(map(type, value))

    def is_stored(kind, name):
        if (kind, name) not in stored:
            stored[kind, name] = type(kind) is type and kind.__dictoffset__ != 0 and not any(
                own == name or str(own).startswith("__getattr")
                for base in kind.__mro__[:-1]
                for own in vars(base))
        return stored[kind, name]

    def read(value, path):
        for step in path:
            kind = type(value)
            if type(step) is tuple:
                if not is_stored(kind, *step) or step[0] not in vars(value):
                    return read
                value = vars(value)[step[0]]
            elif type(step) not in plain:
                if kind is not str:
                    return read
                value = step(value)
                value = tuple(value) if type(value) is list else value
            elif kind is dict and step in value:
                value = value[step]
            elif kind in (list, tuple) and type(step) is int and -len(value) <= step < len(value):
                value = value[step]
            else:
                return read
        return value

    def group():
        nonlocal seen
        for place in range(seen, len(items)):
            item = items[place]
            key = read(item, path)
            other = key if either is None else read(item, either)
            if item is items or not is_plain(key) or not is_plain(other):
                return None
            if width is not None and (type(item) not in (list, tuple) or len(item) != width):
                return None
            kinds.add(type(key))
            entry = item if form == "items" else place if form == "places" else (place, item)
            groups.setdefault(key, []).append(entry)
            if other is not key and other != key:
                groups.setdefault(other, []).append(entry)
        seen = len(items)
        return groups

    def find(wanted, *steps, span=None, less=(), more=()):
        nonlocal groups, calls
        calls += 1
        everything = items if form == "items" else enumerate(items) if form == "pairs" else span
        if groups is None or calls < 4:
            return everything
        wanted = read(wanted, steps)
        for terms, sign in (less, -1), (more, 1):
            for start, *steps in terms:
                term = read(start, steps)
                wanted = wanted + sign * term if type(wanted) is int is type(term) else read
        if seen < len(items):
            groups = group()
        if not is_plain(wanted):
            groups = None
        if groups is None or (less or more) and kinds != {int}:
            return everything
        found = groups.get(wanted, ())
        if span is None:
            return found
        return (
            found[bisect_left(found, span.start):]
            if span.start >= 0 and span.stop == len(items)
            else span
        )

    return find


class Employee:
    def __init__(self, number, name, manager):
        self.number = number
        self.name = name
        self.manager = manager


class Computed(Employee):
    @property
    def number(self):
        print("computed")
        return 3

    @number.setter
    def number(self, value):
        pass


class Slotted:
    __slots__ = ("number", "name", "manager")

    def __init__(self, number):
        self.number, self.name, self.manager = number, "slot", number + 1


class Open:
    name = "open"

    def __getattr__(self, name):
        print("asked for", name)
        return 4


def lines(employees):
    result = []
    employees_with_number = _finder(employees, ("number",))
    for employee in employees:
        for other in (
            employees_with_number(employee, ("manager",)) if employees_with_number else employees
        ):
            if employee.manager == other.number:
                result.append((employee.name, other.name))
    return result


print(lines([Employee(k, "E%d" % k, k * 7 % 13) for k in range(45)]))
print(lines([Employee(k, "E%d" % k, k * 7 % 13) for k in range(35)] + [Computed(1, "c", 2)]))
print(lines([Slotted(k) for k in range(37)]))
print(lines([Employee(k, "E%d" % k, k + 1) for k in range(35)] + [Open()]))
try:
    lines([Employee(k, "E%d" % k, k + 1) for k in range(35)] + [object()])
except AttributeError as e:
    print(e)
