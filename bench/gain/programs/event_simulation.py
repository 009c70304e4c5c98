"""Events are handled in the order of their times."""


def simulate(machines, until):
    events = []
    for machine in range(machines):
        events.append((machine * 7 % 50, machine))
    handled = 0
    checksum = 0
    while len(events) > 0:
        events.sort()
        time, machine = events.pop(0)
        if time > until:
            break
        handled += 1
        checksum = (checksum * 31 + machine) % 1000003
        events.append((time + 20 + machine * 13 % 37, machine))
    return handled, checksum


def main(n):
    print(simulate(n // 4, 400))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
