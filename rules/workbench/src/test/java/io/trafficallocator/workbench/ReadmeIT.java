package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every command of this module's README with the executable jar, in a folder that is not the repository. */
class ReadmeIT {
    private static final Path JAR = Path.of(Objects.requireNonNull(System.getProperty("traffic.jar"), "traffic.jar"));
    private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern PRINTS = Pattern.compile("(?s)prints\n\n```\n(.*?)```");

    @TempDir
    Path folder;

    @Test
    void its_commands_do_what_it_says() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here");
        Files.createDirectories(folder.resolve("rules/workbench/target"));
        Files.copy(JAR, folder.resolve("rules/workbench/target/traffic.jar"));
        String readme = Files.readString(Path.of("README.md"));
        String commands = COMMANDS.matcher(readme)
                .results()
                .map(MatchResult::group)
                .map(block -> block.replaceAll("```(sh)?", ""))
                .collect(Collectors.joining());
        ProcessBuilder bash = new ProcessBuilder("/bin/bash", "-eu", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
        bash.environment().put("PATH", path);
        Process process = bash.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("1 file, 1 rule: no problems\n")
                .contains("15,000 of 15,000 impressions planned")
                .contains("merchant rice-panjin: ")
                .contains("\"rules_digest\"");
        assertThat(PRINTS.matcher(readme).results().map(result -> result.group(1)))
                .isNotEmpty()
                .allSatisfy(printed -> assertThat(output).contains(printed));
    }
}
