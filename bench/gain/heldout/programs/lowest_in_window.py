"""The coldest of the last days, for every day."""


def coldest(temperatures, days):
    result = []
    for day in range(len(temperatures)):
        first = max(0, day - days + 1)
        result.append(min(temperatures[first:day + 1]))
    return result


def main(n):
    temperatures = [(k * 37 + k // 9) % 401 - 150 for k in range(n)]
    result = coldest(temperatures, 365)
    print(result[:3], sum(result))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60000)
