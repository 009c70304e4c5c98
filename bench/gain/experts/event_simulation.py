"""Events are handled in the order of their times."""
import heapq


def simulate(machines, until):
    events = []
    for machine in range(machines):
        events.append((machine * 7 % 50, machine))
    heapq.heapify(events)
    handled = 0
    checksum = 0
    while events:
        time, machine = heapq.heappop(events)
        if time > until:
            break
        handled += 1
        checksum = (checksum * 31 + machine) % 1000003
        heapq.heappush(events, (time + 20 + machine * 13 % 37, machine))
    return handled, checksum


def main(n):
    print(simulate(n // 4, 400))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
