class Account:
    def __init__(self, code):
        self.code = code
        self.name = ""

    @property
    def label(self):
        return self.name

    @label.setter
    def label(self, new):
        self.name = new
        self.code = new.lower()


def rename(accounts, changes):
    out = []
    for code, new in changes:
        for account in accounts:
            if account.code == code:
                account.label = new
                out.append(account.name)
                break
    return out


print(rename([Account(f"c{k}") for k in range(30)], [("c1", "A"), ("c2", "B"), ("c3", "C"), ("c4", "D"), ("a", "E")]))
