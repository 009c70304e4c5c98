/*
 * address.c — which addresses a provider's connection may go to.
 *
 * The endpoint is set by an administrator, but its name is resolved by DNS, which is not: a name
 * that is public today may point at a cloud metadata service or a database on the local network
 * tomorrow (DNS rebinding). So the decision is taken on the resolved address, after DNS and
 * before connect. IPv4 addresses that hide in IPv6 ones (mapped, NAT64) are judged as IPv4.
 *
 * Pure functions; any thread. Sources: RFC 6890 and the IANA special-purpose registries.
 */
#include <arpa/inet.h>
#include <netinet/in.h>

#include "core/llm/llm_internal.h"

struct prefix4 {
    uint32_t net, mask;
    enum address_class class;
};

static const struct prefix4 prefixes4[] = {
    { 0x00000000, 0xFF000000, ADDRESS_FORBIDDEN }, /* 0.0.0.0/8, this network */
    { 0xA9FE0000, 0xFFFF0000, ADDRESS_FORBIDDEN }, /* 169.254.0.0/16, link-local, metadata */
    { 0xE0000000, 0xE0000000, ADDRESS_FORBIDDEN }, /* 224.0.0.0/3, multicast and reserved */
    { 0x7F000000, 0xFF000000, ADDRESS_PRIVATE },   /* 127.0.0.0/8 */
    { 0x0A000000, 0xFF000000, ADDRESS_PRIVATE },   /* 10.0.0.0/8 */
    { 0xAC100000, 0xFFF00000, ADDRESS_PRIVATE },   /* 172.16.0.0/12 */
    { 0xC0A80000, 0xFFFF0000, ADDRESS_PRIVATE },   /* 192.168.0.0/16 */
    { 0x64400000, 0xFFC00000, ADDRESS_PRIVATE },   /* 100.64.0.0/10, carrier NAT */
    { 0xC0000000, 0xFFFFFF00, ADDRESS_PRIVATE },   /* 192.0.0.0/24 */
    { 0xC6120000, 0xFFFE0000, ADDRESS_PRIVATE },   /* 198.18.0.0/15, benchmarking */
};

static enum address_class classify4(uint32_t address)
{
    for (size_t i = 0; i < ARRAY_LEN(prefixes4); i++)
        if ((address & prefixes4[i].mask) == prefixes4[i].net)
            return prefixes4[i].class;
    return ADDRESS_PUBLIC;
}

static uint32_t read4(const unsigned char *b)
{
    return (uint32_t) b[0] << 24 | (uint32_t) b[1] << 16 | (uint32_t) b[2] << 8 | b[3];
}

static enum address_class classify6(const unsigned char *b)
{
    static const unsigned char zeros[16], mapped[12] = { [10] = 0xFF, [11] = 0xFF },
                                          nat64[12] = { 0x00, 0x64, 0xFF, 0x9B };
    if (!memcmp(b, mapped, sizeof(mapped)) || !memcmp(b, nat64, sizeof(nat64)))
        return classify4(read4(b + 12));
    if (!memcmp(b, zeros, 15))
        return b[15] == 1 ? ADDRESS_PRIVATE : ADDRESS_FORBIDDEN; /* ::1, :: */
    if ((b[0] & 0xFE) == 0xFC)
        return ADDRESS_PRIVATE; /* fc00::/7, unique local */
    /* Only 2000::/3 is given out to the public; 2002::/16 (6to4) wraps an IPv4 address. */
    if ((b[0] & 0xE0) != 0x20)
        return ADDRESS_FORBIDDEN;
    if (b[0] == 0x20 && b[1] == 0x02)
        return classify4(read4(b + 2)) == ADDRESS_PUBLIC ? ADDRESS_PUBLIC : ADDRESS_FORBIDDEN;
    return ADDRESS_PUBLIC;
}

enum address_class address_classify(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof(in));
        return classify4(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof(in6));
        return classify6(in6.sin6_addr.s6_addr);
    }
    return ADDRESS_FORBIDDEN;
}

/* A literal address, in brackets or not; false when the host is a name. */
static bool literal_address(str host, struct sockaddr_storage *ret)
{
    char text[INET6_ADDRSTRLEN + 2];
    if (host.len > 2 && host.ptr[0] == '[')
        host = str_slice(host, 1, host.len - 1);
    if (!host.len || host.len >= sizeof(text))
        return false;
    memcpy(text, host.ptr, host.len);
    text[host.len] = '\0';
    struct sockaddr_in in = { .sin_family = AF_INET };
    struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
    if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
        memcpy(ret, &in, sizeof(in));
    else if (inet_pton(AF_INET6, text, &in6.sin6_addr) == 1)
        memcpy(ret, &in6, sizeof(in6));
    else
        return false;
    return true;
}

bool is_private_host(str host)
{
    struct sockaddr_storage address = { 0 };
    if (literal_address(host, &address))
        return address_classify((const struct sockaddr *) &address) == ADDRESS_PRIVATE;
    if (!host.len || host.ptr[0] == '[')
        return false;
    return !memchr(host.ptr, '.', host.len) || str_ends(host, S(".localhost")) ||
           str_ends(host, S(".internal")) || str_ends(host, S(".local"));
}
