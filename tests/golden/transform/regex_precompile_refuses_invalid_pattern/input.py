import re


def main(n):
    for k in range(n):
        try:
            re.match("(a", "a" * k)
        except re.error as error:
            print(error)


main(1)
