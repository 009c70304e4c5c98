def moving_means(xs, w, out):
    for start in range(len(xs) - w + 1):
        out.append(sum(xs[start:start + w]) / w)
    return out


out = []
try: moving_means([1, 2, 3, 10**400, 5], 1, out)
except Exception as e: print(repr(e))
print(out)
