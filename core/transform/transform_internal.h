/*
 * transform_internal.h — what the transformations share: the view of the program that is being
 * rewritten, questions about names and places, and the writing of edits.
 */
#ifndef HASTEN_TRANSFORM_INTERNAL_H
#define HASTEN_TRANSFORM_INTERNAL_H

#include "hasten/facts.h"
#include "hasten/transform.h"

struct rewriting {
    struct job *job;
    struct arena *arena;
    const struct py_module *module;
    const struct py_tree *tree;
    const struct py_scopes *scopes;
    struct py_facts *facts;
    struct layout layout;
};

struct transform {
    const char *summary; /* one sentence for the reader of the diff */
    /* Checks what the rewriting itself needs: shape, names, places. The reason goes to *ret_why
     * when it refuses. The detector has checked the finding's own conditions. */
    bool (*legal)(struct rewriting *, const struct finding *, str *ret_why);
    /* Fills edits, guard, profile and own conditions. Called only after legal() said yes. */
    void (*rewrite)(struct rewriting *, const struct finding *, struct candidate *);
};

#define TRANSFORM(pattern, object) extern const struct transform object;
#include "transforms.def"
#undef TRANSFORM
extern const struct transform transform_idiom; /* for every finding of the catalogue */

/* The target may start what is asked for: "thread", "process"; else the refusal. */
bool may_start(const struct rewriting *, const char *executor, str *ret_why);

/* `return refuse(ret_why, "...")` */
bool refuse(str *ret_why, const char *why);

/* ---- names (names.c) ---------------------------------------------------------------- */

/* `wanted`, or with a number behind it, so that no identifier of the module equals it. */
str fresh_name(const struct rewriting *, str wanted);
/* The same for a local of `def`, which nothing but its own body can see; of the module's own code for 0. */
str fresh_local(const struct rewriting *, uint32_t def, str wanted);
/* One of these builtins (NULL ends the list) may mean something else at the node or at module
 * level. */
bool shadows_builtin(const struct rewriting *, uint32_t node, const char *const *names);
/* What is assigned here becomes an attribute of a class. */
bool in_class_body(const struct rewriting *, uint32_t node);
bool is_name(const struct rewriting *, uint32_t node, uint32_t interned);
/* The name surely has a value when `statement` starts: a parameter, or an assignment in front of
 * it in the same or an enclosing block; nothing deletes it. */
bool surely_bound(const struct rewriting *, uint32_t name_node, uint32_t statement);
/* A walrus in this expression binds a local of the function: not in a lambda, nor in what a comprehension runs over. */
bool can_assign_at(const struct rewriting *, uint32_t node);
/* Top-level function, "Class.method", or "" when the node runs at module level. */
str entry_point(const struct rewriting *, uint32_t node);

/* ---- places and text (emit.c) --------------------------------------------------------- */

str text_of(const struct rewriting *, uint32_t node);
bool is_definition(const struct rewriting *, uint32_t node); /* of a function or a class */
uint32_t top_level_statement(const struct rewriting *, uint32_t node);
/* The statement begins its line and its block is indented: something can stand in front of it. */
bool starts_line(const struct rewriting *, uint32_t statement);
/* A variable of the code around it can be bound in front of it. */
bool has_room_for_local(const struct rewriting *, uint32_t statement);
/*
 * A comprehension is evaluated once, first, whenever its statement runs: nothing but names and
 * constants stands in front of it. Then work can be moved in front of the statement.
 */
bool evaluated_first(const struct rewriting *, uint32_t node, uint32_t statement);

/* Something between the loop and the node can keep it for later, when what the loop does not
 * change may have changed: a function, or a generator that is handed on. A suspended loop is
 * the same case. */
bool may_run_later(const struct rewriting *, uint32_t loop, uint32_t node);

/* A builtin takes all items of the generator at once, whatever they are. */
bool consumed_whole(const struct rewriting *, uint32_t generator);
/* The same, or it stops early. */
bool consumed_at_once(const struct rewriting *, uint32_t generator);

void add_edit(struct rewriting *, struct candidate *, uint32_t start, uint32_t end, str text);
/* Puts whole lines, written with "\n" and 4-space levels, in front of a statement, indented as
 * it is. Returns the index of the edit. */
uint32_t insert_before(struct rewriting *, struct candidate *, uint32_t statement, str lines);
/* Nothing else stands on the line where the statement ends, and the line ends with a newline. */
bool ends_line(const struct rewriting *rw, uint32_t statement);
/* The same behind it, for a statement that ends its line. */
void insert_behind(struct rewriting *, struct candidate *, uint32_t statement, str lines);
/* One more level of indentation for the lines of a statement; it holds no text of several lines. */
void indent_lines(struct rewriting *, struct candidate *, uint32_t statement);
/*
 * Makes a module-level helper available above `user`. `source` is its definition in this
 * project's layout, named `name`; the name it finally has is returned. Two candidates that need
 * the same helper produce the same edit; a module that already has it gets no edit.
 */
str use_helper(struct rewriting *, struct candidate *, uint32_t user, str name, str source);
/* A helper is written with what this use of it needs and nothing else: the fragments of which all features in `with` and none
 * in `without` are needed, one behind the other. */
struct fragment {
    unsigned with, without;
    const char *text;
};
str compose_helper(const struct rewriting *, const struct fragment *, size_t count, unsigned needed);
/* A definition of the user's own lines, in the layout of the file, at the same place. */
void add_definition(struct rewriting *, struct candidate *, uint32_t user, str definition);
/* align.c: lines that continue an expression stay under the bracket they were written under. */
void align_continuations(struct rewriting *, struct candidate *);
/* `lines` in the layout of the file, each line behind `indent`. */
str in_layout(const struct rewriting *, str indent, str lines);
void add_condition(struct rewriting *, struct candidate *, const char *name, bool holds,
                   enum certainty needs, uint32_t line, const char *why);

/* ---- imports (imports.c) --------------------------------------------------------------- */

/* After the last import of the module's head; else after its docstring; else on top, below
 * comments. */
uint32_t import_place(const struct rewriting *);
/* `from module import name` is there above `user`, or can be added without taking a name away. */
bool can_import(const struct rewriting *, uint32_t user, str module, str name);
void use_import(struct rewriting *, struct candidate *, str module, str name);

/* ---- arguments of a call in a loop (arguments.c) ------------------------------------------ */

bool on_one_line(const struct rewriting *, uint32_t node);
/* The loop binds the name, its targets apart, or mutates its object. */
bool changes_in_loop(struct rewriting *, uint32_t loop, uint32_t target, uint32_t name);
/* "(k, 2 * w)": the call's positional arguments as expressions over the loop's head. *ret_quiet:
 * evaluating them runs none of the user's code. False when they cannot be had ahead. */
bool arguments_ahead(struct rewriting *, uint32_t loop, uint32_t target, uint32_t call,
                     str *ret_tuple, bool *ret_quiet);

/* ---- what a loop runs over (iterables.c) ---------------------------------------------------- */

/* What is looked up ahead of a loop. */
struct watched {
    uint32_t tested[4]; /* names that the rewriting makes sure are of exact builtin types */
    uint32_t count;
    bool confined; /* nobody else can change what is looked up */
};

struct watched watch(struct rewriting *, uint32_t container);
/* The names that have to be tested have values in front of the statement. */
bool can_test_iterables(struct rewriting *, uint32_t loop, uint32_t statement, const struct watched *,
                        str *ret_why);
/* "type(rows) in (list, …) and …": advancing the iterables of the loop runs no code of the user's, as
 * far as a test can tell; "" when there is nothing to test. */
str iterables_test(struct rewriting *, uint32_t loop, const struct watched *);
/* The condition of the finding that the test discharges, when it can tell all. */
/* The loop's header looks it up in an object, as in `for x in self.items`: a local has to hold it before it can be tested. */
bool looks_up_iterable(struct rewriting *, uint32_t loop, const struct watched *);
/* Binds it in front of the statement, where the loop would look it up first; before the lines that test it. */
void bind_iterable(struct rewriting *, struct candidate *, uint32_t loop, uint32_t statement, const struct watched *);
void claim_iterables(struct rewriting *, struct candidate *, const struct finding *, const struct watched *);
/* "made if <that test> else otherwise" */
str if_iterables_are_builtin(struct rewriting *, uint32_t loop, const struct watched *, str made,
                             str otherwise);

/* ---- LLM proposals (proposal.c) ---------------------------------------------------------- */

/* True when the proposal passed every static gate and *candidate has its edits. */
bool proposal_rewrite(struct rewriting *, const struct proposal *, struct candidate *candidate,
                      str *ret_why);

#endif
