def deep(n):
    if n > 0:
        a, b = deep(n - 1), deep(n - 2)
        if n % 3:
            return (a or 0) + (b or 0) + 1


print([deep(n) for n in range(12)])
