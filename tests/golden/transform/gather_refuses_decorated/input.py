import asyncio
import functools

calls = []


def counted(function):
    @functools.wraps(function)
    async def wrapper(*args):
        calls.append(args)
        return await function(*args)
    return wrapper


@counted
async def fetch(k):
    await asyncio.sleep(0.001)
    return k


async def run(n):
    return [await fetch(k) for k in range(n)]


print(asyncio.run(run(3)), calls)
