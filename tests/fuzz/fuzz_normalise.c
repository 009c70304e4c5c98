/*
 * fuzz_normalise.c — any bytes through the normaliser alone; `make fuzz-normalise`.
 *
 * Beyond "no sanitizer report": every byte is written, none is made up (a byte is kept, or turned
 * into a blank or a line end), a refusal names a place in the text.
 */
#include <stdlib.h>
#include <string.h>

#include "core/python/python_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LONGEST 4096u

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void keeps_bytes(const char *in, const char *out, size_t size)
{
    for (size_t i = 0; i < size; i++)
        require(out[i] == in[i] || out[i] == ' ' || out[i] == '\n');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char out[LONGEST];
    const char *in = (const char *) data;
    size_t bad = 0;

    if (size > LONGEST)
        return 0;
    memset(out, 1, size);
    if (py_normalise((str){ in, size }, out, &bad))
        keeps_bytes(in, out, size);
    else
        require(bad < size);
    return 0;
}
