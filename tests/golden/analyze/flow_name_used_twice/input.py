def main(n):
    x = "label"
    print(x)
    x = 0
    for k in range(n):
        x += k * k
    return x


print(main(10))
