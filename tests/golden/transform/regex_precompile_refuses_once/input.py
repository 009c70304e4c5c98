import re


def main():
    return bool(re.match("a+", "aa"))


print(main())
