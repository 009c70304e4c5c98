def f(n, xs, flag):
    x = None
    if flag:
        x = 3
    if x is None:
        return 0
    s = 0
    for i in range(n):
        s = s + x * i
    t = ""
    for i in range(n):
        t = t + str(i)
    r = None
    for v in [1, 2, 3]:
        if r is None or v > r:
            r = v
    try:
        y = int(t)
    except ValueError:
        y = "bad"
    z = y
    y = 2.0
    q = y
    if isinstance(xs, int):
        w = xs
    else:
        w = 0
    while True:
        k = 1
        try:
            k = 2
            if flag:
                break
        finally:
            k = "a"
    u = k
    p = (m := 3) if flag else 4
    g = lambda: y
    y = [1]
    return s, t, r, z, q, w, u, p, g
