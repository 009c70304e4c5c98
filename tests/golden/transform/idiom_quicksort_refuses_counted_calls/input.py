calls = []

def quicksort(items):
    calls.append(len(items))
    if len(items) <= 1:
        return items
    pivot = items[0]
    left = [x for x in items[1:] if x < pivot]
    right = [x for x in items[1:] if x >= pivot]
    return quicksort(left) + [pivot] + quicksort(right)


print(quicksort([3, 1, 2, 3, 1]), calls)
