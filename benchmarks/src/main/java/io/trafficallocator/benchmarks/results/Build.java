package io.trafficallocator.benchmarks.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The benchmarks of one commit, or of a jar that is there already.
 *
 * @param name what a reader knows it by
 * @param jar with JMH and all benchmarks
 * @param checkout a git work tree of its own to remove afterwards; the jar itself where there is none
 */
record Build(String name, Path jar, Path checkout) {

    /**
     * Takes a jar as it is; anything else is a revision, which is checked out aside and built.
     *
     * @throws UnusableException when there is no such revision, or it does not build
     */
    static Build of(String jarOrRevision, Path folder) throws IOException, InterruptedException {
        Path jar = Path.of(jarOrRevision);
        if (jarOrRevision.endsWith(".jar") && Files.isRegularFile(jar)) {
            return new Build(jarOrRevision, jar, jar);
        }
        String commit =
                output(List.of("git", "rev-parse", "--short", "--verify", "--quiet", jarOrRevision + "^{commit}"));
        if (commit.isEmpty()) {
            throw new UnusableException("'" + jarOrRevision + "' is no result file, no jar and no commit."
                    + " Maybe it is misspelt, or this is not the top of the repository.");
        }
        Build build = checkOut(Path.of(""), commit, folder);
        try {
            run(List.of("mvn", "-q", "-B", "-DskipTests", "-pl", "benchmarks", "-am", "package"), build.checkout);
        } catch (UnusableException e) {
            build.remove();
            throw e;
        }
        return build;
    }

    /**
     * A work tree of a commit, not built yet. Each has a folder of its own: a commit beside itself shows how much of a
     * ratio is noise.
     */
    static Build checkOut(Path repository, String commit, Path folder) throws IOException, InterruptedException {
        Path checkout = Files.createTempDirectory(folder, commit + "-");
        try {
            run(
                    List.of("git", "worktree", "add", "--detach", checkout.toString(), commit),
                    repository.toAbsolutePath());
        } catch (UnusableException e) {
            Files.deleteIfExists(checkout);
            throw e;
        }
        return new Build(commit, checkout.resolve("benchmarks/target/benchmarks.jar"), checkout);
    }

    /** Removes the work tree, if one was made. */
    void remove() throws IOException, InterruptedException {
        if (!checkout.equals(jar)) {
            // From within, since that is a work tree of its repository wherever this process runs.
            run(
                    List.of("git", "-C", checkout.toString(), "worktree", "remove", "--force", checkout.toString()),
                    Path.of("."));
        }
    }

    /** The commit that is checked out here, with a plus sign where files differ from it; empty outside git. */
    static String current() throws IOException, InterruptedException {
        String commit = output(List.of("git", "rev-parse", "--short", "HEAD"));
        boolean changed = !output(List.of("git", "status", "--porcelain", "--untracked-files=no"))
                .isEmpty();
        return commit + (changed ? "+" : "");
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? text : "";
    }

    private static void run(List<String> command, Path folder) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new UnusableException("'" + String.join(" ", command) + "' ended with " + status
                    + ". Maybe that commit does not build here: see above.");
        }
    }
}
