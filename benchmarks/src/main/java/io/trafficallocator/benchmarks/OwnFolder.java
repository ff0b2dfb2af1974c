package io.trafficallocator.benchmarks;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A folder for the files of this process, which goes when the process ends, also when it is stopped. */
final class OwnFolder {
    private static final int ATTEMPTS = 100;

    private OwnFolder() {}

    static Path create(String prefix) throws IOException {
        Path folder = Files.createTempDirectory(prefix);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
        return folder;
    }

    /** Tries again for a second: when the process is stopped, its threads go on writing beside this. */
    private static void remove(Path folder) {
        for (int attempt = 0; attempt < ATTEMPTS && Files.exists(folder); attempt++) {
            try {
                MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
            } catch (IOException e) {
                Uninterruptibles.sleepUninterruptibly(Duration.ofMillis(10));
            }
        }
    }
}
