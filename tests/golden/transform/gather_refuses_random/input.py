import asyncio
import random


async def jitter(k):
    await asyncio.sleep(0.001)
    return random.random() * k


async def run(n):
    random.seed(3)
    return [await jitter(k) for k in range(n)]


print(asyncio.run(run(3)))
