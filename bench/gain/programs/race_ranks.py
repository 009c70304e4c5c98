"""The rank of each runner: how many were faster?"""


def ranks(times):
    result = []
    for time in times:
        rank = 1
        for other in times:
            if other < time:
                rank += 1
        result.append(rank)
    return result


def main(n):
    times = [k * 7919 % 3001 for k in range(n)]
    result = ranks(times)
    print(result[:5], max(result))

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
