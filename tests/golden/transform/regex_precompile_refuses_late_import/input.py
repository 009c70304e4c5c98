def main(n):
    return [bool(re.match("a+", "a" * k)) for k in range(n)]


import re
print(main(3))
