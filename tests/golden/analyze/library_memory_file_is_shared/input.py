import io


def main(n):
    buffer = io.StringIO()
    out = []
    for k in range(n):
        buffer.write(str(k))
        out.append(len(buffer.getvalue()))
    return out


print(main(4))
