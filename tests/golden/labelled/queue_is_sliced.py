SIZE = 6
def drain(n):
    queue, log = list(range(n)), []
    while queue:
        queue.pop(0)
        log.append(queue[:2])
    return queue, log
def main(n):
    print(drain(n))
if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
