# hasten — `make demo` shows it working, `make test` checks everything, `make help` lists the rest.
#
#   make O=some-dir        build elsewhere
#   make SANITIZER=address (or undefined, thread) builds into build-$(SANITIZER)
#   make CC=clang

CC        ?= gcc
SANITIZER ?=
V         ?=
Q         := $(if $(V),,@)
O         ?= build$(if $(SANITIZER),-$(SANITIZER))

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wvla \
            -Wformat=2 -Wimplicit-fallthrough -Werror
PKGS     := libmicrohttpd libcurl libcjson sqlite3 libseccomp libsodium
OPTIMIZE ?= -O2
SANITIZE := $(if $(SANITIZER),-fsanitize=$(SANITIZER) -fno-omit-frame-pointer -fno-sanitize-recover=all)
CPPFLAGS += -D_GNU_SOURCE -Iinclude -I. -I$(O)/gen
CFLAGS   += -std=c11 -g $(OPTIMIZE) -fPIC -fstack-protector-strong $(WARNINGS) $(SANITIZE)
CFLAGS   += $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
LDLIBS   += $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lpthread -lm
TS       := node_modules/tree-sitter/vendor/tree-sitter/lib
TSPY     := node_modules/tree-sitter-python/src

.DEFAULT_GOAL := all
.SECONDARY:
.DELETE_ON_ERROR:

all: $(O)/hasten

# ---- third-party source: fetched by npm, pinned by package-lock.json, never committed ----------
NPM_CI := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
node_modules/.package-lock.json: package-lock.json
	$(NPM_CI) --omit=dev --omit=optional
# What the tests talk to, and a Node.js that is new enough for it (Debian 12 has 18).
node_modules/ajv/package.json: package-lock.json
	$(NPM_CI)
	@touch $@ node_modules/.package-lock.json
test-programs: node_modules/ajv/package.json

TS_SANITIZE ?= $(SANITIZE)
TS_CFLAGS := -std=c11 -O2 -g -fPIC -w -D_GNU_SOURCE -I$(TS)/include -I$(TS)/src -I$(TSPY) $(TS_SANITIZE)
$(O)/ts/%.o: package-lock.json | node_modules/.package-lock.json
	@mkdir -p $(@D)
	$(Q)$(CC) $(TS_CFLAGS) -c $(TS_SOURCE_$*) -o $@
TS_SOURCE_core    := $(TS)/src/lib.c
TS_SOURCE_parser  := $(TSPY)/parser.c
TS_SOURCE_scanner := $(TSPY)/scanner.c
$(O)/lib/treesitter.a: $(O)/ts/core.o $(O)/ts/parser.o $(O)/ts/scanner.o
	@mkdir -p $(@D)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# ---- embedded files: one generated C file per set --------------------------------------------
EMBED_harness    := $(wildcard core/verify/harness/*.py)
EMBED_reproducer := $(wildcard core/verify/reproducer/*.py)
EMBED_zygote     := core/sandbox/zygote.py $(O)/libhasten_sandbox.so
EMBED_migrations := $(sort $(wildcard migrations/*.sql))
EMBED_web        := openapi.yaml
EMBED_prompts    := $(wildcard core/llm/prompts/*)
EMBED_idioms     := $(sort $(wildcard core/idiom/catalogue/*.idiom))
# The list of names is a file of its own, written anew when it changes: a file that is gone counts too.
define EMBED_RULE
ifneq ($$(file <$(O)/gen/$(1).list),$$(EMBED_$(1)))
$$(shell mkdir -p $(O)/gen)
$$(file >$(O)/gen/$(1).list,$$(EMBED_$(1)))
endif
$(O)/gen/embedded_$(1).c: tools/embed.sh $(O)/gen/$(1).list $$(EMBED_$(1))
	@mkdir -p $$(@D)
	$$(Q)sh tools/embed.sh embedded_$(1) $$(EMBED_$(1)) > $$@
endef
$(foreach set,harness reproducer zygote migrations web prompts idioms,$(eval $(call EMBED_RULE,$(set))))

# ---- one static library per folder --------------------------------------------------------------
FOLDERS := core/base core/python core/edit core/sandbox core/store core/idiom core/vector core/lift core/analyze core/llm \
           core/transform core/verify core/learn core/report core \
           server/jobs server/http server/cli
GENERATED_core/verify  := $(O)/gen/embedded_harness.c $(O)/gen/embedded_reproducer.c
GENERATED_core/sandbox := $(O)/gen/embedded_zygote.c
GENERATED_core/store   := $(O)/gen/embedded_migrations.c
GENERATED_core/idiom   := $(O)/gen/embedded_idioms.c
GENERATED_core/llm     := $(O)/gen/embedded_prompts.c
GENERATED_server/http  := $(O)/gen/embedded_web.c
# These are compiled into libhasten_sandbox.so, which the zygote loads, and nowhere else.
EXCLUDED := $(wildcard core/sandbox/child*.c)

lib_of = $(O)/lib/$(subst /,_,$(1)).a
define FOLDER_RULE
SOURCES_$(1) := $$(filter-out $$(EXCLUDED),$$(wildcard $(1)/*.c))
OBJECTS_$(1) := $$(SOURCES_$(1):%.c=$(O)/obj/%.o) $$(GENERATED_$(1):$(O)/gen/%.c=$(O)/obj/gen/%.o)
$(call lib_of,$(1)): $$(OBJECTS_$(1))
	@mkdir -p $$(@D)
	$$(Q)rm -f $$@ && $(AR) rcs $$@ $$^
endef
$(foreach folder,$(FOLDERS),$(eval $(call FOLDER_RULE,$(folder))))

$(O)/obj/gen/%.o: $(O)/gen/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@
$(O)/obj/core/python/%.o: CPPFLAGS += -isystem $(TS)/include
$(O)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

include core/sandbox/sandbox.mk

$(OBJECTS_core/python): | node_modules/.package-lock.json

# Libraries in link order: a folder may use what stands to its right.
STAGES    := core/analyze core/llm core/transform core/verify core/learn core/report
FACTS     := core/idiom core/vector core/lift core/python core/edit core/sandbox core/store
CORE_LIBS := $(foreach f,core $(STAGES) $(FACTS) core/base,$(call lib_of,$(f))) $(O)/lib/treesitter.a
ALL_LIBS  := $(foreach f,server/cli server/http server/jobs,$(call lib_of,$(f))) $(CORE_LIBS)

$(O)/hasten: $(O)/obj/server/main.o $(O)/obj/server/serve.o $(ALL_LIBS)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) $(LDLIBS) -o $@

# ---- tests ------------------------------------------------------------------------------------
# tests/unit/<folder>/test_*.c links the library of that folder and of the ranks below it.
rank1 = $(call lib_of,core/$(1)) $(call lib_of,core/base)
UNIT_LIBS_base      := $(call lib_of,core/base)
UNIT_LIBS_python    := $(call rank1,python) $(O)/lib/treesitter.a
UNIT_LIBS_edit      := $(call rank1,edit)
UNIT_LIBS_sandbox   := $(call rank1,sandbox)
UNIT_LIBS_store     := $(call rank1,store)
FACT_LIBS           := $(foreach f,$(FACTS) core/base,$(call lib_of,$(f))) $(O)/lib/treesitter.a
UNIT_LIBS_idiom     := $(call lib_of,core/idiom) $(call rank1,python) $(O)/lib/treesitter.a
UNIT_LIBS_analyze   := $(call lib_of,core/analyze) $(FACT_LIBS)
UNIT_LIBS_llm       := $(call lib_of,core/llm) $(FACT_LIBS)
UNIT_LIBS_transform := $(call lib_of,core/transform) $(call lib_of,core/analyze) $(FACT_LIBS)
UNIT_LIBS_verify    := $(call lib_of,core/verify) $(FACT_LIBS)
UNIT_LIBS_learn     := $(call lib_of,core/learn) $(call rank1,store)
UNIT_LIBS_report    := $(call lib_of,core/report) $(FACT_LIBS)
UNIT_LIBS_core      := $(CORE_LIBS)
# A fake pipeline and sandbox stand in for the folders between the jobs and the store.
UNIT_LIBS_jobs      := $(call lib_of,server/jobs) $(O)/obj/tests/fakes/pipeline_fake.o \
                       $(call rank1,store)
UNIT_LIBS_http      := $(call lib_of,server/http) $(call lib_of,server/jobs) $(CORE_LIBS)
UNIT_LIBS_cli       := $(call lib_of,server/cli) $(CORE_LIBS)

UNIT_SOURCES := $(wildcard tests/unit/*/test_*.c)
UNIT_TESTS   := $(UNIT_SOURCES:tests/unit/%.c=$(O)/tests/%)
define UNIT_RULE
$(O)/tests/$(1)/%: $(O)/obj/tests/unit/$(1)/%.o $(UNIT_LIBS_$(1))
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(CFLAGS) $$^ $$(LDFLAGS) -lcmocka $$(LDLIBS) -o $$@
endef
$(foreach folder,base python edit sandbox store idiom analyze llm transform verify learn report core jobs http cli,\
  $(eval $(call UNIT_RULE,$(folder))))

unit-tests: $(UNIT_TESTS)

# ---- what people type --------------------------------------------------------------------------
PYTHON := /usr/bin/python3

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-16s %s\n", $$1, $$2 }'
deps: ## install the Debian packages hasten needs (sudo when not root)
	@sh tools/deps.sh
deps-test: ## the same and what the test suite needs
	@sh tools/deps.sh test
demo: deps ## install, build, start the daemon, optimise three examples, stop
	@$(MAKE) --no-print-directory all
	@$(PYTHON) tools/demo.py $(O)
run: all ## the daemon on 127.0.0.1:8080
	$(O)/hasten serve
test: deps-test ## everything; the last line reads "N passed, N failed"
	@$(MAKE) --no-print-directory all unit-tests test-programs
	@HASTEN_BUILD=$(O) $(PYTHON) tests/run.py
check: layers ## compile with gcc and clang, check the layers
	@sh tools/deps.sh test clang
	@$(MAKE) --no-print-directory CC=gcc O=build-gcc all unit-tests
	@$(MAKE) --no-print-directory CC=clang O=build-clang all unit-tests
layers: ## who may include whom, and one door per library
	@$(PYTHON) tests/layers.py
format: ## apply .clang-format
	clang-format -i $$(git ls-files '*.c' '*.h')
soundness: all ## what hasten says about loops and functions against what programs really do
	@sh tools/deps.sh soundness
	@HASTEN_BUILD=$(O) $(PYTHON) tests/soundness/soundness.py
.PHONY: soundness
bench: ## the figures of the README, measured here
	@sh tools/deps.sh bench
	@$(MAKE) --no-print-directory all
	@HASTEN_BUILD=$(O) $(PYTHON) bench/run.py
gain: all ## hasten's speed-up of ordinary programs beside an expert's
	@HASTEN_BUILD=$(O) $(PYTHON) bench/gain/run.py
$(O)/bench/wild: $(O)/obj/bench/wild.o $(CORE_LIBS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) $(LDLIBS) -o $@
wild: all $(O)/bench/wild ## how often each transformation applies to the installed Python packages
	@HASTEN_BUILD=$(O) $(PYTHON) bench/wild.py
.PHONY: gain wild
# Programs that only tests run; other rules add prerequisites.
test-programs: $(O)/tests/llm_probe
$(O)/tests/llm_probe: $(O)/obj/tests/llm/llm_probe.o $(UNIT_LIBS_llm)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) $(LDLIBS) -o $@

test-programs: $(O)/tests/chaos_node
$(O)/tests/chaos_node: $(O)/obj/tests/chaos/chaos_node.o $(UNIT_LIBS_jobs)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) $(LDLIBS) -o $@
chaos: $(O)/tests/chaos_node ## kill -9 a working process again and again (ROUNDS=200)
	HASTEN_BUILD=$(O) CHAOS_ROUNDS=$(or $(ROUNDS),200) $(PYTHON) -m pytest -q tests/chaos
$(O)/bench/store: $(O)/obj/bench/store.o $(UNIT_LIBS_store)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) $(LDLIBS) -o $@
bench-store: $(O)/bench/store ## inserts, claim and finish cycles, polls
	$<
$(O)/bench/verify: $(O)/obj/bench/verify.o $(UNIT_LIBS_verify)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) $(LDLIBS) -o $@
bench-verify: $(O)/bench/verify ## one whole judgement of a small function
	$<
$(O)/bench/noise: $(O)/obj/bench/noise.o $(UNIT_LIBS_verify)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) $(LDLIBS) -o $@
noise: $(O)/bench/noise ## gains seen between a function and itself, also beside busy processes
	@$<

$(O)/bench/inputs: $(O)/obj/bench/inputs/draw.o $(UNIT_LIBS_verify)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) $(LDLIBS) -o $@
inputs-rate: $(O)/bench/inputs ## functions of Debian's Python that generated inputs reach (HALF=even|odd|both)
	@sh tools/deps.sh inputs
	@HASTEN_BUILD=$(O) $(PYTHON) bench/inputs/run.py $(or $(HALF),odd) $(or $(COUNT),160)
.PHONY: inputs-rate

# ---- the front end against CPython ----------------------------------------------------------------
FRONTEND_LIBS := $(UNIT_LIBS_python)
test-programs: $(O)/tests/frontend_driver
$(O)/tests/frontend_driver: $(O)/obj/tests/frontend/driver.o $(FRONTEND_LIBS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) $(LDLIBS) -o $@
frontend-check: $(O)/tests/frontend_driver ## trees and scopes of the whole standard library against CPython
	@HASTEN_BUILD=$(O) $(PYTHON) tests/frontend/sweep.py
analyze-sweep: all ## `hasten analyze` over every Python file of this machine's Debian packages
	@HASTEN_BUILD=$(O) $(PYTHON) tests/analyze/sweep.py
.PHONY: analyze-sweep
$(O)/bench/frontend: $(O)/obj/bench/frontend.o $(FRONTEND_LIBS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) $(LDLIBS) -o $@
$(O)/obj/bench/frontend.o: CPPFLAGS += -isystem $(TS)/include
adequacy: all ## plants faults into real functions and counts the ones that verification lets pass
	@HASTEN_BUILD=$(O) $(PYTHON) bench/adequacy/run.py
.PHONY: adequacy
bench-frontend: $(O)/bench/frontend ## time of the front end against the tree-sitter parse alone
	@$< /usr/lib/python3.11/*.py
$(O)/bench/http_bare: $(O)/obj/bench/http/bare.o
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) $(LDLIBS) -o $@
bench-http: all $(O)/bench/http_bare ## CPU per request against a bare libmicrohttpd handler and Flask
	@HASTEN_BUILD=$(O) $(PYTHON) bench/http/run.py
.PHONY: bench-http
# ---- fuzzing: libFuzzer, everything of ours under AddressSanitizer and UndefinedBehaviorSanitizer ----
# `make fuzz` runs each target of tests/fuzz RUNS times, or for SECONDS at most when that is set; what it finds to be new
# stays in $(O)/fuzz/corpus. tests/fuzz/regressions holds every input that ever broke something: they run first.
FUZZERS := normalise parse facts analyze
FUZZ_MAX_normalise := 256
FUZZ_MAX_parse     := 256
FUZZ_MAX_facts     := 256
FUZZ_MAX_analyze   := 256
FUZZ_RUN = ASAN_OPTIONS=malloc_context_size=4:quarantine_size_mb=16 $(O)/fuzz/fuzz_$* -max_len=$(FUZZ_MAX_$*) \
           -timeout=10 -entropic=0 -reload=0 -verbosity=0 -print_final_stats=1 -dict=tests/fuzz/python.dict -artifact_prefix=$(O)/fuzz/
fuzz-build:
	@$(MAKE) --no-print-directory O=$(O)/fuzz CC="$(FUZZ_CC)" fuzzers TS_SANITIZE= \
	  SANITIZE="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-sanitize-coverage=trace-cmp"
FUZZ_CC := clang
UNIT_LIBS_fuzz_normalise := $(UNIT_LIBS_python)
UNIT_LIBS_fuzz_parse     := $(UNIT_LIBS_python)
UNIT_LIBS_fuzz_facts     := $(UNIT_LIBS_python)
UNIT_LIBS_fuzz_analyze   := $(call lib_of,core/analyze) $(call lib_of,core/report) $(FACT_LIBS)
define FUZZ_RULE
$(O)/fuzz_$(1): $(O)/obj/tests/fuzz/fuzz_$(1).o $(O)/obj/tests/fuzz/mutate.o $(UNIT_LIBS_fuzz_$(1))
	$$(Q)$$(CC) $$(CFLAGS) -fsanitize=fuzzer $$^ $$(LDFLAGS) $$(LDLIBS) -o $$@
fuzzers: $(O)/fuzz_$(1)
endef
$(foreach fuzzer,$(FUZZERS),$(eval $(call FUZZ_RULE,$(fuzzer))))
$(FUZZERS:%=fuzz-%): fuzz-%: fuzz-build
	@mkdir -p $(O)/fuzz/corpus/$*
	@for f in tests/golden/analyze/*/input.py; do cp -u $$f $(O)/fuzz/corpus/$*/$$(basename $$(dirname $$f)); done
	$(FUZZ_RUN) -runs=0 tests/fuzz/regressions
	$(FUZZ_RUN) -runs=$(or $(RUNS),2000000) $(if $(SECONDS),-max_total_time=$(SECONDS)) $(O)/fuzz/corpus/$* tests/fuzz/corpus
fuzz: $(FUZZERS:%=fuzz-%) ## hostile sources through front end, facts and analysis, under sanitizers (RUNS=2000000, SECONDS=)
.PHONY: fuzz fuzzers fuzz-build $(FUZZERS:%=fuzz-%)

-include $(wildcard $(O)/obj/*/*.d $(O)/obj/*/*/*.d $(O)/obj/*/*/*/*.d $(O)/obj/*/*/*/*/*.d)

clean:
	rm -rf $(O)

.PHONY: all clean unit-tests help deps deps-test demo run test check layers format bench test-programs \
        chaos bench-store bench-verify noise
.PHONY: frontend-check bench-frontend
