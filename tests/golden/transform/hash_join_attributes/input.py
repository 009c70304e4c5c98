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
    for employee in employees:
        for other in employees:
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
