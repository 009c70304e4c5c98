import json

LOG = []


class Loud(dict):
    def __len__(self):
        LOG.append(1)
        return len(LOG)


def main(n, hook):
    out = []
    for k in range(n):
        out.append(len(json.loads('{"k": 1}', object_hook=hook)))
    return out


print(main(3, Loud))
