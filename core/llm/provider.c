/*
 * provider.c — the table of wire formats. A new provider is one file that defines a
 * `const struct provider`, and one row in providers.def.
 */
#include "core/llm/llm_internal.h"

#define PROVIDER(symbol) extern const struct provider symbol;
#include "providers.def"
#undef PROVIDER

static const struct provider *const providers[] = {
#define PROVIDER(symbol) &symbol,
#include "providers.def"
#undef PROVIDER
};

const struct provider *provider_named(str name)
{
    if (!name.len)
        return providers[0];
    for (size_t i = 0; i < ARRAY_LEN(providers); i++)
        if (str_equal(str_from(providers[i]->name), name))
            return providers[i];
    return NULL;
}
