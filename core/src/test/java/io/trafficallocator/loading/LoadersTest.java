package io.trafficallocator.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library works, and is let go, under the class loaders that applications are run with. */
class LoadersTest {
    private static final String ANSWER = "REPLACED 700 800 1 1\n";

    @TempDir
    Path folder;

    @Test
    void on_a_plain_class_path() throws Exception {
        assertThat(java("-cp", String.join(File.pathSeparator, classPath()), Application.class.getName()))
                .isEqualTo(ANSWER);
    }

    @Test
    void in_a_fat_jar_of_spring_boot() throws Exception {
        List<Path> libraries = new ArrayList<>();
        Path loader = Path.of("");
        for (String entry : classPath()) {
            Path path = Path.of(entry);
            if (path.getFileName().toString().startsWith("spring-boot-loader-")) {
                loader = path;
            } else if (Files.exists(path) && isNeeded(path)) {
                libraries.add(path);
            }
        }
        Path jar = folder.resolve("application.jar");
        FatJar.write(jar, loader, libraries, Application.class);
        assertThat(java("-jar", jar.toString())).isEqualTo(ANSWER);
    }

    @Test
    void in_a_servlet_container_that_takes_the_application_away_again() throws Exception {
        Path container = folder.resolve("container");
        for (Class<?> part : List.of(
                ServletContainer.class,
                Class.forName(ServletContainer.class.getName() + "$WebLoader"),
                Class.forName(ServletContainer.class.getName() + "$Other"))) {
            Path file = container.resolve(part.getName().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.copy(
                    Path.of(part.getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                            .resolve(container.relativize(file).toString()),
                    file);
        }
        // Softly reachable is reachable until memory runs out: let that be at once.
        assertThat(java(
                        "-XX:SoftRefLRUPolicyMSPerMB=0",
                        "-cp",
                        container.toString(),
                        ServletContainer.class.getName(),
                        String.join(File.pathSeparator, classPath())))
                .isEqualTo(ANSWER + "collected\n");
    }

    /** The native libraries of a test's solver would be most of the jar. */
    private static boolean isNeeded(Path path) {
        return !path.toString().contains("ortools") && !path.toString().endsWith("test-classes");
    }

    private static List<String> classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(path.split(File.pathSeparator, -1));
    }

    private String java(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        int status = process.waitFor();
        String said = Files.readString(out, StandardCharsets.UTF_8).replace("\r\n", "\n");
        assertThat(status).as(said).isZero();
        return said;
    }
}
