package io.trafficallocator.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** Tries the executable jar itself, since what works from classes can be lost when jars are merged. */
class ExecutableJarIT {
    private static final Path JAR = Path.of(Objects.requireNonNull(System.getProperty("traffic.jar"), "traffic.jar"));

    @Test
    void prints_its_usage() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-jar", JAR.toString(), "--help")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("Usage: traffic");
    }

    @Test
    void keeps_every_service_of_the_engine() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(services(jar, "org.kie.api.KieServices")).hasSize(1);
            assertThat(services(jar, "org.kie.internal.builder.KnowledgeBuilderFactoryService"))
                    .hasSize(1);
            assertThat(services(jar, "org.drools.wiring.api.ComponentsSupplier"))
                    .as("one from drools-wiring-static, one from drools-wiring-dynamic")
                    .hasSize(2);
        }
    }

    private static Set<String> services(JarFile jar, String service) throws IOException {
        String name = "META-INF/services/" + service;
        ZipEntry entry = Objects.requireNonNull(jar.getEntry(name), name);
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(jar.getInputStream(entry), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toSet());
        }
    }
}
