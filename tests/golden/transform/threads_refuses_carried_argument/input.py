import time


def follow(page):
    time.sleep(0.001)
    return page * 3 % 17


def run(n):
    page = 1
    for k in range(n):
        page = follow(page)
    return page


print(run(5))
