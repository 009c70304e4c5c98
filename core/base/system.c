/*
 * system.c — clock, randomness, identifiers and the hash: the thin doors to the machine.
 */
#include <errno.h>
#include <sodium.h>
#include <stdatomic.h>
#include <sys/random.h>

#include "hasten/base.h"

uint64_t clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

int64_t clock_unix_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t) t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void random_bytes(void *out, size_t n)
{
    char *p = out;
    while (n) {
        ssize_t got = getrandom(p, n, 0);
        if (got < 0) {
            if (errno == EINTR)
                continue;
            abort(); /* a kernel without getrandom(2) cannot run hasten */
        }
        p += got;
        n -= (size_t) got;
    }
}

/* Milliseconds and 12 bits of a fraction (RFC 9562, 6.2, method 3); never the same twice in a process. */
static uint64_t next_moment(void)
{
    static _Atomic uint64_t last;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t ms = (uint64_t) now.tv_sec * 1000 + (uint64_t) now.tv_nsec / 1000000;
    uint64_t moment = ms << 12 | (uint64_t) (now.tv_nsec % 1000000) * 4096 / 1000000;
    uint64_t before = atomic_load(&last), given;
    do
        given = moment > before ? moment : before + 1;
    while (!atomic_compare_exchange_weak(&last, &before, given));
    return given;
}

void uuid_v7(char out[UUID_LEN + 1])
{
    unsigned char b[16];
    random_bytes(b, sizeof(b));
    uint64_t moment = next_moment();
    for (int i = 0; i < 6; i++)
        b[i] = (unsigned char) (moment >> (52 - 8 * i));
    b[6] = (unsigned char) (0x70 | (moment >> 8 & 0x0F)); /* version 7 */
    b[7] = (unsigned char) moment;
    b[8] = (unsigned char) (0x80 | (b[8] & 0x3F)); /* RFC 9562 variant */
    char *p = out;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *p++ = '-';
        snprintf(p, 3, "%02x", b[i]);
        p += 2;
    }
}

bool uuid_is_valid(str s)
{
    if (s.len != UUID_LEN)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        char c = s.ptr[i];
        bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (dash ? c != '-' : !hex)
            return false;
    }
    return true;
}

void sha256_hex(str bytes, char out[65])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, (const unsigned char *) bytes.ptr, bytes.len);
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
}
