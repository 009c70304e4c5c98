import asyncio


async def following(page):
    await asyncio.sleep(0.001)
    return page * 3 % 17


async def chain(n):
    page = 1
    for _ in range(n):
        page = await following(page)
    return page


print(asyncio.run(chain(5)))
