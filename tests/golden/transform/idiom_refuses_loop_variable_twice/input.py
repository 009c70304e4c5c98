def exchange(xs):
    for i in range(len(xs)):
        for i in range(i + 1, len(xs)):
            if xs[i] > xs[i]:
                xs[i], xs[i] = xs[i], xs[i]
    return xs


print(exchange([3, 1, 2]), exchange(["b", "a"]), exchange([]))
