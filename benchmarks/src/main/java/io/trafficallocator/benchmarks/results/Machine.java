package io.trafficallocator.benchmarks.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    static Map<String, Object> describe() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("processor", fromProc("cpuinfo", "model name").orElse(System.getProperty("os.arch", "unknown")));
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("memory", fromProc("meminfo", "MemTotal").orElse("unknown"));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        // Other work on the machine spoils a figure, and nobody remembers it afterwards.
        machine.put("load", load());
        return machine;
    }

    private static String load() {
        try {
            String averages = Files.readString(Path.of("/proc/loadavg"));
            return averages.substring(0, averages.indexOf(' '));
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static Optional<String> fromProc(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
