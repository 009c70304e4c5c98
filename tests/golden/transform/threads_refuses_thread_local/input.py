import threading
import time

local = threading.local()
local.name = "main"


def fetch(k):
    time.sleep(0.001)
    return getattr(local, "name", "none")


def run(n):
    return [fetch(k) for k in range(n)]


print(run(3))
