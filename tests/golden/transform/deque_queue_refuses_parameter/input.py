def f(queue):
    while queue:
        print(queue.pop(0))


xs = [1, 2]
f(xs)
print(xs)
