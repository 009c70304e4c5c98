import asyncio


async def push(stack, k):
    await asyncio.sleep(0.001)
    stack.append(k)
    return len(stack)


async def run(n):
    stack = []
    return [await push(stack, k) for k in range(n)]


print(asyncio.run(run(3)))
