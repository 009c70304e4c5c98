def averages(data, width):
    result = []
    for start in range(len(data) - width + 1):
        window = data[start:start + width]
        result.append(sum(window) / width)
    return result


print(averages([k * 7 % 13 for k in range(60)], 8), averages([], 3), averages([1, 2], 0) if False else "")
