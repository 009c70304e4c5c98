/*
 * lower_names.c — interned identifiers.
 *
 * Every identifier of a module gets a small number, so that scopes and facts compare numbers
 * instead of bytes. The table lives in the module's arena and only grows.
 *
 * CPython compares identifiers after NFKC normalisation (Language Reference 2.3). Normalising
 * needs tables as large as this whole folder, so identifiers are kept as written, and those
 * that NFKC might change are refused: name_is_stable() lists the ranges without compositions,
 * decompositions or combining marks that people write names in.
 */
#include <string.h>

#include "python_internal.h"

void names_init(struct names *names, struct arena *arena)
{
    memset(names, 0, sizeof(*names));
    names->arena = arena;
    names->slot_count = 256;
    names->slots = ARENA_ARRAY(arena, uint32_t, names->slot_count);
    *VEC_PUSH(arena, &names->list) = S("");
}

/* The slot that holds the name, or the empty one where it belongs. */
static uint32_t *slot_of(const struct names *names, str name)
{
    uint32_t mask = names->slot_count - 1;
    uint32_t i = str_hash(name) & mask;

    while (names->slots[i] != 0 && !str_equal(names->list.items[names->slots[i]], name))
        i = (i + 1) & mask;
    return &names->slots[i];
}

static void grow(struct names *names)
{
    names->slot_count *= 2;
    names->slots = ARENA_ARRAY(names->arena, uint32_t, names->slot_count);
    for (uint32_t n = 1; n < names->list.count; n++)
        *slot_of(names, names->list.items[n]) = n;
}

uint32_t names_intern(struct names *names, str name)
{
    uint32_t *slot;

    if (name.len == 0)
        return 0;
    slot = slot_of(names, name);
    if (*slot != 0)
        return *slot;
    *VEC_PUSH(names->arena, &names->list) = name;
    *slot = names->list.count - 1;
    if (names->list.count * 2 > names->slot_count)
        grow(names);
    return names->list.count - 1;
}

uint32_t names_find(const struct names *names, str name)
{
    return name.len == 0 ? 0 : *slot_of(names, name);
}

/* Code points that NFKC leaves alone whatever stands next to them. */
static const struct {
    uint32_t first, last;
} stable_ranges[] = {
    { 0x00c0, 0x00d6 }, { 0x00d8, 0x00f6 }, { 0x00f8, 0x0131 }, /* Latin */
    { 0x0134, 0x013e }, { 0x0141, 0x0148 }, { 0x014a, 0x017e },
    { 0x0386, 0x0386 }, { 0x0388, 0x038a }, { 0x038c, 0x038c }, /* Greek */
    { 0x038e, 0x03a1 }, { 0x03a3, 0x03ce },
    { 0x0400, 0x0481 }, { 0x048a, 0x052f },                     /* Cyrillic */
    { 0x05d0, 0x05ea }, { 0x3041, 0x3096 }, { 0x30a1, 0x30fa }, /* Hebrew, Kana */
    { 0x4e00, 0x9fff }, { 0xac00, 0xd7a3 },                     /* Han, Hangul syllables */
};

/* Decodes one code point of two or three bytes; 0 for anything else. */
static uint32_t decode(str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *) s.ptr + *at;
    size_t left = s.len - *at;

    if (p[0] >= 0xc2 && p[0] < 0xe0 && left >= 2) {
        *at += 2;
        return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
    }
    if (p[0] >= 0xe0 && p[0] < 0xf0 && left >= 3) {
        *at += 3;
        return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
    }
    *at += 1;
    return 0;
}

static bool is_stable(uint32_t code_point)
{
    for (size_t i = 0; i < ARRAY_LEN(stable_ranges); i++) {
        if (code_point >= stable_ranges[i].first && code_point <= stable_ranges[i].last)
            return true;
    }
    return false;
}

bool name_is_stable(str name)
{
    size_t at = 0;

    while (at < name.len) {
        if ((unsigned char) name.ptr[at] < 0x80)
            at++;
        else if (!is_stable(decode(name, &at)))
            return false;
    }
    return true;
}
