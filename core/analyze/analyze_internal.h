/* analyze_internal.h — shared by the detectors and the reports. */
#ifndef HASTEN_ANALYZE_INTERNAL_H
#define HASTEN_ANALYZE_INTERNAL_H

#include "hasten/analyze.h"
#include "hasten/facts.h"
#include "hasten/lift.h"
#include "hasten/scan.h"

/* A finding that collects its conditions; finding_end() derives its certainty from them. */
struct finding *finding_begin(struct job *, enum pattern, uint32_t node);
void finding_proved(struct job *, struct finding *, str name, uint32_t line, str why);
void finding_needs(struct job *, struct finding *, str name, enum certainty, uint32_t line, str why);
void finding_end(struct finding *);

/* Local to a function and of no interest to functions inside it. */
bool is_private_local(struct job *, uint32_t name);
/* One of these identifiers (NULL ends the list) stands somewhere in the module. */
bool mentions_any(struct job *, const char *const *names);
/* Some `is` of the module compares objects, not a value with None, True or False. */
bool compares_identity(struct job *);
/* The outermost loop around the node, within its function, in which the expression does not change;
 * NULL when there is none. */
const struct py_loop *outermost_invariant(struct job *, uint32_t node, uint32_t expression);
/* The outermost loop around the node within its function, iterables apart; 0 when none. */
uint32_t outermost_loop_around(struct job *, uint32_t node);
/* The name's object was made by this function, and nothing else can come to name it. */
bool is_own_object(struct job *job, uint32_t name);
/* The store `name = []` gives the name a new object; the use of a name does not hand its object on; the Name stands in
 * the function's own code, or in a comprehension of it (own_objects.c). */
bool binds_new(struct job *job, uint32_t store);
bool keeps_hold(struct job *job, uint32_t use);
bool runs_in(struct job *job, uint32_t name, uint32_t def);
/* What the statement returns is not gone yet: a `finally` around it runs first. */
bool finally_follows(const struct py_tree *, uint32_t statement);
/* The Name is an argument of a builtin that neither keeps the object nor returns it. */
bool only_reads(struct job *job, uint32_t use);
/* A pattern, handler, import or definition of the function binds the interned name: no Name node does. */
bool is_bound_unnamed(struct job *job, uint32_t def, uint32_t name);
/* The loop leaves the list that `rows` names alone, and what the path reads in its items; all it may
 * do to it is to append. Without `rows`, the question is about the path alone (stability.c). */
bool keys_stay(struct job *job, uint32_t loop, uint32_t rows, const struct scan_path *path, bool *ret_grows);
/* The same for a loop inside the one for whose rounds it is going to be asked. */
bool keys_stay_within(struct job *job, uint32_t loop, uint32_t around, uint32_t rows, const struct scan_path *path,
                      bool *ret_grows);
/* The loop leaves alone what the path reads, and the list that it leads to, which anybody may hold. */
bool lists_stay(struct job *job, uint32_t loop, const struct scan_path *path);
str function_around(struct job *, uint32_t node); /* qualified name or "<module>" */

/* Condition iterables_builtin of a finding that looks up ahead what the Name `container` means (0: and more
 * than that); `confined`: nobody else can change it. */
void claim_iteration(struct job *, struct finding *, uint32_t loop, uint32_t container, bool confined);
/* Findings that look something up ahead, when code of the module may change it meanwhile (meddlers.c). */
void drop_what_meddlers_spoil(struct job *);
/* The parts of the variable `name` that the function changes: "self.x", "rows[]", or the whole (parts.c). */
void parts_changed(struct job *, uint32_t def, str name, str_vec *ret);
void report_functions(struct job *);
void report_loops(struct job *);
void report_dynamic(struct job *);
/* Why a recursive function was not memoised: one blocker each. */
void why_not_memoize(struct job *, uint32_t def, struct loop_report *);
/* Why the heavy call of a loop is not computed ahead; false when the loop has no such call. */
bool why_not_parallel(struct job *, const struct py_loop *, struct blocker *ret);

/* ---- calls made ahead of their loop (ahead.c) */

/* Arguments depend on loop variables and on what the loop does not change, and evaluating them has
 * no effect. */
bool arguments_available(struct job *, const struct py_loop *, uint32_t call);
/* Loop variables are bound by the header alone. */
bool targets_stay(struct job *, const struct py_loop *);
/* What the call does, for the types of its arguments. */
const struct py_outcome *outcome_of_call(struct job *, uint32_t call, uint32_t def);
/* The callee reads a variable that the loop binds or changes; effects of the loop in `ignored`
 * (1 << kind) are somebody else's business. */
bool sees_the_loop(struct job *, const struct py_loop *, const struct py_outcome *, uint32_t ignored);
bool is_top_level(struct job *, uint32_t def);

/* ---- work for other processes (purity.c) */

/* What is computed ahead, and what it does. */
struct work {
    uint32_t call, def; /* 0: a part of the body */
    struct lift part;
    const struct py_outcome *o;
    bool plain;  /* arguments are tested to be plain data */
    bool discharged; /* by that, all operators are builtin ones */
    double work; /* of one iteration */
    uint32_t line;
};

/* Chooses between what is so for all arguments and what is so for plain ones: o, plain, discharged. */
void settle_purity(struct job *, const struct py_outcome *open, const struct py_outcome *plain, struct work *);
/* A result of this type may hold a set. */
bool holds_sets(struct py_type);
/* Conditions pure_body and plain_arguments; result_picklable_and_fresh. */
void claim_purity(struct job *, struct finding *, const struct work *, uint32_t line);
void claim_result(struct job *, struct finding *, const struct py_outcome *, uint32_t line);

/* ---- functions that wait (waiting.c) */

/* What it does beside waiting and computing, as a sentence; NULL when there is nothing. */
const char *more_than_waiting(struct job *, const struct py_outcome *, bool coroutine);
bool waits(const struct py_outcome *);
/* It reads a variable of the module, and some function of the module changes one. */
bool shares_state(struct job *, const struct py_outcome *);
/* Condition only_waits of a finding about calls of a function that was found to wait. */
void claim_only_waits(struct job *, struct finding *, const struct py_outcome *, uint32_t def_line);

/* Surely a pattern that re compiles without error and warning (regex_syntax.c). */
bool is_valid_regex(str pattern, bool verbose);

#define DETECTOR(object) extern const struct detector object;
#include "detectors.def"
#undef DETECTOR

#endif
