package io.trafficallocator;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For tests that expect {@link LiveRules} to log errors: they are asked for, and shown only where the test fails. */
final class RefusedReloads implements BeforeEachCallback, AfterEachCallback {
    private static final String EXPECTED = "ERROR " + LiveRules.class.getName();

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private PrintStream before = System.err;

    @Override
    public void beforeEach(ExtensionContext context) {
        logged.reset();
        before = System.err;
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        System.setErr(before);
        String text = logged.toString(StandardCharsets.UTF_8);
        if (context.getExecutionException().isPresent()) {
            before.print(text);
        } else if (!text.contains(EXPECTED)) {
            throw new AssertionError("no refusal was logged, but must be: " + text);
        }
    }
}
