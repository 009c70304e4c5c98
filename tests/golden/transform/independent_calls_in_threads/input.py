import time


def ask(host, fail=False):
    time.sleep(0.002)
    if fail:
        raise OSError(host)
    return len(host)


def both(x, y, fail=False):
    a = ask(x, fail)
    b = ask(y, fail)
    return a - b


print(both("one", "three"))
try:
    both("one", "three", True)
except OSError as error:
    print(error)
