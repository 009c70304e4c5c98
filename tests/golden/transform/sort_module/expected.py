numbers = [(i * 79) % 31 for i in range(31)]
n = len(numbers)
if n == len(numbers):
    numbers.sort()
else:
    for i in range(n):
        for j in range(n - i - 1):
            if numbers[j] > numbers[j + 1]:
                numbers[j], numbers[j + 1] = numbers[j + 1], numbers[j]
print(numbers)
