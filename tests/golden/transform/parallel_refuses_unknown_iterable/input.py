import io


def work(line):
    return len(line)


def main(text):
    out = []
    for line in io.StringIO(text):
        out.append(work(line))
    return out


print(main("a\nbb\n"))
