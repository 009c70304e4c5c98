def main(n):
    sizes = []
    with open("/dev/null", "w") as out:
        for k in range(n):
            sizes.append(out.write(str(k)))
    return sizes


print(main(4))
