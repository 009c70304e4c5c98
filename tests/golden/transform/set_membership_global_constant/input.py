STOP = ['the', 'a', 'an', 'of', 'to', 'in', 'is', 'it', 'on']


def words(xs):
    out = []
    for x in xs:
        if x not in STOP:
            out.append(x)
    return out


print(words('the cat sat on a mat in spite of it'.split()), words([1, None, ['a'], 'to']))
