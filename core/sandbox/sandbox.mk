# The library that the Python zygote preloads: everything that runs inside a sandboxed process
# before user code does. No sanitizer, no dependency but libseccomp and libc, and only what is
# marked EXPORT is visible to the interpreter.
CHILD_SOURCES := $(wildcard core/sandbox/child*.c) core/sandbox/wire.c
CHILD_HEADERS := core/sandbox/child.h core/sandbox/wire.h include/hasten/sandbox.h \
                 include/hasten/sandbox_layers.def include/hasten/sandbox_profiles.def
$(O)/libhasten_sandbox.so: $(CHILD_SOURCES) $(CHILD_HEADERS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(filter-out -fsanitize=% -fno-sanitize-recover=%,$(CFLAGS)) \
	    -fvisibility=hidden -shared $(CHILD_SOURCES) -o $@ -lseccomp

$(O)/bench/sandbox: $(O)/obj/bench/sandbox.o $(O)/lib/core_sandbox.a $(O)/lib/core_base.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) $(LDLIBS) -o $@
bench-sandbox: $(O)/bench/sandbox ## cost of a sandboxed run, runs per second, cost of a call
	@$<
# Hostile programs and the process that tries them (tests/sandbox/test_abuse.py calls it).
test-programs: $(O)/tests/abuse
$(O)/tests/abuse: $(O)/obj/tests/sandbox/abuse.o $(O)/lib/core_sandbox.a $(O)/lib/core_base.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) $(LDLIBS) -o $@
test-programs: $(O)/tests/container
$(O)/tests/container: $(O)/obj/tests/sandbox/container.o
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $^ $(LDFLAGS) -lseccomp -o $@
.PHONY: bench-sandbox
