def f(n):
    xs = "abab" * n
    for k in "ab":
        print(xs.count(k + "b"), xs.index(k))


f(2)
