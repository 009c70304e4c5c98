import asyncio

LINKS = {"a": ["b", "c"], "b": ["d"], "c": [], "d": []}


async def links(page):
    await asyncio.sleep(0.001)
    return LINKS[page]


async def crawl(start):
    todo = [start]
    for page in todo:
        todo.extend(await links(page))
    return todo


print(asyncio.run(crawl("a")))
