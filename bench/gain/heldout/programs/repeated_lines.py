"""Which messages of a log stand there more than once?"""


def repeated(messages):
    result = []
    for message in messages:
        if messages.count(message) > 1 and message not in result:
            result.append(message)
    return result


def main(n):
    messages = ["message %d" % (k * k % 4001) for k in range(n)]
    found = repeated(messages)
    print(len(found), found[:3])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)
