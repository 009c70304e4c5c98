import asyncio
import time


async def stamp(k):
    await asyncio.sleep(0.01)
    return time.monotonic() > 0


async def run(n):
    return [await stamp(k) for k in range(n)]


print(asyncio.run(run(3)))
