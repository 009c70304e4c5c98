import time


def ask(host):
    time.sleep(0.001)
    return [host]


def table(users):
    found = []
    for user in users:
        found.append(ask(user["name"]))
    return found


def hash_of(key):
    return hash("name")


def equals(key, other):
    type(key).asked += 1
    return other == "name"


Key = type("Key", (), {"asked": 0, "__hash__": hash_of, "__eq__": equals})
print(table([{"name": "x", "age": 3}, {"name": "y"}]))
print(table([{Key(): "x"}, {Key(): "y"}]), Key.asked)
try:
    table([{"name": "x"}, {}])
except KeyError as e:
    print(e)
