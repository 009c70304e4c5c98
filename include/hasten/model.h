/*
 * model.h — the nouns. Stages meet only through these structs; every pointer in them lives in
 * the job's arena.
 *
 *   struct request   what the caller asked for, validated
 *   struct finding   an opportunity with its conditions             (analyze   → transform)
 *   struct candidate edits to the source, and what they rely on      (transform → verify)
 *   struct verdict   what verification saw                           (verify    → result)
 *   struct job       one request on its way through the pipeline; owned by one thread at a time
 */
#ifndef HASTEN_MODEL_H
#define HASTEN_MODEL_H

#include <stdatomic.h>

#include "base.h"

enum pattern {
#define PATTERN(name, summary) PATTERN_##name,
#include "patterns.def"
#undef PATTERN
    PATTERN_COUNT
};

const char *pattern_name(enum pattern);
const char *pattern_summary(enum pattern);

/* ---- request -------------------------------------------------------------------- */

/* The lowest rung of the verification ladder that the caller accepts. Higher is stronger. */
enum rung { RUNG_NONE, RUNG_TESTED, RUNG_GUARDED, RUNG_PROVED };
const char *rung_name(enum rung); /* "none", "tested", "guarded+tested", "proved+tested" */

/* What is asked for: a faster version of `code`, or whether `candidate` does the same. */
enum request_kind { REQUEST_OPTIMIZE, REQUEST_VERIFY };
const char *request_kind_name(enum request_kind); /* "optimize", "verify" */

struct request {
    enum request_kind kind;
    str code;
    str candidate;   /* REQUEST_VERIFY: the text that is to do the same as `code` */
    bool measure;    /* REQUEST_VERIFY: time it too; default true */
    str prompt;      /* free text for the LLM, "" when none */
    str llm_provider, model, endpoint;
    str api_key;     /* secret: in memory only, never stored, never logged */
    double temperature; /* negative: send none */
    int64_t max_tokens; /* 0: the configured cap */
    struct str_list fallback_models;
    struct str_list goals, strategies; /* names out of fixed lists; empty: all */
    struct {
        str python;              /* "3.11"; "" means the interpreter of the sandbox */
        int64_t cores;           /* 0: those of this machine */
        struct str_list libraries; /* third-party packages the result may import */
        str executor;            /* the widest it may start: "asyncio", "thread", "process"; or who
                                    computes: "dask", "mpi4py" */
    } target;
    struct {
        str entry; /* expression evaluated in the module, e.g. "main(1000)" */
        str setup; /* statements run before it */
        str args;  /* Python list literal of argument tuples for the entry function */
        struct str_list argv;
        str stdin_text;
    } workload;
    str tests; /* pytest or unittest source */
    int accept; /* enum rung */
    struct {
        bool float_ulp, unordered_set_iteration;
    } observe; /* relaxations asked for by name */
    double min_speedup; /* default 1.05 */
    struct {
        double seconds, usd; /* 0: the configured defaults */
        int64_t tokens;
    } budget;
    /* options */
    bool use_llm;   /* default true; has no effect without a provider */
    str file_name;  /* shown in diffs, default "input.py" */
    str callback_url;
};

/* ---- findings ------------------------------------------------------------------- */

enum certainty { CERTAINTY_PROVED, CERTAINTY_NEEDS_GUARD, CERTAINTY_NEEDS_TEST };
const char *certainty_name(enum certainty); /* "proved", "needs_guard", "needs_test" */

/* One legality condition: either discharged at a place in the source, or left to a run-time
 * guard or to the differential test. */
struct condition {
    str name;               /* "pure", "no_carried_dependence", … */
    bool holds;             /* discharged statically */
    enum certainty needs;   /* when !holds: what has to stand in for the proof */
    uint32_t evidence_line; /* 1-based; 0 when the evidence is the absence of something */
    str why;
};

struct benefit {
    double work;       /* estimated bytecode-sized operations per iteration or call */
    double trip_count; /* when known statically, else 0 */
    double speedup;    /* modelled, at a size where the rewrite pays */
    double share;      /* measured: of the program's time, what the function takes; 0: not measured */
    str model;         /* in words: "O(n*m) → O(n+m)" */
};

#define FINDING_ANCHORS 4

struct idiom_match;   /* idiom.h */

struct finding {
    uint32_t id; /* index in findings.opportunities */
    enum pattern pattern;
    enum certainty certainty;
    str function;                      /* qualified name, "<module>" at the top level */
    uint32_t line, end_line;           /* 1-based */
    uint32_t node;                     /* py_tree node: the loop or the function */
    uint32_t anchors[FINDING_ANCHORS]; /* further nodes; the detector's header says which */
    VEC(uint32_t) sites;               /* every place to rewrite, when there can be many */
    VEC(struct condition) conditions;
    struct benefit benefit;
    const struct idiom_match *idiom; /* idiom.h: the entry of the catalogue that was found; or NULL */
};

struct direction_level {
    const char *direction; /* "<" "=" ">" "<=" ">=" "!=" or "*" */
    bool exact;
    int64_t distance; /* when exact */
};

struct blocker {
    str kind; /* "carried_dependence", "io", "unknown_call", "dynamic_feature", … */
    str name; /* variable or callee at fault */
    uint32_t line;
    str why;
    str dependence;   /* carried dependence: "flow", "anti" or "output"; "" otherwise */
    uint32_t to_line; /* where the other access stands; 0 when there is none */
    int64_t distance; /* iterations between the two; 0 when it is not one number */
    VEC(struct direction_level) vector; /* between elements: per loop around both, outermost first */
};

enum loop_verdict {
    LOOP_INDEPENDENT,
    LOOP_REDUCTION,
    LOOP_GUARDED,
    LOOP_SEQUENTIAL,
    LOOP_UNKNOWN
};
const char *loop_verdict_name(enum loop_verdict);

typedef VEC(str) str_vec;

struct reduction {
    str name;     /* the accumulator */
    str operator; /* "+", "*", "min", "append", … */
    bool exact;   /* regrouping cannot change the result for the inferred type */
    uint32_t line;
};

struct induction {
    str name, start, step; /* start "" when it is not one constant */
};

struct loop_report {
    str function;
    uint32_t node, line, end_line;
    uint32_t parent_line; /* of the loop around it in the same function, 0 when none */
    str kind; /* "for", "while", "comprehension", "recursion" */
    str domain; /* what it runs over, as written; "" for while and recursion */
    enum loop_verdict verdict;
    VEC(struct reduction) reductions;
    VEC(struct induction) induction;
    str_vec private_names, live_out;
    VEC(struct blocker) blockers;
    str unlock; /* the one edit that would make it independent, "" when there is none */
    struct benefit benefit;
};

struct function_report {
    str name; /* qualified */
    uint32_t node, line;
    bool pure, recursive;
    str_vec effects; /* "mutates:xs", "io", "calls_unknown:foo", … */
};

struct unsupported {
    str what;
    uint32_t line;
};

struct findings {
    VEC(struct function_report) functions;
    VEC(struct loop_report) loops;
    VEC(struct finding) opportunities;
    VEC(struct unsupported) unsupported;
};

/* ---- candidates ----------------------------------------------------------------- */

/* Replaces the bytes [start, end) of the original source. */
struct edit {
    uint32_t start, end;
    str text;
};
typedef VEC(struct edit) edit_vec;

/* Which sandbox profile the rewritten code needs, the wider the later: what makes code faster by
 * waiting or working side by side is not refused for the processor time that costs. */
enum candidate_profile {
    CANDIDATE_SEQUENTIAL,
    CANDIDATE_ASYNCIO,
    CANDIDATE_THREADS,
    CANDIDATE_PROCESSES,
};

/*
 * A break-even guard in emitted code: under `threshold` items the original path runs. The
 * digits of the threshold stand in edits.items[edit].text at [offset, offset + length), so
 * that verification can measure the break-even and put its own number there. `helper` is the
 * module-level function of the candidate that receives (function, calls, threshold): its
 * first two arguments tell how much work was at stake.
 */
struct guard {
    bool present;
    bool fixed; /* the threshold stays as it is: it depends little on the machine */
    str helper;
    uint32_t edit, offset, length;
    uint64_t threshold;
};

struct candidate {
    uint32_t id; /* index in job.candidates */
    str transform; /* a pattern name, or "llm" */
    bool from_llm;
    str summary;   /* one sentence for the diff reader */
    int64_t finding; /* index in findings.opportunities, -1 for an LLM proposal */
    enum rung best_rung; /* what the static argument allows once tests pass */
    str function;        /* qualified name of the changed function, "<module>" */
    /* The top-level functions (or "Class.method") whose calls exercise the change. */
    str_vec entry_points;
    bool module_code;        /* it changes what runs at module level: the whole program has to show it */
    uint32_t line, end_line; /* changed region in the original */
    edit_vec edits;
    struct guard guard;
    enum candidate_profile profile;
    VEC(struct condition) conditions; /* what the rewrite relies on; shown in the answer */
    double expected_speedup;
};

/* ---- verdicts ------------------------------------------------------------------- */

struct speed {
    bool measured;
    double ratio, low, high;         /* original / candidate wall time, 95 % interval */
    double cpu_ratio;                /* the same in CPU seconds: < 1 means more CPU burnt */
    double original_cpu_ns, candidate_cpu_ns; /* median of a whole process, its workers included */
    double original_ns, candidate_ns; /* median of one call, or of the program */
    uint32_t pairs;
    str workload;                    /* what was timed, readable */
    uint64_t original_rss, candidate_rss; /* peak, bytes */
    double noise;                    /* how far the A/A interval reaches from 1 on this host, as ratio - 1 */
};

struct counterexample {
    bool present;
    str call;     /* readable call: "f([1, 2])" */
    str expected; /* what the original did */
    str actual;   /* what the candidate did */
    str reproducer; /* one Python file that shows the difference */
};

enum gate {
    GATE_NONE,       /* accepted */
    GATE_STATIC,     /* a legality condition failed */
    GATE_COMPILE,    /* CPython or the tree check refused the candidate */
    GATE_EQUIVALENCE,
    GATE_EVIDENCE,   /* not enough inputs or coverage */
    GATE_SPEED,
    GATE_LIMIT,      /* the candidate hit a resource limit the original did not */
    GATE_POLICY,     /* below the rung that the caller accepts, or a forbidden import */
    GATE_BUDGET,     /* time ran out before it was judged */
};
const char *gate_name(enum gate);

/* How far the inputs of a verdict reach into what changed. */
struct adequacy {
    uint32_t lines, lines_covered;       /* that can run, of the changed region, in the candidate */
    uint32_t arcs, arcs_covered;         /* steps from one of these lines to the next */
    uint32_t original_lines, original_lines_covered; /* what the change replaced */
    uint32_t mutants, mutants_killed;    /* small faults planted into the changed region */
    uint32_t mutants_skipped;            /* for want of time */
    str_vec survivors;                   /* "line 7: < became <=", of those not killed */
};

struct verdict {
    uint32_t candidate;
    bool accepted;
    bool equivalent; /* nothing told the two apart, and the evidence suffices; says nothing of speed */
    enum rung rung;
    enum gate failed;
    str reason; /* for a rejected one, a sentence */
    uint32_t inputs, distinct_outputs, raising_inputs;
    struct adequacy adequacy;
    bool script_checked;                   /* whole program run as __main__ and compared */
    struct counterexample counterexample;
    struct speed speed;   /* of the workload that decided */
    struct speed program; /* of the whole program, when it can be run as a script */
    str_vec notes; /* what was masked, flagged or not observed */
};

/* Not equivalent, rather than not shown to be. */
bool verdict_shows_difference(const struct verdict *);

/* One difference between the two texts of a REQUEST_VERIFY. */
struct change {
    const char *what; /* "changed", "added", "removed", "other parameters" */
    str name;         /* qualified; "<module>" for statements outside definitions */
};

/* ---- job ------------------------------------------------------------------------ */

struct py_module;     /* python.h */
struct py_facts;      /* facts.h */
struct sandbox;       /* sandbox.h */
struct llm_client;    /* llm.h */
struct store;         /* store.h */

enum llm_outcome { LLM_NOT_CONFIGURED, LLM_DISABLED, LLM_ANSWERED, LLM_FAILED, LLM_BUDGET };
const char *llm_outcome_name(enum llm_outcome);

struct llm_report {
    enum llm_outcome outcome;
    str provider, model;
    uint32_t calls, proposals;
    int64_t tokens_in, tokens_out;
    str detail; /* why it was skipped or failed */
};

/* A replacement for one whole function, as an LLM proposed it. Untrusted. */
struct proposal {
    str function; /* qualified name out of the list that we offered */
    str source;   /* the new definition */
    str_vec imports;
    str strategy, summary;
};

struct stage_time {
    const char *stage;
    uint64_t ns;
};

#define JOB_STAGES 8

enum expense { /* what verification spends its time on */
#define EXPENSE(name, text) EXPENSE_##name,
#include "expenses.def"
#undef EXPENSE
    EXPENSE_COUNT
};
const char *expense_name(enum expense);

struct spent {
    uint64_t ns;     /* by our clock */
    uint64_t cpu_us; /* of sandboxed processes that have ended */
    uint32_t runs;   /* sandboxed processes */
};

struct job {
    char id[UUID_LEN + 1];
    struct arena *arena; /* owned by whoever made the job */
    const struct config *config;
    struct request request;
    uint64_t deadline_ns;       /* clock_ns() after which stages wind up */
    const atomic_bool *cancel;  /* may be NULL */
    /* Called from the worker thread; may be NULL. `percent` is 0-100. */
    void (*on_progress)(void *context, const char *stage, int percent, const char *note);
    void *progress_context;

    struct sandbox *sandbox; /* borrowed; NULL: nothing can be executed or verified */
    struct llm_client *llm;  /* borrowed; NULL: no provider configured */
    struct store *store;     /* borrowed; NULL: nothing is remembered */

    struct py_module *module;
    struct py_facts *facts; /* of that module */
    struct findings findings;
    struct llm_report llm_report;
    VEC(struct proposal) proposals;
    VEC(struct candidate) candidates;
    VEC(struct verdict) verdicts; /* one per candidate that was judged */
    VEC(struct change) changes;   /* REQUEST_VERIFY: what differs */

    str optimized_code; /* equals request.code when nothing was accepted */
    str diff;
    str certificate;    /* JSON: what the equivalence rests on; "" when none was shown */
    str_vec accepted;   /* unused names are never listed */
    struct verdict final; /* of the whole returned text; accepted == false when unchanged */
    str fallback_used;  /* "none", "rules_only", "unchanged", … */
    struct stage_time times[JOB_STAGES];
    uint32_t time_count;
    struct spent spent[EXPENSE_COUNT]; /* by verification */
};

bool job_should_stop(const struct job *); /* cancelled or past its deadline */
void job_progress(struct job *, const char *stage, int percent, const char *note);

#endif
