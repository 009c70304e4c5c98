n = 30
flags = [True] * (n + 1)
for i in range(2, 6):
    if flags[i]:
        _span = range(i * i, n + 1, i)
        if 0 <= _span.start <= _span.stop <= len(flags) and _span.step > 0:
            flags[_span.start:_span.stop:_span.step] = [False] * len(_span)
        else:
            for j in _span:
                flags[j] = False
print(flags)
