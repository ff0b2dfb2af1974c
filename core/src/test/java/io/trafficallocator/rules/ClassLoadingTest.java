package io.trafficallocator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Merchants;
import io.trafficallocator.parallel.Workers;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The engine looks itself up through the thread's context class loader when it is first used, and is broken for good
 * when it is not found there. So everything is loaded afresh, and first used where that happens.
 */
class ClassLoadingTest {
    /** What a fresh loader runs. */
    public static final class FirstUse implements Callable<Integer> {
        @Override
        public Integer call() {
            StringBuilder rules = new StringBuilder("package x\n");
            // The engine compiles more than ten rules in a pool of its own.
            for (int index = 0; index < 30; index++) {
                rules.append("rule 'r%d' when Merchant( tier < %d ) then grant.boost(\"p\", 2); end%n"
                        .formatted(index, index + 1));
            }
            int merchants = 25_000;
            String[] ids = new String[merchants];
            for (int row = 0; row < merchants; row++) {
                ids[row] = String.format("m%06d", row);
            }
            AllocationRequest request = AllocationRequest.builder()
                    .asOf(LocalDate.EPOCH)
                    .merchants(Merchants.columns(ids, new int[merchants]).build())
                    .build();
            RuleBook book = RuleBook.compile(List.of(new RuleSource("x.drl", rules.toString())));
            return RuleEvaluation.evaluate(book, request, Workers.of(2)).count();
        }
    }

    @Test
    void the_engine_may_first_be_used_where_the_context_loader_does_not_see_it() throws Exception {
        try (URLClassLoader fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            assertThat(firstUse(fresh, ClassLoader.getPlatformClassLoader())).isEqualTo(30 * 25_000);
        }
    }

    @Test
    void the_engine_may_first_be_used_where_there_is_no_context_loader() throws Exception {
        try (URLClassLoader fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            assertThat(firstUse(fresh, null)).isEqualTo(30 * 25_000);
        }
    }

    private static Object firstUse(ClassLoader loader, @Nullable ClassLoader context) throws Exception {
        FutureTask<Object> use = new FutureTask<>(() -> {
            Object result = Class.forName(FirstUse.class.getName(), true, loader)
                    .asSubclass(Callable.class)
                    .getConstructor()
                    .newInstance()
                    .call();
            assertThat(Thread.currentThread().getContextClassLoader())
                    .as("left as it was")
                    .isSameAs(context);
            return result;
        });
        Thread thread = new Thread(use, "first use");
        thread.setContextClassLoader(context);
        thread.start();
        return use.get();
    }

    private static URL[] classPath() throws MalformedURLException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String[] entries = path.split(File.pathSeparator, -1);
        URL[] urls = new URL[entries.length];
        for (int index = 0; index < urls.length; index++) {
            urls[index] = Path.of(entries[index]).toUri().toURL();
        }
        return urls;
    }
}
