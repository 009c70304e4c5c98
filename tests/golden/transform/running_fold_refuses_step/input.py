def thirds(data):
    return [max(data[k::3]) for k in range(len(data))]


print(thirds([1, 5, 2, 7, 3]))
