def main():
    for i in range(9):
        last = i * i
    return last
