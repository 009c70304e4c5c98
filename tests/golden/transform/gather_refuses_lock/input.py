import asyncio


async def guarded(lock, k):
    async with lock:
        await asyncio.sleep(0.001)
        return k


async def run(n):
    lock = asyncio.Lock()
    return [await guarded(lock, k) for k in range(n)]


print(asyncio.run(run(3)))
