import asyncio


async def check(number):
    await asyncio.sleep(0.02 - number * 0.001)
    if number in (3, 7):
        raise ValueError(f"bad {number}")
    return number * number


async def check_all(numbers, good):
    for number in numbers:
        good.append(await check(number))
    return "fine"


async def careful(numbers, good):
    for number in numbers:
        try:
            good.append(await check(number))
        except ValueError as error:
            good.append(str(error))
    return len(asyncio.all_tasks())


for numbers in ([0, 1, 2], [1, 7, 3, 2], (7,), []):
    good = []
    try:
        print(asyncio.run(check_all(numbers, good)))
    except ValueError as error:
        print(error, error.__context__, error.__cause__)
    print(good, asyncio.run(careful(numbers, good)), good)
