def quicksort(items):
    """Sorts."""
    if len(items) <= 1:
        return items
    pivot = items[len(items) // 2]
    left = [x for x in items if x < pivot]
    middle = [x for x in items if x == pivot]
    right = [x for x in items if x > pivot]
    return quicksort(left) + middle + quicksort(right)


one = [1]
print(quicksort([3, 1, 2, 3, 1]), quicksort(one) is one, quicksort([]), quicksort(["b", "a"]), quicksort([2.5, 1, True, 0]))
try:
    quicksort([1, "a"])
except TypeError as error:
    print(error.args)
