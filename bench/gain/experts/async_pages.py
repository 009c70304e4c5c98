"""Awaits pages side by side."""
import asyncio


async def fetch(page):
    await asyncio.sleep(0.01)
    return page * 37 % 101


async def collect(pages):
    return await asyncio.gather(*(fetch(page) for page in range(pages)))


def main(n):
    scores = asyncio.run(collect(n))
    print(len(scores), sum(scores))


if __name__ == "__main__":
    import sys
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
