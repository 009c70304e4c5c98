/*
 * verify_internal.h — the parts of verification. Reading order: fields (messages), slice, session (one
 * program in one process), generator (inputs), baseline (what the original does), differential,
 * coverage, script, calibrate, benchmark, verify (the verdict), changes and pair (texts from outside).
 */
#ifndef HASTEN_VERIFY_INTERNAL_H
#define HASTEN_VERIFY_INTERNAL_H

#include "hasten/verify.h"

/* ---- fields.c: messages to and from the harness (harness/wire.py) ------------------ */

void field_put(struct buf *, str field);
/* Takes the next field off *rest; false at the end or when the length does not fit. */
bool field_next(str *rest, str *ret_field);
uint64_t field_decimal(str field); /* a number below 10^18; 0 for anything else */

/* ---- slot.c: who may use the processors -------------------------------------------- */

void slot_enter(void); /* shared: runs that nobody times; nests */
void slot_leave(void);
void slot_enter_alone(void); /* exclusive; not inside slot_enter() */
void slot_leave_alone(void);

/* ---- profile.c: what a program may start ---------------------------------------------- */

enum sandbox_profile profile_of_text(str source);
enum sandbox_profile profile_of_candidate(const struct candidate *);
enum sandbox_profile profile_wider(enum sandbox_profile, enum sandbox_profile);

/* ---- one verification -------------------------------------------------------------- */

struct verification {
    struct job *job;       /* borrowed */
    struct arena *scratch; /* owned: inputs and observations; dies with the verification */
    str original;          /* the source that was asked for */
    bool numpy;            /* fork from interpreters that have NumPy */
    enum sandbox_profile profile; /* what the original itself starts */
    unsigned relaxed;      /* enum looseness: what the caller asked to be lenient about */
    bool contractual;      /* a pair: judged on calls that keep to the annotations, and without CPython's
                            * wording of a TypeError, AttributeError or UnboundLocalError */
    uint64_t deadline_ns;  /* of the candidate at hand */
    uint64_t pool_cost_ns; /* of starting and ending worker processes here; 0: not measured */
    struct baseline **baselines; /* one per entry point met so far */
    uint32_t baseline_count;
    struct script_baseline *script; /* NULL until asked for */
    struct slice *slices;           /* of the texts met so far */
    enum expense step;              /* what is being done, */
    uint64_t step_since_ns;         /* and since when */
};

bool verification_over(const struct verification *); /* cancelled or out of time */
uint32_t verification_left_ms(const struct verification *, uint32_t at_most);

/* ---- spending.c: what it costs --------------------------------------------------------- */

/* Books what is spent from now on under `next`; returns what it was booked under so far. */
enum expense spend_on(struct verification *, enum expense next);
/* sandbox_start() and sandbox_finish() of a verification's own. */
enum status run_begin(struct verification *, const struct sandbox_spec *, struct sandbox_run **ret,
                      struct error *err);
void run_end(struct verification *, struct sandbox_run *, uint32_t timeout_ms,
             struct sandbox_outcome *ret); /* `ret` may be NULL */

/* ---- slice.c: what a session loads of a program ------------------------------------- */

struct slice {
    str source;      /* borrowed */
    str definitions; /* the same text with the driver blanked out: no line or column moves */
    str driver;      /* digest of the statements that only drive the program; "" when there are none */
    struct slice *next;
};

const struct slice *slice_of(struct verification *, str source); /* never NULL */

/* ---- temporaries.c: what a driver leaves behind ----------------------------------------- */

struct py_tree;
str temporaries_of(const struct py_tree *, struct arena *); /* names, one per line */
bool only_drives(const struct py_tree *);                   /* nothing is defined */

/* ---- session.c: a program that was loaded in a sandboxed process ---------------------- */

struct session_spec {
    str source;
    bool exact;      /* load the source as it is: it has been sliced */
    str names;       /* names the original has; empty when this is the original */
    str apart;       /* names that are not looked at, one per line */
    uint32_t hash_seed;
    enum sandbox_profile profile; /* what it may start */
    bool timing;     /* real clocks */
    bool moved;      /* objects at other addresses, and elsewhere again before each call */
    bool perturbed;  /* sets are iterated in another order */
    bool keep_files;
};

struct session {
    struct verification *v;
    struct sandbox_run *run;
    struct sandbox_reply load; /* valid until the next call */
    uint64_t load_ns;
    struct buf request;
};

/* Starts the process and loads the module. After a failure session_close() is still due. */
enum status session_open(struct verification *, const struct session_spec *, struct session *,
                         struct error *err);
enum status session_ask(struct session *, str operation, const str *fields, size_t count,
                        uint32_t timeout_ms, struct sandbox_reply *ret, struct error *err);
void session_close(struct session *, struct sandbox_outcome *ret); /* `ret` may be NULL */

/* ---- generator.c: inputs, made in a third process ------------------------------------- */

struct input {
    str pickle;      /* of (args, kwargs); opaque here */
    str call;        /* readable */
    str origin;      /* "recorded", "doctest", "mutated", … */
    uint64_t weight; /* ladder: nanoseconds the original took */
    bool outside;    /* a made-up call that breaks the function's annotations; such come last */
};
typedef VEC(struct input) input_vec;

/* Whether a difference on it decides. */
bool input_is_binding(const struct verification *, const struct input *);

struct generator {
    struct verification *v;
    struct sandbox_run *run;
};

enum status generator_open(struct verification *, str function, struct generator *,
                           struct error *err);
enum status generator_draw(struct verification *, struct generator *, uint32_t count, uint32_t ms,
                           uint32_t seed, input_vec *ret, struct error *err);
enum status generator_ladder(struct verification *, struct generator *, uint64_t target_ns,
                             uint32_t ms, input_vec *ret, struct error *err);
enum status generator_shrink(struct verification *, struct generator *, const struct input *,
                             input_vec *ret, struct error *err);
/* How much of the function the inputs drawn so far have reached. */
struct input_reach {
    uint32_t lines, reached;
    uint32_t returning, raising; /* inputs kept */
    str remark; /* what the calls that were tried ended in, most frequent first */
};
enum status generator_reach(struct verification *, struct generator *, struct input_reach *ret,
                            struct error *err);
/* What the original raised when it was loaded, in its own words; "" when nothing. */
str generator_trouble(struct verification *, struct generator *);
void generator_close(struct generator *);
/* Breeds inputs, in a process of its own, that tell the original from some of these texts: from the
 * first, the candidate, before all. What comes back are proposals. */
enum status generator_hunt(struct verification *, str function, const input_vec *seeds,
                           const str_vec *texts, uint32_t ms, input_vec *ret, struct error *err);

/* ---- observation.c: what a call did ------------------------------------------------- */

enum observed_kind { OBSERVED_RETURN = 'R', OBSERVED_RAISE = 'X', OBSERVED_EXHAUSTED = 'L' };

struct observed {
    str bytes; /* flags, kind, outcome, time slept, encoding: harness/observe.py */
    str out, err;
    uint64_t elapsed_ns;
};

bool observed_valid(const struct observed *);
enum observed_kind observed_kind(const struct observed *);
bool observed_truncated(const struct observed *);
bool observed_opaque(const struct observed *);
uint64_t observed_outcome(const struct observed *); /* equal outcomes, equal numbers */
/* How far two observations may be apart and still count as equal. */
enum looseness {
    EXACT = 0,
    LOOSE_ULP = 1,       /* floats by a few units in the last place; relaxation float_ulp */
    LOOSE_ADDRESSES = 2, /* hexadecimal addresses in texts: the original does not determine them */
    LOOSE_ORDER = 4,     /* the order of elements; relaxation unordered_set_iteration */
    LOOSE_WAITING = 8,   /* a call that raises may have slept longer: others waited at the same time */
};
bool observed_equal(const struct observed *expected, const struct observed *actual, unsigned looseness);
/* The same for what was printed. */
bool texts_equal(str, str, unsigned looseness);
/* Which part differs, in words. */
str observed_difference(const struct observed *, const struct observed *);

/* Calls `entry` once; the slices of *ret stay valid until the next call. */
enum status session_call(struct session *, str entry, const struct input *, uint32_t timeout_ms,
                         struct observed *ret, struct error *err);
/* The same call of several programs at once, so that all processors have something to do. Elapsed times
 * may include waiting for the others. When one fails, *ret_failed is the first that did, and none of the
 * sessions is good for anything but to be closed. */
enum status session_call_all(struct session *sessions, size_t count, str entry,
                             const struct input *, uint32_t timeout_ms, struct observed *ret,
                             size_t *ret_failed, struct error *err);
struct observed observed_copy(const struct observed *, struct arena *);

/* ---- baseline.c: the original, run against itself ------------------------------------- */

#define HASH_SEEDS 2 /* equivalence is shown under each */

struct recording {         /* of the original under one hash seed */
    struct observed load;
    struct observed *calls; /* one per input */
    struct sandbox_file *files; /* what it left behind */
    uint32_t file_count;
};

struct baseline {
    str entry;
    bool whole;                 /* sessions load the program with its driver, to compare just that */
    str apart;                  /* names that the driver binds on its way, one per line */
    struct generator generator; /* stays for the ladder, shrinking and hidden inputs; NULL run: none */
    input_vec inputs;
    bool *usable;               /* per input: the original is deterministic and in its limits */
    unsigned *looseness;        /* per input: what the original leaves open or the caller allows */
    struct recording seeds[HASH_SEEDS];
    str names;                  /* of the original's module, one per line */
    uint32_t nondeterministic, too_slow, exhausted;
    uint32_t set_aside;         /* of the nondeterministic ones: those found out by a difference */
    uint32_t masked;            /* inputs compared without addresses */
    uint32_t reordered;         /* inputs on which the order of a set shows, and may be another */
    uint32_t usable_count, returning, raising, opaque, distinct;
    bool no_parameters;         /* one input is all there is */
    bool hash_dependent;        /* behaves differently under another hash seed */
    input_vec ladder;
    uint64_t ladder_target_ns;
    str problem; /* why there is nothing to compare with, "" when there is */
};

/* Draws inputs and records the original on them, once per entry point. Never NULL. */
struct baseline *baseline_get(struct verification *, str entry);
/* Other inputs, from a seed of this trial's own, now that the candidate cannot change any more.
 * Not to be released; it borrows the generator. */
struct baseline *baseline_hidden(struct verification *, struct baseline *, uint32_t seed);
/* Inputs that somebody proposes, aimed at one candidate; likewise. */
struct baseline *baseline_of(struct verification *, struct baseline *, const input_vec *);
/* The calls of a certificate, for an entry point of which nothing else is known. */
struct baseline *baseline_replayed(struct verification *, str entry, const input_vec *);
/* The original on base->inputs, which may be none; false with base->problem set. */
bool baseline_record(struct verification *, struct baseline *);
/* The input is not used to judge anybody: the original turned out not to be deterministic on it. */
void baseline_set_aside(struct baseline *, uint32_t input);
const input_vec *baseline_ladder(struct verification *, struct baseline *, uint64_t target_ns);
void baseline_release(struct baseline *);

/* Of a tracer's report: lines that can run, lines that did, arcs that can be taken, arcs that were. */
#define TRACED_FIELDS 4

/* ---- judging a candidate --------------------------------------------------------------- */

struct trial {
    str text;        /* the whole candidate module */
    enum sandbox_profile profile; /* what original and candidate may start */
    bool side_by_side; /* what it gains it pays for in processor time */
    str all_pool_text; /* guard forced open, so that small inputs meet the pool; "" when none */
    const struct candidate *candidate; /* NULL for a caller's text */
    const struct input *fallback; /* the largest that its guard keeps from the pool; NULL: not known */
    str_vec entries;
    bool needs_script; /* code outside definitions changed: the whole program has to be comparable */
    struct verdict *verdict; /* filled as the trial goes on */
};

/* verify.c */
void verification_begin(struct verification *, struct job *);
void verification_end(struct verification *);
enum status verify_without_sandbox(struct job *);
/* In order; false at the first that fails. Meanwhile the job's progress goes from one number to the other. */
bool run_gates(struct verification *, struct trial *, int from, int to);
/* Progress of the job, in per cent, as the step table of core/pipeline.c shares it out. */
enum { PAIR_FROM = 10, VERIFY_FROM = 25, VERIFY_TO = 90, REFINE_TO = 98 };
/* How far the candidate may be from the recorded original on this input, enum looseness. */
unsigned trial_looseness(const struct trial *, const struct baseline *, uint32_t input);
bool is_from_outside(const struct trial *); /* a text that none of our transformations made */
void verdict_accept(struct verdict *, enum rung);
/* certificate.c: sets job->certificate. */
void certify(struct verification *, str text, const str_vec *entries, const struct verdict *final);
void return_text(struct verification *, str text, const str_vec *entries,
                 const struct verdict *final);

/* differential.c: fills counts, counterexample; false with verdict->failed set. */
bool differential_passes(struct verification *, struct trial *);
/* Loads the candidate under each hash seed; without any call that is all there is to compare. */
bool differential_loads(struct verification *, struct trial *, struct baseline *nothing);
/* The candidate on further inputs; counts them as evidence. False with verdict->failed set. */
bool differential_agrees(struct verification *, struct trial *, struct baseline *);
/* Fills the counterexample with what the two do on one input. */
void differential_explain(struct verification *, struct trial *, struct baseline *,
                          const struct input *);
/* Why a run ended early, in words. */
str end_in_words(struct arena *, enum status, const struct sandbox_outcome *);
/* coverage.c: fills the lines and arcs of verdict->adequacy; false when the evidence is too thin. */
bool evidence_suffices(struct verification *, struct trial *);
/* Lines of `after` that `before` has not, as first, last, first, last, … in decimal. Where lines are
 * only gone, the lines beside the gap. */
str_vec changed_lines(struct verification *, str before, str after);
/* mutation.c: fills the mutants of verdict->adequacy; false when the inputs would miss too many. */
bool mutants_are_noticed(struct verification *, struct trial *);
/* observation.c: what two runs left in their scratch directories, both sorted by path. */
bool same_files(const struct sandbox_file *a, uint32_t a_count, const struct sandbox_file *b,
                uint32_t b_count);

/* script.c: true when a text, run as a script, shows itself to differ from the original. */
bool script_differs(struct verification *, str source, enum sandbox_profile);
/* script.c: whole-program behaviour; false with verdict->failed set. */
bool script_passes(struct verification *, struct trial *);
/* Runs a text as a script under the tracer. False when it does not come to an end. */
bool script_trace(struct verification *, str source, enum sandbox_profile, const str_vec *ranges,
                  str ret_traced[TRACED_FIELDS]);
/* Runs the original once, briefly: "" when it ends well, else how it ended, e.g. at which limit. */
str script_remark(struct verification *);
void script_release(struct verification *);
/* What the original takes as a script, by our clock; 0 when it is not compared as one, fails, or does
 * next to nothing. */
uint64_t script_elapsed_ns(struct verification *);

/* ---- measure.c: timed samples --------------------------------------------------------------- */

enum { MEASURED_PAIRS = 26 };
#define NO_WORSE 0.95 /* a ratio that is not held against a candidate */
#define NOISY 0.03 /* measured_noise() of a machine that is worth a remark */

struct workload { /* what one sample runs */
    const struct input **inputs; /* calls of an entry point; none: the program as a script */
    uint32_t count;
    uint64_t each_ns; /* what the original takes per call, roughly */
    str shown;
};

struct sample {
    uint64_t run_ns, results_ns, cpu_us, rss;
    char results[65]; /* SHA-256 of what it did */
    str observed;     /* what its calls did, kept only where the caller relaxed the comparison */
};

struct block {
    struct sample samples[2][2]; /* of the original, of the candidate */
    uint32_t taken[2];
};

struct measured { /* [i]: of pair i */
    double original_ns[MEASURED_PAIRS], candidate_ns[MEASURED_PAIRS];
    double original_cpu_ns[MEASURED_PAIRS], candidate_cpu_ns[MEASURED_PAIRS]; /* whole processes */
    double noise_logs[MEASURED_PAIRS]; /* of two originals in one block */
    uint32_t pairs, controls, blocks;
    uint64_t original_rss, candidate_rss;
};

struct pace { /* how long to go on */
    double needed; /* until the interval is on one side of this ratio */
    bool veto;     /* to be no slower is enough: no margin */
    bool saves;    /* it has to save processor time */
    uint32_t early, least, most; /* blocks: before it is given up, before it is accepted, at all */
};

/* False with verdict->failed set. Without pairs in *ret there was no time. */
bool measure(struct verification *, struct trial *, struct baseline *, const struct workload *,
             const struct pace *, struct measured *ret);
struct interval measured_ratio(const struct measured *);
/* Whether the interval lies beyond `needed`, and the further the fewer blocks there are. */
bool measured_clears(const struct measured *, double needed);
/* `net`: without what the original's process burns outside the timed window. */
struct interval measured_cpu_ratio(const struct measured *, bool net);
void measured_add(struct measured *, const struct block *);
/* Whether the candidate takes that much less of a processor. A program that mostly waits has none to
 * gain: it must not take more. */
bool measured_saves(const struct measured *, double needed);
/* Whether the original waits for something else than a processor most of its time. */
bool measured_waits(const struct measured *);
/* Whether another block can be done without. */
bool measured_is_settled(const struct measured *, const struct pace *);
double measured_noise(const struct measured *); /* how far two originals may seem apart, ratio - 1 */
/* script.c */
enum status script_sample(struct verification *, const struct session_spec *, uint32_t limit_ms,
                          struct sample *ret, struct sandbox_outcome *);
/* Whether the original does with real clocks what it does when each run sees the same time. */
bool script_is_timeless(struct verification *, const struct sample *original);

/* benchmark.c: fills verdict->speed; false with verdict->failed set. */
bool benchmark_passes(struct verification *, struct trial *);

/* ---- goals.c: what the caller wants besides speed --------------------------------------- */

bool goals_allow_text(struct verification *, str text, struct verdict *);
bool goals_are_met(struct verification *, struct trial *); /* measured ones; behind the timing */

/* calibrate.c: measures the break-even of candidate->guard and writes it into its edit. *ret_fallback is
 * the largest input of the ladder with fewer calls, NULL without. */
bool calibrate_guard(struct verification *, struct candidate *, struct verdict *,
                     const struct input **ret_fallback);

/* compose.c: settles which accepted candidates are returned and sets the job's text, diff and final. */
void compose(struct verification *);

/* The original with these edits; empty when they do not fit. */
str edited_text(struct verification *, const edit_vec *);
/* The whole module with the candidate applied. Empty when its edits do not fit. */
str candidate_text(struct verification *, const struct candidate *);
bool verdict_fail(struct verdict *, enum gate, str reason); /* returns false */
void verdict_note(struct verification *, struct verdict *, str note);

/* reproducer.c */
str reproducer_for_call(struct arena *, str original, str candidate, str entry,
                        const struct input *calls, uint32_t count);
str reproducer_for_script(struct arena *, str original, str candidate,
                          const struct request *request);

/* ---- stats.c ---------------------------------------------------------------------------- */

struct interval {
    double middle, low, high;
};

double stats_median(double *values, size_t n); /* sorts `values` */
double stats_median_of(const double *values, size_t n); /* leaves them as they are; 0 for none */
/* exp of the median of log ratios, with a bootstrap 95 % interval; deterministic. */
struct interval stats_ratio(const double *log_ratios, size_t n);

#endif
