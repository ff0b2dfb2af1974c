package io.trafficallocator.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aCommitIsCheckedOutBesideItself() throws IOException, InterruptedException {
        // Within a hook of git these name another repository, which is none of this test's business.
        assumeThat(System.getenv("GIT_DIR")).isNull();
        Path repository = Files.createDirectory(folder.resolve("repository"));
        git(repository, "init", "-q");
        Files.writeString(repository.resolve("file"), "text");
        git(repository, "add", "file");
        git(repository, "-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "-m", "m");
        Path builds = Files.createDirectory(folder.resolve("builds"));

        Build a = Build.checkOut(repository, "HEAD", builds);
        Build b = Build.checkOut(repository, "HEAD", builds);
        assertThat(a.jar()).isNotEqualTo(b.jar());
        assertThat(a.checkout().resolve("file")).hasContent("text");
        a.remove();
        assertThat(a.checkout()).doesNotExist();
        assertThat(b.checkout().resolve("file")).hasContent("text");
        b.remove();
        assertThat(builds).isEmptyDirectory();
    }

    private static void git(Path repository, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as("git %s", command).isZero();
    }
}
