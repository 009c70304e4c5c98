"""Jobs wait in a queue; long ones are served in slices."""


def simulate(jobs, slice_size):
    queue = list(jobs)
    clock = 0
    finished = 0
    while queue:
        remaining = queue.pop(0)
        if remaining > slice_size:
            queue.append(remaining - slice_size)
            clock += slice_size
        else:
            clock += remaining
            finished += clock % 10
    return clock, finished


def main(n):
    print(simulate([k * 7 % 23 + 1 for k in range(n)], 10))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60000)
