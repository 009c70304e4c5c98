def merge_sort(xs):
    if type(xs) is list and ({int}.issuperset(map(type, xs)) or {str}.issuperset(map(type, xs))):
        xs.sort()
    else:
        if len(xs) > 1:
            middle = len(xs) // 2
            left = xs[:middle]
            right = xs[middle:]
            merge_sort(left)
            merge_sort(right)
            i = j = k = 0
            while i < len(left) and j < len(right):
                if left[i] <= right[j]:
                    xs[k] = left[i]
                    i += 1
                else:
                    xs[k] = right[j]
                    j += 1
                k += 1
            while i < len(left):
                xs[k] = left[i]
                i += 1
                k += 1
            while j < len(right):
                xs[k] = right[j]
                j += 1
                k += 1


for xs in ([3, 1, 2, 3, 1], [], [1], ["b", "a"], [2.5, 1, True, 0, 1.0], bytearray(b"bca")):
    print(merge_sort(xs), xs)
