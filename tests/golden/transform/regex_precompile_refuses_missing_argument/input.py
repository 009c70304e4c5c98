import re


def main(n):
    return [re.sub("a", "b") for k in range(n)]


try:
    main(1)
except TypeError as error:
    print(error)
