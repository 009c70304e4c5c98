import asyncio


async def fetch(k):
    await asyncio.sleep(0.001)
    if k == 2:
        raise SystemExit(3)
    return k


async def run(n):
    out = []
    try:
        for k in range(n):
            out.append(await fetch(k))
    except SystemExit as error:
        out.append(str(error))
    return out


print(asyncio.run(run(5)))
