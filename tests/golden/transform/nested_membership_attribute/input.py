class Filter:
    def __init__(self, blocked):
        self.blocked = blocked
        self.passed = 0

    def run(self, names):
        kept = []
        for name in names:
            if name == "":
                continue
            if name not in self.blocked:
                kept.append(name)
                self.passed += 1
        return kept


class Computed(Filter):
    asked = 0

    @property
    def blocked(self):
        self.asked += 1
        return [str(self.asked)] * 9

    @blocked.setter
    def blocked(self, value):
        pass


blocked = [f"n{k}" for k in range(0, 40, 3)]
names = [f"n{k}" for k in range(30)] + [""]
one, other = Filter(blocked), Computed(blocked)
print(one.run(names), one.passed, other.run(["1", "2", "2"]), other.asked, other.passed)
