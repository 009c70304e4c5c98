"""Which messages of a log stand there more than once?"""
from collections import Counter


def repeated(messages):
    return [message for message, count in Counter(messages).items() if count > 1]


def main(n):
    messages = ["message %d" % (k * k % 4001) for k in range(n)]
    found = repeated(messages)
    print(len(found), found[:3])

if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)
