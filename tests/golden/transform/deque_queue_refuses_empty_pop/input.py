def f(n):
    queue = [1]
    for _ in range(n):
        queue.pop(0)


try:
    f(2)
except IndexError as error:
    print(error)
