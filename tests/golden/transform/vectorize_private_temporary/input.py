import numpy as np


def mix(a, n):
    for i in range(n):
        tmp = int(a[i]) + i
        a[i] = tmp * tmp % 1009
    return a


for n in (0, 3, 600, 1000):
    print(mix(np.arange(1000) - 500, n).tolist())
for values in (np.arange(1000) * 10**15, np.arange(1000) / 4, np.arange(1000, dtype=np.int16), list(range(1000))):
    try:
        print(mix(values, 900))
    except Exception as error:
        print(type(error), error)
print(mix(np.arange(3000)[::3], 1000).tolist())
try:
    mix(np.arange(700), 800)
except IndexError as error:
    print(error)
