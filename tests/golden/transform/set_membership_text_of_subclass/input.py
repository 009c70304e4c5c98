def kept(cells, banned):
    out = []
    for cell in cells:
        text = str(cell)
        if text not in banned:
            out.append(text)
    return out


class Text(str):
    def __eq__(self, other):
        return str.__str__(self) == other or other == "never"

    __hash__ = str.__hash__


class Cell:
    def __str__(self):
        return Text("cell")


banned = [str(k) for k in range(20)]
print(kept([1, 30, Cell()], banned))
print(kept([1, 30, Cell()], banned + ["never"]))
