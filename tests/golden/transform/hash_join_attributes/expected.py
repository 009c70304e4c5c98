def _finder(items, *path):
    """Give a function that finds the items of a list whose value at `path` is the wanted one.

    An attribute is given as (name,). Where exact builtin types do not make it certain which are meant, all are given.
    """
    if type(items) is not list or len(items) < 24:
        return None
    plain = {int, float, bool, str, type(None)}
    groups, seen, calls = {}, 0, 0
    stored = {}

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
                continue
        return value

    def group():
        nonlocal seen
        for place in range(seen, len(items)):
            item = items[place]
            key = read(item, path)
            if item is items or not is_plain(key):
                return None
            groups.setdefault(key, []).append(item)
        seen = len(items)
        return groups

    def find(wanted, *steps):
        nonlocal groups, calls
        calls += 1
        if groups is None or calls < 4:
            return items
        wanted = read(wanted, steps)
        if seen < len(items):
            groups = group()
        if not is_plain(wanted):
            groups = None
        if groups is None:
            return items
        return groups.get(wanted, ())

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
