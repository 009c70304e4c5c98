def f():
    queue = [1, 2]
    for x in queue:
        if x < 5:
            queue.append(x + 2)
    while queue:
        print(queue.pop(0))


f()
