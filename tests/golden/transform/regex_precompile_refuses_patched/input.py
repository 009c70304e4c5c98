import re


calls = []
def main(n):
    return [re.match("a+", "a" * k) is None for k in range(n)]


original = re.match
re.match = lambda *arguments: calls.append(arguments) or original(*arguments)
print(main(3), len(calls))
