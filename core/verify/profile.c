/*
 * profile.c — how much a program may start beside its first thread, read off its text.
 *
 * A profile too narrow makes a program fail in the sandbox where it would work outside; one too
 * wide costs a little speed and some walls. So the words that lead to threads, event loops and
 * worker processes are looked for anywhere in the text, also where they turn out to be a
 * comment. A program that hides them gets the few threads of the function profile.
 */
#include "verify_internal.h"

static const struct {
    const char *word;
    enum sandbox_profile profile;
} starters[] = {
    { "multiprocessing", SANDBOX_PARALLEL },
    { "ProcessPoolExecutor", SANDBOX_PARALLEL },
    { "subprocess", SANDBOX_PARALLEL },
    { "fork(", SANDBOX_PARALLEL },
    { "concurrent.futures", SANDBOX_THREADS },
    { "threading", SANDBOX_THREADS },
    { "_thread", SANDBOX_THREADS },
    { "asyncio", SANDBOX_ASYNCIO },
    { "async def", SANDBOX_ASYNCIO },
};

enum sandbox_profile profile_wider(enum sandbox_profile a, enum sandbox_profile b)
{
    return a > b ? a : b;
}

enum sandbox_profile profile_of_text(str source)
{
    enum sandbox_profile profile = SANDBOX_FUNCTION;
    for (size_t i = 0; i < ARRAY_LEN(starters); i++)
        if (str_find(source, str_from(starters[i].word)) != SIZE_MAX)
            profile = profile_wider(profile, starters[i].profile);
    return profile;
}

enum sandbox_profile profile_of_candidate(const struct candidate *candidate)
{
    static const enum sandbox_profile needed[] = {
        [CANDIDATE_SEQUENTIAL] = SANDBOX_FUNCTION,
        [CANDIDATE_ASYNCIO] = SANDBOX_ASYNCIO,
        [CANDIDATE_THREADS] = SANDBOX_THREADS,
        [CANDIDATE_PROCESSES] = SANDBOX_PARALLEL,
    };
    return needed[candidate->profile];
}
