/*
 * idiom.h — the catalogue of idioms: shapes of code that a better algorithm can replace.
 *
 * An idiom is one text file in core/idiom/catalogue: a shape (Python with holes), conditions on what
 * the holes hold, and what to write instead. README.md there is the manual of the format. Nothing but
 * that file is needed for a new one.
 *
 * A hole is an identifier in capitals. It matches any expression, in a place that is assigned to
 * only a plain name; where it stands again it has to be the same expression. A name that
 * the shape assigns to stands in no other hole. A shape also matches
 * code that only writes the same differently: a comparison turned round, the operands of + and *
 * exchanged, `x = x + e` for `x += e`, range(0, n) for range(n), a name for the length that it was given, an exchange
 * through a third name. Conditions on types, which every
 * idiom has to state, make these the same.
 *
 * A hole that stands alone in a line and is said to be `steps` matches one or more statements.
 *
 * The catalogue is parsed once per process and never changes afterwards: every thread may read it.
 */
#ifndef HASTEN_IDIOM_H
#define HASTEN_IDIOM_H

#include "facts.h"

#define IDIOM_HOLES 16
#define IDIOM_SHAPES 12
#define IDIOM_LENGTHS 4
#define IDIOM_LINES 24

struct idiom_line {
    str hole; /* the hole it speaks of */
    str word; /* what is said: a condition's name, or a wanted name */
};

struct idiom {
    str name;    /* of its file, without the ending */
    str summary; /* one sentence for the reader of the diff */
    str model;   /* "O(n*m) → O(n+m)" */
    enum pattern pattern;
    double speedup; /* modelled, where it pays */
    const struct py_module *shapes[IDIOM_SHAPES];
    size_t shape_count;
    str holes[IDIOM_HOLES];
    size_t hole_count;
    struct idiom_line conditions[IDIOM_LINES];
    size_t condition_count;
    struct idiom_line fresh[IDIOM_LINES]; /* new locals of the answer: hole and wanted name */
    size_t fresh_count;
    str sizes[IDIOM_LINES]; /* the same, cheap: asked before anything is scanned */
    size_t size_count;
    str tests[IDIOM_LINES]; /* expressions that must be true for the answer to be taken */
    size_t test_count;
    str modules[IDIOM_LINES], imported[IDIOM_LINES]; /* from module import name */
    size_t import_count;
    str answer; /* what to write instead, four spaces a level */
    bool is_expression; /* shapes and answer are one expression each */
};

/* Where it was found: statements [first, last] of one block, or one expression (first == last). */
struct idiom_match {
    const struct idiom *idiom;
    uint32_t first, last;
    uint32_t holes[IDIOM_HOLES]; /* node of the first occurrence; 0: not in this shape */
    uint32_t ends[IDIOM_HOLES];  /* of `steps` the last statement, else 0 */
    /* Names that stand where the shape has len(XS) or len(XS[0]): whether the list has that length has to be
     * tested. */
    struct idiom_length {
        uint32_t name;     /* node */
        uint32_t measured; /* node of XS; 0 while its hole is not filled */
        uint32_t hole;     /* of XS */
        bool of_item;      /* XS[0] is measured */
        bool assumed;      /* nothing but the test says that the name is a length, or an int */
    } lengths[IDIOM_LENGTHS];
    size_t length_count;
};

size_t idiom_count(void);
const struct idiom *idiom_at(size_t index);
/* UINT32_MAX when the idiom has no such hole. */
uint32_t idiom_hole(const struct idiom *, str name);
/* The hole holds statements. */
bool idiom_is_steps(const struct idiom *, uint32_t hole);
/* A shape of the idiom can begin at a node of this kind: a cheap question to ask first. */
bool idiom_starts(const struct idiom *, const struct py_tree *, uint32_t node);
/* The shape begins at this statement, or is this expression. With `assume_lengths` any name may stand where the
 * shape has the length of a list, and one does. */
bool idiom_matches(const struct idiom *, const struct py_module *, uint32_t node, bool assume_lengths,
                   struct idiom_match *ret);
/* Both are written alike and their names are bound alike; contexts (load, store) do not count. */
bool idiom_same_expression(const struct py_module *, uint32_t a, uint32_t b);

enum idiom_truth { IDIOM_FAILS, IDIOM_NEEDS_TEST, IDIOM_HOLDS };
struct idiom_claim {
    uint32_t node;    /* what the hole holds */
    const char *word; /* the condition's name */
    str test;         /* expression that can be tested at run time instead; "" when it holds */
    bool scans;       /* the test looks at every item */
    const char *why;  /* behind the hole's text it makes a sentence */
};
/* What the facts say of one of the idiom's conditions at this place. */
enum idiom_truth idiom_condition(const struct idiom_match *, const struct idiom_line *,
                                 struct py_facts *, struct arena *, struct idiom_claim *ret);
bool idiom_knows_word(str word);

/* Reads one file of the catalogue. What it says lives in the arena. */
enum status idiom_parse(str name, str text, struct arena *, struct idiom *ret, struct error *err);

#endif
