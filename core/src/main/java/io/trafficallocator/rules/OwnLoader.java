package io.trafficallocator.rules;

import java.util.function.Supplier;
import org.kie.api.KieServices;

/**
 * The engine looks up its parts through the thread's context class loader, and never recovers when its first look is
 * through one that cannot see it, as on a common-pool thread of an application server. So whatever calls the engine
 * does it under the loader of this library.
 */
final class OwnLoader {
    static final ClassLoader LOADER = OwnLoader.class.getClassLoader();

    static {
        call(KieServices.Factory::get);
    }

    private OwnLoader() {}

    static <T> T call(Supplier<T> job) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(LOADER);
        try {
            return job.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    static void run(Runnable job) {
        call(() -> {
            job.run();
            return true;
        });
    }
}
