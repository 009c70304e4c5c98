"""Pages."""
import asyncio


async def fetch(page, delay):
    await asyncio.sleep(delay)
    return {"page": page, "score": page * 37 % 101}


async def collect(pages):
    scores = []
    best = None
    for page in range(pages):
        got = await fetch(page, 0.001)
        scores.append(got["score"])
        if best is None or got["score"] > best["score"]:
            best = got
    return scores, best


print(asyncio.run(collect(9)), asyncio.run(collect(0)), asyncio.run(collect(1)))
try:
    asyncio.run(collect("x"))
except TypeError as error:
    print(error)
