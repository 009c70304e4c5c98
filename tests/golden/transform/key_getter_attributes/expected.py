from collections import Counter
from operator import attrgetter


class Job:
    def __init__(self, name, due):
        self.name = name
        self.due = due

    def __repr__(self):
        return f"{self.name}@{self.due}"


def plan(jobs):
    return sorted(jobs, key=attrgetter("due", "name"))


class Loud:
    def __getattr__(self, name):
        print("asked for", name)
        raise AttributeError("no " + name, 7)


print(plan([Job("b", 2), Job("a", 2), Job("c", 1)]), Counter("ab"))
for jobs in ([Loud()], [None, 3], [Job(1, 2), Job("x", 2)]):
    try:
        plan(jobs)
    except Exception as e:
        print(type(e), e.args)
