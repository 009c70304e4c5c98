_call_in_processes = 5
next_work = 6


def work(k):
    return k + _call_in_processes + next_work


def main(n):
    out = []
    for k in range(n):
        out.append(work(k))
    return out


print(sum(main(50)))
