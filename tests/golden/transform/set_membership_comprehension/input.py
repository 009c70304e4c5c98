def common(left, right):
    return [x for x in left if x in right]


print(common(range(20), [2, 3, 5, 7, 11, 13, 17, 19, 23]), common([[1], "a"], list("abcdefghi")))
