/*
 * lower.h — what the files of lowering (lower*.c) share: the concrete tree read through cst_*,
 * the abstract tree written through lower_emit().
 *
 * Errors are sticky: the first lower_refuse() wins, every later step runs on harmlessly and
 * py_lower() reports it. That keeps the fifty small functions of lowering free of plumbing.
 */
#ifndef HASTEN_PYTHON_LOWER_H
#define HASTEN_PYTHON_LOWER_H

#include "python_internal.h"

/* One operand, prefix operator or binary operator of an arithmetic expression. */
struct operation {
    uint8_t op;     /* enum py_op; PY_OP_NONE for an operand or an await */
    uint8_t rank;   /* binding strength, 0 for an operand */
    bool prefix;    /* the operator stands in front of its only operand */
    uint32_t left, right; /* indices of the operations it combines */
    uint32_t cst;   /* an operand's node */
    uint32_t start, end;
};

struct lower {
    struct arena *arena;
    struct cst_node *cst;
    str source;
    struct names *names;
    VEC(struct py_node) nodes;
    VEC(uint32_t) stack;               /* scratch; whoever pushes pops */
    VEC(struct operation) operations;  /* scratch, likewise */
    uint32_t depth;                    /* of nested expressions and blocks */
    enum status status;                /* of the first refusal */
    uint32_t refused_at;               /* its byte offset */
    const char *reason;
};

/* Where a node goes: its parent, the field it fills there, and its expression context. */
struct place {
    uint32_t parent;
    uint8_t field;
    uint8_t context;
};

#define PLACE(parent, field) ((struct place){ (parent), PY_F_##field, PY_LOAD })
#define TARGET(parent, field) ((struct place){ (parent), PY_F_##field, PY_STORE })

/* ---- concrete tree ------------------------------------------------------------------------ */

static inline uint8_t cst_kind(const struct lower *lower, uint32_t node)
{
    return lower->cst[node].kind;
}

static inline uint32_t cst_start(const struct lower *lower, uint32_t node)
{
    return lower->cst[node].start;
}

static inline uint32_t cst_end(const struct lower *lower, uint32_t node)
{
    return lower->cst[node].end;
}

/* First and next child; 0 when there is none (0 is the root, which is nobody's child). */
static inline uint32_t cst_first(const struct lower *lower, uint32_t node)
{
    return node + 1 < lower->cst[node].extent ? node + 1 : 0;
}

static inline uint32_t cst_next(const struct lower *lower, uint32_t parent, uint32_t child)
{
    uint32_t next = lower->cst[child].extent;

    return next < lower->cst[parent].extent ? next : 0;
}

#define CST_EACH(lower, child, parent)                                 \
    for (uint32_t child = cst_first((lower), (parent)); (child) != 0;  \
         (child) = cst_next((lower), (parent), (child)))

static inline bool cst_is_token(const struct lower *lower, uint32_t node)
{
    return cst_kind(lower, node) >= CST_comma && cst_kind(lower, node) < CST_transparent;
}

uint32_t cst_child(const struct lower *, uint32_t node, enum cst_kind); /* 0 when none */
str cst_text(const struct lower *, uint32_t node);
uint32_t cst_operand(const struct lower *, uint32_t node); /* first child that is no token */
uint32_t cst_next_operand(const struct lower *, uint32_t parent, uint32_t child);
uint32_t cst_last(const struct lower *, uint32_t node);    /* last child, 0 when none */
/* Number of children that are no tokens; *ret_comma says whether a comma is among the rest. */
uint32_t cst_elements(const struct lower *, uint32_t node, bool *ret_comma);

/* ---- abstract tree ---------------------------------------------------------------------------- */

uint32_t lower_emit(struct lower *, struct place, enum py_kind, uint32_t start, uint32_t end);
/* The same with the range of a concrete node. */
uint32_t lower_emit_at(struct lower *, struct place, enum py_kind, uint32_t cst);
uint32_t lower_name(struct lower *, uint32_t identifier); /* interned text of the node */
uint32_t lower_dotted_name(struct lower *, uint32_t dotted_name);
void lower_refuse(struct lower *, uint32_t cst, enum status, const char *reason);
bool lower_enter(struct lower *, uint32_t cst); /* false, refused, when nested too deeply */
void lower_leave(struct lower *);

/* ---- the parts ----------------------------------------------------------------------------------- */

void lower_expression(struct lower *, struct place, uint32_t cst);
/* Every child that is no token, in order. */
void lower_elements(struct lower *, struct place, uint32_t cst);
/* One expression, or the Tuple that several of them with commas between make. */
void lower_expressions(struct lower *, struct place, uint32_t parent, uint32_t first,
                       uint32_t end);
void lower_arithmetic(struct lower *, struct place, uint32_t cst);
void lower_boolean(struct lower *, struct place, uint32_t cst);
void lower_comparison(struct lower *, struct place, uint32_t cst);
enum py_op lower_augmented_op(enum cst_kind);
void lower_trailers(struct lower *, struct place, uint32_t cst);
void lower_arguments(struct lower *, uint32_t parent, enum py_field positional, uint32_t list);
void lower_string(struct lower *, struct place, uint32_t cst);
void lower_parameters(struct lower *, uint32_t parent, uint32_t list, uint32_t at);
uint32_t lower_block(struct lower *, uint32_t parent, enum py_field, uint32_t block);
void lower_definition(struct lower *, struct place, uint32_t cst);
void lower_compound(struct lower *, struct place, uint32_t cst);
void lower_match(struct lower *, struct place, uint32_t cst);
void lower_simple(struct lower *, struct place, uint32_t cst);
void lower_import(struct lower *, struct place, uint32_t cst);

#endif
