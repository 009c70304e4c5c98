import time


def added(number, other):
    type(number).asked += 1
    return other


Number = type("Number", (), {"asked": 0, "__add__": added})


def ask(port):
    time.sleep(0.001)
    return [port]


def table(ports, base):
    found = []
    for port in ports:
        found.append(ask(port + base))
    return found


print(table([Number() for _ in range(4)], 5), Number.asked)
print(table([1, 2, 3], 5), table([1, 2, 3], 0.5), table(["a", "b"], "c"))
