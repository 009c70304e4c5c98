def main(n, scale=None):
    if not isinstance(n, int) or type(n) is not int:
        return None
    if scale is None:
        scale = 3
    if type(scale) is not int:
        return None
    total = 0
    for k in range(n):
        total += k * scale
    return total


print(main(10), main(10, 4))
