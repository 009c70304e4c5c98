def common(left, right):
    return [x for x in left if x in right]
