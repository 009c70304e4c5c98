import asyncio


async def wait(step):
    await asyncio.sleep(10 + step)
    return step


async def walk(steps):
    seen = []
    try:
        for step in range(steps):
            seen.append(await wait(step))
    finally:
        print("left with", seen, len(asyncio.all_tasks()))
    return seen


async def main():
    try:
        await asyncio.wait_for(walk(5), 0.02)
    except asyncio.TimeoutError:
        print("timeout", len(asyncio.all_tasks()))


asyncio.run(main())
