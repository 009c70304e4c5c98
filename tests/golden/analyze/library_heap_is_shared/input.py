import heapq


def main(n):
    heap = [5, 3, 8]
    out = []
    for k in range(n):
        heapq.heappush(heap, k)
        out.append(heapq.heappop(heap))
    return out


print(main(4))
