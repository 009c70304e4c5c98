def windows(data):
    result = []
    for k in range(len(data)):
        window = data[k:k + 3]
        k = 0
        result.append(sum(window))
        window.append(5)
        result.append(sum(window))
    return result


print(windows([1, 2, 3, 4, 5]))
