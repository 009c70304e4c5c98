# Licence: none.
# About this file.

LIMIT = 3

# About work.
# More about it.
def work(k):
    return k % LIMIT


def main(n):
    out = []
    # The loop.
    for k in range(n):
        out.append(work(k))  # one by one
    return out


print(sum(main(50)))
