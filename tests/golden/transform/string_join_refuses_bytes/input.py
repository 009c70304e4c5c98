def f(n):
    s = b""
    for k in range(n):
        s = s + b"a" + b"b"
    return s


print(f(3))
