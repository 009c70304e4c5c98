/*
 * auth.c — API keys: `Authorization: Bearer KEY` or `X-API-Key: KEY` against the configured
 * ones.
 *
 * Only hashes are kept and compared, all of them and each to its end, so that time tells
 * neither which key was close nor how long it is.
 */
#include <strings.h>

#include "api.h"

static str next_key(str *list)
{
    size_t comma = str_find(*list, S(","));
    str key = str_trim(str_slice(*list, 0, comma));
    *list = comma == SIZE_MAX ? S("") : str_slice(*list, comma + 1, list->len);
    return key;
}

enum status auth_init(struct api *api, struct error *err)
{
    str list = str_from(api->config->api_keys);
    while (list.len) {
        str key = next_key(&list);
        if (!key.len)
            return error_field(err, STATUS_CONFIG, "api_keys",
                               "an empty key would admit everybody");
        api->key_hashes =
            xrealloc(api->key_hashes, (api->key_count + 1) * sizeof(*api->key_hashes));
        sha256_hex(key, api->key_hashes[api->key_count++]);
    }
    return STATUS_OK;
}

static str presented_key(const struct http_fields *fields)
{
    static const str scheme = S_INIT("Bearer ");
    str value = fields->authorization;
    if (value.len > scheme.len && !strncasecmp(value.ptr, scheme.ptr, scheme.len))
        return str_trim(str_slice(value, scheme.len, value.len));
    return fields->api_key;
}

bool auth_allows(const struct api *api, const struct http_fields *fields)
{
    if (!api->key_count)
        return true;
    char hash[65];
    sha256_hex(presented_key(fields), hash);
    bool allowed = false;
    for (uint32_t i = 0; i < api->key_count; i++) {
        unsigned difference = 0;
        for (size_t j = 0; j < 64; j++)
            difference |= (unsigned) (hash[j] ^ api->key_hashes[i][j]);
        allowed |= difference == 0;
    }
    return allowed;
}
