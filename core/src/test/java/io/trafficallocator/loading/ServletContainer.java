package io.trafficallocator.loading;

import java.io.File;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Loads the application as a servlet container does, whose own class path does not hold the library: by a loader that
 * looks into itself first, used from a thread of the common pool, closed, and then expected to be collected.
 */
public final class ServletContainer {
    private static final int MOST_COLLECTIONS = 100;
    private static final long MILLISECONDS_BETWEEN = 50;

    private ServletContainer() {}

    private static final class WebLoader extends URLClassLoader {
        WebLoader(URL[] urls) {
            super(urls, ServletContainer.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> found = findLoadedClass(name);
                if (found == null && !name.startsWith("java.")) {
                    try {
                        found = findClass(name);
                    } catch (ClassNotFoundException e) {
                        return super.loadClass(name, resolve);
                    }
                }
                return found == null ? super.loadClass(name, resolve) : found;
            }
        }
    }

    private record Other(@Nullable Other other) {}

    /** Takes the application's class path; says what the application said, then whether its loader was collected. */
    public static void main(String[] arguments) throws Exception {
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        WeakReference<ClassLoader> loader = deploy(arguments[0], collected);
        // The virtual machine itself remembers the types of the last record that was hashed or compared, until the
        // next.
        Other other = new Other(new Other(null));
        boolean unused = other.hashCode() == 0 && other.equals(new Other(null));
        boolean isCollected = false;
        for (int round = 0; round < MOST_COLLECTIONS && !isCollected; round++) {
            System.gc();
            isCollected = collected.remove(MILLISECONDS_BETWEEN) == loader;
        }
        System.out.println(isCollected ? "collected" : "not collected");
    }

    private static WeakReference<ClassLoader> deploy(String classPath, ReferenceQueue<ClassLoader> collected)
            throws Exception {
        WebLoader loader = new WebLoader(urls(classPath));
        Callable<?> application = Class.forName("io.trafficallocator.loading.Application", true, loader)
                .asSubclass(Callable.class)
                .getConstructor()
                .newInstance();
        System.out.println(CompletableFuture.supplyAsync(() -> {
                    try {
                        return application.call();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .join());
        loader.close();
        return new WeakReference<>(loader, collected);
    }

    private static URL[] urls(String classPath) throws MalformedURLException {
        String[] entries = classPath.split(File.pathSeparator, -1);
        URL[] urls = new URL[entries.length];
        for (int index = 0; index < urls.length; index++) {
            urls[index] = Path.of(entries[index]).toUri().toURL();
        }
        return urls;
    }
}
