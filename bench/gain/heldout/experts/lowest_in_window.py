"""The coldest of the last days, for every day."""
from collections import deque


def coldest(temperatures, days):
    result = []
    window = deque()
    for day, value in enumerate(temperatures):
        while window and temperatures[window[-1]] >= value:
            window.pop()
        window.append(day)
        if window[0] <= day - days:
            window.popleft()
        result.append(temperatures[window[0]])
    return result


def main(n):
    temperatures = [(k * 37 + k // 9) % 401 - 150 for k in range(n)]
    result = coldest(temperatures, 365)
    print(result[:3], sum(result))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60000)
