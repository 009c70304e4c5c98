import time


def run(n):
    out = []
    for k in range(n):
        time.sleep(0.001)
        out.append(k)
    return out


print(run(3))
