def work(k):
    return k * k


out = []
for k in range(50):
    out.append(work(k))
print(sum(out))
