/*
 * observation.c — compares what two calls did, as bytes. The grammar is that of
 * harness/observe.py: one byte of flags, one of kind, eight that identify the outcome, eight that say
 * how long it slept, on request 32 that are the digest of a form without order, then a stream of
 * tokens. Equality is equality of bytes, but for what is loosened, each for a reason of its own (enum
 * looseness):
 *
 *  - units in the last place: the streams are walked side by side and two floats may differ by a few
 *    representable numbers; everything else must still be the same byte for byte;
 *  - addresses: wherever both sides have `0x` and hexadecimal digits, the digits may differ;
 *  - order: the digests of the form without order decide, and printed texts are bags of words;
 *  - waiting: of calls that wait at the same time, those behind the one that fails have begun too. A
 *    call that raises may have slept longer, never shorter: a delay before an error is not skipped.
 */
#include "verify_internal.h"

enum {
    FLAG_TRUNCATED = 1,
    FLAG_OPAQUE = 2,
    FLAG_ORDER_FREE = 4,
    OUTCOME = 2,
    WAITED = 10,
    HEADER = 18,
    DIGEST = 32,
    MAX_ULP = 4,
    ADDRESS_DIGITS = 6, /* at least; shorter ones are numbers that the program means */
};

bool observed_valid(const struct observed *o)
{
    if (o->bytes.len < HEADER)
        return false;
    char kind = o->bytes.ptr[1];
    return kind == OBSERVED_RETURN || kind == OBSERVED_RAISE || kind == OBSERVED_EXHAUSTED;
}

struct observed observed_copy(const struct observed *o, struct arena *arena)
{
    return (struct observed){ arena_str(arena, o->bytes), arena_str(arena, o->out),
                              arena_str(arena, o->err), o->elapsed_ns };
}

enum observed_kind observed_kind(const struct observed *o)
{
    return (enum observed_kind) o->bytes.ptr[1];
}

bool observed_truncated(const struct observed *o)
{
    return o->bytes.ptr[0] & FLAG_TRUNCATED;
}

bool observed_opaque(const struct observed *o)
{
    return o->bytes.ptr[0] & FLAG_OPAQUE;
}

static uint64_t big_endian(const char *p)
{
    uint64_t number = 0;
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | (unsigned char) p[i];
    return number;
}

uint64_t observed_outcome(const struct observed *o)
{
    return big_endian(o->bytes.ptr + OUTCOME);
}

static uint64_t little_endian(const char *p, size_t n)
{
    uint64_t value = 0;
    while (n--)
        value = value << 8 | (unsigned char) p[n];
    return value;
}

/* Length of the token at the front of s, 0 when there is none. */
static size_t token_length(str s)
{
    if (s.len == 0)
        return 0;
    size_t length;
    switch (s.ptr[0]) {
    case 'N': case 'T': case 'F': case '.': case '0':
        length = 1;
        break;
    case 'g':
        length = 9;
        break;
    case 'y':
        length = 17;
        break;
    case 's': case 'u':
        length = s.len < 5 ? 5 : 5 + (size_t) little_endian(s.ptr + 1, 4);
        break;
    case 'l': { /* signed count of 15-bit digits */
        int32_t digits = s.len < 5 ? 0 : (int32_t) little_endian(s.ptr + 1, 4);
        length = 5 + 2 * (size_t) (digits < 0 ? -(int64_t) digits : digits);
        break;
    }
    default: /* 'i' and every tag of the harness: a letter and 32 bits */
        length = 5;
    }
    return length <= s.len ? length : 0;
}

/* Distance in representable numbers; the sign bit folds the order as IEEE 754 totalOrder does. */
static bool within_ulp(uint64_t a, uint64_t b)
{
    if ((a ^ b) >> 63)
        return false;
    return (a > b ? a - b : b - a) <= MAX_ULP;
}

static bool has_order_free(const struct observed *o)
{
    return o->bytes.len >= HEADER + DIGEST && o->bytes.ptr[0] & FLAG_ORDER_FREE;
}

static str encoding_of(const struct observed *o)
{
    return str_slice(o->bytes, has_order_free(o) ? HEADER + DIGEST : HEADER, o->bytes.len);
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static size_t hex_digits(str s, size_t at)
{
    size_t end = at;
    while (end < s.len && is_hex(s.ptr[end]))
        end++;
    return end - at;
}

static bool equal_but_addresses(str a, str b)
{
    size_t i = 0, k = 0;
    while (i < a.len && k < b.len) {
        if (a.ptr[i] != b.ptr[k])
            return false;
        bool prefix = i > 0 && a.ptr[i] == 'x' && a.ptr[i - 1] == '0';
        i++, k++;
        if (!prefix)
            continue;
        size_t n = hex_digits(a, i), m = hex_digits(b, k);
        if (n >= ADDRESS_DIGITS && m >= ADDRESS_DIGITS) {
            i += n;
            k += m;
        }
    }
    return i == a.len && k == b.len;
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           c == '_' || (unsigned char) c >= 0x80;
}

/* The same for texts that hold the same words and signs in any order. */
static uint64_t bag_of_words(str s)
{
    uint64_t bag = 0;
    for (size_t at = 0; at < s.len;) {
        size_t end = at + 1;
        while (is_word(s.ptr[at]) && end < s.len && is_word(s.ptr[end]))
            end++;
        uint64_t hash = 14695981039346656037ull; /* FNV-1a */
        for (size_t i = at; i < end; i++)
            hash = (hash ^ (unsigned char) s.ptr[i]) * 1099511628211ull;
        bag += hash * hash;
        at = end;
    }
    return bag;
}

bool texts_equal(str a, str b, unsigned looseness)
{
    return str_equal(a, b) ||
           (looseness & LOOSE_ADDRESSES && equal_but_addresses(a, b)) ||
           (looseness & LOOSE_ORDER && a.len == b.len && bag_of_words(a) == bag_of_words(b));
}

static bool equal_with_ulp(str a, str b)
{
    while (a.len && b.len) {
        size_t n = token_length(a), m = token_length(b);
        if (n == 0 || n != m || a.ptr[0] != b.ptr[0])
            return false;
        bool same = str_equal(str_slice(a, 0, n), str_slice(b, 0, n));
        if (!same && !(a.ptr[0] == 'g' && within_ulp(little_endian(a.ptr + 1, 8),
                                                     little_endian(b.ptr + 1, 8))))
            return false;
        a = str_slice(a, n, a.len);
        b = str_slice(b, m, b.len);
    }
    return a.len == b.len;
}

static bool waited_alike(const struct observed *expected, const struct observed *actual, unsigned looseness)
{
    uint64_t a = big_endian(expected->bytes.ptr + WAITED), b = big_endian(actual->bytes.ptr + WAITED);
    return a == b || (looseness & LOOSE_WAITING && a < b && observed_kind(expected) == OBSERVED_RAISE);
}

static bool encodings_equal(const struct observed *a, const struct observed *b, unsigned looseness)
{
    if (a->bytes.len < HEADER || b->bytes.len < HEADER || a->bytes.ptr[1] != b->bytes.ptr[1] ||
        !waited_alike(a, b, looseness))
        return false;
    if (looseness & LOOSE_ORDER && has_order_free(a) && has_order_free(b) &&
        str_equal(str_slice(a->bytes, HEADER, HEADER + DIGEST),
                  str_slice(b->bytes, HEADER, HEADER + DIGEST)))
        return true;
    str left = encoding_of(a), right = encoding_of(b);
    return (looseness & LOOSE_WAITING && str_equal(left, right)) ||
           (looseness & LOOSE_ADDRESSES && equal_but_addresses(left, right)) ||
           (looseness & LOOSE_ULP && equal_with_ulp(left, right));
}

bool observed_equal(const struct observed *a, const struct observed *b, unsigned looseness)
{
    return texts_equal(a->out, b->out, looseness) && texts_equal(a->err, b->err, looseness) &&
           (str_equal(a->bytes, b->bytes) || encodings_equal(a, b, looseness));
}

str observed_difference(const struct observed *a, const struct observed *b)
{
    if (!observed_valid(a) || !observed_valid(b))
        return S("the observation itself");
    if (observed_kind(a) != observed_kind(b))
        return S("one returns and the other raises");
    if (observed_outcome(a) != observed_outcome(b))
        return observed_kind(a) == OBSERVED_RAISE ? S("the exception") : S("the returned value");
    if (!str_equal(a->out, b->out))
        return S("standard output");
    if (!str_equal(a->err, b->err))
        return S("standard error");
    if (!waited_alike(a, b, LOOSE_WAITING))
        return S("how long it sleeps");
    return S("the arguments, the module or the process after the call");
}

bool same_files(const struct sandbox_file *a, uint32_t a_count, const struct sandbox_file *b,
                uint32_t b_count)
{
    bool same = a_count == b_count;
    for (uint32_t i = 0; same && i < a_count; i++)
        same = str_equal(a[i].path, b[i].path) && a[i].mode == b[i].mode &&
               str_equal(a[i].content, b[i].content) && str_equal(a[i].link, b[i].link);
    return same;
}
