SIZE = 20
def main(n):
    edges = {k: [2 * k + 1, 2 * k + 2] for k in range(n)}
    queue, seen = [0], set()
    while queue:
        at = queue.pop(0)
        if at in seen or at >= n:
            continue
        seen.add(at)
        for to in edges[at]:
            queue.append(to)
    print(sorted(seen))
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
